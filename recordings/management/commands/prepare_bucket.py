"""`manage.py prepare_bucket`"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from recordings.vault.preparing import prepare_vault
from recordings.vault.trouble import VaultUnavailable


class Command(BaseCommand):
    """Make the bucket of the settings and give it versions, locks, encryption and a lifecycle. Can be run again at any time."""

    help = "Make the vault's bucket and set it up: versions, Object Lock, encryption, an end to uploads that were cut off."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        """Do it and say what the store can. Exit 1 when there is no bucket in the end."""
        if settings.VAULT_STORE != "s3":
            raise CommandError("VAULT_STORE is not s3: there is no bucket.")
        try:
            for words, done in prepare_vault():
                self.stdout.write(f"{'yes' if done else 'NO '}  {words}")
        except VaultUnavailable as trouble:
            raise CommandError(str(trouble)) from trouble
