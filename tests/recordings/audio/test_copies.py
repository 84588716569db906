"""A copy is the stretch that was asked for, in the format asked for, with nothing of the original in it but its sound."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from recordings import audio
from recordings.audio import CopyFormat, CopyNotProven, Limits, Wanted, copied, copies
from recordings.audio.mpeg import Counted, frame
from recordings.audio.riff import Pieces, read_wave
from tests.recordings.audio.made import chunk, encoded, fmt, gsm, plain_wav, tone, wav

SECRET = b"Mrs Example about her results"


def copy_of(original: bytes, fmt: CopyFormat, start_ms: int = 0, end_ms: int = 2000, *, channels: int = 1, content_type: str = "") -> bytes:
    with copied([original], Wanted(fmt, start_ms, end_ms, channels, content_type)) as copy:
        return b"".join(copy)


def length_of(content: bytes) -> int:
    with audio.in_memory_file([content]) as file, audio.examine(file) as examined:
        return examined.duration_ms


@pytest.mark.clause("AC-9")
@pytest.mark.parametrize("suffix", [".mp3", ".wav", ".opus", ".amr", ".m4a", ".flac"])
def test_a_wav_copy_lasts_exactly_as_long_as_the_stretch(tmp_path: Path, suffix: str) -> None:
    assert length_of(copy_of(encoded(tmp_path, suffix), CopyFormat.WAV, 250, 1500)) == pytest.approx(1250, abs=2)


@pytest.mark.clause("AC-9")
@pytest.mark.parametrize("suffix", [".mp3", ".wav", ".opus", ".amr", ".m4a", ".flac"])
@pytest.mark.parametrize("fmt_", [CopyFormat.MP3, CopyFormat.OPUS])
def test_an_encoded_copy_lasts_exactly_as_long_too(tmp_path: Path, suffix: str, fmt_: CopyFormat) -> None:
    assert length_of(copy_of(encoded(tmp_path, suffix), fmt_, 250, 1500)) == pytest.approx(1250, abs=2)


def test_a_wav_copy_of_pcm_holds_the_very_samples_of_the_stretch() -> None:
    sound = bytes(tone(1)) + bytes(16000) + tone(1, loud=0.2)
    content = copy_of(wav(fmt(), chunk(b"data", sound)), CopyFormat.WAV, 500, 2500)
    assert content == wav(fmt(), chunk(b"data", sound[8000:40000]))


@pytest.mark.parametrize("fmt_", CopyFormat)
def test_split_channels_stay_apart(fmt_: CopyFormat) -> None:
    content = copy_of(plain_wav(channels=2), fmt_, channels=2)
    with audio.in_memory_file([content]) as file, audio.examine(file) as examined:
        left, right = examined.peaks
        assert max(left) > 1.5 * max(right)


@pytest.mark.parametrize("fmt_", CopyFormat)
def test_no_tag_of_the_original_survives(fmt_: CopyFormat) -> None:
    tagged = wav(chunk(b"LIST", b"INFO" + chunk(b"ICMT", SECRET)), fmt(), chunk(b"data", tone(2)), chunk(b"id3 ", SECRET)) + SECRET
    assert SECRET not in copy_of(tagged, fmt_)


def test_a_wav_copy_is_a_header_and_samples() -> None:
    assert copy_of(plain_wav(), CopyFormat.WAV) == plain_wav()


def test_an_mp3_copy_is_frames_from_the_first_byte_to_the_last(tmp_path: Path) -> None:
    content = copy_of(encoded(tmp_path, ".mp3", "-metadata", "title=secret"), CopyFormat.MP3)
    assert frame(content[:4])
    assert b"ID3" not in content
    assert content[13:17] == b"Info"  # the frame of numbers that tells players where the sound begins and ends
    counted = Counted()
    assert b"".join(counted.watching([content])) == content
    assert counted.clean


@pytest.mark.parametrize("fmt_", CopyFormat)
def test_the_same_stretch_makes_the_same_copy(fmt_: CopyFormat) -> None:
    first, second = (hashlib.sha256(copy_of(plain_wav(), fmt_)).digest() for _ in range(2))
    assert first == second


def test_a_headerless_original_is_read_by_its_media_type(tmp_path: Path) -> None:
    raw = encoded(tmp_path, ".raw", "-c:a", "pcm_mulaw", "-f", "mulaw")
    assert length_of(copy_of(raw, CopyFormat.WAV, content_type="audio/PCMU")) == 2000
    assert length_of(copy_of(gsm(), CopyFormat.WAV, content_type="audio/GSM")) == 2000


def test_a_copy_is_made_by_one_decode_and_one_encode_and_played_once_as_proof() -> None:
    before = audio.runs.copy()
    copy_of(plain_wav(), CopyFormat.MP3)
    assert audio.runs - before == {"decode": 1, "encode": 1, "prove": 1}


@pytest.mark.parametrize(("start", "end"), [(-1, 100), (100, 100), (200, 100)])
def test_a_stretch_that_is_none_is_refused_at_once(start: int, end: int) -> None:
    with pytest.raises(CopyNotProven, match="from and to"):
        copy_of(b"", CopyFormat.WAV, start, end)


@pytest.mark.parametrize("fmt_", CopyFormat)
def test_a_stretch_that_the_call_does_not_have_makes_no_copy(fmt_: CopyFormat) -> None:
    with pytest.raises(CopyNotProven, match="does not last as long"):
        copy_of(plain_wav(2), fmt_, 1000, 9000)


@pytest.mark.parametrize("fmt_", CopyFormat)
def test_an_original_that_is_no_sound_makes_no_copy(fmt_: CopyFormat) -> None:
    with pytest.raises(CopyNotProven, match="does not last as long"):
        copy_of(b"this is not sound", fmt_)


@pytest.mark.parametrize("fmt_", CopyFormat)
def test_an_original_of_two_pieces_of_sound_makes_no_copy(fmt_: CopyFormat) -> None:
    two = wav(fmt(), chunk(b"data", tone(1)), chunk(b"data", tone(2, loud=0.1)))
    with pytest.raises(CopyNotProven, match="two separate pieces"):
        copy_of(two, fmt_, 0, 1000)


CHUNKS = some.lists(
    some.tuples(
        some.sampled_from([b"data", b"LIST", b"\xff\x00a ", b"fmt "]),
        some.binary(max_size=9),
        some.sampled_from([None, None, 0, 7, 0xFFFFFFFF]),
    ),
    max_size=5,
)


@settings(max_examples=200, deadline=None)
@given(chunks=CHUNKS, rest=some.binary(max_size=9), step=some.integers(1, 40))
def test_pieces_of_sound_are_counted_alike_in_a_file_that_goes_by(
    chunks: list[tuple[bytes, bytes, int | None]], rest: bytes, step: int
) -> None:
    content = wav(fmt(), *(chunk(name, inside, size) for name, inside, size in chunks)) + rest
    passing = Pieces()
    assert b"".join(passing.watching(content[at : at + step] for at in range(0, len(content), step))) == content
    with audio.in_memory_file([content]) as file:
        lying = read_wave(file)
    assert lying is not None
    assert passing.several == (lying.parts > 1)


def test_a_wav_original_is_never_whole_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "in_memory_file", None)
    whole = plain_wav(60)
    content = (whole[at : at + 5] if at < 20 else whole[at : at + 4096] for at in [*range(0, 20, 5), *range(20, len(whole), 4096)])
    with copied(content, Wanted(CopyFormat.MP3, 500, 1500, 1, "audio/wav")) as copy:
        assert length_of(b"".join(copy)) == pytest.approx(1000, abs=2)
    assert next(content, None) is None  # also what is behind the stretch was read, and so found whole


@pytest.mark.parametrize(
    ("suffix", "options", "content_type"),
    [
        (".au", (), "audio/basic"),
        (".w64", (), "audio/wav"),
        (".raw", ("-f", "mulaw"), "audio/PCMU"),
        (".raw", ("-f", "alaw"), "audio/PCMA"),
        (".raw", ("-f", "s16le"), "audio/x-sln"),
    ],
)
def test_nor_is_any_other_that_grows_with_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, options: tuple[str, ...], content_type: str
) -> None:
    whole = encoded(tmp_path, suffix, *options)
    monkeypatch.setattr(copies, "in_memory_file", None)
    content = (whole[at : at + 700] for at in range(0, len(whole), 700))
    with copied(content, Wanted(CopyFormat.WAV, 500, 1500, 1, content_type)) as copy:
        assert length_of(b"".join(copy)) == 1000
        assert max(copy.peaks[0]) == pytest.approx(0.5, abs=0.02)


def test_an_original_with_other_channels_than_were_examined_makes_no_copy() -> None:
    with pytest.raises(CopyNotProven, match="failed"):
        copy_of(plain_wav(channels=2), CopyFormat.WAV)


def limited(original: bytes, fmt_: CopyFormat, end_ms: int, limits: Limits) -> None:
    with copied([original], Wanted(fmt_, 0, end_ms, 1, "", limits=limits)):
        pass


def test_a_stretch_too_long_for_a_wav_file_makes_no_copy() -> None:
    with pytest.raises(CopyNotProven, match="Choose MP3"):
        limited(plain_wav(), CopyFormat.WAV, 2000, Limits(wav_size=1000))


def test_a_copy_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(CopyNotProven):
        limited(plain_wav(600), CopyFormat.MP3, 600_000, Limits(base_seconds=0, bytes_per_second=10**12))


@pytest.mark.parametrize(
    ("fmt_", "content_type"), [(CopyFormat.WAV, "audio/wav"), (CopyFormat.MP3, "audio/mpeg"), (CopyFormat.OPUS, "audio/ogg")]
)
def test_a_format_has_its_media_type(fmt_: CopyFormat, content_type: str) -> None:
    assert fmt_.content_type == content_type


def test_trouble_while_reading_the_original_is_passed_on() -> None:
    def original() -> Iterator[bytes]:
        yield plain_wav()[:1000]
        raise ConnectionError("the store went away")

    with pytest.raises(ConnectionError), copied(original(), Wanted(CopyFormat.MP3, 0, 100, 1, "")):
        pass
