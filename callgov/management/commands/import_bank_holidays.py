"""`manage.py import_bank_holidays FILE.json`: make the years of the official file as it says."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from callgov import clock
from callgov.holidays.services import import_holidays
from callgov.holidays.shipped import DIVISION
from callgov.refusals import Refused
from callgov.trail.context import as_job
from callgov.trail.events import Job
from callgov.ui.formats import counted


class Command(BaseCommand):
    """Exit code 0 when something changed, 1 when the file could not be used or says nothing new."""

    help = "Import bank holidays from the official file, bank-holidays.json (docs/operations.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, why, and the division of the United Kingdom where the practice lies."""
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument("--reason", default="The official file was imported.")
        parser.add_argument("--division", default=DIVISION, choices=[DIVISION, "scotland", "northern-ireland"])

    def handle(self, *, file: Path, reason: str, division: str, **_options: Any) -> None:
        """Import and say how many days changed."""
        try:
            content = file.read_bytes()
        except OSError as trouble:
            raise CommandError(f"{file} cannot be read.") from trouble
        try:
            with as_job(Job.COMMAND, reason="import_bank_holidays"):
                changed = import_holidays(content=content, reason=reason, actor=None, now=clock.now(), division=division)
        except Refused as refused:
            raise CommandError(str(refused.refusal)) from refused
        self.stdout.write(f"{counted(changed, 'day')} changed. Open deadlines were worked out again.")
