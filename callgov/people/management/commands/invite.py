"""`manage.py invite NAME EMAIL ROLE…`: the first people of a practice, before anybody could invite them on a page."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from callgov import clock
from callgov.people import services
from callgov.refusals import Refused
from callgov.roles import Role
from callgov.trail.context import as_job
from callgov.trail.events import Job


class Command(BaseCommand):
    """Sends the invitation and prints its link, in case mail does not work yet."""

    help = "Invite a person by name, email address and roles."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and in which roles."""
        parser.add_argument("name")
        parser.add_argument("email")
        parser.add_argument("roles", nargs="+", choices=Role.values)

    def handle(self, *args: Any, **options: Any) -> None:
        """Invite, and print the link."""
        try:
            with as_job(Job.COMMAND):
                roles = [Role(role) for role in options["roles"]]
                invited = services.invite(name=options["name"], email=options["email"], roles=roles, actor=None, now=clock.now())
        except Refused as refused:
            raise CommandError(str(refused.refusal)) from refused
        self.stdout.write(f"{settings.SITE_URL.rstrip('/')}{reverse('accept_invitation', args=[invited.token])}")
