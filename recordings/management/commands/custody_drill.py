"""`manage.py custody_drill [--parts FILE]`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from callgov import clock
from callgov.refusals import Refused
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.wholeness.asking import ask_for_parts
from recordings.wholeness.services.custody import hold_custody_drill


class Command(BaseCommand):
    """Try whether enough custodians have their parts and the parts give the recovery key. Nothing is opened, nothing is kept."""

    help = "Rehearse putting the recovery key together from its parts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A file with the parts, for a rehearsal of the rehearsal."""
        parser.add_argument("--parts", type=Path, metavar="FILE", help="the parts, one a line; else they are asked for")

    def handle(self, *, parts: Path | None, **_options: Any) -> None:
        """Hold the drill. Exit 1 when it was not passed."""
        try:
            with as_job(Job.COMMAND, reason="custody_drill"):
                drill = hold_custody_drill(written=ask_for_parts(parts), now=clock.now())
        except Refused as refused:
            raise CommandError(str(refused.refusal)) from refused
        if not drill.passed:
            raise CommandError(f"The drill was not passed. {drill.words}")
        self.stdout.write(f"The drill was passed. {drill.words}")
