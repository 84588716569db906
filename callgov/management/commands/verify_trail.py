"""Checks the trail: every entry against its seal, every seal against the one before, the chain against a head lodged outside."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from callgov import clock
from callgov.trail.verification import Verdict, verify
from callgov.ui.formats import counted


def lodged_head(text: str) -> str:
    """A head in hex, as `seal_trail` and `export_trail` print it."""
    if len(text) == 64 and all(sign in "0123456789abcdef" for sign in text.lower()):
        return text.lower()
    raise ArgumentTypeError("a head is 64 characters, 0 to 9 and a to f")


class Command(BaseCommand):
    """Says what it found, one sentence a finding. Exit 1 when it found something."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--head` is what was lodged outside; `--json` for programs."""
        parser.add_argument("--head", type=lodged_head, help="a head that was lodged outside: it must be one of the chain's")
        parser.add_argument("--json", action="store_true", help="{good, seals, entries, head, unsealed, oldest_unsealed, findings}")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check, then fail if anything was found."""
        verdict = verify(now=clock.now(), lodged=options["head"] or "", progress=self._progress)
        if self.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(json.dumps(verdict.as_facts(), indent=1) if options["json"] else "\n".join(_sentences(verdict)))
        if not verdict.good:
            raise CommandError(f"The trail is not good: {counted(len(verdict.findings), 'finding')}.")

    def _progress(self, entries: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{counted(entries, 'entry', 'entries')} checked", ending="")


def _sentences(verdict: Verdict) -> list[str]:
    entries = counted(verdict.entries, "entry", "entries")
    covered = f"{counted(verdict.seals, 'seal')} over {entries} checked; {verdict.unsealed:,} not sealed yet."
    head = f"The last head is {verdict.head}." if verdict.head else "Nothing is sealed yet."
    return [*verdict.findings, covered, head, *(["The trail is good."] if verdict.good else [])]
