"""Writes the sealed trail to a file, which verify_bundle.py checks anywhere with nothing but Python."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from callgov import clock
from callgov.trail.bundle import write
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.queries import head
from callgov.trail.sealing import CounterBehind, seal
from callgov.trail.services import record
from callgov.ui.formats import file_size


class Command(BaseCommand):
    """Taking the trail away is itself recorded and sealed before the file is written."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Record, seal, write, and print the head to lodge."""
        with as_job(Job.COMMAND):
            record(Event.TRAIL_EXPORTED)
        try:
            seal(now=clock.now())
            size = write(options["file"])
        except (CounterBehind, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['file']}: {file_size(size)}.\nThe last head is {head()}. Lodge it apart from the file.")
