"""Notices on every route, their test calls, a balanced set of purposes, and callers who objected."""

from datetime import datetime, timedelta

from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.channels import NoticeChannel
from recordings.models import Ending, Notice, ProcessingPurpose
from recordings.notices.services.ledger import approve_notice, propose_notice, record_test
from recordings.notices.services.objecting import Said, log_objection
from recordings.notices.services.purposes import Impact, record_impact

WHY = "to keep patients and staff safe, to settle disputes and to improve how we answer"
WORDINGS = {
    NoticeChannel.TELEPHONE: f"Welcome to Riverside Surgery. We record calls {WHY}. Ask us if you want to know more.",
    NoticeChannel.OUTGOING: f"This is Riverside Surgery. Before we begin: we record calls {WHY}.",
    NoticeChannel.WEBSITE: f"Riverside Surgery records telephone calls {WHY}. A recording is heard only when there is a good reason, "
    "by a named person, until a set day.",
    NoticeChannel.PRIVACY: f"We record calls {WHY}. Our privacy notice says on which lawful basis, who may hear them, how long we keep "
    "them, and what your rights are.",
    NoticeChannel.STAFF: f"Calls on every extension are recorded {WHY}. Nobody listens without an approved request, and every access "
    "is written down.",
    NoticeChannel.POSTER: f"We record telephone calls {WHY}. Ask at the desk.",
}
BEFORE = timedelta(days=6 * 365)  # longer than the oldest call is kept


def notices(people: dict[str, User], now: datetime) -> None:
    """Every route has its wording, in force for longer than the oldest call; the outgoing reminder is due for its test."""
    grace, day = people["grace"], clock.local_day(now)
    with acting_as(grace):
        for channel, wording in WORDINGS.items():
            notice = propose_notice(channel=channel, wording=wording, why=WHY, actor=grace, now=now)
            approve_notice(notice_id=notice.pk, actor=grace, now=now, since=now - BEFORE)
            days = 40 if channel is NoticeChannel.OUTGOING else 9
            record_test(notice_id=notice.pk, tested_on=day - timedelta(days=days), clear=True, note="", actor=grace, now=now)
        better = f"This is Riverside Surgery. We record calls {WHY}. Is that clear?"
        propose_notice(channel=NoticeChannel.OUTGOING, wording=better, why=WHY, actor=grace, now=now)
    assert Notice.objects.filter(in_force_until=None, in_force_from__isnull=False).count() == len(WORDINGS)


def impact(people: dict[str, User], now: datetime) -> None:
    """The purpose of the main line has its impact assessment."""
    priya = people["priya"]
    said = Impact(
        description="Calls to and from the practice are recorded and kept encrypted; nobody hears one without an approved request.",
        necessity="Disputes about what was said cannot be settled from memory. Notes alone were tried and were not enough.",
        risks="A recording could be heard by someone without a reason, reach the wrong person, or be kept too long.",
        measures="Keys of their own, grants with an end, a sealed trail, retention by schedule, test calls of every notice.",
        officer_advice="Go ahead. Review after the first yearly audit.", review_on=clock.local_day(now) + timedelta(days=150),
    )  # fmt: skip
    with acting_as(priya):
        record_impact(purpose_id=ProcessingPurpose.objects.get().pk, said=said, actor=priya, now=now)


def objections(people: dict[str, User], now: datetime) -> None:
    """Two callers asked not to be recorded."""
    leah, sam = people["leah"], people["sam"]
    with acting_as(leah):
        said = Said(Ending.CARRIED_ON, number="07700 900145", at=now - timedelta(days=3, hours=2))
        log_objection(person=leah, said=said, now=now - timedelta(days=3))
    with acting_as(sam):
        said = Said(Ending.OTHER_WAY, other_way="Will come to the desk", number="01632 960187", at=now - timedelta(days=1, hours=1))
        log_objection(person=sam, said=said, now=now - timedelta(days=1))
