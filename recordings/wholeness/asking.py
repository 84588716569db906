"""Asking custodians for their parts on a terminal: nothing that is typed is shown, and nothing of it is kept."""

from getpass import getpass
from pathlib import Path

from recordings.wholeness.parts import BadPart, read


def ask_for_parts(file: Path | None) -> list[str]:
    """The parts in a file, one a line, or else as the custodians type them in turn. Raises BadPart for a file with a slip in it."""
    if file is not None:
        return [line for line in file.read_text().splitlines() if line.strip()]
    parts: list[str] = []
    needed = 1
    while len(parts) < needed:
        written = getpass(f"Part {len(parts) + 1} of {needed if parts else 'those needed'} (it is not shown): ")
        try:
            needed = read(written).needed
        except BadPart as bad:
            print(bad)  # noqa: T201 - the person at the terminal types again
            continue
        parts.append(written)
    return parts
