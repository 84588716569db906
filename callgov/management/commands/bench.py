"""Measures what the product does against its floor in the same run, in a database of its own."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from callgov.bench.cases import CASES
from callgov.bench.harness import Figure, measured, table
from callgov.bench.scene import own_broker, practice


class Command(BaseCommand):
    """Prints a table of ratios; exit 1 when a goal is missed. Nobody's data is touched."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which cases, and where the figures go."""
        parser.add_argument("cases", nargs="*", metavar="CASE", help=f"one or more of: {', '.join(CASES)}")
        parser.add_argument("--json", metavar="FILE", help="write the figures there as well")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the cases one by one, each in a fresh database."""
        names = options["cases"] or list(CASES)
        unknown = [name for name in names if name not in CASES]
        if unknown:
            raise CommandError(f"There is no case {', '.join(unknown)}. Choose from {', '.join(CASES)}.")
        with own_broker():
            figures = [figure for name in names for figure in self._run(name)]
        self.stdout.write("\n".join(table(figures)))
        if options["json"]:
            Path(options["json"]).write_text(json.dumps([figure.as_dict() for figure in figures], indent=1) + "\n")
        missed = [figure.case for figure in figures if figure.holds is False]
        if missed:
            raise CommandError(f"Missed: {'; '.join(missed)}")

    def _run(self, name: str) -> list[Figure]:
        if sys.stderr.isatty():
            self.stderr.write(f"Measuring {name} …")
        with practice():
            return measured(CASES[name])
