"""From handing over to gone: the receipt, asking the holder, and that the copy is deleted."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refused, insist
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import act, record
from callgov.ui.formats import nhs_date
from register import queries
from register.custody import mails, rules
from register.custody import queries as custody
from register.models import HolderAsked, LineNote, Release
from register.rules import LINK_ENDED
from register.services import passcodes
from register.services.collecting import record_deletion
from register.services.keeping import annotate_line


@enforces("AC-10", "RE-1")
def record_receipt(*, release_id: UUID, detail: str, handed_on: date, actor: User, now: datetime) -> LineNote:
    """What shows that a copy arrived, into its register line (RE-1). Raises Refused for a link, which writes its own."""
    copy = queries.release(release_id)
    today, released_on = clock.local_day(now), clock.local_day(copy.released_at or now)
    insist(rules.refuse_receipt(copy.state, copy.method, detail=detail, handed_on=handed_on, released_on=released_on, today=today))
    words = f"{copy.get_method_display()}, {nhs_date(handed_on)}: {detail.strip()}"
    return annotate_line(line=copy.line, kind=LineNote.Kind.COMPLETION, field="receipt", value=words, reason="", actor=actor, now=now)


@enforces("AC-10")
def confirm_deleted(*, release_id: UUID, evidence: str, deleted_on: date, actor: User, now: datetime) -> Release:
    """The Practice Manager records that the holder's copy is gone since that day, and how we know (AC-10)."""
    copy = queries.release(release_id)
    today, released_on = clock.local_day(now), clock.local_day(copy.released_at or now)
    insist(rules.refuse_deletion(evidence=evidence, deleted_on=deleted_on, released_on=released_on, today=today))
    since = now if deleted_on == today else clock.end_of_day(deleted_on)
    return record_deletion(release=copy, evidence=evidence.strip(), now=since, person=actor)


@enforces("AC-10")
def ask_holder(*, release_id: UUID, how: str, actor: User, now: datetime) -> HolderAsked:
    """Somebody asked the holder again, by letter or telephone or by the mail that this sends (AC-10)."""
    copy = queries.release(release_id)
    insist(rules.refuse_asking_again(copy.state, gone=copy.holder_deleted_at is not None))
    return _ask(copy, f"asked-{clock.local_day(now).isoformat()}", how, actor, now)


@enforces("AC-10")
def ask_holders_due(*, now: datetime) -> int:
    """Mail every holder whose next stage has come, once a stage; how many. Holders without an address are the Practice Manager's to ask."""
    day = clock.local_day(now)
    asked = 0
    with as_job(Job.REMINDERS):
        for copy, stages in custody.to_ask(day, day + rules.SOON):
            stage = rules.stage_due(copy.delete_by, day, stages)
            if stage is not None:
                _ask(copy, stage.name, HolderAsked.How.EMAIL, None, now)
                asked += 1
    return asked


def _ask(copy: Release, stage: str, how: str, actor: User | None, now: datetime) -> HolderAsked:
    """One row a stage, whoever comes first; a mail holds a link whose hash alone is kept."""
    by_mail = how == HolderAsked.How.EMAIL and bool(copy.holder_email)
    token = passcodes.new_token() if by_mail else ""
    with transaction.atomic(), act():
        asked, is_new = HolderAsked.objects.get_or_create(
            release=copy, stage=stage,
            defaults={"how": how, "asked_at": now, "asked_by": actor, "token_hash": passcodes.hash_token(token) if token else ""},
        )  # fmt: skip
        record(Event.HOLDER_ASKED, subject=copy, request=copy.request_reference, facts={"stage": stage, "how": how, "again": not is_new})
        if is_new and token:
            transaction.on_commit(lambda: mails.ask_to_delete(copy, token))
    return asked


@enforces("AC-10")
def confirm_by_link(*, token: str, now: datetime) -> Release:
    """The holder follows the link of a mail and says that their copy is gone. Raises Refused with the words of every ended link."""
    asked = custody.asked_by_token(passcodes.hash_token(token))
    if asked is None:
        raise Refused(LINK_ENDED)
    with as_job(Job.COLLECTION):
        return record_deletion(release=asked.release, evidence="The holder confirmed by the link that we mailed", now=now)
