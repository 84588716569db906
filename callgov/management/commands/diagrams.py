"""`manage.py diagrams [--check]`: writes the diagrams of docs/architecture.md from the tables in the code."""

import re
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from callgov import diagrams
from callgov.registry import registry

ROOT = Path(settings.BASE_DIR)
DOCUMENT = ROOT / "docs" / "architecture.md"


class Command(BaseCommand):
    """Between `<!-- diagram: name -->` and `<!-- end -->` stands what the code says; `--check` only compares."""

    help = "Writes the diagrams of docs/architecture.md from the tables in the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check, and another document."""
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a diagram is out of date")
        parser.add_argument("--document", type=Path, default=DOCUMENT)

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a missing place, or with --check for a diagram that is out of date."""
        document: Path = options["document"]
        old = document.read_text()
        new = drawn(old)
        if options["check"] and new != old:
            raise CommandError(f"{document.name} is out of date. Run: python3 manage.py diagrams")
        document.write_text(new)
        self.stdout.write(f"{document.name} agrees with the code.")


def drawn(text: str) -> str:
    """The document with every diagram drawn anew. Raises CommandError when one has no place in it."""
    drawings: dict[str, Callable[[], str]] = {"floors": partial(diagrams.floors, ROOT / "pyproject.toml"), **registry.diagrams}
    for name in set(re.findall(r"<!-- diagram: (\S+) -->", text)) - set(drawings):
        raise CommandError(f"Nothing draws the diagram {name}.")
    for name, draw in drawings.items():
        block = f"<!-- diagram: {name} -->\n```mermaid\n{draw()}\n```\n<!-- end -->"
        place = re.compile(rf"<!-- diagram: {re.escape(name)} -->.*?<!-- end -->", re.DOTALL)
        if not place.search(text):
            raise CommandError(f"There is no place for the diagram: write <!-- diagram: {name} --> <!-- end --> where it belongs.")
        text = place.sub(lambda _match, block=block: block, text)  # type: ignore[misc]
    return text
