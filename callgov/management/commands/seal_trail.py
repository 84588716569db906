"""Seals every entry that is not sealed yet, and prints the head to lodge outside."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from callgov import clock
from callgov.trail.queries import head
from callgov.trail.sealing import CounterBehind, advance, seal
from callgov.ui.formats import counted


class Command(BaseCommand):
    """What the job does each minute, at once."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--advance` is for a database that was restored into a new cluster."""
        parser.add_argument("--advance", action="store_true", help="first bring the transaction counter past the last seal")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Seal and say so. Exit 1 when the counter lies behind."""
        if options["advance"]:
            self.stdout.write(f"The transaction counter stands at {advance()}.")
        try:
            made = seal(now=clock.now())
        except CounterBehind as behind:
            raise CommandError(str(behind)) from behind
        words = f"Seal {made.number} covers {counted(made.entries, 'entry', 'entries')}." if made else "There was nothing to seal."
        self.stdout.write(f"{words}\nThe last head is {head() or 'not there yet'}.")
