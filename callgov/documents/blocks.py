"""What a paper is made of: plain text in named blocks. No block knows markup, so no text can become any."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class Heading:
    """A heading inside the paper. Levels start at 2, because the title is level 1, and do not skip one."""

    text: str
    level: int = 2
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; a line break in the text is one on paper."""

    text: str
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Lines:
    """Lines that stand close together, such as an address or a greeting and a name beneath it."""

    lines: Sequence[str]
    kind: ClassVar[str] = "lines"


@dataclass(frozen=True)
class Small:
    """A note in smaller type."""

    text: str
    kind: ClassVar[str] = "small"


@dataclass(frozen=True)
class Bullets:
    """A list; `numbered` when the order matters."""

    items: Sequence[str]
    numbered: bool = False
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True)
class Facts:
    """Names and what stands against them, read out one after the other."""

    rows: Sequence[tuple[str, str]]
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True)
class Grid:
    """A table with its caption and a header row that is repeated on every page. `shares` are relative column widths."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[int] = ()
    kind: ClassVar[str] = "grid"


@dataclass(frozen=True)
class Figure:
    """A picture as SVG made by this program, with the words that say the same to someone who cannot see it."""

    svg: str
    alternative: str
    caption: str = ""
    kind: ClassVar[str] = "figure"


Block = Heading | Paragraph | Lines | Small | Bullets | Facts | Grid | Figure


@dataclass(frozen=True)
class Document:
    """One paper: its title, who issues it, the local day it carries, what it says, and what stands at the foot of every page."""

    title: str
    day: date
    blocks: Sequence[Block]
    issuer: str = ""
    foot: str = ""
    landscape: bool = False
