"""`manage.py rotate_key_ring [--go-on]`"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from callgov import clock
from callgov.trail.context import as_job
from callgov.trail.events import Job
from callgov.ui.formats import counted
from recordings.vault.keyring import rotate
from recordings.vault.trouble import KeyRingUnusable, TamperedObject
from recordings.wholeness.services.rekeying import move_keys


class Command(BaseCommand):
    """Add a new key to the ring and wrap the keys of all objects under it. Audio is not touched, and may be heard meanwhile."""

    help = "Add a new key to the key ring, and move every recording's own key to it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--go-on` is for a rotation that was interrupted."""
        parser.add_argument("--go-on", action="store_true", help="add no key; only move what is still under an older one")

    def handle(self, *, go_on: bool, **_options: Any) -> None:
        """Rotate, move, and say what was done. Exit 1 when the ring cannot be used or a wrapped key does not open."""
        try:
            if not go_on:
                rotate(settings.VAULT_KEY_RING)
            with as_job(Job.COMMAND, reason="rotate_key_ring"):
                moved = move_keys(now=clock.now())
        except (KeyRingUnusable, TamperedObject) as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(
            f"{counted(moved, 'key')} moved to the new key of the ring. Keep a fresh copy of the ring; older keys stay in it."
        )
