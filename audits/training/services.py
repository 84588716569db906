"""The verbs of a training clip: propose, agree, prepare, approve, hear, take out, expire. The only writers of clips."""

from datetime import date, datetime
from functools import partial

from django.db import transaction

from audits import mails
from audits.learning import queries as learning
from audits.models import SignificantEvent, TrainingClip
from audits.sample.services import find_authority
from audits.training import queries, rules
from audits.training.rules import Cut, Wish
from audits.training.workflow import AGREE, APPROVE, DECLINE, EXPIRE, PREPARE, PROPOSE, RETURN, WITHDRAW
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import Conflict, NotYours, Refusal, Refused, insist
from callgov.sequence import next_number
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import act, record
from callgov.workflow import MOVED_ON, apply
from recordings import audio
from recordings.access.services import Stretch, close_grant, destroy_preview, grant_calls, insist_usable, make_preview
from recordings.models import Access, Grant, GrantAction
from recordings.purposes import ReviewPurpose

MADE_ANEW_OR_OVER = "A training clip is made anew or has ended"
OVER = "The clip is made, or not wanted any more."
OUT = "The clip is not in the training library any more."


@enforces("AU-8")
@transaction.atomic
def propose(*, event: SignificantEvent, wish: Wish, person: User, now: datetime) -> TrainingClip:
    """Ask the colleague in the call for their consent to a training clip of it (AU-8). Raises Refused."""
    rows = SignificantEvent.objects.select_for_update(of=("self",)).select_related("review__assessment", "review__recording")
    row, today = rows.get(pk=event.pk), clock.local_day(now)
    call = row.review.recording
    insist(rules.refuse_proposing(row, person, roles_on(person, today), wish))
    insist(rules.LIVE_ALREADY if learning.live_clip(row) else None)
    with act():
        clip = TrainingClip.objects.create(
            reference=f"TC-{today.year}-{next_number('training clip', today.year):04}", event=row, recording=call,
            colleague=row.review.assessment.assessed, why=wish.why.strip(), caller_agreed=wish.caller_agreed.strip(),
            proposed_by=person, proposed_at=now, state=PROPOSE.target,
        )  # fmt: skip
        record(PROPOSE.event, subject=clip, recording=call.pk, facts={"state": ["", clip.state], "event": row.reference})
    mails.clip_consent_wanted(clip)
    return clip


@enforces("AU-8")
@transaction.atomic
def answer(*, clip: TrainingClip, agrees: bool, person: User, now: datetime) -> TrainingClip:
    """The colleague agrees that the call is used, or does not (AU-8). Raises Refused, Conflict."""
    transition = (AGREE if agrees else DECLINE).guarded(lambda row, _actor: rules.refuse_answering(row, person))
    return apply(TrainingClip, clip.pk, transition, actor=person, changes={"answered_at": now})


@enforces("AU-8", "AC-2")
@transaction.atomic
def open_for_work(*, clip: TrainingClip, person: User, now: datetime) -> Grant:
    """The grant under which who prepares the clip hears the call and makes the copy; the live one when there is one. Raises Refused."""
    row = TrainingClip.objects.select_for_update(of=("self",)).select_related("recording").get(pk=clip.pk)
    insist(rules.refuse_preparing(row, person, roles_on(person, clock.local_day(now))))
    if PREPARE.refuse_state(row.state):
        raise Conflict(MOVED_ON)
    found = queries.own_grant(row, person, GrantAction.RELEASE, now)
    if found is None:
        found = _grant(row, person, (GrantAction.LISTEN, GrantAction.RELEASE), now)
    row.grant = found
    row.save(update_fields=["grant"])
    return found


def _grant(clip: TrainingClip, holder: User, actions: tuple[GrantAction, ...], now: datetime, last: date | None = None) -> Grant:
    authority, days = find_authority(holder, now), setting("audit_grant_days")
    ends_on = min(clock.grant_ends(clock.local_day(now), days), authority.ends_on, last or authority.ends_on)
    return grant_calls(
        holder=holder, purpose=ReviewPurpose.TRAINING, request_reference=clip.reference, decision_id=authority.pk,
        issued_by=authority.given_by, calls=[clip.recording], ends_on=ends_on, actions=actions, now=now,
    )  # fmt: skip


@enforces("AU-8")
def prepare(*, clip: TrainingClip, cut: Cut, person: User, session_key: str, now: datetime) -> TrainingClip:
    """Make the clip without what must not be heard, prove it, and hand it to a second person (AU-8).

    Called outside any transaction: the access is committed before a byte is read, and the copy is sealed before the state changes. Raises
    Refused, Conflict, CopyNotProven, VaultUnavailable or TamperedObject; then nothing was made.
    """
    grant = open_for_work(clip=clip, person=person, now=now)
    insist_usable(grant, person, GrantAction.RELEASE, now)
    insist(rules.refuse_cut(cut, clip.recording.duration_ms or 0))
    destroy_preview(subject=clip.pk, reason=MADE_ANEW_OR_OVER, now=now)
    stretch = Stretch(cut.from_ms, cut.until_ms, [audio.Span(start, end) for start, end in cut.silenced])
    stored = make_preview(
        subject=clip.pk, call=clip.recording, stretch=stretch, grant_id=grant.pk, person=person, session_key=session_key, now=now
    ).stored
    changes = {
        "from_ms": cut.from_ms, "until_ms": cut.until_ms, "silenced": [list(part) for part in cut.silenced], "stored": stored,
        "nothing_silenced": cut.nothing_silenced.strip(), "prepared_by": person, "prepared_at": now,
    }  # fmt: skip
    facts = {"stretch": [cut.from_ms, cut.until_ms], "parts": len(cut.silenced), "sha256": stored.sha256}
    transition = PREPARE.guarded(lambda row, _actor: rules.refuse_preparing(row, person, roles_on(person, clock.local_day(now))))
    with transaction.atomic():
        made = apply(TrainingClip, clip.pk, transition, actor=person, changes=changes, facts=facts)
        mails.clip_to_check(made, clock.local_day(now))
    return made


@enforces("AU-8", "AC-2")
@transaction.atomic
def approve(*, clip: TrainingClip, expires_on: date, person: User, now: datetime) -> TrainingClip:
    """Put a clip in the training library until a day, having heard it as it is (AU-8). Who prepared it hears the call no more.

    Raises Refused, Conflict.
    """
    insist(rules.refuse_expiry(expires_on, clock.local_day(now)))
    changes = {"approved_by": person, "approved_at": now, "expires_on": expires_on, "note": ""}
    approved = apply(
        TrainingClip, clip.pk, APPROVE.guarded(partial(_refuse_deciding, now=now)), actor=person, changes=changes,
        facts={"until": expires_on.isoformat()},
    )  # fmt: skip
    _close_grants(approved, person, OVER, now)
    return approved


@enforces("AU-8")
@transaction.atomic
def send_back(*, clip: TrainingClip, note: str, person: User, now: datetime) -> TrainingClip:
    """Send a clip back to be prepared anew, with what must be changed. Raises Refused, Conflict."""
    if not note.strip():
        raise Refused(rules.SAY_WHY)
    guarded = RETURN.guarded(partial(_refuse_deciding, now=now))
    return apply(TrainingClip, clip.pk, guarded, actor=person, changes={"note": note.strip()})


def _refuse_deciding(row: TrainingClip, person: User | None, *, now: datetime) -> Refusal | None:
    assert person is not None
    return rules.refuse_deciding(row, person, roles_on(person, clock.local_day(now)), heard=queries.heard_by(row, person))


@enforces("AU-8", "AC-2")
@transaction.atomic
def let_hear(*, clip: TrainingClip, person: User, now: datetime) -> Grant:
    """Let a colleague hear a clip of the library, under a grant of their own that never outlives it; the live one when there is one.

    It covers the clip alone: the call it was made from is not heard under it. Raises Refused.
    """
    row = TrainingClip.objects.select_for_update(of=("self",)).select_related("recording").get(pk=clip.pk)
    insist(rules.refuse_hearing(row, clock.local_day(now)))
    return queries.own_grant(row, person, GrantAction.CLIP, now) or _grant(row, person, (GrantAction.CLIP,), now, row.expires_on)


@enforces("AU-11")
def note_played(*, access: Access, clip: TrainingClip, start: float, end: float) -> None:
    """Write down which seconds of a clip were heard (AU-11)."""
    with transaction.atomic():
        facts = {"seconds": [round(start, 1), round(end, 1)], "copy": "training clip"}
        record(Event.AUDIO_PLAYED, subject=access, request=clip.reference, recording=clip.recording_id, facts=facts)


# The end


@enforces("AU-8", "AC-10")
def withdraw(*, clip: TrainingClip, reason: str, person: User, now: datetime) -> TrainingClip:
    """Take a clip out: every access to it ends at once and the copy is destroyed (AU-8). The colleague needs no reason.

    Called outside any transaction. Raises NotYours for who has no part in it, Refused, Conflict.
    """
    refusal = rules.refuse_withdrawing(clip, person, roles_on(person, clock.local_day(now)), reason)
    if refusal == rules.NOT_FOUND:
        raise NotYours(refusal)
    insist(refusal)
    with transaction.atomic():
        out = apply(TrainingClip, clip.pk, WITHDRAW, actor=person, changes={"ended_reason": reason.strip() or "Consent was taken back."})
        _close_grants(out, person, OUT, now)
    destroy_preview(subject=out.pk, reason=MADE_ANEW_OR_OVER, now=now)
    return out


@enforces("AU-8", "AC-10")
def expire_clips(*, now: datetime) -> int:
    """End the clips whose last day is over and destroy their copies; how many. Can be repeated after a crash."""
    over = queries.lapsed(clock.local_day(now))
    with as_job(Job.COPY_DESTRUCTION, reason="The last day of a training clip is over"):
        for clip in over:
            apply(TrainingClip, clip.pk, EXPIRE, actor=None, changes={"ended_reason": "Its last day is over."})
        for subject in queries.kept_though_over():
            destroy_preview(subject=subject, reason=MADE_ANEW_OR_OVER, now=now)
    return len(over)


def _close_grants(clip: TrainingClip, ended_by: User, reason: str, now: datetime) -> None:
    for grant in queries.open_grants(clip, now):
        close_grant(grant_id=grant.pk, ended_by=ended_by, reason=reason, now=now)
