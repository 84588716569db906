"""The notice ledger: a wording is proposed, approved, tried out, and replaced by the next or withdrawn."""

from datetime import date, datetime

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import Conflict, NotYours, Refused, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from recordings.channels import NoticeChannel
from recordings.models import Notice, NoticeTest
from recordings.notices import rules


@enforces("NO-1", "NO-2", "NO-3")
@transaction.atomic
def propose_notice(*, channel: str, wording: str, why: str, actor: User, now: datetime) -> Notice:
    """Propose a channel's next wording; a proposal that waits is replaced. Raises Refused when it does not say why calls are recorded."""
    insist(rules.refuse_keeper(roles_on(actor, clock.local_day(now))))
    if channel not in NoticeChannel.values:
        raise NotYours(rules.NOT_THERE)
    insist(rules.refuse_wording(wording, why))
    versions = Notice.objects.select_for_update().filter(channel=channel)
    waiting = versions.filter(approved_at=None).first()
    number = waiting.version if waiting else versions.count() + 1
    notice = waiting or Notice(channel=channel, version=number)
    notice.wording, notice.why, notice.proposed_by, notice.proposed_at = wording.strip(), why.strip(), actor, now
    with act():
        notice.save()
        record(Event.NOTICE_PROPOSED, subject=notice, facts={"channel": channel, "version": number})
    return notice


@enforces("NO-1", "NO-2", "NO-3", "NO-6")
@transaction.atomic
def approve_notice(*, notice_id: int, actor: User, now: datetime, since: datetime | None = None) -> Notice:
    """Approve a wording: it is in force from now, or was from an earlier time, and the one before ends with it.

    Raises NotYours, Conflict when it was approved meanwhile, Refused for a time ahead or within another wording's.
    """
    insist(rules.refuse_keeper(roles_on(actor, clock.local_day(now))))
    notice = _locked(notice_id)
    if notice.approved_at is not None:
        raise Conflict(rules.APPROVED_ALREADY)
    since = since or now
    others = list(Notice.objects.select_for_update().filter(channel=notice.channel, in_force_from__isnull=False))
    insist(
        rules.refuse_start(since, now, [one.in_force_until for one in others], [one.in_force_from for one in others if one.in_force_from])
    )
    today = clock.local_day(now)
    with act():
        for current in others:
            if current.in_force_until is None:
                current.in_force_until, current.ended_reason = since, "Replaced by the next wording"
                current.save(update_fields=["in_force_until", "ended_reason"])
        notice.approved_by, notice.approved_at, notice.in_force_from = actor, now, since
        notice.next_test_on = rules.next_test(notice.channel, today)
        notice.next_review_on = clock.add_months(today, rules.REVIEW_MONTHS)
        notice.save()
        facts = {"channel": notice.channel, "version": notice.version, "since": since.isoformat()}
        record(Event.NOTICE_APPROVED, subject=notice, facts=facts)
    return notice


@enforces("NO-1", "NO-6")
@transaction.atomic
def withdraw_notice(*, notice_id: int, actor: User, reason: str, now: datetime) -> Notice:
    """End a wording without another: from now on calls of its channel go to quarantine. Raises NotYours, Conflict, Refused."""
    insist(rules.refuse_keeper(roles_on(actor, clock.local_day(now))))
    if not reason.strip():
        raise Refused(rules.NO_REASON)
    notice = _locked(notice_id)
    if notice.in_force_from is None or notice.in_force_until is not None:
        raise Conflict(rules.NOT_IN_FORCE)
    with act():
        notice.in_force_until, notice.ended_reason = now, reason.strip()
        notice.save(update_fields=["in_force_until", "ended_reason"])
        record(Event.NOTICE_WITHDRAWN, subject=notice, facts={"channel": notice.channel}, reason=reason.strip())
    return notice


@enforces("NO-1", "NO-2")
@transaction.atomic
def record_test(
    *, notice_id: int, tested_on: date, clear: bool, note: str, actor: User, now: datetime, reviewed: bool = False
) -> NoticeTest:  # fmt: skip
    """Record a test call or a reading, and set the day of the next. A test call is no review unless the wording was read through too.

    Raises NotYours, Conflict for what is not in force, Refused.
    """
    insist(rules.refuse_keeper(roles_on(actor, clock.local_day(now))))
    notice = _locked(notice_id)
    if notice.in_force_from is None or notice.in_force_until is not None:
        raise Conflict(rules.NOT_IN_FORCE)
    insist(rules.refuse_test(tested_on, clock.local_day(now), clear=clear, note=note))
    with act():
        test = NoticeTest.objects.create(
            notice=notice, tested_on=tested_on, clear=clear, note=note.strip(), tested_by=actor, recorded_at=now,
            reviewed=rules.is_review(notice.channel, reviewed=reviewed),
        )  # fmt: skip
        done = list(notice.tests.all())
        notice.next_test_on = rules.next_test(notice.channel, max(one.tested_on for one in done))
        notice.next_review_on = rules.next_review(notice.next_review_on, [one.tested_on for one in done if one.reviewed])
        notice.save(update_fields=["next_test_on", "next_review_on"])
        facts = {"channel": notice.channel, "clear": clear, "reviewed": test.reviewed, "on": tested_on.isoformat()}
        record(Event.NOTICE_TESTED, subject=notice, facts=facts)
    return test


def _locked(notice_id: int) -> Notice:
    notice = Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id).first()
    if notice is None:
        raise NotYours(rules.NOT_THERE)
    return notice
