"""The pages of the programme and of a sample: they work, they write their entries, and they are not there for anybody else."""

from datetime import datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from audits.models import Absence, Audit, Authority, StaffProfile, State
from audits.programme.queries import lines, seen
from audits.sample import queries as sampling
from callgov import clock
from callgov.people.models import User
from callgov.roles import Role
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from tests.audits.factories import finish, make_calls, page, words
from tests.cast import make_person

pytestmark = pytest.mark.django_db


# Programme


@pytest.mark.clause("AU-3")
def test_the_programme_shows_an_assessor_who_is_due_but_never_themselves(
    as_: Any, authority: Authority, ig_lead: User, line_manager: User, receptionist: User, assessor: User
) -> None:
    shown = words(as_(assessor).get(page("audit_programme") + "?due=all"))
    assert "Receptionist" in shown
    assert "Not yet" in shown
    assert "Draw 3 calls for Assessor" not in shown
    assert [line.person for line in seen(assessor, clock.today(), lines(clock.today()))] == [ig_lead, line_manager, receptionist]


@pytest.mark.clause("AU-3")
def test_a_re_audit_is_drawn_with_one_press(as_: Any, drawn: Audit, receptionist: User, assessor: User, now: datetime) -> None:
    finish(drawn, assessor, now, 1, 1)
    browser = as_(assessor)
    make_calls(receptionist, 1, now)
    answer = browser.post(page("audit_draw"), {"person": receptionist.pk}, follow=True)
    assert Audit.objects.get(kind="reaudit").reference in words(answer)
    assert "audited before" in words(answer)


def test_the_programme_takes_the_same_queries_for_ten_and_a_hundred_people(
    as_: Any, authority: Authority, practice_manager: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser, counts = as_(practice_manager), []
    for extra in (10, 90):
        for number in range(extra):
            with acting_as(practice_manager):
                User.objects.create(username=f"p{extra}-{number}", email=f"p{extra}-{number}@x.example", name="P", is_active=True)
        with django_assert_max_num_queries(15) as counted:
            browser.get(page("audit_programme") + "?due=all")
        counts.append(len(counted))
    assert counts[0] == counts[1]


PLANNING = {"practice_manager": 200, "ig_lead": 403, "assessor": 403, "receptionist": 403, "dpo": 403, "partner": 403}


@pytest.mark.clause("AU-3")
def test_who_opens_the_page_of_how_a_person_is_audited(as_: Any, nurse: User, request: pytest.FixtureRequest) -> None:
    there = page("audit_person", nurse.pk)
    assert {name: as_(request.getfixturevalue(name)).get(there).status_code for name in PLANNING} == PLANNING


@pytest.mark.clause("AU-3")
def test_the_practice_manager_says_how_a_person_is_audited(as_: Any, nurse: User, practice_manager: User, assessor: User) -> None:
    browser = as_(practice_manager)
    said = {"role_group": "nursing", "uses_telephone": "yes", "part_time": "yes", "assessor": assessor.pk}
    browser.post(page("audit_person_change", nurse.pk, "manner"), said)
    profile = StaffProfile.objects.get(person=nurse)
    assert (profile.role_group, profile.part_time, profile.assessor, profile.is_clinician) == ("nursing", True, assessor, True)
    away = {"starts_on_day": "1", "starts_on_month": "6", "starts_on_year": "2026"}
    browser.post(page("audit_person_change", nurse.pk, "absence"), away)
    assert Absence.objects.get().ends_on is None
    assert "end not known" in words(browser.get(page("audit_person", nurse.pk)))
    back = {**away, "ends_on_day": "1", "ends_on_month": "5", "ends_on_year": "2026"}
    assert "must not be before" in words(browser.post(page("audit_person_change", nurse.pk, "absence"), back))
    assert browser.post(page("audit_person_change", nurse.pk, "anything")).status_code == 404
    assert browser.get(page("audit_person", 0)).status_code == 404


@pytest.mark.clause("AU-3", "AU-4")
def test_the_practice_manager_names_the_assessor_and_cancels(as_: Any, nurse: User, practice_manager: User, assessor: User) -> None:
    browser = as_(practice_manager)
    browser.post(page("audit_person_change", nurse.pk, "assessor"), {"assessor": assessor.pk})
    assert Audit.objects.get().assessor == assessor
    other = make_person("other", Role.ASSESSOR)
    browser.post(page("audit_person_change", nurse.pk, "assessor"), {"assessor": other.pk})
    assert Audit.objects.get().assessor == other
    browser.post(page("audit_person_change", nurse.pk, "cancel"), {"reason": "On secondment"})
    assert Audit.objects.get().state == State.CANCELLED
    again = browser.post(page("audit_person_change", nurse.pk, "cancel"), {"reason": "Again"})
    assert "Nothing is due" in words(again)


@pytest.mark.clause("AC-2")
def test_the_lead_authorises_and_the_entry_says_until_when(as_: Any, ig_lead: User) -> None:
    until = clock.add_months(clock.today(), 6)
    said = {"ends_on_day": until.day, "ends_on_month": until.month, "ends_on_year": until.year, "reasons": "Our yearly audits"}
    answer = as_(ig_lead).post(page("audit_authority"), said, follow=True)
    assert "Authorised." in words(answer)
    assert Entry.objects.get(event=Event.AUDITS_AUTHORISED).facts == {"until": until.isoformat()}
    assert "Our yearly audits" in words(as_(ig_lead).get(page("audit_authority")))


def test_an_authority_of_two_years_is_refused_in_a_sentence(as_: Any, ig_lead: User) -> None:
    until = clock.add_months(clock.today(), 24)
    said = {"ends_on_day": until.day, "ends_on_month": until.month, "ends_on_year": until.year, "reasons": "Our yearly audits"}
    assert "lasts a year at most" in words(as_(ig_lead).post(page("audit_authority"), said))


def test_without_an_authority_the_sentence_stands_where_the_button_would(as_: Any, receptionist: User, assessor: User) -> None:
    assert "not authorised today" in words(as_(assessor).get(page("audit_programme")))


# Sample


@pytest.mark.clause("AU-4")
def test_the_page_of_a_sample_says_how_it_was_drawn(as_: Any, drawn: Audit, assessor: User) -> None:
    shown = words(as_(assessor).get(page("audit_sample", drawn.reference)))
    for said in (drawn.seed, "7 calls to draw from, none left out.", "redraw_sample", "Start assessing", "3 minutes 7 seconds"):
        assert said in shown
    assert "900461" not in shown


@pytest.mark.clause("AC-4")
def test_a_sample_does_not_exist_for_others(as_: Any, drawn: Audit, request: pytest.FixtureRequest) -> None:
    others, there = ("receptionist", "line_manager", "nurse", "dpo", "partner"), page("audit_sample", drawn.reference)
    assert {as_(request.getfixturevalue(name)).get(there).status_code for name in others} == {404}


@pytest.mark.clause("AU-4")
def test_a_call_is_swapped_and_one_is_added(as_: Any, drawn: Audit, assessor: User) -> None:
    browser, first = as_(assessor), sampling.sample(drawn)[0]
    browser.post(page("audit_swap", drawn.reference), {"call": first.pk, "why": "other", "other": "A test call"})
    shown = browser.post(page("audit_add", drawn.reference), {"reason": "Two were very short"}, follow=True)
    assert "Swapped out: A test call" in words(shown)
    assert "Added: Two were very short" in words(shown)
    assert "Select why" in words(browser.post(page("audit_swap", drawn.reference), {"call": first.pk}, follow=True))
    assert "Enter the reason" in words(browser.post(page("audit_add", drawn.reference), {}, follow=True))


def test_too_few_calls_are_said_on_the_page(as_: Any, authority: Authority, receptionist: User, assessor: User, now: datetime) -> None:
    make_calls(receptionist, 2, now)
    with acting_as(assessor):
        answer = as_(assessor).post(page("audit_draw"), {"person": receptionist.pk}, follow=True)
    assert "cannot be finished yet" in words(answer)
    assert as_(assessor).post(page("audit_draw"), {"person": "x"}).status_code == 404


@pytest.mark.clause("AU-4")
def test_a_sample_is_handed_to_another_assessor(as_: Any, drawn: Audit, assessor: User, practice_manager: User) -> None:
    browser, other = as_(practice_manager), make_person("other_assessor", Role.ASSESSOR)
    assert "Hand it to another assessor" in words(browser.get(page("audit_sample", drawn.reference)))
    there = page("audit_hand_over", drawn.reference)
    assert "Enter the reason" in words(browser.post(there, {"to": other.pk}))
    browser.post(there, {"to": other.pk, "reason": "On long leave"})
    assert as_(assessor).get(page("audit_assess", drawn.reference, 1)).status_code == 404
    assert as_(assessor).get(there).status_code == 403
    assert as_(other).get(page("audit_assess", drawn.reference, 1)).status_code == 200


@pytest.mark.clause("AU-3")
def test_one_s_own_page_says_that_somebody_else_plans_it(as_: Any, practice_manager: User) -> None:
    shown = words(as_(practice_manager).get(page("audit_person", practice_manager.pk)))
    assert "You cannot change how you are audited yourself." in shown
    assert "Save absence" not in shown
