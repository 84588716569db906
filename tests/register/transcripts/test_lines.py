"""Lines of a transcript: read, written, silenced in the same parts as the sound."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from recordings.audio import Span
from register.transcripts.lines import Line, Unreadable, read, silenced, within, write

TYPED = "0:00.5 Practice: Riverside Surgery, good morning\n\n0:03.0 Caller: My neighbour Mrs Example\n0:06 Practice: I see"


def test_lines_are_read_and_written_back() -> None:
    lines = read(TYPED, 9000)
    assert lines[1] == Line(3000, 6000, "Caller", "My neighbour Mrs Example")
    assert lines[2].until_ms == 9000
    assert read(write(lines), 9000) == lines


@pytest.mark.parametrize(
    ("typed", "words"),
    [("good morning", "Line 1 must be"), ("0:01 Caller", "Line 1 must be"), ("0:99:1 C: x", "Line 1 must be"),
     ("0:01 Caller: a\n0:20 Caller: b", "Line 2 begins after"), ("0:03 Caller: a\n0:01 Caller: b", "Line 2 begins before")],
)  # fmt: skip
def test_what_cannot_be_read_says_which_line(typed: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read(typed, 9000)


@pytest.mark.clause("AC-9")
def test_a_line_that_touches_a_silenced_part_goes_as_a_whole() -> None:
    words = [line.words for line in silenced(read(TYPED, 9000), [Span(5000, 5500)], 1)]
    assert words == ["Riverside Surgery, good morning", "[silenced]", "I see"]


@pytest.mark.clause("AC-9")
def test_a_line_that_goes_on_while_someone_else_says_a_word_goes_too() -> None:
    talked_over = read("0:01 Caller: my neighbour has been ill for so long\n0:02 Practice: I see\n0:20 Caller: So may I come?", 30_000)
    words = [line.words for line in silenced(talked_over, [Span(5000, 6000, 0)], 2)]
    assert words == ["[silenced]", "I see", "So may I come?"]


def test_one_side_silenced_keeps_the_other_and_hides_who_is_not_known() -> None:
    lines = [Line(0, 1000, "Caller", "a"), Line(0, 1000, "Practice", "b"), Line(0, 1000, "Someone", "c")]
    assert [line.words for line in silenced(lines, [Span(0, 1000, 0)], 2)] == ["[silenced]", "b", "[silenced]"]


def test_an_extract_has_the_lines_that_lie_in_it() -> None:
    assert [line.from_ms for line in within(read(TYPED, 9000), 2000, 7000)] == [3000]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(some.lists(some.integers(0, 9000), min_size=1, max_size=8), some.integers(0, 8999), some.integers(1, 3000))
def test_nothing_said_in_a_part_is_ever_kept(starts: list[int], start: int, length: int) -> None:
    ends = [*sorted(starts)[1:], 9000]
    lines = [Line(at, max(at, end), "Caller", "words") for at, end in zip(sorted(starts), ends, strict=True)]
    kept = [line for line in silenced(lines, [Span(start, start + length)], 1) if line.words == "words"]
    assert all(line.until_ms <= start or line.from_ms >= start + length for line in kept)
