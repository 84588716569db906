"""`manage.py backup [--to FOLDER --keys-to FOLDER]`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from callgov import clock
from callgov.refusals import Refused
from callgov.ui.formats import counted, file_size
from recordings.vault.trouble import KeyRingUnusable
from recordings.wholeness.postgres import DatabaseTrouble
from recordings.wholeness.services.backing_up import back_up


class Command(BaseCommand):
    """Take a backup now: the database and the inventory of the store into one folder, the key ring into another."""

    help = "Take an encrypted backup of database, inventory and key ring (docs/operations.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Both folders; those of the settings when they are not named."""
        parser.add_argument("--to", type=Path, metavar="FOLDER", default=settings.BACKUP_FOLDER or None)
        parser.add_argument("--keys-to", type=Path, metavar="FOLDER", default=settings.BACKUP_KEYS_FOLDER or None)

    def handle(self, *, to: Path | None, keys_to: Path | None, **_options: Any) -> None:
        """Take it and say where it is. Exit 1 when it could not be taken."""
        if to is None or keys_to is None:
            raise CommandError("Say --to and --keys-to, or set BACKUP_FOLDER and BACKUP_KEYS_FOLDER. Keep the two apart.")
        try:
            backup = back_up(data=Path(to), keys=Path(keys_to), now=clock.now())
        except Refused as refused:
            raise CommandError(str(refused.refusal)) from refused
        except (DatabaseTrouble, KeyRingUnusable, OSError) as trouble:
            raise CommandError(f"No backup was taken. {trouble}") from trouble
        self.stdout.write(f"Backup {str(backup.pk)[:8]}: {file_size(backup.size)}, {counted(backup.objects_stored, 'object')} listed.")
