"""Byte ranges: what is asked for, how much of it one answer gives, and what it is in seconds."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.access.ranges import CAP, Span, Unsatisfiable, asked_for, from_byte

MEGABYTE = 1024 * 1024


def span_of(header: str) -> Span | None:
    wanted = asked_for(header)
    return wanted.of(MEGABYTE) if wanted else None


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, CAP),
        ("bytes=100-199", 100, 200),
        ("bytes=100-", 100, 100 + CAP),
        ("bytes=0-9999999", 0, CAP),
        (f"bytes={MEGABYTE - 10}-", MEGABYTE - 10, MEGABYTE),
        (f"bytes={MEGABYTE - 10}-99999999", MEGABYTE - 10, MEGABYTE),
        ("bytes=-500", MEGABYTE - 500, MEGABYTE),
        ("bytes=-99999999", 0, CAP),
        ("Bytes=5-6", 5, 7),
    ],
)
def test_a_range_is_answered_with_at_most_the_cap(header: str, start: int, end: int) -> None:
    assert span_of(header) == Span(start, end, MEGABYTE)


@pytest.mark.parametrize(
    "header", ["", "bytes", "bytes=-", "bytes=a-b", "bytes=9-3", "bytes=0-1,5-6", "items=0-1", "bytes=" + "9" * 5000 + "-"]
)
def test_a_header_that_cannot_be_heeded_is_ignored(header: str) -> None:
    assert asked_for(header) is None


@pytest.mark.parametrize("header", [f"bytes={MEGABYTE}-", "bytes=99999999-99999999", "bytes=-0"])
def test_a_range_after_the_end_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(Unsatisfiable) as beyond:
        span_of(header)
    assert beyond.value.size == MEGABYTE


@given(st.integers(1, 3 * CAP))
def test_part_after_part_is_all_of_it_once(size: int) -> None:
    spans = [from_byte(0).of(size)]
    while spans[-1].end < size:
        spans.append(from_byte(spans[-1].end).of(size))
    assert all(before.end == after.start for before, after in pairwise(spans))
    assert all(0 < span.length <= CAP for span in spans)


@given(st.one_of(st.text(max_size=40), st.from_regex(r"bytes=\d{0,9}-\d{0,9}", fullmatch=True)), st.integers(1, 3 * CAP))
def test_no_header_gives_bytes_that_are_not_there(header: str, size: int) -> None:
    wanted = asked_for(header)
    try:
        span = wanted.of(size) if wanted else None
    except Unsatisfiable:
        return
    assert span is None or 0 <= span.start < span.end <= size


def test_a_span_says_itself_in_a_header_and_in_seconds() -> None:
    span = Span(100, 200, 1000)
    assert span.content_range == "bytes 100-199/1000"
    assert span.seconds(60) == (6.0, 12.0)
