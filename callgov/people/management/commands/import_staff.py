"""`manage.py import_staff FILE [--dry-run]`: invite and bring up to date the people of a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from callgov import clock
from callgov.people import services
from callgov.trail.context import as_job
from callgov.trail.events import Job


class Command(BaseCommand):
    """Exit code 0 when every line could be used, 1 when some were refused; each has its sentence."""

    help = "Invite the people of a CSV file with the columns name, email, job_title, roles, line_manager_email."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether to change nothing."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and tell what happened."""
        try:
            lines = options["file"].read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} cannot be read as text in UTF-8.") from error
        with as_job(Job.COMMAND):
            done = services.import_staff(lines=lines, actor=None, now=clock.now(), dry_run=options["dry_run"])
        for sentence in done.refused:
            self.stderr.write(sentence)
        self.stdout.write(
            f"{len(done.invited)} invited, {len(done.changed)} changed, {len(done.unchanged)} unchanged, {len(done.refused)} refused"
        )
        if done.refused:
            raise CommandError("Some lines could not be used.")
