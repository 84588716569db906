"""Which kinds of file a paper may be, told by what is inside and never by the name alone. Pure."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

_HEADER = re.compile(rb"^(from|subject|date):", re.IGNORECASE | re.MULTILINE)
_MARKUP = re.compile(r"\s*<(!doctype|html|script|svg|\?xml)", re.IGNORECASE)
_NAME_LENGTH = 120


@dataclass(frozen=True)
class FileKind:
    """One kind: the ends of its names, what it is called, its content type, and whether bytes are one."""

    ends: tuple[str, ...]
    words: str
    content_type: str
    holds: Callable[[bytes], bool]


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


def _is_text(content: bytes) -> bool:
    """UTF-8 that a person can read, and no page that a browser would run."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return not _MARKUP.match(text) and all(sign in "\t\r\n\f" or unicodedata.category(sign) != "Cc" for sign in text)


def _is_mail(content: bytes) -> bool:
    head = content.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return len({name.lower() for name in _HEADER.findall(head)}) > 1


def _is_word(content: bytes) -> bool:
    """A Word document without macros. Only its list of parts is read, never a part."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            names = set(parts.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return False
    return "word/document.xml" in names and not any(name.endswith("vbaProject.bin") for name in names)


FILE_KINDS = (
    FileKind(("pdf",), "PDF", "application/pdf", _begins(b"%PDF-")),
    FileKind(("jpg", "jpeg"), "JPG picture", "image/jpeg", _begins(b"\xff\xd8\xff")),
    FileKind(("png",), "PNG picture", "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    FileKind(("docx",), "Word document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _is_word),
    FileKind(("eml",), "email", "message/rfc822", _is_mail),
    FileKind(("txt",), "text", "text/plain", _is_text),
)
ENDS = tuple(end.upper() for kind in FILE_KINDS for end in kind.ends)


def kind_of_name(name: str) -> FileKind | None:
    """The kind that a file's name claims."""
    end = PurePosixPath(name).suffix.lstrip(".").lower()
    return next((kind for kind in FILE_KINDS if end in kind.ends), None)


def words_of(content_type: str) -> str:
    """What people call a kind of file."""
    return next((kind.words for kind in FILE_KINDS if kind.content_type == content_type), "file")


def clean_name(name: str) -> str:
    """A file's own name without folders and signs that do not print, with its ending kept when it is cut."""
    own = "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable()).strip()
    path = PurePosixPath(own if own.strip(".") else "paper")
    return path.stem[: max(_NAME_LENGTH - len(path.suffix), 0)] + path.suffix[:_NAME_LENGTH]
