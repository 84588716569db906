"""Consultation audits of the demo's practice: two results, one of them below the aim, a sample to assess, somebody who is due."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from audits.assessment import queries as assessing
from audits.assessment.rules import Given, Judged
from audits.assessment.services import Feedback, finish, save_review
from audits.learning.services import Told, raise_event
from audits.models import Audit, EventKind, Outcome, Review, RoleGroup, SignificantEvent, State
from audits.outcome.services import acknowledge
from audits.programme.services import Manner, authorise, set_absence, set_manner
from audits.sample.queries import active, sample
from audits.sample.services import draw, swap
from audits.training.rules import Cut, Wish
from audits.training.services import answer, approve, prepare, propose
from callgov import clock
from callgov.people.models import User
from callgov.people.services.roles import give_role
from callgov.practice.services import change_setting
from callgov.roles import Role
from callgov.trail.context import acting_as
from recordings.access.services import open_check
from recordings.models import AudioState

WORK = {
    "leah": RoleGroup.RECEPTION, "sam": RoleGroup.RECEPTION, "helen": RoleGroup.RECEPTION, "ruth": RoleGroup.NURSING,
    "tom": RoleGroup.DOCTORS, "ellen": RoleGroup.DOCTORS, "priya": RoleGroup.MANAGEMENT, "anita": RoleGroup.MANAGEMENT,
}  # fmt: skip
NO_CALLS = ("martin", "joan", "ben")

BELOW = Feedback(
    "Calm and friendly, even when the caller was upset. You explained the waiting time honestly.",
    "Confirm who is calling before you open the record: ask for the date of birth and the first line of the address.",
    "In one call advice was given about a dose. I would like a Partner to hear of it.",
)
GOOD = Feedback("A full introduction each time, and a clear plan that the patient could say back.")


def audits(people: Mapping[str, User], now: datetime) -> None:
    """Priya authorises, Grace plans, Joan assesses; Sam is below the aim, Tom is not, Leah's calls wait for Joan."""
    today = clock.local_day(now)
    grace, joan = people["grace"], people["joan"]
    with acting_as(people["priya"]):
        authorise(
            ends_on=today + timedelta(days=330), reasons="Our yearly consultation audits, as the policy asks.", actor=people["priya"],
            now=now - timedelta(days=30),
        )  # fmt: skip
        change_setting(name="audit_consultation_seconds", value=60, reason="Our triage calls are short.", actor=people["priya"], now=now)
    with acting_as(grace):
        give_role(person=people["anita"], role=Role.ASSESSOR, actor=grace, now=now)
        _plan(people, grace, now)
    _result(people["sam"], joan, now, misses=("identity", "identity", ""), feedback=BELOW)
    event = _learn(people["sam"], joan, now)
    told = _result(people["tom"], joan, now, misses=("", "", "plan"), feedback=GOOD)
    if told is not None:
        with acting_as(people["tom"]):
            acknowledge(audit=told, person=people["tom"], words="Thank you. I will write the plan down as I say it.", now=now)
    with acting_as(joan):
        draw(person=people["leah"], assessor=joan, now=now)
    if event is not None:
        _train(event, people, now)


def _plan(people: Mapping[str, User], grace: User, now: datetime) -> None:
    today = clock.local_day(now)
    for username, group in WORK.items():
        ends = today + timedelta(days=18) if username == "ruth" else None
        set_manner(person=people[username], manner=Manner(group, probation_ends_on=ends), actor=grace, now=now)
    for username in NO_CALLS:
        manner = Manner(RoleGroup.MANAGEMENT, uses_telephone=False)
        set_manner(person=people[username], manner=manner, actor=grace, now=now)
    set_absence(person=people["anita"], starts_on=today + timedelta(days=60), ends_on=today + timedelta(days=200), actor=grace, now=now)


def _result(person: User, joan: User, now: datetime, *, misses: Sequence[str], feedback: Feedback) -> Audit | None:
    """An audit from the draw to its result; None when the person took too few calls."""
    with acting_as(joan):
        audit = draw(person=person, assessor=joan, now=now)
        if audit.state != State.DRAWN:
            return None
        if feedback is BELOW:
            _have_one_here(audit, joan, now)
        desk = assessing.desk(joan, audit.reference)
        here_first = sorted(desk.calls, key=lambda call: call.recording.audio_state != AudioState.HELD)
        for missed, call in zip(misses, here_first, strict=True):
            judged = _judged(desk.tool.of_call(consultation=audit.role_group == RoleGroup.DOCTORS), missed)
            save_review(assessment=desk.assessment, recording_id=call.recording_id, judged=judged, assessor=joan, now=now)
        return finish(assessment=desk.assessment, feedback=feedback, assessor=joan, now=now)


def _have_one_here(audit: Audit, joan: User, now: datetime) -> None:
    """Swap calls whose audio the supplier cannot give, until there is one that can be heard here."""
    while not any(call.recording.audio_state == AudioState.HELD for call in active(sample(audit))):
        swap(audit=audit, call_id=active(sample(audit))[0].pk, assessor=joan, reason="The audio is damaged or cannot be had", now=now)


def _judged(criteria: Sequence[object], missed: str) -> Judged:
    codes = [one.code for one in criteria]  # type: ignore[attr-defined]
    marks = {code: Given(Outcome.MET) for code in codes}
    if missed:
        marks[missed] = Given(Outcome.NOT_MET, "Only the first name was asked for.", 12.5)
    return Judged("plan" in codes, marks, learning=missed == "identity")


def _learn(person: User, joan: User, now: datetime) -> SignificantEvent | None:
    review = Review.objects.filter(assessment__assessed=person, learning=True, recording__audio_state=AudioState.HELD).first()
    if review is None:
        return None
    with acting_as(joan):
        told = Told(EventKind.POOR, "A result was given to a caller whose identity was not confirmed.", "Two facts before any result.")
        return raise_event(review=review, told=told, person=joan, now=now)


def _train(event: SignificantEvent, people: Mapping[str, User], now: datetime) -> None:
    """That call of Sam's in the training library: the caller and Sam agreed, Grace silenced who it is, Priya heard it."""
    sam, grace, priya = (people[name] for name in ("sam", "grace", "priya"))
    with acting_as(grace):
        wish = Wish("For everyone who starts at the front desk.", "By telephone, two days after the call; noted in the patient's record.")
        clip = propose(event=event, wish=wish, person=grace, now=now)
    with acting_as(sam):
        clip = answer(clip=clip, agrees=True, person=sam, now=now)
    with acting_as(grace):
        length = clip.recording.duration_ms or 0
        clip = prepare(clip=clip, cut=Cut(0, length, [(4_000, 9_500)]), person=grace, session_key="", now=now)
    assert clip.grant is not None
    open_check(grant_id=clip.grant.pk, subject=clip.pk, recording_id=clip.recording_id, person=priya, session_key="", now=now)
    with acting_as(priya):
        approve(clip=clip, expires_on=clock.local_day(now) + timedelta(days=180), person=priya, now=now)
