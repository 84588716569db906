"""`manage.py restore_drill [FOLDER] [--keys FOLDER] [--parts FILE]`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from callgov import clock
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.vault.trouble import KeyRingUnusable, TamperedObject, VaultUnavailable
from recordings.wholeness.asking import ask_for_parts
from recordings.wholeness.files import BadBackup, backups
from recordings.wholeness.parts import BadPart
from recordings.wholeness.postgres import DatabaseTrouble
from recordings.wholeness.sealed import WrongKey
from recordings.wholeness.services.rehearsing import hold_restore_drill


class Command(BaseCommand):
    """Restore the newest backup into a database of its own, prove it, remove it. The practice goes on meanwhile."""

    help = "Rehearse a restore: the newest backup into a database beside the practice's own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A backup's two folders; the newest of the settings' folders when they are not named."""
        parser.add_argument("folder", nargs="?", type=Path)
        parser.add_argument("--keys", type=Path, metavar="FOLDER")
        parser.add_argument("--parts", type=Path, metavar="FILE", help="the parts of the recovery key, one a line; else they are asked for")

    def handle(self, *, folder: Path | None, keys: Path | None, parts: Path | None, **_options: Any) -> None:
        """Hold the drill. Exit 1 when it was not passed."""
        data = folder or next(backups(Path(settings.BACKUP_FOLDER)), None) if settings.BACKUP_FOLDER or folder else None
        if data is None:
            raise CommandError("There is no backup. Take one with manage.py backup.")
        apart = keys or Path(settings.BACKUP_KEYS_FOLDER) / data.name
        try:
            with as_job(Job.COMMAND, reason="restore_drill"):
                drill = hold_restore_drill(data=data, keys=apart, written_parts=ask_for_parts(parts), now=clock.now())
        except (BadBackup, BadPart, DatabaseTrouble, KeyRingUnusable, TamperedObject, VaultUnavailable, WrongKey, OSError) as trouble:
            raise CommandError(str(trouble)) from trouble
        if not drill.passed:
            raise CommandError(f"The drill was not passed. {drill.words}")
        self.stdout.write(f"The drill was passed. {drill.words}")
