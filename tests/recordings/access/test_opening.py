"""Opening a call: what is checked, what is written down, and that both stand before anything is handed over (AC-4, AU-11)."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from callgov import clock
from callgov.people.models import User
from callgov.refusals import NotYours, Refused
from callgov.trail.context import acting_as
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.access import services
from recordings.models import Access, AudioState, Grant, GrantAction, ObjectRole, Recording, StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from tests.recordings.factories import make_call, make_chosen, make_grant, make_held_call


def opened(grant: Grant, recording_id: UUID, person: User | None = None, **more: Any) -> Access:
    given = {"action": GrantAction.LISTEN, "session_key": "a session", "now": clock.now()} | more
    return services.open_access(grant_id=grant.pk, recording_id=recording_id, person=person or grant.holder, **given)


def kept(access: Access, person: User, session_key: str = "a session") -> Access:
    return services.keep_access(access_id=access.pk, person=person, session_key=session_key, now=clock.now())


@pytest.mark.clause("AC-4")
@pytest.mark.clause("AU-1")
@pytest.mark.clause("AU-11")
def test_opening_writes_who_what_under_which_grant_and_why(grant: Grant, chosen: Recording) -> None:
    access = opened(grant, chosen.pk)
    entry = Entry.objects.get(event=Event.ACCESS_OPENED)
    assert (entry.actor, entry.grant, entry.recording, entry.object_pk) == (grant.holder, grant.pk, chosen.pk, str(access.pk))
    assert (entry.request, entry.reason) == ("REQ-2026-0042", "Staff training, coaching and support")
    assert entry.facts == {"purpose": "training", "action": "listen"}


@pytest.mark.clause("AC-4")
def test_what_was_opened_opens_the_vault_for_that_call_alone(grant: Grant, chosen: Recording) -> None:
    other = make_held_call()
    access = opened(grant, chosen.pk)
    stored = StoredObject.objects.get(subject=chosen.pk, role=ObjectRole.LISTENING)
    assert b"".join(Vault().open(access, stored)).startswith(b"RIFF")
    assert not access.covers(StoredObject.objects.get(subject=other.pk, role=ObjectRole.LISTENING))


@pytest.mark.clause("AC-4")
@pytest.mark.parametrize("who", ["nurse", "ig_lead", "dpo", "administrator"])
def test_nobody_but_the_holder_opens(who: str, grant: Grant, chosen: Recording, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotYours):
        opened(grant, chosen.pk, request.getfixturevalue(who))
    assert not Access.objects.exists()


@pytest.mark.clause("AC-1")
def test_who_became_system_administrator_hears_nothing_more(grant: Grant, chosen: Recording, administrator: User) -> None:
    with acting_as(grant.issued_by):
        grant.holder = administrator
        grant.save()
    with pytest.raises(Refused, match="A system administrator cannot hear a recording"):
        opened(grant, chosen.pk, administrator)


@pytest.mark.clause("AC-4")
def test_a_call_that_was_not_chosen_is_not_opened_even_inside_the_grant(grant: Grant, call: Recording) -> None:
    for recording_id in (call.pk, uuid4()):
        with pytest.raises(NotYours):
            opened(grant, recording_id)


@pytest.mark.clause("AC-4")
def test_a_grant_that_does_not_exist_looks_like_someone_elses(nurse: User, call: Recording) -> None:
    with pytest.raises(NotYours):
        opened(Grant(pk=uuid4()), call.pk, nurse)


@pytest.mark.parametrize(
    ("state", "words"), [(AudioState.WITH_SUPPLIER, "with the telephone supplier"), (AudioState.DESTROYED, "was destroyed")]
)
def test_audio_that_is_not_here_is_refused_with_what_to_do(state: str, words: str, grant: Grant) -> None:
    call = make_call(audio_state=state)
    make_chosen(grant, [call])
    with pytest.raises(Refused, match=words):
        opened(grant, call.pk)
    assert not Entry.objects.filter(event=Event.ACCESS_OPENED).exists()


@pytest.mark.clause("AC-2")
def test_listening_does_not_allow_a_release(grant: Grant, chosen: Recording) -> None:
    with pytest.raises(Refused, match="does not let you prepare and release a copy"):
        opened(grant, chosen.pk, action=GrantAction.RELEASE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("AU-11")
def test_an_access_inside_a_transaction_that_could_be_undone_is_not_opened(receptionist: User, ig_lead: User) -> None:
    grant, call = make_grant(receptionist, ig_lead), make_held_call()
    make_chosen(grant, [call])
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        opened(grant, call.pk)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        open_job_access(job=Job.INTEGRITY, subject=call.pk, reason="Check", now=clock.now())


@pytest.mark.clause("AC-4")
def test_an_access_is_kept_in_its_own_session_by_its_own_person(grant: Grant, chosen: Recording, nurse: User) -> None:
    access = opened(grant, chosen.pk)
    assert kept(access, grant.holder) == access
    for person, session in ((grant.holder, "another session"), (grant.holder, ""), (nurse, "a session")):
        with pytest.raises(NotYours):
            kept(access, person, session)


def test_keeping_an_access_costs_one_query(grant: Grant, chosen: Recording, django_assert_num_queries: Any) -> None:
    access = opened(grant, chosen.pk)
    with django_assert_num_queries(1):
        kept(access, grant.holder)


@pytest.mark.clause("AC-1")
def test_an_access_is_not_kept_after_the_end(grant: Grant, chosen: Recording, ig_lead: User) -> None:
    access = opened(grant, chosen.pk)
    with pytest.raises(Refused, match="Your access ended"):
        services.keep_access(access_id=access.pk, person=grant.holder, session_key="a session", now=grant.ends_at)
    with acting_as(ig_lead):
        services.end_grant(grant_id=grant.pk, actor=ig_lead, reason="Sent in error", now=clock.now())
    with pytest.raises(Refused, match="Your access ended"):
        kept(access, grant.holder)


def test_the_session_key_itself_is_not_kept(grant: Grant, chosen: Recording) -> None:
    assert opened(grant, chosen.pk, session_key="topsecret").session_key != "topsecret"


@pytest.mark.clause("AC-4")
def test_something_made_from_a_chosen_call_is_opened_under_the_same_checks(grant: Grant, chosen: Recording, nurse: User) -> None:
    given = {"grant_id": grant.pk, "action": GrantAction.LISTEN, "session_key": "s", "now": clock.now()}
    release = uuid4()
    access = services.open_subject_access(subject=release, recording_id=chosen.pk, person=grant.holder, **given)
    assert (access.subject, Entry.objects.get(event=Event.ACCESS_OPENED).recording) == (release, chosen.pk)
    tries = ((release, chosen.pk, nurse), (release, uuid4(), grant.holder), (make_call().pk, chosen.pk, grant.holder))
    for subject, recording_id, person in tries:
        with pytest.raises(NotYours):
            services.open_subject_access(subject=subject, recording_id=recording_id, person=person, **given)


@pytest.mark.clause("AC-4")
@pytest.mark.clause("AU-11")
def test_a_job_of_the_system_has_an_access_with_its_reason_too(call: Recording) -> None:
    access = open_job_access(job=Job.INTEGRITY, subject=call.pk, reason="Weekly check", now=clock.now())
    entry = Entry.objects.get(event=Event.ACCESS_OPENED)
    assert (entry.job, entry.actor, entry.reason, entry.recording) == (Job.INTEGRITY, None, "Weekly check", call.pk)
    assert access.covers(StoredObject.objects.get(subject=call.pk, role=ObjectRole.ORIGINAL))


@pytest.mark.clause("AC-4")
def test_the_access_of_a_job_is_nobodys_to_listen_under(call: Recording, receptionist: User) -> None:
    access = open_job_access(job=Job.INTEGRITY, subject=call.pk, reason="Weekly check", now=clock.now())
    with pytest.raises(NotYours):
        kept(access, receptionist)


@pytest.mark.clause("AC-4")
def test_a_job_without_a_reason_opens_nothing(call: Recording) -> None:
    with pytest.raises(IntegrityError, match="access_under_a_grant_or_a_named_job"):
        open_job_access(job=Job.INTEGRITY, subject=call.pk, reason="", now=clock.now())
