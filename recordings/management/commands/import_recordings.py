"""`manage.py import_recordings PATH… [--manifest FILE] [--source NAME] [--dry-run]`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from callgov import clock
from callgov.refusals import Refused
from callgov.trail.context import as_job
from callgov.trail.events import Job
from callgov.ui.formats import counted
from recordings.audio import AudioToolMissing
from recordings.intake import services
from recordings.intake.outcome import Outcome
from recordings.vault.trouble import KeyRingUnusable, VaultUnavailable

_AGAIN = "What went in stays in. Put that right, then run the same command again."


class Command(BaseCommand):
    """Take in recordings and call records. Exit code 0 when everything is in, 1 when something is not, with its sentence."""

    help = "Take in folders or single files of recordings, each with its list of calls (docs/intake.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What stands behind the command's name."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder, or a file whose folder holds its list")
        parser.add_argument("--manifest", type=Path, metavar="FILE", help="the list of calls, when it is not the only one in the folder")
        parser.add_argument("--source", default=services.SOURCE, metavar="NAME", help="which telephone system the call ids are of")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")

    def handle(self, *, paths: list[Path], manifest: Path | None, source: str, dry_run: bool, **options: Any) -> None:
        """Import, then say what came of it. Raises CommandError, which exits with 1, unless everything is in."""
        try:
            with as_job(Job.INTAKE, reason="import_recordings"):
                outcome = services.import_path(
                    paths=paths, manifest_path=manifest, source=source, dry_run=dry_run, now=clock.now(), progress=self._progress
                )
        except Refused as refused:
            raise CommandError(str(refused.refusal)) from refused
        except (VaultUnavailable, KeyRingUnusable, AudioToolMissing) as trouble:
            raise CommandError(f"{trouble} {_AGAIN}") from trouble
        except (OperationalError, InterfaceError) as trouble:
            raise CommandError(f"The database stopped answering. {_AGAIN}") from trouble
        self._say(outcome, dry_run)

    def _progress(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done:,} of {total:,} files", ending="\n" if done == total else "")
            self.stdout.flush()

    def _say(self, outcome: Outcome, dry_run: bool) -> None:
        for sentence in (*outcome.notes, *outcome.aside, *outcome.refusals):
            self.stdout.write(str(sentence))
        would = "Nothing was written. This would be the result: " if dry_run else ""
        self.stdout.write(
            f"{would}{counted(outcome.taken_in, 'recording')} taken in, {counted(outcome.records_only, 'call record')} without sound, "
            f"{outcome.known_already:,} known already, {outcome.quarantined:,} put in quarantine, {outcome.refused:,} refused."
        )
        if not outcome.all_in:
            raise CommandError("Not everything is in: see the sentences above.")
