"""What an assessment must say, and what may leave under one."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_requests.assessment import rules
from access_requests.assessment.rules import Other, Weighed
from access_requests.facts import Facts
from access_requests.grounds import Ground
from access_requests.models import AccessRequest, Assessment, IdentityCheck, Kind, Result, State
from callgov import clock
from callgov.people.models import User
from callgov.refusals import Refusal

pytestmark = pytest.mark.clause("AC-6")

TODAY = date(2026, 11, 22)
ME = User(pk=1)
OPINION = {"opinion": "no_harm", "opinion_by": "Dr Reid", "opinion_on": TODAY}
SURE = Facts(check=IdentityCheck(result=Result.CONFIRMED, authority=True))
DAUGHTER = Other("The caller's daughter", "redacted", "She did not agree.")


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


def weighed(**fields: Any) -> Weighed:
    plain = {"outcome": "full", "reasons": "Only the caller and a nurse.", "staff_voice": "clinician", "clinical_content": False}
    return Weighed(**(plain | fields))


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({}, ""),
        ({"reasons": " "}, "no-reasons"),
        ({"staff_voice": "reasonable"}, "staff-voice-unsaid"),
        ({"staff_voice": "reasonable", "staff_voice_reason": "In her role."}, ""),
        ({"others": [Other("", "reasonable", "x")]}, "third-party-unsaid"),
        ({"others": [Other("A son", "reasonable", " ")]}, "third-party-unsaid"),
        ({"others": [Other("A son", "consented", "In writing.")]}, ""),
        ({"others": [DAUGHTER]}, "not-all"),
        ({"others": [DAUGHTER], "outcome": "partial"}, ""),
        ({"outcome": "partial"}, "no-ground"),
        ({"outcome": "refused"}, "no-ground"),
        ({"staff_voice": "withheld", "staff_voice_reason": "Fear of harm."}, "not-all"),
        ({"clinical_content": True}, "no-opinion"),
        ({"clinical_content": True, **OPINION, "opinion_by": " "}, "no-opinion"),
        ({"clinical_content": True, **OPINION}, ""),
        ({"clinical_content": True, **OPINION, "opinion_on": date(2026, 5, 23)}, ""),
        ({"clinical_content": True, **OPINION, "opinion_on": date(2026, 5, 22)}, "old-opinion"),
        ({"clinical_content": True, **OPINION, "opinion_on": date(2026, 11, 23)}, "old-opinion"),
        ({"clinical_content": True, **OPINION, "opinion": "harm"}, "harm-unsaid"),
        ({"exemptions": [Ground.NO_NEED], "exemption_reasons": "x", "outcome": "refused"}, "no-such-exemption"),
        ({"exemptions": [Ground.LEGAL_PRIVILEGE], "outcome": "refused"}, "exemption-unsaid"),
        ({"exemptions": [Ground.LEGAL_PRIVILEGE], "exemption_reasons": "Advice.", "outcome": "refused"}, ""),
        ({"exemptions": [Ground.LEGAL_PRIVILEGE], "exemption_reasons": "Advice."}, "not-all"),
        ({"exemptions": [Ground.SERIOUS_HARM], "exemption_reasons": "x", "outcome": "refused"}, "no-opinion"),
        ({"exemptions": [Ground.SERIOUS_HARM], "exemption_reasons": "x", "outcome": "refused", **OPINION}, "no-harm"),
        ({"exemptions": [Ground.SERIOUS_HARM], "exemption_reasons": "x", "outcome": "refused", **OPINION, "opinion": "harm"}, ""),
    ],
)
def test_an_assessment_says_everything_it_must(fields: dict[str, Any], answer: str) -> None:
    assert code(rules.refuse_weighed(weighed(**fields), TODAY)) == answer


@given(st.dates(date(2020, 1, 1), date(2050, 1, 1)), st.integers(0, 400))
def test_clinical_content_is_never_given_on_an_opinion_that_does_not_count(obtained: date, later: int) -> None:
    on = date.fromordinal(obtained.toordinal() + later)
    refused = code(rules.refuse_weighed(weighed(clinical_content=True, **OPINION | {"opinion_on": obtained}), on))
    assert (refused == "") == clock.opinion_counts(obtained, on)


@given(st.sampled_from(["consented", "reasonable", "redacted", "withheld"]), st.sampled_from(["full", "partial", "refused"]))
def test_what_is_given_agrees_with_what_was_taken_out(third: str, outcome: str) -> None:
    refused = rules.refuse_weighed(weighed(outcome=outcome, others=[Other("A son", third, "x")]), TODAY)
    assert (refused is None) == ((third in ("redacted", "withheld")) != (outcome == "full"))


def request(**fields: Any) -> AccessRequest:
    return AccessRequest(**({"kind": Kind.SUBJECT_ACCESS, "state": State.APPROVED} | fields))


@pytest.mark.parametrize(
    ("case", "holders", "facts", "answer"),
    [
        (request(), {1}, SURE, ""),
        (request(kind=Kind.HEALTH_RECORDS), {1}, SURE, ""),
        (request(kind=Kind.OWN_CALL, also_sar=True), {1}, SURE, ""),
        (request(kind=Kind.BUSINESS_NEED), {1}, SURE, "not-assessed"),
        (request(kind=Kind.OWN_CALL), {1}, SURE, "not-assessed"),
        (request(state=State.SENT), {1}, SURE, "not-approved"),
        (request(state=State.CLOSED), {1}, SURE, "not-approved"),
        (request(), {2}, SURE, "not-a-listener"),
        (request(), {1}, Facts(check=IdentityCheck(result=Result.IN_DOUBT)), "identity-in-doubt"),
    ],
)
def test_who_may_hear_the_call_weighs_it(case: AccessRequest, holders: set[int], facts: Facts, answer: str) -> None:
    assert code(rules.refuse_assessor(case, ME, holders, facts)) == answer


def standing(**fields: Any) -> Assessment:
    return Assessment(**({"outcome": "full", "clinical_content": False} | fields))


@pytest.mark.clause("AC-7")
@pytest.mark.parametrize(
    ("case", "facts", "assessment", "extract", "answer"),
    [
        (request(), SURE, standing(), False, ""),
        (request(kind=Kind.BUSINESS_NEED), Facts(), None, False, ""),
        (request(kind=Kind.EXTERNAL_BODY), Facts(), None, False, ""),
        (request(), SURE, None, False, "not-assessed-yet"),
        (request(), Facts(), standing(), False, "identity-open"),
        (request(), Facts(check=IdentityCheck(result=Result.IN_DOUBT)), standing(), False, "identity-open"),
        (request(), SURE, standing(outcome="refused"), False, "assessed-refused"),
        (request(), SURE, standing(outcome="partial"), False, "only-a-part"),
        (request(), SURE, standing(outcome="partial"), True, ""),
        (request(), SURE, standing(clinical_content=True, opinion_on=date(2026, 5, 22)), False, "old-opinion"),
        (request(), SURE, standing(clinical_content=True, opinion_on=date(2026, 5, 23)), False, ""),
        (request(kind=Kind.OWN_CALL, also_sar=True), Facts(), standing(), False, ""),
    ],
)
def test_nothing_leaves_before_it_is_weighed(
    case: AccessRequest, facts: Facts, assessment: Assessment | None, extract: bool, answer: str
) -> None:
    assert code(rules.refuse_release(case, facts, assessment, extract=extract, today=TODAY)) == answer
