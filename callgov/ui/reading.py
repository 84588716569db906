"""Reads what people type for dates, times and positions. Pure functions; each returns None for what it cannot read."""

import re
from datetime import time

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_WORDS = {"midday": time(12), "noon": time(12), "midnight": time(0)}
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?")
_SPAN = re.compile(r"\s*(?:\bto\b|\buntil\b|[-\u2013])\s*")
_POSITION = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5}(?:\.\d{1,3})?)")


def read_month(text: str) -> int | None:
    """A month by number or by name: "8", "08", "aug", "August", "sept"."""
    word = text.strip().lower().rstrip(".")
    if word.isascii() and word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else None
    known = len(word) >= 3 and any(name.startswith(word) for name in _FULL)
    return _MONTHS.index(word[:3]) + 1 if known else None


def read_time(text: str) -> time | None:
    """A time of day: "5:30pm", "5.30pm", "17:30", "1730", "9am", "midday". A bare "5" could be either and is not read."""
    word = text.strip().lower()
    if word in _WORDS:
        return _WORDS[word]
    match = _TIME.fullmatch(word)
    if match is None or (match[2] is None and match[3] is None):
        return None
    return _time_of(int(match[1]), int(match[2] or 0), (match[3] or "")[:1])


def _time_of(hour: int, minute: int, half: str) -> time | None:
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute)


def read_time_span(text: str) -> tuple[time, time] | None:
    """One time or a range: "5:30pm", "5pm to 6pm", "9am-11am". One time is a span of no length; a range may not run backwards."""
    ends = [read_time(part) for part in _SPAN.split(text.strip().lower())]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or first is None or last is None or last < first:
        return None
    return first, last


def read_position(text: str) -> float | None:
    """A place in a recording in seconds: "1:23.5", "83.5", "1:02:03". Minutes and seconds after a colon stay under 60."""
    match = _POSITION.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = int(match[1] or 0), int(match[2] or 0), float(match[3])
    if (match[2] and seconds >= 60) or (match[1] and minutes >= 60):
        return None
    return hours * 3600 + minutes * 60 + seconds
