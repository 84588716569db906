"""`manage.py restore FOLDER [--keys FOLDER] [--replace] [--parts FILE]`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from callgov import clock
from callgov.refusals import Refused
from recordings.vault.trouble import KeyRingUnusable, TamperedObject, VaultUnavailable
from recordings.wholeness.asking import ask_for_parts
from recordings.wholeness.files import BadBackup
from recordings.wholeness.parts import BadPart
from recordings.wholeness.postgres import DatabaseTrouble
from recordings.wholeness.sealed import WrongKey
from recordings.wholeness.services import restoring

_AGAIN = "Put that right, then run the same command again: it goes on where it stopped."


class Command(BaseCommand):
    """Restore a backup. Stop web, worker and beat first. After an interruption the same command goes on."""

    help = "Restore a backup; what was destroyed since stays destroyed (docs/operations.md)."
    requires_system_checks = ()  # the key ring may be what is missing

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The backup's folder, and the folder with its key ring when the ring is lost."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keys", type=Path, metavar="FOLDER", help="the folder with the key ring of the same backup")
        parser.add_argument("--replace", action="store_true", help="replace the practice that the database holds now")
        parser.add_argument("--parts", type=Path, metavar="FILE", help="the parts of the recovery key, one a line; else they are asked for")

    def handle(self, *, folder: Path, keys: Path | None, replace: bool, parts: Path | None, **_options: Any) -> None:
        """Restore, settle, say what came of it. Exit 1 with a sentence."""
        try:
            written = ask_for_parts(parts)
            if keys is not None:
                _listed, private = restoring.open_backup(folder, written)
                restoring.put_ring_back(folder=keys, private=private, ring=Path(settings.VAULT_KEY_RING))
            restored = restoring.restore(folder=folder, written_parts=written, replace=replace, now=clock.now())
            call_command("migrate", verbosity=0, interactive=False)
            counts = restoring.settle(restored=restored, now=clock.now())
        except Refused as refused:
            raise CommandError(str(refused.refusal)) from refused
        except (BadBackup, BadPart, DatabaseTrouble, KeyRingUnusable, TamperedObject, VaultUnavailable, WrongKey, OSError) as trouble:
            raise CommandError(f"{trouble} {_AGAIN}") from trouble
        self.stdout.write("Restored. " + ", ".join(f"{words}: {count}" for words, count in counts.items()) + ".")
