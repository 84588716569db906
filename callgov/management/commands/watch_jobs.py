"""`manage.py watch_jobs [--every SECONDS]`"""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections
from redis.exceptions import RedisError

from callgov import clock
from callgov.jobs import services
from callgov.ui.formats import counted


class Command(BaseCommand):
    """Complain by mail of jobs that did not run. It needs neither worker nor beat, so it also tells when these stand still."""

    help = "Complain by mail of jobs of the schedule that did not run; runs beside worker and beat, or from cron."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--every` makes it look again and again."""
        parser.add_argument("--every", type=int, metavar="SECONDS", help="look again after so many seconds, for ever")

    def handle(self, *, every: int | None, **_options: Any) -> None:
        """Look once, or for ever; a database that does not answer just now is asked again next time."""
        while True:
            try:
                self.stdout.write(f"{counted(services.raise_alarms(now=clock.now()), 'alarm')} raised.")
            except (DatabaseError, RedisError) as trouble:
                self.stderr.write(f"The jobs cannot be looked at: {type(trouble).__name__}.")
            if every is None:
                return
            connections.close_all()
            time.sleep(every)
