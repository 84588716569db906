"""`manage.py prove_restore`: what a drill asks of the database that it restored."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from callgov import clock
from recordings.wholeness.services.rehearsing import prove


class Command(BaseCommand):
    """Check trail, destructions and a sample of objects of the database of the environment, and print what was found as JSON."""

    help = "Prove a restored database; restore_drill runs this."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        """Print one line of JSON."""
        self.stdout.write(json.dumps(prove(now=clock.now())))
