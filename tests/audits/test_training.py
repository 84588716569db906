"""From a significant event to the training library: consent, silencing, a second person, own grants, an end."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from audits.assessment import queries as assessing
from audits.assessment import services as assessment_services
from audits.assessment.rules import Judged
from audits.assessment.services import Feedback
from audits.learning.services import Told, raise_event
from audits.models import Authority, ClipState, EventKind, Review, SignificantEvent, TrainingClip
from audits.training import queries, rules, services
from audits.training.forms import CutForm
from audits.training.rules import Cut, Wish
from callgov import clock
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.roles import Role
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.access.queries import heard_outside_grants
from recordings.access.services import open_access, open_check
from recordings.models import Access, Grant, GrantAction, Recording, StoredObject
from tests.audits.factories import draw_for, judged, make_calls, page, words

CUT = Cut(0, 900, [(200, 400)])


# Pure


@pytest.mark.clause("AU-8")
@pytest.mark.parametrize(
    ("cut", "code"),
    [
        (CUT, ""),
        (Cut(0, 900, (), "No name is said"), ""),
        (Cut(0, 900), "nothing-silenced"),
        (Cut(0, 900, (), " "), "nothing-silenced"),
        (Cut(0, 1001, [(200, 400)]), "outside"),
        (Cut(500, 500, [(200, 400)]), "outside"),
        (Cut(300, 900, [(200, 400)]), "outside"),
        (Cut(0, 900, [(400, 200)]), "outside"),
        (Cut(0, 900, [(800, 950)]), "outside"),
    ],
)
def test_a_clip_is_a_stretch_of_its_call_and_says_what_is_silenced(cut: Cut, code: str) -> None:
    refusal = rules.refuse_cut(cut, 1000)
    assert (refusal.code if refusal else "") == code


@pytest.mark.clause("AU-8")
def test_a_clip_has_an_end_a_year_away_at_most() -> None:
    today = date(2026, 11, 22)
    assert rules.refuse_expiry(today, today) is None
    assert rules.refuse_expiry(today + timedelta(days=366), today) is None
    assert rules.refuse_expiry(today + timedelta(days=367), today) is not None
    assert rules.refuse_expiry(today - timedelta(days=1), today) is not None


CLIP = TrainingClip(colleague=User(pk=1), prepared_by=User(pk=2))


@pytest.mark.clause("AU-8")
@pytest.mark.parametrize(
    ("person", "role", "heard", "code"),
    [
        (3, Role.IG_LEAD, True, ""),
        (3, Role.IG_LEAD, False, "not-heard"),
        (2, Role.IG_LEAD, True, "own-work"),
        (1, Role.IG_LEAD, True, "own-call"),
        (3, Role.PRACTICE_MANAGER, True, "not-approver"),
        (3, Role.PARTNER, True, "not-approver"),
    ],
)
def test_who_puts_a_clip_in_the_library(person: int, role: Role, heard: bool, code: str) -> None:
    refusal = rules.refuse_deciding(CLIP, User(pk=person), {role}, heard=heard)
    assert (refusal.code if refusal else "") == code


@pytest.mark.clause("AU-8")
@pytest.mark.parametrize(
    ("person", "role", "reason", "code"),
    [
        (1, Role.STAFF, "", ""),
        (3, Role.PRACTICE_MANAGER, " ", "no-reason"),
        (3, Role.IG_LEAD, "It names a caller", ""),
        (3, Role.STAFF, "I like it not", "not-found"),
    ],
)
def test_who_takes_a_clip_out(person: int, role: Role, reason: str, code: str) -> None:
    refusal = rules.refuse_withdrawing(CLIP, User(pk=person), {role}, reason)
    assert (refusal.code if refusal else "") == code


def test_the_end_that_the_form_proposes_is_inside_the_recording() -> None:
    """49.855 seconds read 0:49.9 when rounded, which is past the end."""
    form = CutForm(call=Recording(duration_ms=49_855))
    assert form.initial["end"] == 49.8


# With the services


@pytest.fixture
def event(authority: Authority, receptionist: User, assessor: User, now: datetime) -> SignificantEvent:
    """A significant event from an exemplary call of the receptionist, whose audio is here."""
    make_calls(receptionist, 3, now, held=True)
    audit = draw_for(receptionist, assessor, now)
    desk = assessing.desk(assessor, audit.reference)
    with acting_as(assessor):
        for call in desk.calls:
            told = Judged(False, judged().marks, exemplary=True)
            assessment_services.save_review(
                assessment=desk.assessment, recording_id=call.recording_id, judged=told, assessor=assessor, now=now
            )
        assessment_services.finish(assessment=desk.assessment, feedback=Feedback("Good"), assessor=assessor, now=now)
        said = Told(EventKind.GOOD, "A caller in distress was calmed", "Take time, say what you do")
        return raise_event(review=Review.objects.order_by("pk")[0], told=said, person=assessor, now=now)


def propose(event: SignificantEvent, person: User, now: datetime, agreed: str = "By telephone, on the day after") -> TrainingClip:
    with acting_as(person):
        return services.propose(event=event, wish=Wish("For the induction", agreed), person=person, now=now)


def agree(clip: TrainingClip, person: User, now: datetime, *, agrees: bool = True) -> TrainingClip:
    with acting_as(person):
        return services.answer(clip=clip, agrees=agrees, person=person, now=now)


def prepare(clip: TrainingClip, person: User, now: datetime, cut: Cut = CUT) -> TrainingClip:
    with acting_as(person):
        return services.prepare(clip=clip, cut=cut, person=person, session_key="s", now=now)


def check(clip: TrainingClip, person: User, now: datetime) -> Access:
    assert clip.grant_id is not None
    return open_check(grant_id=clip.grant_id, subject=clip.pk, recording_id=clip.recording_id, person=person, session_key="s", now=now)


def approve(clip: TrainingClip, person: User, now: datetime, days: int = 30) -> TrainingClip:
    with acting_as(person):
        return services.approve(clip=clip, expires_on=clock.local_day(now) + timedelta(days=days), person=person, now=now)


@pytest.fixture
def made(event: SignificantEvent, practice_manager: User, receptionist: User, now: datetime) -> TrainingClip:
    """A clip that was agreed to and prepared."""
    return prepare(agree(propose(event, practice_manager, now), receptionist, now), practice_manager, now)


@pytest.fixture
def in_library(made: TrainingClip, ig_lead: User, now: datetime) -> TrainingClip:
    check(made, ig_lead, now)
    return approve(made, ig_lead, now, days=5)


db = pytest.mark.django_db
audited = pytest.mark.clause("AU-8")


@db
@audited
def test_without_the_caller_s_and_the_colleague_s_consent_there_is_no_clip(
    event: SignificantEvent, practice_manager: User, partner: User, receptionist: User, nurse: User, now: datetime
) -> None:
    for person, agreed, sentence in (
        (practice_manager, " ", "how and when the caller agreed"),
        (partner, "Yes", "Only the Practice Manager"),
    ):
        with pytest.raises(Refused, match=sentence):
            propose(event, person, now, agreed)
    clip = propose(event, practice_manager, now)
    with pytest.raises(Refused, match="a training clip of this call already"):
        propose(event, practice_manager, now)
    with pytest.raises(Conflict):
        prepare(clip, practice_manager, now)
    with pytest.raises(Refused, match="Only the colleague"):
        agree(clip, nurse, now)
    assert agree(clip, receptionist, now, agrees=False).state == ClipState.DECLINED
    with pytest.raises(Conflict):
        prepare(clip, practice_manager, now)
    assert not StoredObject.objects.filter(subject=clip.pk).exists()


@db
@audited
def test_a_clip_is_made_of_the_stretch_alone_and_proven(made: TrainingClip) -> None:
    assert (made.state, made.from_ms, made.until_ms, made.silenced) == (ClipState.CHECKING, 0, 900, [[200, 400]])
    assert made.stored is not None
    assert queries.made_from([made.recording_id]) == {made.pk: made.recording_id}, "it goes with the call when that is destroyed"
    entry = Entry.objects.get(event=Event.CLIP_PREPARED)
    assert (entry.facts["sha256"], entry.facts["parts"]) == (made.stored.sha256, 1)


@db
@audited
def test_who_approves_heard_the_clip_as_it_is_and_did_not_make_it(
    made: TrainingClip, practice_manager: User, ig_lead: User, now: datetime
) -> None:
    for person, sentence in ((practice_manager, "Only the Information Governance Lead"), (ig_lead, "Hear the clip first")):
        with pytest.raises(Refused, match=sentence):
            approve(made, person, now)
    check(made, ig_lead, now)
    with acting_as(ig_lead):
        back = services.send_back(clip=made, note="The name is heard at 0:00.1", person=ig_lead, now=now)
    again = prepare(back, practice_manager, now + timedelta(minutes=1))
    with pytest.raises(Refused, match="Hear the clip first"):
        approve(again, ig_lead, now + timedelta(minutes=2))
    check(again, ig_lead, now + timedelta(minutes=2))
    assert approve(again, ig_lead, now + timedelta(minutes=3)).state == ClipState.IN_LIBRARY


@db
@audited
@pytest.mark.clause("AC-2", "AC-4")
def test_each_listener_has_a_grant_of_their_own_for_the_clip_and_not_for_the_call(
    in_library: TrainingClip, nurse: User, practice_manager: User, now: datetime
) -> None:
    assert not Grant.objects.filter(holder=practice_manager, ended_at=None).exists()
    with acting_as(nurse):
        grant = services.let_hear(clip=in_library, person=nurse, now=now)
        assert services.let_hear(clip=in_library, person=nurse, now=now) == grant
    assert (grant.holder, grant.actions, grant.purpose) == (nurse, [GrantAction.CLIP], "training")
    assert grant.ends_at == clock.end_of_day(clock.local_day(now) + timedelta(days=5)), "never longer than the clip"
    with pytest.raises(Refused, match="does not let you listen"):
        open_access(
            grant_id=grant.pk, recording_id=in_library.recording_id, person=nurse, action=GrantAction.LISTEN, session_key="s", now=now
        )


@db
@audited
@pytest.mark.clause("AC-10")
def test_when_its_last_day_is_over_it_is_gone_and_the_job_can_come_again(in_library: TrainingClip, nurse: User, now: datetime) -> None:
    assert services.expire_clips(now=now + timedelta(days=5)) == 0
    later = now + timedelta(days=6)
    with acting_as(nurse), pytest.raises(Refused, match="not in the training library"):
        services.let_hear(clip=in_library, person=nurse, now=later)
    assert (services.expire_clips(now=later), services.expire_clips(now=later)) == (1, 0)
    assert {one.wrapped_key for one in StoredObject.objects.filter(subject=in_library.pk)} == {None}
    assert TrainingClip.objects.get().state == ClipState.EXPIRED


@db
@audited
def test_the_colleague_takes_their_consent_back_and_nobody_hears_it_any_more(
    in_library: TrainingClip, receptionist: User, nurse: User, now: datetime
) -> None:
    with acting_as(nurse):
        grant = services.let_hear(clip=in_library, person=nurse, now=now)
        with pytest.raises(NotYours):
            services.withdraw(clip=in_library, reason="No", person=nurse, now=now)
    with acting_as(receptionist):
        services.withdraw(clip=in_library, reason="", person=receptionist, now=now)
    grant.refresh_from_db()
    assert grant.ended_at == now
    assert not StoredObject.objects.filter(subject=in_library.pk, key_destroyed_at=None).exists()


HELD = [
    ("approved_by", "prepared_by", "clip_is_approved_by_somebody_else"),
    ("expires_on", None, "clip_in_library_is_approved_and_expires"),
    ("answered_at", None, "clip_has_the_colleague_s_consent"),
    ("silenced", [], "clip_says_what_is_silenced"),
    ("caller_agreed", "", "clip_says_how_the_caller_agreed"),
]


@db
@audited
def test_the_database_holds_what_a_clip_must_have(in_library: TrainingClip, ig_lead: User) -> None:
    for field, value, constraint in HELD:
        row = TrainingClip.objects.get(pk=in_library.pk)
        setattr(row, field, row.prepared_by if value == "prepared_by" else value)
        with acting_as(ig_lead), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            row.save()


# The pages


@db
@audited
def test_from_the_event_to_a_colleague_s_ear_through_the_pages(
    as_: Any, event: SignificantEvent, practice_manager: User, receptionist: User, ig_lead: User, nurse: User, now: datetime
) -> None:
    there = page("significant_event", event.reference)
    assert "Ask for a training clip" in words(as_(practice_manager).get(there))
    as_(practice_manager).post(page("clip_propose", event.reference), {"why": "For the induction", "caller_agreed": "By telephone"})
    clip = TrainingClip.objects.get()
    one = page("training_clip", clip.reference)
    assert as_(nurse).get(one).status_code == 404
    assert "Answer for a training clip" in words(as_(receptionist).get("/"))
    assert "I agree to this" in words(as_(receptionist).get(one))
    as_(receptionist).post(page("clip_answer", clip.reference), {"answer": "yes"})
    work = page("clip_prepare", clip.reference)
    assert "data-player" in words(as_(practice_manager).get(work))
    assert "write it like" in words(as_(practice_manager).post(work, {"start": "0:00", "end": "0:00.9", "parts": "soon"}))
    as_(practice_manager).post(work, {"start": "0:00", "end": "0:00.9", "parts": "0:00.2 to 0:00.4"})
    check_there = page("clip_check", clip.reference)
    assert as_(practice_manager).get(check_there).status_code == 403
    browser = as_(ig_lead)
    assert "data-player" in words(browser.get(check_there))
    until = clock.today() + timedelta(days=60)
    day = {"expires_on_day": until.day, "expires_on_month": until.month, "expires_on_year": until.year}
    browser.post(check_there, {**day, "decision": "approve"})
    assert clip.reference in words(as_(nurse).get(page("training_library")))
    _hears(as_(nurse), clip)
    assert as_(receptionist).post(page("clip_withdraw", clip.reference)).status_code == 302
    assert as_(nurse).get(page("clip_listen", clip.reference)).status_code == 404
    assert heard_outside_grants(now - timedelta(days=1), clock.now() + timedelta(minutes=1)) == []


def _hears(browser: Any, clip: TrainingClip) -> None:
    assert "data-player" in words(browser.post(page("clip_hear", clip.reference), follow=True))
    access = Access.objects.get(action=GrantAction.CLIP)
    sound = browser.get(page("clip_audio", access.pk), HTTP_RANGE="bytes=0-99")
    assert (sound.status_code, len(sound.content)) == (206, 100)
    assert browser.get(page("clip_peaks", access.pk)).status_code == 200
    assert browser.post(page("clip_played", access.pk), {"from": "0", "to": "0.5"}).status_code == 204
    assert Entry.objects.filter(event=Event.AUDIO_PLAYED, request=clip.reference).count() == 1
    assert browser.get(page("player", access.grant_id, clip.recording_id)).status_code == 403
    assert "Listen to the call" not in words(browser.get(page("listening")))


@db
@audited
def test_who_gave_the_only_authority_reads_why_they_cannot_hear_it(as_: Any, in_library: TrainingClip, ig_lead: User) -> None:
    shown = words(as_(ig_lead).get(page("training_clip", in_library.reference)))
    assert "Nobody can hear calls on their own authority." in shown
    assert "Hear this clip</button>" not in shown


@db
@audited
def test_the_sound_of_a_clip_is_nobody_else_s(as_: Any, in_library: TrainingClip, nurse: User, line_manager: User) -> None:
    as_(nurse).post(page("clip_hear", in_library.reference), follow=True)
    access = Access.objects.get(action=GrantAction.CLIP)
    other = as_(line_manager)
    assert {other.get(page(name, access.pk)).status_code for name in ("clip_audio", "clip_peaks")} == {404}
    assert other.post(page("clip_played", access.pk), {"from": "0", "to": "1"}).status_code == 404
