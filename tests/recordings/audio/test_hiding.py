"""What must not be heard is not heard, in any format, on any side; everything else is; and a copy that is otherwise is none."""

import subprocess
from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import imageio_ffmpeg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from recordings.audio import GUARD_MS, CopyFormat, CopyNotProven, Cover, Span, Wanted, copied, cutting, encoding, in_memory_file
from recordings.audio.hiding import Hiding, stretches
from recordings.audio.ogg import OpusPages
from tests.recordings.audio.made import chunk, fmt, tone, wav

SECONDS = 4


def original(rate: int = 8000, channels: int = 1) -> bytes:
    return wav(fmt(channels=channels, rate=rate), chunk(b"data", tone(SECONDS, rate, channels)))


def heard(content: bytes, rate: int, channels: int) -> list[Sequence[int]]:
    """Each channel of a file as another program plays it."""
    pcm = ["-ar", str(rate), "-ac", str(channels), "-f", "s16le", "pipe:1"]
    with in_memory_file([content]) as file:
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-i", f"/dev/fd/{file.fileno()}", *pcm]
        samples = array("h", subprocess.run(command, pass_fds=[file.fileno()], capture_output=True, check=True).stdout)
    return [samples[channel::channels] for channel in range(channels)]


def copy_of(spans: list[Span], form: CopyFormat, rate: int = 8000, channels: int = 1, cover: Cover = Cover.SILENCE) -> bytes:
    wanted = Wanted(form, 0, SECONDS * 1000, channels, "audio/wav", spans, cover)
    with copied([original(rate, channels)], wanted) as copy:
        return b"".join(copy)


def loudest(sound: Sequence[int], span: Span, rate: int) -> int:
    return max(map(abs, sound[span.from_ms * rate // 1000 : span.until_ms * rate // 1000]))


@pytest.mark.clause("AC-9")
@pytest.mark.parametrize("form", CopyFormat)
@pytest.mark.parametrize("channels", [1, 2])
def test_a_span_is_silent_on_every_channel_and_the_rest_is_heard(form: CopyFormat, channels: int) -> None:
    span = Span(1000, 2000)
    for sound in heard(copy_of([span], form, channels=channels), 8000, channels):
        assert len(sound) == pytest.approx(SECONDS * 8000, abs=16)
        assert loudest(sound, span, 8000) <= (8 if form is CopyFormat.OPUS else 0)
        assert loudest(sound, Span(0, 500), 8000) > 5000
        assert loudest(sound, Span(2500, 4000), 8000) > 5000


@pytest.mark.parametrize("form", CopyFormat)
@pytest.mark.parametrize("side", [0, 1])
def test_one_side_can_be_silenced_and_the_other_is_heard(form: CopyFormat, side: int) -> None:
    whole = Span(0, SECONDS * 1000, side)
    sounds = heard(copy_of([whole], form, channels=2), 8000, 2)
    assert loudest(sounds[side], whole, 8000) <= (8 if form is CopyFormat.OPUS else 0)
    assert loudest(sounds[1 - side], whole, 8000) > 5000


@pytest.mark.parametrize("form", CopyFormat)
def test_a_tone_can_stand_in_place_of_what_is_hidden(form: CopyFormat) -> None:
    (sound,) = heard(copy_of([Span(1000, 2000)], form, cover=Cover.TONE), 8000, 1)
    assert 2000 < loudest(sound, Span(1200, 1800), 8000) < 4000


def test_a_side_that_the_call_does_not_have_hides_all_of_it() -> None:
    (sound,) = heard(copy_of([Span(1000, 2000, 1)], CopyFormat.WAV), 8000, 1)
    assert loudest(sound, Span(1000, 2000), 8000) == 0


def test_both_edges_have_a_margin() -> None:
    (sound,) = heard(copy_of([Span(1000, 2000)], CopyFormat.WAV), 8000, 1)
    silent = [frame for frame in range(6000, 20000) if not any(sound[frame : frame + 8])]
    assert silent[0] == pytest.approx(8 * (1000 - GUARD_MS), abs=8)
    assert silent[-1] == pytest.approx(8 * (2000 + GUARD_MS), abs=8)


@pytest.mark.parametrize(("first", "second", "count"), [((0, 100), (50, 200), 1), ((0, 100), (350, 500), 1), ((0, 100), (500, 600), 2)])
def test_spans_that_meet_become_one(first: tuple[int, int], second: tuple[int, int], count: int) -> None:
    assert len(stretches([Span(*second), Span(*first)], 0, 1, 8000, margin_ms=GUARD_MS)) == count


# Properties over anything that may be asked for


SPANS = some.lists(
    some.tuples(some.integers(0, 3999), some.integers(1, 4000), some.sampled_from([None, 0, 1])).map(
        lambda drawn: Span(min(drawn[0], drawn[1] - 1), max(drawn[0] + 1, drawn[1]), drawn[2])
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spans=SPANS, rate=some.sampled_from([8000, 11025, 16000, 44100]), channels=some.sampled_from([1, 2]), cover=some.sampled_from(Cover))
def test_whatever_is_hidden_a_wav_copy_is_the_original_elsewhere(spans: list[Span], rate: int, channels: int, cover: Cover) -> None:
    sounds = heard(copy_of(spans, CopyFormat.WAV, rate, channels, cover), rate, channels)
    was = array("h", tone(SECONDS, rate, channels))
    for channel, sound in enumerate(sounds):
        hidden = stretches(spans, channel, channels, rate, margin_ms=GUARD_MS)
        kept = [0, *(edge for one in hidden for edge in (one.start, one.end)), SECONDS * rate]
        for start, end in list(pairwise(kept))[::2]:
            assert sound[start:end] == was[channel::channels][start:end]
        if cover is Cover.SILENCE:
            assert not any(any(sound[one.start : one.end]) for one in hidden)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spans=SPANS, rate=some.sampled_from([8000, 11025, 16000]), channels=some.sampled_from([1, 2]), form=some.sampled_from(CopyFormat))
def test_whatever_is_hidden_it_is_not_heard_in_any_format(spans: list[Span], rate: int, channels: int, form: CopyFormat) -> None:
    sounds = heard(copy_of(spans, form, rate, channels), rate, channels)
    for channel, sound in enumerate(sounds):
        assert len(sound) == pytest.approx(SECONDS * rate, abs=rate // 400)
        assert all(loudest(sound, span, rate) <= 40 for span in spans if span.hides(channel, channels))


# A copy that is not what it must be is none


def test_a_copy_in_which_a_hidden_part_is_still_heard_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hiding, "apply", lambda _self, block, _at: block)
    for form in CopyFormat:
        with pytest.raises(CopyNotProven, match="can still be heard"):
            copy_of([Span(1000, 2000)], form)


def test_a_copy_that_hides_too_much_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hiding, "apply", lambda _self, block, _at: bytes(len(block)))
    with pytest.raises(CopyNotProven, match="does not sound like"):
        copy_of([Span(1000, 2000)], CopyFormat.MP3)


def _codec(**changed: Any) -> encoding.Codec:
    return replace(encoding.MP3, **changed)


@pytest.mark.parametrize(
    "filter_", ["asetnsamples=1024,volume=enable='between(t,3,4)':volume=0", "areverse", "volume=0.05", "afade=in:d=3"]
)
def test_an_encoder_that_makes_another_sound_makes_no_copy(filter_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "MP3", _codec(options=("-af", filter_, *encoding.MP3.options)))
    with pytest.raises(CopyNotProven, match=r"does not sound like|can still be heard"):
        copy_of([Span(1000, 1500)], CopyFormat.MP3)


def test_an_encoder_that_writes_a_tag_makes_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    tagged = (*encoding.MP3.options, "-id3v2_version", "3", "-metadata", "title=Mrs Example")
    monkeypatch.setattr(encoding, "MP3", _codec(options=tagged))
    with pytest.raises(CopyNotProven, match="more in the file than sound"):
        copy_of([], CopyFormat.MP3)


def test_an_encoder_that_fails_makes_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "MP3", _codec(options=("-c:a", "no-such-codec", "-f", "mp3")))
    with pytest.raises(CopyNotProven, match="failed"):
        copy_of([], CopyFormat.MP3)


def test_an_encoder_that_stops_early_makes_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "MP3", _codec(options=("-t", "1", *encoding.MP3.options)))
    with pytest.raises(CopyNotProven):
        copy_of([], CopyFormat.MP3)


@pytest.mark.parametrize("name", ["MP3", "OPUS"])
def test_an_encoder_that_plays_on_after_the_end_makes_no_copy(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual: encoding.Codec = getattr(encoding, name)
    monkeypatch.setattr(encoding, name, replace(usual, options=("-af", "apad=pad_dur=0.3", *usual.options)))
    with pytest.raises(CopyNotProven, match="does not last as long"):
        copy_of([], CopyFormat[name])


def test_a_stretch_is_hidden_by_the_clock_of_the_whole_call() -> None:
    wanted = Wanted(CopyFormat.WAV, 1000, 3000, 1, "audio/wav", [Span(1500, 2000)])
    with copied([original()], wanted) as copy:
        (sound,) = heard(b"".join(copy), 8000, 1)
    assert loudest(sound, Span(500, 1000), 8000) == 0
    assert loudest(sound, Span(1200, 2000), 8000) > 5000


def _opus() -> bytes:
    return copy_of([], CopyFormat.OPUS)


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "a byte behind the last page": lambda content: content + b"x",
    "a page missing at the end": lambda content: content[: content.rindex(b"OggS")],
    "another file behind it": lambda content: content + content,
    "a comment": lambda content: content.replace(b"encoder=", b"TITLE=xx"),
    "no header": lambda content: content.replace(b"OpusTags", b"OpusTogs"),
    "cut off within a page": lambda content: content[:-1],
}


def test_an_opus_copy_is_its_headers_and_pages_of_sound() -> None:
    assert clean(_opus())


@pytest.mark.parametrize("broken", BROKEN)
def test_an_opus_file_with_anything_else_in_it_is_not_clean(broken: str) -> None:
    assert not clean(BROKEN[broken](_opus()))


def clean(content: bytes) -> bool:
    pages = OpusPages()
    assert b"".join(pages.watching([content[:100], content[100:]])) == content
    return pages.clean


def test_a_call_that_ends_before_the_stretch_makes_no_copy() -> None:
    assert cutting._SLACK_MS == 2
    with pytest.raises(CopyNotProven, match="does not last as long"), copied([original()], Wanted(CopyFormat.WAV, 0, 4003, 1, "audio/wav")):
        pass
