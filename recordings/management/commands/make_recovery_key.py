"""`manage.py make_recovery_key --needed 2 USERNAME USERNAME USERNAME`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from callgov import clock
from callgov.people.models import User
from callgov.refusals import Refused
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.wholeness.services.custody import make_recovery_key


class Command(BaseCommand):
    """Make the key that backups are sealed to and hand it out in parts. Each part is shown once, to its custodian alone."""

    help = "Make the recovery key of the backups, in parts for named custodians of whom several are needed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The custodians, and how many of them are needed."""
        parser.add_argument("custodians", nargs="+", metavar="USERNAME", help="who holds a part; never all in one household")
        parser.add_argument("--needed", type=int, default=2, help="how many parts are needed (2)")

    def handle(self, *, custodians: list[str], needed: int, **_options: Any) -> None:
        """Make it and show the parts. Exit 1 for unknown people or too few of them."""
        people = {person.username: person for person in User.objects.filter(username__in=custodians, is_active=True)}
        unknown = [name for name in custodians if name not in people]
        if unknown:
            raise CommandError(f"Nobody of this name has an account: {', '.join(unknown)}.")
        try:
            with as_job(Job.COMMAND, reason="make_recovery_key"):
                made = make_recovery_key(custodians=[people[name] for name in custodians], needed=needed, now=clock.now())
        except Refused as refused:
            raise CommandError(str(refused.refusal)) from refused
        for person, part in made.parts:
            self.stdout.write(f"\n{person.username} writes this down, alone, and seals it:\n\n  {part}\n")
            if self.stdout.isatty():
                input("Press Enter when it is written down and checked. The screen is cleared then.")
                self.stdout.write("\x1b[2J\x1b[3J\x1b[H", ending="")
        self.stdout.write(f"Recovery key {made.key.fingerprint}: {made.key.parts} parts, {needed} needed. None of it is kept here.")
