"""`manage.py redraw_sample AUD-2026-0001`: draw the sample of an audit again from its record, and say whether it is the same."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audits.sample import queries
from audits.sample.queries import Redrawn
from callgov.sampling import HOW_TO_CHECK


class Command(BaseCommand):
    """Anyone who may run commands can check any draw; nothing is changed and no call is heard."""

    help = "Draws the sample of an audit again from its recorded seed and pool, and compares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The audit's reference."""
        parser.add_argument("reference", help="such as AUD-2026-0001")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each draw again. Ends with an error when it does not come out as it stands."""
        again = queries.redraw(options["reference"])
        if again is None:
            raise CommandError("Nothing was drawn under this reference.")
        self._print(again)
        if not again.same:
            raise CommandError("This is NOT the sample that stands, or the trail does not know its seed and pool.")
        self.stdout.write(self.style.SUCCESS("The same sample."))

    def _print(self, again: Redrawn) -> None:
        self.stdout.write(f"{again.audit.reference}: seed {again.audit.seed}, pool of {again.size} calls, SHA-256 {again.digest}")
        self.stdout.write(HOW_TO_CHECK)
        for number, place, call in again.drawn_again:
            self.stdout.write(f"draw {number}: place {place}, recording {call}")
        self.stdout.write(f"seed in the trail: {_yes(again.seed_is_in_trail)}; before the pool: {_yes(again.seed_came_first)}")
        self.stdout.write(f"pool as drawn: {_yes(again.pool_is_as_drawn)}")
        now = again.new_pool
        said = "the same" if now.digest == again.digest else "not the same: calls were destroyed, corrected or audited since"
        self.stdout.write(f"pool made anew from the call records of today: {now.size} calls, {said}")


def _yes(fact: bool) -> str:
    return "yes" if fact else "NO"
