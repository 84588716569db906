"""Fills an empty demo database with a small practice. Refused anywhere else."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from callgov.demo.seed import seed
from callgov.people.models import User


class Command(BaseCommand):
    """The practice, its people, calls and requests."""

    help = __doc__ or ""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Seed once, and only in the demo."""
        if not settings.DEMO:
            raise CommandError("This makes people whose password everyone knows. It runs in the demo only.")
        if User.objects.exists():
            raise CommandError("There are people already. The demo's practice is only made in an empty database.")
        logging.getLogger("celery.app.trace").setLevel(logging.WARNING)  # jobs run once while the practice is made
        seed(lambda words: self.stdout.write(f"  {words}"))
