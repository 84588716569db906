"""Who asks, and by what right: pure rules, refused at least as often as allowed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_requests.facts import Facts
from access_requests.identity import rules
from access_requests.identity.rules import Found, authority, compare
from access_requests.models import AccessRequest, Capacity, Competence, IdentityCheck, Kind, Match, Proof, Result, Seen, State
from callgov.people.models import User
from callgov.refusals import Refusal
from callgov.roles import Role

pytestmark = pytest.mark.clause("AC-7")

HERE, THERE = "+447700900461", "+447700900999"
TAKER, LEAD, OTHER = User(pk=1), User(pk=2), User(pk=3)
ON = date(2026, 11, 20)


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


def found(**fields: Any) -> Found:
    return Found(**({"seen": [Seen.PHOTO], "number_match": Match.MATCH, "result": Result.CONFIRMED} | fields))


def request(**fields: Any) -> AccessRequest:
    return AccessRequest(**({"kind": Kind.SUBJECT_ACCESS, "requester": TAKER, "state": State.SENT, "step": "ig-lead"} | fields))


def check(result: str, *, by_dpo: bool = False) -> IdentityCheck:
    return IdentityCheck(result=result, by_dpo=by_dpo)


@pytest.mark.parametrize(
    ("asker", "call", "withheld", "shared", "match"),
    [
        (HERE, HERE, False, False, Match.MATCH),
        (HERE, HERE, False, True, Match.SHARED),
        (HERE, THERE, False, False, Match.MISMATCH),
        (HERE, THERE, False, True, Match.MISMATCH),
        (HERE, "", True, False, Match.WITHHELD),
        ("", HERE, False, False, Match.UNKNOWN),
        (HERE, "", False, False, Match.UNKNOWN),
    ],
)
def test_two_numbers_compare_exactly(asker: str, call: str, withheld: bool, shared: bool, match: Match) -> None:
    assert compare(asker, call, withheld=withheld, shared=shared) == match


@pytest.mark.parametrize(
    ("person", "roles", "standing", "answer"),
    [
        (TAKER, [Role.STAFF], None, ""),
        (LEAD, [Role.IG_LEAD], None, ""),
        (OTHER, [Role.DPO], None, ""),
        (OTHER, [Role.STAFF], None, "no-part"),
        (OTHER, [Role.PARTNER], None, "no-part"),
        (LEAD, [Role.IG_LEAD], check(Result.ASKED), ""),
        (LEAD, [Role.IG_LEAD], check(Result.IN_DOUBT), "dpo-decides"),
        (TAKER, [Role.STAFF], check(Result.IN_DOUBT), "dpo-decides"),
        (OTHER, [Role.DPO], check(Result.IN_DOUBT), ""),
        (LEAD, [Role.IG_LEAD], check(Result.NOT_CONFIRMED, by_dpo=True), "dpo-decided"),
        (LEAD, [Role.IG_LEAD], check(Result.CONFIRMED, by_dpo=True), "dpo-decided"),
        (OTHER, [Role.DPO], check(Result.CONFIRMED, by_dpo=True), ""),
    ],
)
def test_in_doubt_only_the_data_protection_officer_goes_on(person: User, roles: list[Role], standing: Any, answer: str) -> None:
    assert code(rules.refuse_checking(request(), person, roles, standing)) == answer


@pytest.mark.parametrize("state", sorted(set(State.values) - {State.SENT, State.APPROVED}))
def test_nobody_is_checked_after_the_answer(state: str) -> None:
    assert code(rules.refuse_checking(request(state=state, step=""), LEAD, [Role.IG_LEAD], None)) == "not-open"


@pytest.mark.parametrize(
    ("fields", "roles", "answer"),
    [
        ({}, [Role.STAFF], ""),
        ({"seen": []}, [Role.STAFF], "nothing-seen"),
        ({"result": Result.ASKED, "seen": []}, [Role.STAFF], ""),
        ({"result": Result.IN_DOUBT}, [Role.STAFF], "no-note"),
        ({"result": Result.IN_DOUBT, "note": "The voice is another."}, [Role.STAFF], ""),
        ({"result": Result.NOT_CONFIRMED, "note": "No"}, [Role.IG_LEAD], "dpo-decides"),
        ({"result": Result.NOT_CONFIRMED}, [Role.DPO], "no-note"),
        ({"result": Result.NOT_CONFIRMED, "note": "No"}, [Role.DPO], ""),
        ({"number_match": Match.MISMATCH, "seen": [Seen.ANSWERS]}, [Role.STAFF], "not-enough"),
        ({"number_match": Match.SHARED, "seen": [Seen.ANSWERS]}, [Role.IG_LEAD], "not-enough"),
        ({"number_match": Match.SHARED, "seen": [Seen.ANSWERS]}, [Role.DPO], ""),
        ({"number_match": Match.MISMATCH, "seen": [Seen.ANSWERS, Seen.PHOTO]}, [Role.STAFF], ""),
        ({"number_match": Match.WITHHELD, "seen": [Seen.ANSWERS]}, [Role.STAFF], ""),
    ],
)
def test_a_result_says_what_it_rests_on(fields: dict[str, Any], roles: list[Role], answer: str) -> None:
    assert code(rules.refuse_found(found(**fields), roles)) == answer


PARENT = {"proofs": [Proof.PARENTAL_RESPONSIBILITY]}
ASSESSED = {"competence_by": "Dr Reid", "competence_on": ON}


@pytest.mark.parametrize(
    ("capacity", "fields", "allowed"),
    [
        (Capacity.CALLER, {}, True),
        (Capacity.OFFICER, {}, True),
        (Capacity.REPRESENTATIVE, {}, False),
        (Capacity.REPRESENTATIVE, {"proofs": [Proof.CLAIM]}, False),
        (Capacity.REPRESENTATIVE, {"proofs": [Proof.WRITTEN_AUTHORITY]}, True),
        (Capacity.REPRESENTATIVE, {"proofs": [Proof.AGREEMENT]}, True),
        (Capacity.EXECUTOR, {"proofs": [Proof.WRITTEN_AUTHORITY]}, False),
        (Capacity.EXECUTOR, {"proofs": [Proof.GRANT_OF_PROBATE]}, True),
        (Capacity.CLAIMANT, {"proofs": [Proof.CLAIM]}, True),
        (Capacity.ATTORNEY, {"proofs": [Proof.HEALTH_ATTORNEY]}, False),
        (Capacity.ATTORNEY, {"proofs": [Proof.HEALTH_ATTORNEY], "lacks_capacity": True}, False),
        (Capacity.ATTORNEY, {"proofs": [Proof.HEALTH_ATTORNEY], "lacks_capacity": True, "scope": "Health"}, True),
        (Capacity.ATTORNEY, {"proofs": [Proof.COURT_DEPUTY], "scope": "Health"}, False),
        (Capacity.PARENT, {"child_age": 4}, False),
        (Capacity.PARENT, {**PARENT, "child_age": 4}, True),
        (Capacity.PARENT, {**PARENT, "child_age": 4, "competence": Competence.OBJECTS}, False),
        (Capacity.PARENT, {**PARENT, "child_age": 12}, False),
        (Capacity.PARENT, {**PARENT, "child_age": 12, "competence": Competence.NOT_COMPETENT}, False),
        (Capacity.PARENT, {**PARENT, **ASSESSED, "child_age": 12, "competence": Competence.NOT_COMPETENT}, True),
        (Capacity.PARENT, {**PARENT, **ASSESSED, "child_age": 12, "competence": Competence.AGREES}, True),
        (Capacity.PARENT, {**PARENT, **ASSESSED, "child_age": 12, "competence": Competence.OBJECTS}, False),
        (Capacity.PARENT, {**PARENT, **ASSESSED, "child_age": 16, "competence": Competence.NOT_COMPETENT}, False),
        (Capacity.PARENT, {**PARENT, **ASSESSED, "child_age": 16, "competence": Competence.AGREES}, True),
        (Capacity.PARENT, {**PARENT}, False),
        (Capacity.PARENT, {**PARENT, **ASSESSED, "competence": Competence.AGREES}, True),
    ],
)
def test_each_capacity_needs_its_own_proof(capacity: Capacity, fields: dict[str, Any], allowed: bool) -> None:
    assert authority(capacity, found(**fields), 12) is allowed


@given(
    st.sampled_from(sorted(set(Capacity) - {Capacity.CALLER, Capacity.OFFICER})),
    st.integers(0, 17),
    st.sampled_from(["", *Competence.values]),
)
def test_nobody_asks_for_somebody_else_without_a_proof(capacity: Capacity, age: int, competence: str) -> None:
    said = found(proofs=[], child_age=age, competence=competence, lacks_capacity=True, scope="All", **ASSESSED)
    assert not authority(capacity, said, 12)
    assert code(rules.why_no_authority(capacity)) == "no-authority"


@given(st.integers(0, 17))
def test_a_child_who_understands_and_objects_is_never_passed_over(age: int) -> None:
    said = found(**PARENT, **ASSESSED, child_age=age, competence=Competence.OBJECTS)
    assert not authority(Capacity.PARENT, said, 12)


def test_a_power_for_property_alone_is_the_data_protection_officers_to_weigh() -> None:
    only, both = found(proofs=[Proof.PROPERTY_ATTORNEY]), found(proofs=[Proof.PROPERTY_ATTORNEY, Proof.HEALTH_ATTORNEY])
    assert rules.property_attorney_is_the_dpos(Capacity.ATTORNEY, only)
    assert not rules.property_attorney_is_the_dpos(Capacity.ATTORNEY, both)
    assert not rules.property_attorney_is_the_dpos(Capacity.CALLER, only)


def test_what_stands_is_read_from_the_last_check() -> None:
    assert Facts(check=check(Result.IN_DOUBT)).in_doubt
    assert Facts(check=check(Result.CONFIRMED)).identified
    assert not Facts().identified
    assert not Facts().in_doubt
