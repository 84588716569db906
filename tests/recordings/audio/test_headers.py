"""What files say of themselves: WAV chunks and MP3 frames, read without trust."""

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings import audio
from recordings.audio import mpeg
from recordings.audio.riff import HEADER, Wave, is_wave, read_wave, wav_header
from tests.recordings.audio.made import UNKNOWN, chunk, encoded, fmt, tone, wav


def wave_of(content: bytes) -> Wave | None:
    with audio.in_memory_file([content]) as file:
        return read_wave(file)


def plays(content: bytes) -> bool:
    with audio.in_memory_file([content]) as file:
        return mpeg.browsers_play_it(file)


@given(st.binary(max_size=300))
def test_reading_any_bytes_as_chunks_ends(content: bytes) -> None:
    wave_of(b"RIFF\0\0\0\0WAVE" + content)


@given(st.binary(max_size=300))
def test_reading_any_bytes_as_an_mp3_ends(content: bytes) -> None:
    plays(b"\xff\xfb\x90\x00" + content)
    plays(b"ID3" + content)


def test_our_own_header_reads_as_what_it_says() -> None:
    header = wav_header(2, 16000, 640)
    assert len(header) == HEADER.size == 44
    assert wave_of(header + bytes(640)) == Wave(1, 2, 16000, 4, 16, 1, 640, 640)


@pytest.mark.parametrize(("head", "known"), [(b"RIFF", True), (b"RIFX", True), (b"RF64", True), (b"BW64", True), (b"LIST", False)])
def test_wav_files_of_every_kind_are_seen(head: bytes, known: bool) -> None:
    assert is_wave(head + bytes(4) + b"WAVE") is known
    assert not is_wave(head + bytes(4) + b"AVI ")


@pytest.mark.parametrize(
    ("form", "browsers"),
    [
        (fmt(), True),
        (fmt(bits=8), True),
        (fmt(tag=6, bits=8), True),
        (fmt(tag=7, bits=8, channels=2), True),
        (fmt(rate=48000, channels=2), True),
        (fmt(bits=24), False),
        (fmt(tag=3, bits=32), False),
        (fmt(tag=0x31, bits=0, block=65), False),
        (fmt(channels=3), False),
        (fmt(rate=4000), False),
        (fmt(block=1), False),
        (fmt(channels=0), False),
    ],
)
def test_browsers_play_pcm_and_g711_with_a_header_that_adds_up(form: bytes, browsers: bool) -> None:
    found = wave_of(wav(form, chunk(b"data", bytes(1200))))
    assert found
    assert found.browsers_play_it is browsers


@pytest.mark.parametrize(("stated", "kept", "cut"), [(1000, 1000, False), (1001, 1001, True), (0, None, False), (UNKNOWN, None, False)])
def test_what_is_stated_and_what_is_there_are_told_apart(stated: int, kept: int | None, cut: bool) -> None:
    found = wave_of(wav(fmt(), chunk(b"data", b"\x01" * 1000, stated)))
    assert found
    assert (found.stated, found.present, found.cut_off) == (kept, 1000, cut)


def test_a_file_without_a_format_or_in_big_endian_is_not_read() -> None:
    assert wave_of(wav(chunk(b"data", bytes(100)))) is None
    assert wave_of(b"RIFX" + wav(fmt())[4:]) is None
    assert wave_of(wav(chunk(b"fmt ", bytes(4)))) is None


def test_an_empty_data_chunk_before_others_is_truly_empty() -> None:
    found = wave_of(wav(fmt(), chunk(b"data", b""), chunk(b"LIST", bytes(10))))
    assert found
    assert found.parts == 0


@pytest.mark.parametrize(
    ("options", "rate", "samples"),
    [(["-b:a", "128k"], 44100, 1152), (["-b:a", "64k"], 22050, 576), (["-b:a", "16k"], 8000, 576), (["-q:a", "4"], 16000, 576)],
)
def test_frames_are_counted_in_every_version_of_mpeg(tmp_path: Path, options: list[str], rate: int, samples: int) -> None:
    plain = ["-write_xing", "0", "-id3v2_version", "0", "-f", "mp3"]
    content = encoded(tmp_path, ".mp3", *options, *plain, rate=rate, channels=2)
    found = mpeg.frame(content[:4])
    assert found
    assert (found.rate, found.samples) == (rate, samples)
    counted = mpeg.Counted()
    assert b"".join(counted.watching(content[at : at + 1000] for at in range(0, len(content), 1000))) == content
    assert 2000 <= counted.ms <= 2300
    assert counted.clean


@pytest.mark.parametrize(
    "head", [b"", b"\xff\xfb", b"RIFF", b"\xff\xfb\xf0\x00", b"\xff\xfb\x0c\x00", b"\xff\xeb\x90\x00", b"\xff\xfd\x90\x00"]
)
def test_what_begins_no_frame_is_none(head: bytes) -> None:
    assert mpeg.frame(head) is None


def test_half_a_frame_or_a_tag_between_frames_is_noticed(tmp_path: Path) -> None:
    content = encoded(tmp_path, ".mp3", "-write_xing", "0", "-id3v2_version", "0")
    for changed in (content[:-10], content + b"TAG" + bytes(125), b"ID3" + content):
        counted = mpeg.Counted()
        assert b"".join(counted.watching([changed[:99], changed[99:]])) == changed
        assert not counted.clean


def test_nothing_lasts_no_time() -> None:
    assert mpeg.Counted().ms == 0


def test_an_mp3_is_complete_when_its_own_count_of_bytes_says_so(tmp_path: Path) -> None:
    content = encoded(tmp_path, ".mp3", seconds=10)
    assert plays(content)
    assert not plays(content[:-6000])
    assert not plays(content + bytes(6000))


def test_an_mp3_without_a_count_is_believed_and_one_with_vbri_is_not(tmp_path: Path) -> None:
    content = encoded(tmp_path, ".mp3", "-write_xing", "0", "-id3v2_version", "0", rate=44100)
    assert plays(content)
    assert not plays(content[:36] + b"VBRI" + content[40:])


@pytest.mark.parametrize("content", [b"", b"ID3", b"OggS" + bytes(50), b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f"])
def test_what_does_not_begin_as_an_mp3_is_none(content: bytes) -> None:
    assert not plays(content)


def test_a_tag_before_the_sound_is_skipped(tmp_path: Path) -> None:
    content = encoded(tmp_path, ".mp3", "-write_xing", "0", "-id3v2_version", "0")
    tag = b"ID3\x04\x00\x00" + struct.pack(">I", 0x0203) + bytes(0x0103)
    assert plays(tag + content)


def test_a_file_in_memory_is_read_from_its_beginning_by_each_reader() -> None:
    with audio.in_memory_file([b"one ", b"two"]) as file:
        assert file.read(3) == b"one"
        assert b"".join(audio.pieces(file)) == b"one two"
        assert file.read() == b" two"
        assert isinstance(file, io.IOBase)
    assert file.closed


def test_the_tone_is_what_the_tests_think() -> None:
    assert len(tone(1)) == 16000
