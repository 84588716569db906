"""The pages of an assessment, its result and its concerns: they work, they write their entries, and are there for nobody else."""

from datetime import datetime
from typing import Any

import pytest

from audits.assessment import queries as assessing
from audits.models import Assessment, Audit, Authority, Concern, Review, State, ToolVersion
from audits.sample import queries as sampling
from callgov.people.models import User
from callgov.roles import Role
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.intake.queries import to_fetch
from recordings.intake.services import Upload, deposit
from recordings.models import Grant
from tests.audits.factories import draw_for, finish, make_calls, mark_all, page, words
from tests.cast import make_person
from tests.documents.checked import verdicts
from tests.recordings.factories import make_wav

pytestmark = pytest.mark.django_db


# Assessing


def answers(**other: str) -> dict[str, Any]:
    return {"introduction": "met", "identity": "met", "manner": "met", **other}


@pytest.mark.clause("AU-4", "AU-9")
def test_only_the_drawn_calls_are_fetched_from_the_supplier_and_each_is_heard_once_it_is_here(
    as_: Any, authority: Authority, receptionist: User, practice_manager: User, assessor: User, now: datetime
) -> None:
    make_calls(receptionist, 5, now, stated_seconds=30)
    audit = draw_for(receptionist, assessor, now)
    browser, there = as_(assessor), page("audit_assess", audit.reference, 1)
    assert "is with the telephone supplier" in words(browser.get(there))
    wanted = {choice.recording_id for choice in to_fetch(now)}
    assert wanted == {call.recording_id for call in sampling.sample(audit)}
    desk = assessing.desk(assessor, audit.reference)
    fetched = {"recording_id": desk.call(1).recording_id, "grant_id": desk.assessment.grant_id, "where_from": "The supplier's portal"}
    deposit(**fetched, depositor=practice_manager, source=Upload("call.wav", make_wav(30)), now=now)
    shown = words(browser.get(there))
    assert "data-player" in shown
    assert "Is it a telephone consultation?" not in shown


@pytest.mark.clause("AU-9", "AU-11")
def test_a_held_call_is_heard_and_marked(as_: Any, authority: Authority, receptionist: User, assessor: User, now: datetime) -> None:
    make_calls(receptionist, 3, now, held=True)
    audit = draw_for(receptionist, assessor, now)
    browser = as_(assessor)
    assert "data-player" in words(browser.get(page("audit_assess", audit.reference, 1)))
    assert Entry.objects.filter(event=Event.ACCESS_OPENED, request=audit.reference).count() == 1
    answer = browser.post(
        page("audit_assess", audit.reference, 1), answers(identity="not_met", identity_note="Not asked", identity_at="0:00.5")
    )
    assert answer["Location"] == page("audit_assess", audit.reference, 2)
    assert "Score so far: 2 of 3." in words(browser.get(answer["Location"]))
    assert "Not asked" in words(browser.get(page("audit_assess", audit.reference, 1)))


@pytest.mark.clause("AU-9")
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"introduction": "met"}, "Answer “The identity of the patient is confirmed”"),
        (answers(identity="not_met"), "Enter a note: say what was missing"),
    ],
)
def test_a_call_is_not_saved_half(given: dict[str, str], sentence: str, as_: Any, drawn: Audit, assessor: User) -> None:
    assert sentence in words(as_(assessor).post(page("audit_assess", drawn.reference, 1), given))
    assert not Review.objects.exists()


@pytest.mark.clause("AU-10")
def test_a_clinician_s_call_has_three_more_only_when_it_is_a_consultation(
    as_: Any, authority: Authority, nurse: User, practice_manager: User, assessor: User, now: datetime
) -> None:
    as_(practice_manager).post(
        page("audit_person_change", nurse.pk, "manner"), {"role_group": "nursing", "uses_telephone": "yes", "part_time": "no"}
    )
    make_calls(nurse, 3, now)
    audit = draw_for(nurse, assessor, now)
    browser = as_(assessor)
    clinical = {"consent": "met", "understanding": "met", "plan": "not_applicable"}
    browser.post(page("audit_assess", audit.reference, 1), answers(consultation="yes", **clinical))
    browser.post(page("audit_assess", audit.reference, 2), answers(consultation="no"))
    assert [review.marks.count() for review in Review.objects.order_by("pk")] == [6, 3]


@pytest.mark.clause("AU-4", "AC-4")
def test_only_the_assessor_opens_the_desk(as_: Any, drawn: Audit, request: pytest.FixtureRequest) -> None:
    others = [request.getfixturevalue(name) for name in ("practice_manager", "receptionist", "ig_lead")]
    for person in [make_person("other_assessor", Role.ASSESSOR), *others]:
        assert as_(person).get(page("audit_assess", drawn.reference, 1)).status_code in (403, 404)
        assert as_(person).get(page("audit_check", drawn.reference)).status_code in (403, 404)


def test_a_call_that_the_sample_does_not_have_does_not_exist(as_: Any, drawn: Audit, assessor: User) -> None:
    assert as_(assessor).get(page("audit_assess", drawn.reference, 4)).status_code == 404


def test_the_check_page_says_what_is_missing_and_then_finishes(as_: Any, drawn: Audit, assessor: User, now: datetime) -> None:
    browser = as_(assessor)
    assert "3 of 3 calls are not assessed yet" in words(browser.get(page("audit_check", drawn.reference)))
    mark_all(drawn, assessor, now, 1, 1)
    assert "7 of 9: 77.7% is below the 80% aim." in words(browser.get(page("audit_check", drawn.reference)))
    missing = browser.post(page("audit_check", drawn.reference), {"went_well": "Warm"})
    assert "Enter what to work on" in words(missing)
    done = browser.post(page("audit_check", drawn.reference), {"went_well": "Warm", "to_work_on": "Names"}, follow=True)
    assert "below the 80% aim" in words(done)
    assert browser.get(page("audit_check", drawn.reference)).status_code == 409


@pytest.mark.clause("AC-2")
def test_access_that_ran_out_is_renewed_from_the_page(as_: Any, drawn: Audit, assessor: User, ig_lead: User, now: datetime) -> None:
    grant = assessing.desk(assessor, drawn.reference).assessment.grant
    with acting_as(ig_lead):
        grant.ended_at, grant.ended_by, grant.ended_reason = now, ig_lead, "Away"
        grant.save()
    browser = as_(assessor)
    assert "Hear these calls for longer" in words(browser.get(page("audit_assess", drawn.reference, 1)))
    browser.post(page("audit_renew", drawn.reference))
    assert Grant.objects.filter(holder=assessor, ended_at=None).count() == 1


@pytest.mark.clause("AU-9", "AU-10")
def test_the_tool_is_read_by_assessors_and_changed_by_the_practice_manager(as_: Any, assessor: User, practice_manager: User) -> None:
    assert "Save as a new version" not in words(as_(assessor).get(page("audit_tool")))
    guidance = {"introduction": "Say the surgery first", "identity": "b", "manner": "c", "consent": "d", "understanding": "e", "plan": "f"}
    assert as_(assessor).post(page("audit_tool"), {**guidance, "reason": "x"}).status_code == 403
    as_(practice_manager).post(page("audit_tool"), {**guidance, "reason": "Clearer words"})
    assert ToolVersion.objects.get().number == 2
    assert "Say the surgery first" in words(as_(assessor).get(page("audit_tool")))


# Results


@pytest.fixture
def below(drawn: Audit, assessor: User, now: datetime) -> Audit:
    return finish(drawn, assessor, now, 1, 1, concern="Said that the doctor was wrong")


@pytest.mark.clause("AU-6")
def test_the_assessed_reads_hears_and_answers(as_: Any, below: Audit, receptionist: User) -> None:
    browser = as_(receptionist)
    shown = words(browser.get(page("audit_result", below.reference)))
    for said in (
        "Your audit: 77.7%, below the 80% aim",
        "3 calls are few",
        "Name was not given",
        Audit.objects.get(kind="reaudit").reference,
        "Confirm who is calling",
    ):
        assert said in shown
    assert "the doctor was wrong" not in shown
    heard = browser.post(page("audit_hear", below.reference), follow=True)
    assert "Listen to the call of" in words(heard)
    browser.post(page("audit_read", below.reference), {"words": "I will ask for the name"})
    below.refresh_from_db()
    assert below.state == State.ANSWERED
    assert browser.post(page("audit_read", below.reference), {}).status_code == 409
    assert below.reference in words(browser.get(page("own_audits")))


@pytest.mark.clause("AU-6")
def test_a_second_look_goes_from_page_to_page(as_: Any, below: Audit, receptionist: User, assessor: User, now: datetime) -> None:
    browser = as_(receptionist)
    assert "Say which call" in words(browser.post(page("audit_dispute", below.reference), {}))
    browser.post(page("audit_dispute", below.reference), {"words": "Call 2 was a wrong number"})
    second = make_person("second", Role.ASSESSOR)
    assert "Take this second look" in words(as_(second).get(page("second_looks")))
    opened = as_(second).post(page("audit_look_again", below.reference), follow=True)
    assert "You do not see the first marks." in words(opened)
    finish(below, second, now)
    shown = words(as_(receptionist).get(page("audit_result", below.reference)))
    assert "Your audit: 100.0%" in shown
    assert "Second look (this one counts)" in shown
    assert as_(assessor).get(page("audit_result", below.reference)).status_code == 200
    assert as_(second).post(page("audit_look_again", "AUD-1999-0001")).status_code == 404


@pytest.mark.clause("AU-6")
def test_the_practice_manager_s_reading_is_recorded_and_the_slip_has_no_sound(as_: Any, below: Audit, practice_manager: User) -> None:
    browser = as_(practice_manager)
    browser.get(page("audit_result", below.reference))
    shown = words(browser.get(page("audit_slip", below.reference)))
    assert "77.7%, below the 80% aim" in shown
    assert "audio" not in shown
    assert Entry.objects.filter(event=Event.RESULT_READ, actor=practice_manager).count() == 2
    paper = browser.get(page("audit_slip_pdf", below.reference))
    assert [verdict.broken for verdict in verdicts(paper.content)] == [[]]
    assert "the doctor was wrong" not in shown


@pytest.mark.clause("AU-6")
def test_results_go_to_the_hr_system(as_: Any, below: Audit, practice_manager: User, receptionist: User) -> None:
    browser = as_(practice_manager)
    assert below.reference in words(browser.get(page("audit_records")))
    assert "No audit was finished" in words(browser.get(page("audit_records") + "?year=2019"))
    rows = browser.get(page("audit_records_csv")).content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith(f'"{below.reference}","{receptionist.name}","Probation"')
    assert '"77.7%","No","No"' in rows[1]


RESULT_PAGES = ("audit_result", "audit_slip", "audit_slip_pdf", "audit_dispute")


@pytest.mark.clause("AU-6", "AC-4")
def test_a_result_does_not_exist_for_others(as_: Any, below: Audit, request: pytest.FixtureRequest) -> None:
    for name in ("line_manager", "ig_lead", "dpo", "partner", "nurse"):
        browser = as_(request.getfixturevalue(name))
        assert {browser.get(page(one, below.reference)).status_code for one in RESULT_PAGES} == {404}
        assert {browser.post(page(one, below.reference)).status_code for one in ("audit_read", "audit_hear")} == {404}


# Concerns


@pytest.mark.clause("AU-6")
def test_a_partner_reads_and_answers_a_concern(as_: Any, below: Audit, partner: User, assessor: User) -> None:
    concern = Concern.objects.get()
    browser = as_(partner)
    assert "Receptionist" in words(browser.get(page("concerns")))
    assert "the doctor was wrong" in words(browser.get(page("concern", concern.pk)))
    assert Entry.objects.filter(event=Event.CONCERN_READ, actor=partner).count() == 1
    browser.post(page("concern", concern.pk), {"words": "We spoke", "close": "on"})
    concern.refresh_from_db()
    assert concern.closed_by == partner
    assert "We spoke" in words(as_(assessor).get(page("concern", concern.pk)))


@pytest.mark.clause("AU-6")
def test_an_assessor_reads_their_own_concern_and_no_other(as_: Any, below: Audit, assessor: User) -> None:
    assert "Only the Partners answer" in words(as_(assessor).get(page("concern", Concern.objects.get().pk)))
    other = make_person("other", Role.ASSESSOR)
    assert as_(other).get(page("concern", Concern.objects.get().pk)).status_code == 404
    assert "There are no concerns." in words(as_(other).get(page("concerns")))


@pytest.mark.clause("AU-6")
def test_nobody_else_has_a_page_of_concerns(as_: Any, below: Audit, request: pytest.FixtureRequest) -> None:
    there, others = page("concern", Concern.objects.get().pk), ("receptionist", "practice_manager", "ig_lead", "dpo")
    assert {as_(request.getfixturevalue(name)).get(there).status_code for name in others} == {403}


# The work list


@pytest.mark.clause("AU-3", "AU-5")
def test_home_says_what_is_to_do(as_: Any, below: Audit, receptionist: User, practice_manager: User, partner: User, assessor: User) -> None:
    assert "Read the result of your audit" in words(as_(receptionist).get("/"))
    assert "Read a concern about professional practice" in words(as_(partner).get("/"))
    assert "See who is due to be audited" in words(as_(assessor).get("/"))


def test_the_assessor_s_home_leads_to_the_calls(as_: Any, drawn: Audit, assessor: User) -> None:
    shown = words(as_(assessor).get("/"))
    assert "Assess the calls of a sample" in shown
    assert page("audit_assess", drawn.reference, 1) in shown


CHANGING = ("audit_read", "audit_hear", "audit_swap", "audit_add", "audit_renew", "audit_look_again")


def test_what_changes_something_is_never_done_by_a_link(as_: Any, drawn: Audit, assessor: User) -> None:
    browser = as_(assessor)
    assert {browser.get(page(name, drawn.reference)).status_code for name in CHANGING} == {405}
    assert browser.get(page("audit_draw")).status_code == 405
    assert Assessment.objects.count() == 1
