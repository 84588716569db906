"""A leaver's extensions end with their account."""

from datetime import timedelta

from callgov import clock
from callgov.people import services as people
from callgov.people.models import User
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from recordings.models import ExtensionAssignment
from recordings.telephony.services import assign_extension
from tests.recordings.factories import make_extension

DAY = timedelta(days=1)


def test_a_leaver_has_their_extension_until_today(practice_manager: User, leah: User) -> None:
    now = clock.now()
    today = clock.local_day(now)
    with as_job(Job.COMMAND):
        assign_extension(extension=make_extension("214"), person=leah, starts_on=today - 30 * DAY, ends_on=None, actor=None, now=now)
    with acting_as(practice_manager):
        ended = people.leaver(person=leah, actor=practice_manager, now=now)
    assert ended["extensions given back"] == 1
    assert ExtensionAssignment.objects.get().ends_on == today


def test_what_ended_before_stays_as_it_was(practice_manager: User, leah: User) -> None:
    now = clock.now()
    today = clock.local_day(now)
    with as_job(Job.COMMAND):
        assign_extension(
            extension=make_extension("214"), person=leah, starts_on=today - 30 * DAY, ends_on=today - 10 * DAY, actor=None, now=now
        )
    with acting_as(practice_manager):
        ended = people.leaver(person=leah, actor=practice_manager, now=now)
    assert ended["extensions given back"] == 0
    assert ExtensionAssignment.objects.get().ends_on == today - 10 * DAY
