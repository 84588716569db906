"""The ledger, the purposes and the objections, through the services; a source without a notice, through the real intake."""

import csv
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.urls import get_resolver

from access_requests.models import CaseClock, Matter, Right
from breaches.models import Breach, Kind
from callgov import clock
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.registry import registry
from callgov.roles import Action
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.intake import services as intake
from recordings.models import Line, Notice, Objection, ProcessingPurpose, QuarantinedFile, Recording
from recordings.notices import queries, rules, texts, worklist
from recordings.notices.rules import Balance
from recordings.notices.services import ledger, objecting, purposes
from recordings.notices.services.objecting import Said
from recordings.notices.services.purposes import Impact, Pointed, Purpose
from recordings.vault.keyring import create_ring
from tests.cast import SINCE
from tests.recordings.factories import make_call, make_wav

pytestmark = pytest.mark.django_db
WHY = "to keep people safe"
WORDING = f"We record calls {WHY}."


def propose(actor: User, channel: str = "telephone", **said: Any) -> Notice:
    with acting_as(actor):
        return ledger.propose_notice(channel=channel, actor=actor, now=clock.now(), **{"wording": WORDING, "why": WHY, **said})


def approve(actor: User, notice: Notice, **said: Any) -> Notice:
    with acting_as(actor):
        return ledger.approve_notice(notice_id=notice.pk, actor=actor, now=clock.now(), **said)


def try_out(actor: User, notice: Notice, **said: Any) -> None:
    given = {"tested_on": clock.today(), "clear": True, "note": ""} | said
    with acting_as(actor):
        ledger.record_test(notice_id=notice.pk, actor=actor, now=clock.now(), **given)


# The ledger


@pytest.mark.clause("NO-1")
def test_a_wording_is_proposed_approved_tried_and_replaced(practice_manager: User, ig_lead: User) -> None:
    first = approve(ig_lead, propose(practice_manager))
    second = approve(ig_lead, propose(practice_manager, wording=f"Hello. {WORDING}"))
    first.refresh_from_db()
    assert (first.version, second.version) == (1, 2)
    assert first.in_force_until == second.in_force_from
    assert queries.in_force("telephone") == second
    events = [Event.NOTICE_APPROVED, Event.NOTICE_PROPOSED] * 2
    assert list(Entry.objects.filter(event__startswith="notice").values_list("event", flat=True)) == events


def test_a_proposal_that_waits_is_replaced_by_the_next(ig_lead: User) -> None:
    assert propose(ig_lead).pk == propose(ig_lead, wording=f"Good morning. {WORDING}").pk


@pytest.mark.clause("NO-1")
def test_a_wording_that_does_not_say_why_is_refused(ig_lead: User) -> None:
    with pytest.raises(Refused) as refused:
        propose(ig_lead, wording="Calls are recorded.")
    assert refused.value.refusal is rules.SAY_WHY
    with pytest.raises(IntegrityError, match="notice_says_why"), transaction.atomic(), acting_as(ig_lead):
        Notice.objects.create(channel="telephone", version=1, wording="x", why="", proposed_at=clock.now())


def test_nobody_else_keeps_notices(receptionist: User, dpo: User) -> None:
    for person in (receptionist, dpo):
        with pytest.raises(Refused):
            propose(person)


def test_what_was_approved_or_ended_is_not_again(ig_lead: User) -> None:
    notice = approve(ig_lead, propose(ig_lead))
    with pytest.raises(Conflict):
        approve(ig_lead, notice)
    with acting_as(ig_lead):
        ledger.withdraw_notice(notice_id=notice.pk, actor=ig_lead, reason="The system was replaced.", now=clock.now())
        with pytest.raises(Conflict):
            ledger.withdraw_notice(notice_id=notice.pk, actor=ig_lead, reason="Again", now=clock.now())
    with pytest.raises(Conflict):
        try_out(ig_lead, notice)
    with pytest.raises(NotYours):
        approve(ig_lead, Notice(pk=999))
    with pytest.raises(NotYours):
        propose(ig_lead, channel="smoke-signals")


def test_withdrawing_needs_a_reason(ig_lead: User) -> None:
    notice = approve(ig_lead, propose(ig_lead))
    with acting_as(ig_lead), pytest.raises(Refused):
        ledger.withdraw_notice(notice_id=notice.pk, actor=ig_lead, reason=" ", now=clock.now())


@pytest.mark.clause("NO-1")
def test_a_channel_is_red_on_the_home_page_until_a_notice_is_in_force_and_clear(ig_lead: User, nurse: User, line: Line) -> None:
    def said() -> list[str]:
        return [sentence for sentence in worklist.standing(ig_lead, clock.today()) if "Telephone" in sentence]

    assert said() == ["No notice is in force: Telephone, incoming calls. Calls by this route go to quarantine."]
    notice = approve(ig_lead, propose(ig_lead))
    assert said() == []
    try_out(ig_lead, notice, clear=False, note="Nobody could hear it.")
    assert said() == ["A notice was not clear when it was last tested: Telephone, incoming calls."]
    assert list(worklist.standing(nurse, clock.today())) == []


@pytest.mark.clause("NO-1")
def test_a_test_call_is_no_review_and_text_is_reviewed_when_it_is_read(ig_lead: User) -> None:
    spoken, written = (approve(ig_lead, propose(ig_lead, channel=channel)) for channel in ("telephone", "website"))
    review = spoken.next_review_on
    ago = clock.today() - timedelta(days=20)
    for notice in (spoken, written):
        try_out(ig_lead, notice, tested_on=ago)
        notice.refresh_from_db()
    assert (spoken.next_review_on, written.next_review_on) == (review, clock.add_months(ago, 12))
    try_out(ig_lead, spoken, tested_on=ago, reviewed=True)
    spoken.refresh_from_db()
    assert spoken.next_review_on == clock.add_months(ago, 12)
    try_out(ig_lead, spoken, tested_on=ago - timedelta(days=30))  # written down late: what was found since stands
    spoken.refresh_from_db()
    assert spoken.next_test_on == clock.add_months(ago, 1)
    a_year_on = clock.add_months(ago, 12)
    assert "Read a notice through" not in [item.words for item in worklist.work(ig_lead, a_year_on - timedelta(days=1))]
    assert {reminding.kind for reminding in worklist.reminders(clock.start_of_day(a_year_on))} == {"notice-test", "notice-review"}


@pytest.mark.clause("NO-1")
def test_an_approved_wording_stays_in_the_database_as_it_was_read(ig_lead: User) -> None:
    notice = approve(ig_lead, propose(ig_lead))
    changes = ({"wording": "Other."}, {"why": "x"}, {"in_force_from": clock.now()}, {"approved_by": None})
    for change in changes:
        with pytest.raises(IntegrityError, match="stays as it was read"), transaction.atomic():
            Notice.objects.filter(pk=notice.pk).recorded().update(**change)
    with pytest.raises(IntegrityError, match="stays as it was read"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).recorded().delete()
    approve(ig_lead, propose(ig_lead))
    with pytest.raises(IntegrityError, match="stays as it was read"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).recorded().update(in_force_until=None)


@pytest.mark.clause("NO-1")
def test_a_test_sets_the_day_of_the_next_and_the_keepers_are_reminded_of_it(ig_lead: User, practice_manager: User) -> None:
    notice = approve(ig_lead, propose(ig_lead))
    try_out(ig_lead, notice, tested_on=clock.today() - timedelta(days=40))
    notice.refresh_from_db()
    assert notice.next_test_on is not None
    assert notice.next_test_on < clock.today()
    assert [work.facts for work in worklist.work(practice_manager, clock.today())] == ["Telephone, incoming calls"]
    (due,) = worklist.reminders(clock.now())
    assert (due.kind, due.about, {person.username for person in due.people}) == (
        "notice-test",
        "notice-telephone",
        {"ig_lead", "practice_manager"},
    )


# A source without a notice


@pytest.fixture
def inbox(line: Line, tmp_path: Path, settings: Any) -> Path:
    settings.VAULT_KEY_RING = str(tmp_path / "ring.json")
    create_ring(settings.VAULT_KEY_RING)
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "vault")}}
    settings.STORAGES = {**settings.STORAGES, "vault": store}
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def bring(inbox: Path, *directions: str) -> Any:
    with (inbox / "manifest.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "started_at", "extension", "direction", "external_number", "line"))
        for number, direction in enumerate(directions, 1):
            (inbox / f"{number}.wav").write_bytes(make_wav(number / 10 + 1))
            writer.writerow((f"{number}.wav", f"2026-11-02 09:{10 + number}", "", direction, "07700 900461", "Main line"))
    with as_job(Job.INTAKE):
        return intake.import_path(paths=[inbox], now=clock.now())


@pytest.mark.clause("NO-6")
@pytest.mark.clause("NO-1")
def test_a_source_without_a_notice_goes_to_quarantine_with_an_incident_for_the_lead(inbox: Path, ig_lead: User, dpo: User) -> None:
    outcome = bring(inbox, "incoming", "incoming")
    assert (outcome.quarantined, outcome.taken_in, outcome.refusals) == (2, 0, [])
    assert not Recording.objects.exists()
    file = QuarantinedFile.objects.first()
    assert file is not None
    assert "this may be a secret recording" in file.sentence
    breach = Breach.objects.get()
    assert (breach.kind, breach.state) == (Kind.SECRET, "draft")
    assert "Route: Telephone, incoming calls." in breach.what_happened


@pytest.mark.clause("NO-6")
def test_the_lead_settles_it_by_the_notice_that_was_read_all_along(inbox: Path, ig_lead: User) -> None:
    bring(inbox, "incoming")
    file = QuarantinedFile.objects.get()
    again = {"file_id": file.pk, "actor": ig_lead, "cells": file.record, "source": "import"}
    with acting_as(ig_lead), pytest.raises(Refused):
        intake.take_in_file(now=clock.now(), **again)
    notice = approve(ig_lead, propose(ig_lead), since=clock.start_of_day(SINCE))
    with acting_as(ig_lead):
        recording = intake.take_in_file(now=clock.now(), **again)
    assert recording.notice == notice


@pytest.mark.clause("NO-2")
def test_each_recording_points_at_the_notice_it_fell_under(inbox: Path, ig_lead: User) -> None:
    long_ago = clock.start_of_day(SINCE)
    incoming, outgoing = (approve(ig_lead, propose(ig_lead, channel=channel), since=long_ago) for channel in ("telephone", "outgoing"))
    bring(inbox, "incoming", "outgoing", "internal")
    found = {recording.direction: recording.notice for recording in Recording.objects.select_related("notice")}
    assert found == {"incoming": incoming, "outgoing": outgoing}
    assert QuarantinedFile.objects.get().code == "no-notice-staff"


@pytest.mark.clause("NO-5")
def test_a_formal_objection_becomes_a_case_with_its_clock(receptionist: User, ig_lead: User, practice_manager: User) -> None:
    done = log(receptionist, formal=True, number="07700 900461", note="Wants a letter.")
    case = Matter.objects.get(reference=done.case_reference)
    assert (case.right, case.name) == (Right.OBJECTION, "Caller with the number ending 461")
    assert CaseClock.objects.get(reference=case.reference).right == Right.OBJECTION


# Purposes


GOOD = Balance("Ours", "No other way", "They expect it", "Nothing more", "Not an NHS service")
SAID = Purpose("Training line", "To train.", "public_task", article9="9_2_h")


def set_purpose(actor: User, said: Purpose = SAID, **more: Any) -> ProcessingPurpose:
    with acting_as(actor):
        return purposes.set_purpose(said=said, actor=actor, now=clock.now(), **more)


@pytest.mark.clause("LB-2")
def test_legitimate_interests_are_saved_with_their_balancing_or_not_at_all(ig_lead: User) -> None:
    wanted = Purpose("Marketing", "To sell.", "legitimate_interests", health_data=False)
    with pytest.raises(Refused) as refused:
        set_purpose(ig_lead, wanted)
    assert refused.value.refusal is rules.BALANCE_FIRST
    row = set_purpose(ig_lead, wanted, balance=GOOD)
    assert row.balancings.get().children == "Nothing more"


@pytest.mark.clause("LB-2")
def test_the_database_refuses_legitimate_interests_that_nobody_balanced(ig_lead: User) -> None:
    with acting_as(ig_lead):
        row = ProcessingPurpose.objects.create(name="x", lawful_basis="public_task", health_data=False, statement="x")
        row.lawful_basis = "legitimate_interests"
    with pytest.raises(IntegrityError, match="without a balancing assessment"), transaction.atomic():
        save_at_once(row, ig_lead)


def save_at_once(row: ProcessingPurpose, actor: User) -> None:
    with acting_as(actor):
        row.save()
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.clause("LB-1")
def test_under_calls_that_were_recorded_no_other_basis_is_put(ig_lead: User) -> None:
    call = make_call()
    said = Purpose(call.purpose.name, "Another", "contract", article9="9_2_h")
    with pytest.raises(Refused) as refused:
        set_purpose(ig_lead, said, purpose_id=call.purpose_id)
    assert refused.value.refusal is purposes.BASIS_IN_USE
    same = Purpose(call.purpose.name, "Said better", call.purpose.lawful_basis, article9=call.purpose.article9)
    assert set_purpose(ig_lead, same, purpose_id=call.purpose_id).statement == "Said better"


def test_nobody_else_keeps_purposes(practice_manager: User, line: Line) -> None:
    with pytest.raises(Refused):
        set_purpose(practice_manager)
    with acting_as(practice_manager), pytest.raises(Refused):
        purposes.point_line(line_id=line.pk, pointed=Pointed(1, "mobile"), actor=practice_manager, now=clock.now())


@pytest.mark.clause("LB-1")
def test_a_line_points_at_a_purpose_and_at_the_way_callers_reach_it(ig_lead: User, line: Line) -> None:
    other = set_purpose(ig_lead)
    with acting_as(ig_lead):
        purposes.point_line(line_id=line.pk, pointed=Pointed(other.pk, "mobile"), actor=ig_lead, now=clock.now())
        for wrong in (Pointed(other.pk, "poster"), Pointed(999, "mobile"), Pointed(other.pk, "mobile", internal=999)):
            with pytest.raises(NotYours):
                purposes.point_line(line_id=line.pk, pointed=wrong, actor=ig_lead, now=clock.now())
    line.refresh_from_db()
    assert (line.purpose, line.channel) == (other, "mobile")
    assert queries.channel("mobile", clock.today()).standing.red


@pytest.mark.clause("LB-1")
def test_each_type_of_call_has_its_purpose_and_what_has_none_of_its_own_has_the_line_s(inbox: Path, ig_lead: User, line: Line) -> None:
    long_ago = clock.start_of_day(SINCE)
    for channel in ("telephone", "outgoing", "staff"):
        approve(ig_lead, propose(ig_lead, channel=channel), since=long_ago)
    colleagues = set_purpose(ig_lead, Purpose("Between colleagues", "To settle what was agreed.", "contract", article9="9_2_h"))
    assert line.purpose is not None
    with acting_as(ig_lead):
        pointed = Pointed(line.purpose.pk, "telephone", internal=colleagues.pk)
        purposes.point_line(line_id=line.pk, pointed=pointed, actor=ig_lead, now=clock.now())
    bring(inbox, "incoming", "outgoing", "internal")
    found = {recording.direction: recording.purpose for recording in Recording.objects.select_related("purpose")}
    assert found == {"incoming": line.purpose, "outgoing": line.purpose, "internal": colleagues}


@pytest.mark.clause("LB-1")
def test_the_calls_of_a_line_without_a_purpose_wait_in_quarantine(inbox: Path, ig_lead: User, line: Line) -> None:
    with as_job(Job.SEED):
        line.purpose = None
        line.save(update_fields=["purpose"])
    bring(inbox, "incoming")
    assert (QuarantinedFile.objects.get().code, Recording.objects.count()) == ("no-lawful-basis", 0)
    assert queries.lines_without_purpose() == [line]


def impact(actor: User, purpose: ProcessingPurpose, **said: Any) -> None:
    given = {
        "description": "x", "necessity": "x", "risks": "x", "measures": "x", "officer_advice": "Go on.",
        "review_on": clock.today() + timedelta(days=300),
    }  # fmt: skip
    with acting_as(actor):
        purposes.record_impact(purpose_id=purpose.pk, said=Impact(**{**given, **said}), actor=actor, now=clock.now())


def test_an_impact_assessment_holds_the_officer_s_advice_and_its_review(ig_lead: User, line: Line) -> None:
    assert line.purpose is not None
    missing = f"The impact assessment of “{line.purpose.name}” is missing."
    assert missing in list(worklist.standing(ig_lead, clock.today()))
    for wrong in ({"officer_advice": " "}, {"review_on": clock.today() - timedelta(days=1)}):
        with pytest.raises(Refused):
            impact(ig_lead, line.purpose, **wrong)
    impact(ig_lead, line.purpose)
    assert missing not in list(worklist.standing(ig_lead, clock.today()))
    later = clock.today() + timedelta(days=301)
    assert f"The impact assessment of “{line.purpose.name}” is due for review." in list(worklist.standing(ig_lead, later))


# Privacy notice


@pytest.mark.clause("NO-3")
def test_the_privacy_notice_names_every_item_of_article_13(line: Line, dpo: User, ig_lead: User) -> None:
    def rows() -> list[tuple[str, str]]:
        return texts.privacy_notice(texts.Facts("Riverside Surgery", [dpo], queries.purposes(), queries.kept_for(), clock.today()))

    assert texts.missing(rows()) == []
    assert texts.missing(rows()[:-1]) == ["Decisions without a person"]
    said = " ".join(text for _, text in rows())
    for words in ("Riverside Surgery is the controller", dpo.email, "Article 9(2)(h)", "36 months", "ico.org.uk", "We do not rely on"):
        assert words in said
    set_purpose(ig_lead, Purpose("Sales", "To sell.", "legitimate_interests", health_data=False), balance=GOOD)
    set_purpose(ig_lead, Purpose("Survey", "To ask.", "consent", health_data=False))
    said = " ".join(text for _, text in rows())
    assert "We rely on them for: Sales." in said
    assert "you can withdraw that at any time" in said


# Objections


def log(person: User, ending: str = "carried_on", **said: Any) -> Objection:
    with acting_as(person):
        return objecting.log_objection(person=person, said=Said(ending, **said), now=clock.now())


@pytest.mark.clause("NO-4")
@pytest.mark.clause("NO-5")
@pytest.mark.parametrize("ending", ["carried_on", "ended", "other_way"])
def test_an_objection_is_logged_with_its_ending(receptionist: User, ending: str) -> None:
    done = log(receptionist, ending, number="07700 900461")
    assert (done.taken_by, done.ending, done.external_e164) == (receptionist, ending, "+447700900461")
    assert Entry.objects.get(event=Event.OBJECTION_LOGGED).request == done.reference
    assert queries.objections_about("+447700900461") == [done]
    assert queries.objections_about("") == []


@pytest.mark.clause("NO-5")
def test_an_objection_says_how_it_ended_and_is_not_ahead(receptionist: User) -> None:
    with pytest.raises(Refused):
        log(receptionist, "switched_off")
    with pytest.raises(Refused):
        log(receptionist, at=clock.now() + timedelta(hours=1))


@pytest.mark.clause("NO-5")
def test_a_formal_objection_is_handed_to_the_floor_that_keeps_cases(receptionist: User, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Objection] = []
    monkeypatch.setattr(registry, "on_objection", [lambda objection, person, now: asked.append(objection) or "OBJ-CASE-1"])
    assert log(receptionist, formal=True).case_reference == "OBJ-CASE-1"
    assert log(receptionist).case_reference == ""
    assert len(asked) == 1


@pytest.mark.clause("NO-4")
def test_an_objection_cannot_be_changed(receptionist: User) -> None:
    log(receptionist)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Objection.objects.all().recorded().update(ending="ended")


@pytest.mark.clause("NO-4")
def test_nothing_anywhere_switches_recording_off() -> None:
    """No page, no address, no act of a role and no event of the trail names it."""
    pages = Path(settings.BASE_DIR, "templates")
    words = ("stop recording", "pause recording", "switch off recording", "switch recording off", "turn off recording")
    found = [str(page) for page in pages.rglob("*.html") if any(word in page.read_text().lower() for word in words)]
    assert found == []
    names = [str(name) for name in get_resolver().reverse_dict if isinstance(name, str)] + [*Action, *Event]
    assert [name for name in names if re.search("(stop|pause|suspend|disable|switch|turn)[-_ ](off[-_ ])?record", name)] == []
