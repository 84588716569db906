"""`manage.py make_key_ring`"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from recordings.vault.keyring import create_ring


class Command(BaseCommand):
    """Make the key ring of a new installation. An existing ring is never touched."""

    help = "Make the key ring that the recordings of a new installation are sealed under."
    requires_system_checks = ()  # what they miss is what this makes

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make it, and say what to do with it. Exit 1 when there is one."""
        path = settings.VAULT_KEY_RING
        if not create_ring(path):
            raise CommandError(f"There is a key ring already: {path}. To add a new key to it, run manage.py rotate_key_ring.")
        self.stdout.write(
            f"Made {path}. Keep a copy of it apart from the database and the recordings: whoever loses the ring has lost every recording."
        )
