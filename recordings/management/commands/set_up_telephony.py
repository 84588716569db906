"""`manage.py set_up_telephony FILE.json [--dry-run]`: purposes, retention classes, lines, extensions and who sits where."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from callgov import clock
from callgov.refusals import Refused
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.telephony import plan, services


class Command(BaseCommand):
    """Exit code 0 when everything stands as the file says, 1 when something could not be used: then nothing was changed."""

    help = "Set up purposes, retention classes, lines, extensions and assignments from a JSON file (docs/operations.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether to change nothing."""
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        """Set up, then say what came of it. Raises CommandError, which exits with 1, when an entry could not be used."""
        try:
            content = file.read_bytes()
        except OSError as trouble:
            raise CommandError(f"{file} cannot be read.") from trouble
        try:
            with as_job(Job.COMMAND, reason="set_up_telephony"):
                done = services.set_up(plan=plan.read(content, file.name), actor=None, now=clock.now(), dry_run=dry_run)
        except Refused as refused:
            raise CommandError(str(refused.refusal)) from refused
        except IntegrityError as race:
            raise CommandError("Someone changed the same lines or extensions meanwhile. Nothing was changed: run it again.") from race
        self._say(done, dry_run)

    def _say(self, done: services.SetUp, dry_run: bool) -> None:
        for sentence in done.refused:
            self.stderr.write(sentence)
        if done.refused:
            raise CommandError("Nothing was changed: see the sentences above.")
        would = "Nothing was written. This would be the result: " if dry_run else ""
        self.stdout.write(would + ", ".join(f"{count} {words}" for words, count in done.counts.items()) + ".")
