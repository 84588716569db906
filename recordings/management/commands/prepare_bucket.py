"""`manage.py prepare_bucket`"""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from recordings.vault.preparing import prepare


class Command(BaseCommand):
    """Make the bucket of the settings and give it versions, locks, encryption and a lifecycle. Can be run again at any time."""

    help = "Make the vault's bucket and set it up: versions, Object Lock, encryption, an end to uploads that were cut off."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        """Do it and say what the store can. Exit 1 when there is no bucket in the end."""
        if settings.VAULT_STORE != "s3":
            raise CommandError("VAULT_STORE is not s3: there is no bucket.")
        try:
            for words, done in prepare(storages["vault"]):
                self.stdout.write(f"{'yes' if done else 'NO '}  {words}")
        except (ClientError, BotoCoreError) as trouble:
            raise CommandError(f"The bucket {settings.S3_BUCKET} cannot be made: {trouble}") from trouble
