"""A wording and what fills its gaps become a letter; a letter becomes blocks for the screen and the printer alike. Pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from callgov.documents import Block, Bullets, Document, Heading, Lines, Paragraph

_GAP = re.compile(r"\{(\w+)\}")


def gaps_of(body: str) -> set[str]:
    """What stands in braces."""
    return set(_GAP.findall(body))


def fill(body: str, values: Mapping[str, str]) -> str:
    """The body with its gaps filled, once: what fills a gap is not looked at again. Raises KeyError for a gap without a value."""
    return _GAP.sub(lambda found: values[found[1]], body).replace("\r\n", "\n").strip()


def blocks(body: str) -> Iterator[Block]:
    """Paragraphs, headings and lists of a filled-in letter."""
    for part in re.split(r"\n\s*\n", body.strip()):
        lines = [line.rstrip() for line in part.split("\n")]
        if lines[0].startswith("# "):
            yield Heading(lines[0].removeprefix("# "))
            lines = lines[1:]
        points = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
        words = [line for line in lines if not line.startswith("- ")]
        if words:
            yield Paragraph("\n".join(words))
        if points:
            yield Bullets(points)


def document(*, subject: str, to_name: str, to_address: str, body: str, sent_on: date, reference: str) -> Document:
    """The letter as a paper: the address, the reference, the words."""
    address = [to_name, *(line for line in to_address.splitlines() if line.strip())]
    return Document(subject, sent_on, [Lines(address), Lines([f"Reference: {reference}"]), *blocks(body)], foot=reference)
