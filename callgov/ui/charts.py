"""Pictures of numbers: bars that stand in the cells of a table, and a line for what changes over time. SVG by our own hand.

A bar is never alone: its number stands beside it as text, so the picture is hidden from those who listen. A trend line has a title, a
sentence that says what it shows, and its numbers as a table underneath. Nothing depends on colour, a pointer or a script.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_XMLNS = "http://www.w3.org/2000/svg"
_INK, _BLUE, _PALE = "#212b32", "#005eb8", "#d8dde0"
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 340, 16, 176  # of the plot, in units of a picture 400 wide and 210 high
_DASHES = ("", "8 5", "2 4")


def bar(share: float, standard: float | None = None) -> SafeString:
    """A bar from 0 to `share` of 1, and the standard as a dashed upright line. Its number stands beside it as text."""
    mark = (
        format_html(
            '<line x1="{0}" x2="{0}" y1="0" y2="20" stroke="{1}" stroke-width="2" stroke-dasharray="4 3" '
            'vector-effect="non-scaling-stroke"/>',
            _number(min(standard, 1) * 200 - (1 if standard >= 1 else 0)),
            _INK,
        )
        if standard is not None
        else ""
    )
    return format_html(
        '<svg class="app-bar" xmlns="{}" viewBox="0 0 200 20" width="200" height="20" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false"><rect x="0" y="3" width="200" height="14" fill="{}"/>'
        '<rect x="0" y="3" width="{}" height="14" fill="{}"/>{}</svg>',
        _XMLNS, _PALE, _number(max(0.0, min(share, 1.0)) * 200), _BLUE, mark,
    )  # fmt: skip


@dataclass(frozen=True)
class Series:
    """A named line: one share from 0 to 1 for each point, None where there is none."""

    name: str
    shares: Sequence[float | None]


@dataclass(frozen=True)
class Trend:
    """A picture of how shares changed: its title, the sentence that says what it shows, the points' names, up to three lines."""

    title: str
    says: str
    points: Sequence[str]
    series: Sequence[Series]
    standard: float | None = None

    @property
    def svg(self) -> SafeString:
        """The picture. Its title is its only spoken word; the numbers stand in a table beside it."""
        return format_html(
            '<svg class="app-trend__picture" xmlns="{}" viewBox="0 0 400 210" width="400" height="210" '
            'role="img" aria-label="{}">{}{}{}</svg>',
            _XMLNS, self.title, self._frame(), self._lines(), self._names(),
        )  # fmt: skip

    @property
    def rows(self) -> list[list[str]]:
        """The numbers: one row a point."""
        return [[point, *(_percent(one.shares[number]) for one in self.series)] for number, point in enumerate(self.points)]

    def _x(self, number: int) -> float:
        return _LEFT + 12 + (_RIGHT - _LEFT - 24) * (number / max(len(self.points) - 1, 1))

    def _frame(self) -> SafeString:
        ticks = format_html_join(
            "",
            '<line x1="{0}" x2="{1}" y1="{2}" y2="{2}" stroke="{3}"/>'
            '<text x="{4}" y="{5}" font-size="14" text-anchor="end" fill="{6}">{7}%</text>',
            (
                (_LEFT, _RIGHT, _number(_y(share)), _PALE, _LEFT - 6, _number(_y(share) + 5), _INK, round(100 * share))
                for share in (0, 0.5, 1)
            ),
        )
        if self.standard is None:
            return ticks
        height = _number(_y(self.standard))
        return ticks + format_html(
            '<line x1="{0}" x2="{1}" y1="{2}" y2="{2}" stroke="{3}" stroke-dasharray="3 4"/>', _LEFT, _RIGHT, height, _INK
        )

    def _lines(self) -> SafeString:
        return format_html_join("", "{}", ((self._line(number, one),) for number, one in enumerate(self.series)))

    def _line(self, number: int, one: Series) -> SafeString:
        places = [(self._x(at), _y(share)) for at, share in enumerate(one.shares) if share is not None]
        points = " ".join(f"{_number(x)},{_number(y)}" for x, y in places)
        dots = format_html_join("", '<circle cx="{}" cy="{}" r="4" fill="{}"/>', ((_number(x), _number(y), _BLUE) for x, y in places))
        dash = _DASHES[number % len(_DASHES)]
        end = places[-1] if places else (_RIGHT, _TOP)
        return format_html(
            '<polyline points="{}" fill="none" stroke="{}" stroke-width="3" stroke-dasharray="{}"/>{}'
            '<text x="{}" y="{}" font-size="14" fill="{}">{}</text>',
            points, _BLUE, dash or "none", dots, _number(end[0] + 8), _number(end[1] + 5), _INK, one.name if len(self.series) > 1 else "",
        )  # fmt: skip

    def _names(self) -> SafeString:
        return format_html_join(
            "", '<text x="{}" y="200" font-size="14" text-anchor="middle" fill="{}">{}</text>',
            ((_number(self._x(number)), _INK, point) for number, point in enumerate(self.points)),
        )  # fmt: skip


def _y(share: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * share


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _percent(share: float | None) -> str:
    return "No result" if share is None else f"{int(share * 1000) / 10:.1f}%"
