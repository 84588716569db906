"""What a package holds besides the copy: a covering letter with the conditions, and a manifest by which the files can be checked."""

import hashlib
import json
from collections.abc import Iterable, Iterator

from django.conf import settings

from access_requests.models import RecipientType
from callgov import clock
from callgov.documents import Bullets, Document, Facts, Heading, Lines, Paragraph, Small, pdf
from callgov.ui.formats import file_size, nhs_date
from register.models import RegisterLine, Release
from register.packaging.archive import locked
from register.services.collecting import Download

LETTER, MANIFEST = "letter.pdf", "manifest.json"


def file_name(release: Release) -> str:
    """The name of the copy: reference and copy number, nobody's name."""
    return f"{base_name(release)}.{release.format}"


def base_name(release: Release) -> str:
    """Reference and copy number."""
    return f"{release.request.reference}-copy-{release.copy_number}"


def package(download: Download, passphrase: str) -> Iterator[bytes]:
    """The locked package of a copy on its way out: letter, manifest, copy, in this order."""
    release, line = download.release, download.release.line
    paper = pdf(letter(release, line))
    files: Iterable[tuple[str, Iterable[bytes]]] = (
        (LETTER, (paper,)),
        (MANIFEST, (manifest(release, line, paper),)),
        (file_name(release), download.chunks),
    )
    return locked(files, passphrase=passphrase, at=line.released_at)


def manifest(release: Release, line: RegisterLine, paper: bytes) -> bytes:
    """Which copy this is, and each file with its size and SHA-256, as JSON."""
    stored = release.stored
    assert stored is not None
    files = [
        {"name": file_name(release), "size": stored.plain_size, "sha256": stored.sha256, "type": stored.content_type},
        {"name": LETTER, "size": len(paper), "sha256": hashlib.sha256(paper).hexdigest(), "type": "application/pdf"},
    ]
    said = {
        "issued_by": settings.PRACTICE_NAME, "copy": copy_number(release), "request": line.request_reference,
        "register_line": f"{line.year}/{line.number:03}", "released_at": line.released_at.isoformat(timespec="seconds"),
        "delete_by": line.delete_by.isoformat(), "conditions": line.conditions, "files": files,
    }  # fmt: skip
    return (json.dumps(said, indent=2) + "\n").encode()


def copy_number(release: Release) -> str:
    """The number of a copy as people say it: of which request, and the how-manieth."""
    return f"{release.request.reference} copy {release.copy_number}"


def letter(release: Release, line: RegisterLine) -> Document:
    """The covering letter: what this is, under which conditions, until when, how to check it, whom to turn to."""
    stored, day = release.stored, clock.local_day(line.released_at)
    assert stored is not None
    to = [word for word in (release.recipient_name, release.recipient_organisation) if word]
    facts = [
        ("Copy", copy_number(release)), ("Register line", f"{line.year}/{line.number:03}"), ("File", file_name(release)),
        ("Format", release.get_format_display()), ("Size", file_size(stored.plain_size)), ("Extent", line.extent),
        ("SHA-256", stored.sha256),
    ]  # fmt: skip
    blocks = (
        Lines(to), Lines([nhs_date(day), f"Our reference: {line.request_reference}"]),
        Paragraph("This package holds a copy of a telephone call recording that this practice agreed to give you."),
        Heading("What you have received"), Facts(facts),
        Heading("Conditions"), Bullets(conditions(release, line)),
        Heading("If something is wrong"),
        Paragraph(
            "If you are not the person or organisation named above, do not open the file. Tell the practice at once and delete it. "
            "You can complain to the practice, and to the Information Commissioner's Office."
        ),
        Small(
            "To check that the file is complete, compare its SHA-256 with the one above. "
            "The file manifest.json says the same for a program to read."
        ),
    )  # fmt: skip
    return Document("A copy of a call recording", day, blocks, foot=f"{copy_number(release)}, register line {line.year}/{line.number:03}")


def conditions(release: Release, line: RegisterLine) -> list[str]:
    """The conditions as a list; who is in the call may keep their copy (law.md P8)."""
    said = [f"{one}." for one in line.conditions.rstrip(".").split(". ")]
    if release.recipient_type == RecipientType.DATA_SUBJECT:
        return [*said, f"We destroy our stored package on {nhs_date(line.delete_by)}; yours is yours to keep."]
    tell = " and tell us that you have" if line.confirmation_required else ""
    return [*said, f"Delete it by {nhs_date(line.delete_by)} at the latest{tell}."]
