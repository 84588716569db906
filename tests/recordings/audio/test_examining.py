"""A file is taken as what its samples are: its true length, its waveform, one decode, and a listening copy where browsers need one."""

import hashlib
import io
import json
import wave
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

import pytest
from django.test import override_settings

from recordings import audio
from recordings.audio import Examined, Limits, UnusableAudio
from recordings.audio.trouble import SENTENCES
from tests.recordings.audio.made import UNKNOWN, chunk, encoded, fmt, gsm, plain_wav, tone, wav, wav49

FORMATS = {
    ".mp3": (["-b:a", "16k"], "mp3", "audio/mpeg", True),
    ".wav": (["-c:a", "pcm_mulaw"], "pcm_mulaw", "audio/wav", True),
    ".WAV": (["-c:a", "pcm_alaw"], "pcm_alaw", "audio/wav", True),
    ".u8.wav": (["-c:a", "pcm_u8"], "pcm_u8", "audio/wav", True),
    ".float.wav": (["-c:a", "pcm_f32le"], "pcm_f32le", "audio/wav", False),
    ".rf64.wav": (["-rf64", "always"], "pcm_s16le", "audio/wav", False),
    ".amr": (["-b:a", "12.2k"], "amr_nb", "audio/AMR", False),
    ".opus": (["-b:a", "24k"], "opus", "audio/ogg", False),
    ".webm": (["-c:a", "libopus"], "opus", "audio/webm", False),
    ".m4a": ([], "aac", "audio/mp4", False),
    ".flac": ([], "flac", "audio/flac", False),
    ".wma": ([], "wmav2", "audio/x-ms-wma", False),
}


@contextmanager
def examining(content: bytes, name: str = "", limits: Limits | None = None) -> Iterator[Examined]:
    with audio.in_memory_file([content]) as file, audio.examine(file, name, limits) as examined:
        yield examined


def refusal(content: bytes, name: str = "", limits: Limits | None = None) -> str:
    with pytest.raises(UnusableAudio) as raised, examining(content, name, limits):
        pass
    assert raised.value.sentence == SENTENCES[raised.value.code]
    return raised.value.code


def listened(examined: Examined) -> wave.Wave_read:
    return wave.open(io.BytesIO(b"".join(examined.listening())))


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_of_phone_systems_is_known_by_its_content(tmp_path: Path, suffix: str) -> None:
    options, codec, content_type, playable = FORMATS[suffix]
    with examining(encoded(tmp_path, suffix, *options)) as examined:
        assert (examined.codec, examined.content_type, examined.playable) == (codec, content_type, playable)
        assert examined.duration_ms == pytest.approx(2000, abs=120)
        assert (examined.channels, examined.cut_off, examined.note) == (1, False, "")


@pytest.mark.parametrize(("content", "codec", "content_type"), [(gsm(), "gsm", "audio/GSM"), (wav49(), "gsm_ms", "audio/wav")])
def test_gsm_is_known_with_and_without_a_header(content: bytes, codec: str, content_type: str) -> None:
    with examining(content) as examined, listened(examined) as copy:
        assert (examined.codec, examined.content_type, examined.duration_ms, examined.playable) == (codec, content_type, 2000, False)
        assert copy.getnframes() == 16000


@pytest.mark.parametrize(("suffix", "codec"), [(".ulaw", "pcm_mulaw"), (".alaw", "pcm_alaw"), (".sln", "pcm_s16le")])
def test_a_headerless_file_is_known_by_its_suffix_when_its_content_is_nothing(tmp_path: Path, suffix: str, codec: str) -> None:
    coder = {"pcm_mulaw": "mulaw", "pcm_alaw": "alaw", "pcm_s16le": "s16le"}[codec]
    content = encoded(tmp_path, ".raw", "-c:a", codec, "-f", coder)
    with examining(content, f"call{suffix.upper()}") as examined:
        assert (examined.codec, examined.duration_ms, examined.sample_rate, examined.playable) == (codec, 2000, 8000, False)
    assert refusal(content, "call.bin") == "not_audio"


def test_a_wrong_suffix_changes_nothing(tmp_path: Path) -> None:
    with examining(encoded(tmp_path, ".mp3"), "call.ulaw") as examined:
        assert examined.codec == "mp3"


def test_the_original_is_measured_with_its_hash_and_size() -> None:
    content = plain_wav()
    with examining(content) as examined:
        assert (examined.sha256, examined.size) == (hashlib.sha256(content).hexdigest(), len(content))
        assert (examined.container, examined.sample_rate, examined.duration_ms) == ("wav", 8000, 2000)


@pytest.mark.parametrize("suffix", [".mp3", ".flac", ".wav"])
def test_a_file_is_decoded_exactly_once(tmp_path: Path, suffix: str) -> None:
    content, before = encoded(tmp_path, suffix), audio.runs["decode"]
    with examining(content):
        pass
    assert audio.runs["decode"] - before == 1


def test_a_headerless_file_is_decoded_exactly_once_too() -> None:
    before = audio.runs["decode"]
    with examining(bytes(range(200, 255)) * 100, "call.ulaw"):
        pass
    assert audio.runs["decode"] - before == 1


def test_the_listening_copy_is_a_wav_file_of_the_same_samples(tmp_path: Path) -> None:
    content = encoded(tmp_path, ".flac", channels=2)
    with examining(content) as examined, listened(examined) as copy:
        assert (copy.getnchannels(), copy.getframerate(), copy.getsampwidth()) == (2, 8000, 2)
        assert copy.readframes(copy.getnframes()) == tone(2, channels=2)


def test_the_listening_copy_needs_no_more_than_16_khz(tmp_path: Path) -> None:
    with examining(encoded(tmp_path, ".flac", rate=44100)) as examined, listened(examined) as copy:
        assert (copy.getframerate(), examined.sample_rate) == (16000, 44100)
        assert copy.getnframes() / 16 == pytest.approx(examined.duration_ms, abs=1)


def test_more_than_two_channels_are_mixed_down_to_two(tmp_path: Path) -> None:
    with examining(encoded(tmp_path, ".flac", "-ac", "6", channels=2)) as examined:
        assert (examined.channels, len(examined.peaks)) == (2, 2)


def test_the_waveform_shows_how_loud_each_channel_is() -> None:
    quiet, loud = wav(fmt(), chunk(b"data", bytes(16000) + tone(1))), plain_wav(channels=2)
    with examining(quiet) as examined:
        (points,) = examined.peaks
        assert set(points[:100]) == {0}
        assert points[150:] == pytest.approx([0.5] * len(points[150:]), abs=0.01)
    with examining(loud) as examined:
        left, right = examined.peaks
        assert (max(left), max(right)) == (pytest.approx(0.5, abs=0.01), pytest.approx(0.25, abs=0.01))


@pytest.mark.parametrize("seconds", [0.01, 1, 19.99, 20, 61, 600])
def test_the_waveform_has_at_most_2000_points_however_long_the_call(seconds: float) -> None:
    with examining(plain_wav(seconds)) as examined:
        (points,) = examined.peaks
        assert min(1, 100 * seconds) <= len(points) <= 2000
        assert json.loads(json.dumps(examined.peaks)) == [points]


def test_a_full_scale_negative_sample_is_as_loud_as_can_be() -> None:
    with examining(wav(fmt(), chunk(b"data", b"\x00\x80" * 800))) as examined:
        assert set(examined.peaks[0]) == {1.0}


# Recorders that crashed, streamed or lied


@pytest.mark.parametrize("size", [0, UNKNOWN])
def test_a_wav_that_was_never_finished_has_its_true_length_and_a_listening_copy(size: int) -> None:
    with examining(wav(fmt(), chunk(b"data", tone(2), size), size=size)) as examined, listened(examined) as copy:
        assert (examined.duration_ms, examined.playable, examined.cut_off) == (2000, False, False)
        assert "never finished" in examined.note
        assert copy.getnframes() == 16000


def test_a_wav_that_was_cut_off_has_the_length_that_is_there() -> None:
    with examining(plain_wav(30)[:30_045]) as examined:
        assert (examined.duration_ms, examined.playable, examined.cut_off) == (1875, False, True)
        assert "part of the call may be missing" in examined.note


def test_an_mp3_that_was_cut_off_has_the_length_that_is_there_and_a_listening_copy(tmp_path: Path) -> None:
    whole = encoded(tmp_path, ".mp3", seconds=10)
    with examining(whole[: len(whole) // 2]) as examined:
        assert examined.duration_ms == pytest.approx(5000, abs=300)
        assert (examined.cut_off, examined.playable) == (True, False)


def test_an_mp3_that_says_too_much_is_not_believed(tmp_path: Path) -> None:
    content = bytearray(encoded(tmp_path, ".mp3", seconds=2))
    at = content.index(b"Xing" if b"Xing" in content else b"Info")
    content[at + 8 : at + 12] = (100_000).to_bytes(4, "big")
    with examining(bytes(content)) as examined:
        assert examined.duration_ms == pytest.approx(2000, abs=120)
        assert examined.cut_off


def test_a_wav_in_two_parts_is_refused_because_players_disagree() -> None:
    assert refusal(wav(fmt(), chunk(b"data", tone(30)), chunk(b"data", tone(0.5)))) == "two_parts"


def test_a_second_part_without_sound_is_a_second_part_that_would_be_played_alone() -> None:
    assert refusal(wav(fmt(), chunk(b"data", tone(2)), chunk(b"data", b""))) == "two_parts"


def test_chunks_around_the_sound_are_no_sound() -> None:
    info = chunk(b"LIST", b"INFOICMT" + bytes(100))
    with examining(wav(chunk(b"bext", bytes(601)), fmt(), info, chunk(b"data", tone(2)), info)) as examined:
        assert (examined.duration_ms, examined.playable, examined.cut_off) == (2000, True, False)


def test_a_wav_with_a_block_size_that_cannot_be_gets_a_listening_copy() -> None:
    with examining(wav(fmt(block=4), chunk(b"data", tone(2)))) as examined:
        assert not examined.playable


def test_a_wav_that_hides_another_codec_in_its_samples_is_refused(tmp_path: Path) -> None:
    hidden = encoded(tmp_path, ".spdif", "-ar", "48000", "-ac", "2", "-c:a", "ac3", "-f", "spdif")
    assert refusal(wav(fmt(rate=48000, channels=2), chunk(b"data", hidden))) == "contradictory"


def test_an_archive_behind_the_sound_is_not_heard() -> None:
    with examining(plain_wav() + b"PK\x03\x04" + bytes(500)) as examined:
        assert (examined.duration_ms, examined.playable) == (2000, True)


def test_a_thousand_chunks_are_enough_to_look_at() -> None:
    with examining(wav(fmt(), chunk(b"junk", b"") * 2000, chunk(b"data", tone(2)))) as examined:
        assert (examined.duration_ms, examined.playable) == (2000, False)


# What is not a recording


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><html><body>Sign in</body></html>", "web_page"),
        (b"<html>", "web_page"),
        (b"PK\x03\x04" + bytes(100), "archive"),
        (b"started_at,extension,external_number\n", "not_audio"),
        (bytes(10_000), "not_audio"),
        (wav(fmt(), chunk(b"data", b"")), "no_samples"),
        (wav(fmt(), chunk(b"data", b""), chunk(b"LIST", b"INFOICMT" + bytes(100))), "no_samples"),
        (wav(fmt()), "no_samples"),
        (wav(fmt(tag=0x7777), chunk(b"data", tone(1))), "undecodable"),
        (wav(fmt(channels=65535, block=2), chunk(b"data", tone(1))), "undecodable"),
        (b"RIFF" + bytes(8), "not_audio"),
    ],
)
def test_what_is_not_a_recording_is_refused_with_its_sentence(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_web_page_is_refused_even_under_a_headerless_name() -> None:
    assert refusal(b"<html>Sign in</html>" * 100, "call.ulaw") == "web_page"


def test_video_is_refused(tmp_path: Path) -> None:
    assert refusal(encoded(tmp_path, ".mkv", "-filter_complex", "[0:a]showwaves=s=32x32", "-map", "0:a", "-c:a", "pcm_s16le")) == "video"


def test_a_picture_beside_the_sound_is_no_video(tmp_path: Path) -> None:
    picture = ["-filter_complex", "[0:a]showwavespic=s=32x32", "-map", "0:a", "-c:v", "mjpeg", "-disposition:v", "attached_pic"]
    with examining(encoded(tmp_path, ".mp3", *picture)) as examined:
        assert examined.codec == "mp3"


def test_two_sound_tracks_are_refused(tmp_path: Path) -> None:
    assert refusal(encoded(tmp_path, ".mka", "-map", "0", "-map", "0", "-c:a", "pcm_s16le", "-f", "matroska")) == "many_streams"


def test_a_file_larger_than_a_recording_is_refused_unread() -> None:
    before = audio.runs["decode"]
    assert refusal(plain_wav(), limits=Limits(file_size=1000)) == "too_large"
    assert audio.runs["decode"] == before


def test_a_recording_longer_than_a_call_is_refused() -> None:
    assert refusal(plain_wav(5), limits=Limits(audio_seconds=3)) == "too_long"


def test_a_file_that_takes_too_long_is_stopped() -> None:
    assert refusal(plain_wav(600), limits=Limits(base_seconds=0, bytes_per_second=10**12)) == "timed_out"


def test_a_file_that_needs_too_much_memory_breaks_nothing_but_its_own_process() -> None:
    assert refusal(plain_wav(600), limits=Limits(address_space=40 * 1024 * 1024)) in ("not_audio", "broke_decoder", "undecodable")


@pytest.mark.parametrize("cut", [100, 2000, 9000])
def test_noise_after_a_good_beginning_neither_hangs_nor_crashes(tmp_path: Path, cut: int) -> None:
    content = encoded(tmp_path, ".mp3", seconds=10)[:cut] + Random(cut).randbytes(50_000)
    with suppress(UnusableAudio), examining(content) as examined:
        assert examined.duration_ms < 60_000


@override_settings(FFMPEG_BINARY="/nowhere/ffmpeg")
def test_a_missing_program_is_our_fault_and_not_the_files() -> None:
    with pytest.raises(audio.AudioToolMissing, match="FFMPEG_BINARY"), examining(plain_wav()):
        pass
