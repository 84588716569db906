"""Complaints and objections, logged by the real services."""

from datetime import datetime
from typing import Any

from access_requests.matters import services
from access_requests.matters.services import Logged
from access_requests.models import Channel, Matter, Right
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as

SAID = "You played my call to your whole team."


def log(person: User, right: Right = Right.COMPLAINT, *, now: datetime | None = None, **fields: Any) -> Matter:
    now = now or clock.now()
    said = {"reached": Channel.LETTER, "received_on": clock.local_day(now), "name": "Jo Marsh", "words": SAID, "contact": "1 High Street"}
    with acting_as(person):
        return services.log_matter(logged=Logged(**{"right": right, **said, **fields}), logged_by=person, now=now)
