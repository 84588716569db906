"""A paper as PDF/UA-1: tagged, titled, in English, its fonts inside. Made by typst from data; nothing is read from a network.

The template is fixed and what people typed reaches it as JSON, so no text is ever read as markup. A sign that no font of ours can draw
would be an empty box, which PDF/UA forbids: its code stands in its place.
"""

import json
import re
from dataclasses import asdict
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from callgov.documents.blocks import Block, Document, Grid

UNNAMED = "Untitled"
TEMPLATE = Path(__file__).with_name("paper.typ")
_TRIES = 40  # distinct signs replaced one by one; beyond that everything outside the Latin blocks is
_NOT_DRAWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# control characters, what turns the direction of writing round, halves of surrogate pairs, and what is no character at all
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff]")
_NOT_LATIN = re.compile("[^\x09\x0a\x20-\u024f\u2010-\u2027\u20ac]")


class NotDrawn(Exception):
    """A paper could not be set at all. Its data is at fault, never the reader's."""


def pdf(document: Document) -> bytes:
    """The paper as PDF/UA-1; the same document gives the same bytes.

    Raises NotDrawn when it cannot be set, as when a heading skips a level.
    """
    data = json.dumps(_named(_plain(_as_data(document))))
    for _ in range(_TRIES):
        made = _set(data)
        if isinstance(made, bytes):
            return made
        data = _without(data, made)
    made = _set(json.dumps(_walk(json.loads(data), lambda text: _NOT_LATIN.sub(_code, text))))
    if isinstance(made, bytes):
        return made
    raise NotDrawn("A paper has text that cannot be set.")


def _set(data: str) -> bytes | str:
    """The PDF, or the signs that no font draws."""
    compiler = typst.Compiler(input=TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts(), ignore_system_fonts=True)
    try:
        made = compiler.compile(format="pdf", pdf_standards="ua-1", sys_inputs={"paper": data}, timestamp=0)
    except typst.TypstError as trouble:
        signs = _NOT_DRAWN.search(trouble.message)
        if signs is None:
            raise NotDrawn(trouble.message) from trouble
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), signs[1])
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Source Sans from its wheel beside the fonts inside typst's own; none of the machine's, so that every machine sets the same."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(files("font_source_sans_pro") / "files")])


def _as_data(document: Document) -> dict[str, Any]:
    day = document.day
    return {
        "title": document.title, "issuer": document.issuer or settings.PRACTICE_NAME, "foot": document.foot or document.title,
        "day": [day.year, day.month, day.day], "landscape": document.landscape, "blocks": [_block(block) for block in document.blocks],
    }  # fmt: skip


def _block(block: Block) -> dict[str, Any]:
    data = {"kind": block.kind, **asdict(block)}
    if isinstance(block, Grid):
        data["shares"] = list(block.shares) or [1] * len(block.columns)
    return data


def _plain(data: Any) -> Any:
    return _walk(data, lambda text: _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def _named(data: dict[str, Any]) -> dict[str, Any]:
    """What must have a name has one: a title, a heading or a picture's words that nobody filled in say so."""
    data["title"] = data["title"].strip() or UNNAMED
    for block in data["blocks"]:
        for name in ("text",) if block["kind"] == "heading" else ("alternative",):
            if name in block:
                block[name] = block[name].strip() or UNNAMED
    return data


def _without(data: str, signs: str) -> str:
    table = {ord(sign): f"[U+{ord(sign):04X}]" for sign in signs if not sign.isascii()}
    return json.dumps(_walk(json.loads(data), lambda text: text.translate(table)))


def _code(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"


def _walk(data: Any, change: Any) -> Any:
    """The same data with every text changed; names of fields stay."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {name: _walk(value, change) for name, value in data.items()}
    return [_walk(value, change) for value in data] if isinstance(data, list | tuple) else data
