"""How dates, times, lengths, numbers and references are written: NHS style, in words, for people.

Instants are shown in Europe/London. All functions are pure; what reads "today" is told which day that is.
"""

import re
from datetime import date, datetime, time

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from callgov.clock import LONDON

_REFERENCE = re.compile(r"\b([A-Z]{1,4}-\d{4}-\d{2,}|\d{4}/\d{2,})\b")
_UNITS = ((3600, "hour"), (60, "minute"), (1, "second"))


def _local(value: datetime) -> datetime:
    return value.astimezone(LONDON) if value.tzinfo else value


def nhs_date(value: date) -> str:
    """A day: "6 August 2018". Of an instant, its local day."""
    day = _local(value) if isinstance(value, datetime) else value
    return f"{day.day} {day:%B %Y}"


def nhs_day(value: date) -> str:
    """A day with its weekday, for deadlines: "Wednesday 6 August 2018"."""
    day = _local(value) if isinstance(value, datetime) else value
    return f"{day:%A} {nhs_date(day)}"


def nhs_time(value: time | datetime) -> str:
    """A time of day: "5pm", "5:30pm", "midday", "midnight"."""
    at = _local(value) if isinstance(value, datetime) else value
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def nhs_span(span: tuple[time, time]) -> str:
    """A range of times: "5pm to 6pm"; one time when both ends are the same."""
    first, last = span
    return nhs_time(first) if first == last else f"{nhs_time(first)} to {nhs_time(last)}"


def nhs_when(value: datetime, today: date | None = None) -> str:
    """An instant: "6 August 2018 at 5:30pm"; "today at 5:30pm" when told that it is that day (lists only, never documents)."""
    day = "today" if today is not None and _local(value).date() == today else nhs_date(value)
    return f"{day} at {nhs_time(value)}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 recording", "1,200 recordings", "2 copies"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def clock_length(seconds: float) -> str:
    """A length in words, to the second: "3 minutes 7 seconds"; "less than a second" for what rounds to none."""
    rest, words = round(seconds), []
    for size, name in _UNITS:
        number, rest = divmod(rest, size)
        if number:
            words.append(counted(number, name))
    return " ".join(words) or "less than a second"


def position(seconds: float) -> str:
    """A place in a recording: "1:23.5", "1:02:03.0"."""
    tenths = round(seconds * 10)
    minutes, tenths = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    tail = f"{tenths // 10:02}.{tenths % 10}"
    return f"{hours}:{minutes:02}:{tail}" if hours else f"{minutes}:{tail}"


def masked(number: str | None) -> str:
    """A telephone number in a list: "ending 461". Short internal numbers stand as they are; none is "withheld"."""
    digits = [sign for sign in number or "" if sign.isdigit()]
    if not digits:
        return "withheld"
    return "".join(digits) if len(digits) < 6 else f"ending {''.join(digits[-3:])}"


def file_size(size: int) -> str:
    """Bytes in words: "640 bytes", "64 kB", "1.5 MB"."""
    if size < 1000:
        return counted(size, "byte")
    return f"{size / 1000:.0f} kB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"


def ref(reference: str) -> SafeString:
    """A reference that never breaks at its hyphens."""
    return format_html('<span class="app-ref">{}</span>', reference)


def refs(text: str) -> SafeString:
    """A text in which no reference breaks: "REQ-2026-0042", "2026/015"."""
    pieces = _REFERENCE.split(str(text))
    if len(pieces) == 1:
        return escape(pieces[0])
    return format_html_join("", "{}", ((ref(piece) if number % 2 else piece,) for number, piece in enumerate(pieces)))
