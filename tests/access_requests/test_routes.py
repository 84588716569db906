"""Each route as the policy has it: what must come first, what a no does, what happens afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from access_requests import queries, services
from access_requests.grounds import GROUNDS, LAW, Ground, laws
from access_requests.models import AccessRequest, CaseClock, Decision, Kind, State, Wanted
from access_requests.papers import OFFERED
from access_requests.routes import NEEDS, ROUTES
from callgov import clock
from callgov.incidents import IncidentKind
from callgov.people.models import RoleHolding, User
from callgov.people.services import end_deputy
from callgov.refusals import Conflict, NotYours
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from callgov.trail.models import Entry
from recordings.access.queries import calls_within
from recordings.access.rules import limits
from recordings.attachments import services as papers
from recordings.models import Grant, GrantAction
from tests.access_requests.factories import decide, request_at, send
from tests.access_requests.kinds import ORDER, WRITTEN, meet_needs, ready, send_kind, walk
from tests.access_requests.people import code_of
from tests.recordings.attachments.papers import PDF
from tests.recordings.factories import CALLED, make_call, make_extension

pytestmark = pytest.mark.django_db


def test_every_need_of_a_route_has_its_sentence_and_every_ground_its_law() -> None:
    assert {need for route in ROUTES.values() for step in route.steps for need in step.needs} == set(NEEDS)
    assert set(GROUNDS) == set(OFFERED) == set(ROUTES)
    assert laws(Ground.values).keys() == {ground.value for ground in LAW}


# Own call


@pytest.mark.clause("AU-12")
def test_an_own_call_goes_to_the_line_manager_first_who_only_passes_it_on(people: dict[str, User]) -> None:
    request = send_kind(Kind.OWN_CALL, people["nurse"])
    assert code_of(decide, request, people["line_manager"], agreed=False) == "only-pass-on"
    with pytest.raises(Conflict):
        decide(request, people["ig_lead"], step="ig-lead")
    decide(request, people["line_manager"])
    request.refresh_from_db()
    assert (request.step, Grant.objects.count()) == ("ig-lead", 0)


@pytest.mark.clause("AU-12")
def test_only_calls_that_one_took_part_in_can_be_found(people: dict[str, User]) -> None:
    mine, theirs = make_call(CALLED, person=people["nurse"]), make_call(CALLED, person=people["receptionist"])
    walk(send_kind(Kind.OWN_CALL, people["nurse"]), people, people["practice_manager"])
    grant = Grant.objects.get()
    assert list(calls_within(grant, limits(grant))) == [mine]
    assert theirs.pk != mine.pk


@pytest.mark.clause("AU-12")
def test_an_extension_that_was_never_ones_own_cannot_be_named(people: dict[str, User]) -> None:
    assert code_of(send_kind, Kind.OWN_CALL, people["nurse"], extension=make_extension("299")) == "not-own-call"


@pytest.mark.clause("AU-12")
def test_without_a_line_manager_the_practice_manager_passes_it_on(people: dict[str, User], ig_lead: User) -> None:
    request = send_kind(Kind.OWN_CALL, ig_lead)
    assert list(queries.to_decide(people["practice_manager"], clock.today())) == [request]
    decide(request, people["practice_manager"])
    request.refresh_from_db()
    assert request.step == "ig-lead"


@pytest.mark.clause("AC-6")
def test_an_own_call_that_is_also_a_sar_has_the_month_and_never_lapses(people: dict[str, User]) -> None:
    plain, sar = send_kind(Kind.OWN_CALL, people["nurse"]), send_kind(Kind.OWN_CALL, people["nurse"], also_sar=True)
    assert plain.lapses_on is not None
    assert sar.lapses_on is None
    assert sar.is_subject_access
    assert sar.due_on > plain.due_on + timedelta(days=14)


# Investigations


@pytest.mark.clause("AU-2")
@pytest.mark.parametrize("advice", [True, False])
def test_approval_cannot_be_tried_before_the_advice_and_may_follow_either(advice: bool, people: dict[str, User]) -> None:
    request = meet_needs(send_kind(Kind.DISCIPLINARY, people["line_manager"], about=people["nurse"]), people["ig_lead"])
    with pytest.raises(Conflict):
        decide(request, people["ig_lead"], step="ig-lead")
    decide(request, people["dpo"], agreed=advice, reasons="Listen to one call only.")
    decide(request, people["ig_lead"], step="ig-lead")
    request.refresh_from_db()
    assert request.state == State.APPROVED
    assert [one.step for one in request.decisions.all()] == ["dpo", "ig-lead"]


@pytest.mark.clause("AU-2")
def test_without_the_written_agreement_nobody_approves(people: dict[str, User]) -> None:
    request = send_kind(Kind.DISCIPLINARY, people["line_manager"], about=people["nurse"])
    decide(request, people["dpo"])
    request.refresh_from_db()
    assert code_of(decide, request, people["ig_lead"]) == "no-agreement"
    decide(request, people["ig_lead"], agreed=False)  # a no needs no paper


@pytest.mark.clause("AU-2")
@pytest.mark.clause("BR-4")
def test_whom_it_is_about_never_sees_and_never_decides_it(people: dict[str, User], ig_lead: User) -> None:
    request = send_kind(Kind.DISCIPLINARY, people["line_manager"], about=ig_lead, about_reference="B-2026-0004")
    assert request.about_reference == "B-2026-0004"
    with pytest.raises(NotYours):
        queries.one(ig_lead, request.reference, clock.today())
    assert queries.listed(ig_lead, queries.Filters(), 1, clock.today()).object_list.count() == 0
    with acting_as(ig_lead), pytest.raises(IntegrityError, match="nobody_decides_about_themselves"), transaction.atomic():
        Decision.objects.create(
            request=request, step="ig-lead", agreed=True, reasons="x", decided_by=ig_lead, about_person=ig_lead, decided_at=clock.now()
        )


@pytest.mark.clause("AU-2")
def test_nobody_investigates_themselves_or_nobody(people: dict[str, User]) -> None:
    assert code_of(send_kind, Kind.DISCIPLINARY, people["nurse"], about=people["nurse"]) == "own-investigation"
    assert code_of(send_kind, Kind.DISCIPLINARY, people["nurse"]) == "nobody-investigated"


@pytest.mark.clause("AU-2")
def test_the_database_keeps_misconduct_on_its_own_route(people: dict[str, User]) -> None:
    request = send(people["nurse"])
    request.purpose = "misconduct"
    with acting_as(people["nurse"]), pytest.raises(IntegrityError, match="misconduct_has_its_own_route"):
        request.save()


# External bodies


@pytest.mark.clause("AC-8")
def test_a_body_needs_its_paper_complete_before_either_says_yes(people: dict[str, User]) -> None:
    request, dpo, lead = send_kind(Kind.EXTERNAL_BODY, people["nurse"]), people["dpo"], people["ig_lead"]
    assert code_of(decide, request, dpo) == "no-written-request"
    with acting_as(lead):
        services.attach_paper(reference=request.reference, person=lead, kind="written-request", paper=PDF, now=clock.now())
    assert code_of(decide, request, dpo) == "incomplete-request"
    with acting_as(lead):
        said = WRITTEN | {"countersigned_by": ""}
        services.record_demand(reference=request.reference, person=lead, said=said, now=clock.now())
        assert code_of(decide, request, dpo) == "incomplete-request"
        services.record_demand(reference=request.reference, person=lead, said=WRITTEN, now=clock.now())
    decide(request, dpo)
    assert Entry.objects.filter(event="demand_recorded").latest("id").facts["missing"] == 0


@pytest.mark.clause("AC-8")
@pytest.mark.parametrize("who", ["dpo", "ig_lead"])
def test_the_no_of_either_refuses_a_body(who: str, people: dict[str, User]) -> None:
    request = ready(Kind.EXTERNAL_BODY, people["nurse"], people["ig_lead"])
    if who == "ig_lead":
        walk(request, people, people["practice_manager"], until="ig-lead")
    decide(request, people[who], agreed=False)
    request.refresh_from_db()
    assert (request.state, Grant.objects.count()) == (State.REFUSED, 0)


@pytest.mark.clause("AC-8")
def test_who_took_it_in_hears_nothing_and_only_who_was_named_may_release(people: dict[str, User]) -> None:
    walk(ready(Kind.EXTERNAL_BODY, people["nurse"], people["ig_lead"]), people, people["practice_manager"])
    grant = Grant.objects.get()
    assert (grant.holder, GrantAction.RELEASE in grant.actions) == (people["practice_manager"], True)


@pytest.mark.clause("AC-8")
def test_a_court_has_its_own_date_which_is_never_moved(people: dict[str, User]) -> None:
    request = ready(Kind.COURT_ORDER, people["nurse"], people["ig_lead"])
    assert (request.due_on, request.lapses_on) == (ORDER["comply_by"], None)


@pytest.mark.clause("AC-8")
def test_where_a_life_is_at_risk_the_review_is_forced(people: dict[str, User]) -> None:
    request = walk(ready(Kind.LIFE_AT_RISK, people["nurse"], people["ig_lead"]), people, people["practice_manager"])
    now, reference = clock.now(), request.reference
    assert request.review_due_on is not None
    assert request.review_due_on > clock.today()
    assert [one.pk for one in queries.to_review(people["dpo"], clock.today())] == [request.pk]
    with acting_as(people["ig_lead"]):
        assert code_of(services.close, reference=reference, person=people["ig_lead"], now=now) == "review-first"
        assert code_of(_review, request, people["ig_lead"]) == "not-the-reviewer"
    assert request.pk not in queries.finished(now + timedelta(days=99))
    _review(request, people["dpo"])
    assert code_of(_review, request, people["dpo"]) == "reviewed-already"
    assert queries.to_review(people["dpo"], clock.today()) == []
    with acting_as(people["ig_lead"]):
        assert services.close(reference=reference, person=people["ig_lead"], now=now).state == State.CLOSED


@pytest.mark.clause("AC-8")
def test_what_should_not_have_been_given_at_once_is_reported_as_an_incident(people: dict[str, User]) -> None:
    request = walk(ready(Kind.LIFE_AT_RISK, people["nurse"], people["ig_lead"]), people, people["practice_manager"])
    _review(request, people["dpo"], agreed=False)
    entry = Entry.objects.get(event="incident_reported")
    assert (entry.request, entry.facts["kind"]) == (request.reference, IncidentKind.GIVEN_IN_HASTE.label)


def _review(request: AccessRequest, person: User, *, agreed: bool = True) -> Decision:
    with acting_as(person):
        return services.review(reference=request.reference, reviewer=person, agreed=agreed, reasons="There was no time.", now=clock.now())


def test_there_is_nothing_to_review_elsewhere(people: dict[str, User]) -> None:
    request = walk(ready(Kind.EXTERNAL_BODY, people["nurse"], people["ig_lead"]), people, people["practice_manager"])
    assert code_of(_review, request, people["dpo"]) == "nothing-to-review"


@pytest.mark.clause("AC-8")
def test_who_took_in_a_bodys_request_may_be_the_lead_who_decides_it(people: dict[str, User]) -> None:
    request = walk(ready(Kind.EXTERNAL_BODY, people["ig_lead"], people["ig_lead"]), people, people["practice_manager"])
    assert request.state == State.APPROVED
    assert request.decisions.filter(requested_by=None).count() == 2


@pytest.mark.clause("AC-8")
def test_both_must_agree_so_nobody_answers_for_both_roles(people: dict[str, User], deputy: User) -> None:
    request = ready(Kind.EXTERNAL_BODY, people["nurse"], people["ig_lead"])
    decide(request, people["dpo"])
    with as_job(Job.COMMAND):
        for holding in RoleHolding.objects.filter(person=people["ig_lead"]):
            holding.person = people["dpo"]
            holding.save()
    request.refresh_from_db()
    both = User.objects.get(pk=people["dpo"].pk)
    assert code_of(decide, request, both, releaser=people["practice_manager"]) == "answered-already"
    row = {"step": "ig-lead", "agreed": True, "reasons": "x", "decided_by": both, "decided_at": clock.now()}
    with acting_as(both), pytest.raises(IntegrityError, match="two_roles_are_two_people"), transaction.atomic():
        Decision.objects.create(request=request, **row)
    assert decide(request, deputy, releaser=people["practice_manager"]).decided_by == deputy


# Onward sharing


@pytest.mark.clause("AC-11")
def test_sharing_further_names_the_first_release_and_somebody_to_share_with(people: dict[str, User]) -> None:
    assert code_of(send_kind, Kind.ONWARD, people["nurse"]) == "no-first-release"
    first = request_at(State.APPROVED, requester=people["nurse"], decider=people["ig_lead"])
    assert code_of(send_kind, Kind.ONWARD, people["nurse"], first=first, wanted=Wanted.LISTEN) == "no-recipient"


@pytest.mark.clause("AC-11")
def test_who_asks_to_share_further_is_given_nothing_themselves(people: dict[str, User]) -> None:
    walk(ready(Kind.ONWARD, people["nurse"], people["ig_lead"]), people, people["practice_manager"])
    assert not Grant.objects.filter(holder=people["nurse"], actions__contains=["release"]).exists()
    assert Grant.objects.filter(holder=people["practice_manager"], actions__contains=["release"]).count() == 1


# Subject access, and patients who died


@pytest.mark.clause("AC-6")
@pytest.mark.clause("AC-7")
@pytest.mark.parametrize("kind", [Kind.SUBJECT_ACCESS, Kind.HEALTH_RECORDS])
def test_nobody_says_yes_before_who_asks_is_sure(kind: str, people: dict[str, User]) -> None:
    request = send_kind(kind, people["nurse"])
    who = people["dpo"] if kind == Kind.HEALTH_RECORDS else people["ig_lead"]
    assert code_of(decide, request, who, releaser=people["practice_manager"]) == "no-identity"


@pytest.mark.clause("AC-6")
def test_a_subject_access_request_never_lapses(people: dict[str, User]) -> None:
    request = send_kind(Kind.SUBJECT_ACCESS, people["nurse"])
    assert services.lapse_due(now=clock.now() + timedelta(days=4000)) == 0
    request.refresh_from_db()
    assert request.state == State.SENT


@pytest.mark.clause("AC-6")
def test_the_clock_runs_from_when_it_reached_anyone_not_from_when_it_was_typed(people: dict[str, User]) -> None:
    early = clock.now() - timedelta(days=9)
    request = send_kind(Kind.SUBJECT_ACCESS, people["nurse"], received_at=early)
    typed = send_kind(Kind.SUBJECT_ACCESS, people["nurse"])
    assert request.due_on < typed.due_on
    assert code_of(send_kind, Kind.SUBJECT_ACCESS, people["nurse"], received_at=clock.now() + timedelta(days=1)) == "not-received"
    assert code_of(send_kind, Kind.SUBJECT_ACCESS, people["nurse"], channel="pigeon") == "no-channel"


@pytest.mark.clause("AC-6")
def test_the_clock_of_a_dead_patients_records_starts_with_the_written_application(people: dict[str, User]) -> None:
    request, arrived = send_kind(Kind.HEALTH_RECORDS, people["nurse"]), clock.today() - timedelta(days=2)
    assert not CaseClock.objects.exists()
    for day in (arrived, clock.today()):
        with acting_as(people["nurse"]):
            services.attach_paper(
                reference=request.reference, person=people["nurse"], kind="written-request", paper=PDF, now=clock.now(), arrived_on=day
            )
    found = CaseClock.objects.get()
    request.refresh_from_db()
    assert (found.received_on, found.due_on, request.due_on) == (arrived, arrived + timedelta(days=20), arrived + timedelta(days=20))


# Away or involved


@pytest.mark.clause("AC-2")
def test_who_is_involved_stands_back_and_the_deputy_decides(people: dict[str, User], deputy: User) -> None:
    request, lead = send(people["nurse"]), people["ig_lead"]
    _stand_back(request, lead)
    assert code_of(decide, request, lead) == "stood-back"
    assert queries.to_decide(lead, clock.today()).count() == 0
    assert decide(request, deputy).as_deputy


@pytest.mark.clause("AC-2")
def test_if_nobody_can_decide_the_partners_are_told(
    people: dict[str, User], partner: User, celery_eager: None, django_capture_on_commit_callbacks: Any
) -> None:
    request = send(people["nurse"])
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        _stand_back(request, people["ig_lead"])
    assert {message.to[0] for message in mail.outbox} == {partner.email, people["practice_manager"].email}
    assert "nurse" not in str([message.body + message.subject for message in mail.outbox]).lower()


def test_only_who_could_decide_stands_back_and_says_how_they_are_involved(people: dict[str, User]) -> None:
    request = send(people["nurse"])
    assert code_of(_stand_back, request, people["nurse"]) == "not-the-decider"
    assert code_of(_stand_back, request, people["ig_lead"], "  ") == "no-reason"


def _stand_back(request: AccessRequest, person: User, reason: str = "I took part in the call.") -> None:
    with acting_as(person):
        services.stand_back(reference=request.reference, person=person, reason=reason, now=clock.now())


@pytest.mark.clause("AC-2")
def test_a_deputyship_that_ended_decides_nothing(people: dict[str, User], deputy: User) -> None:
    request, now = send(people["nurse"]), clock.now()
    with acting_as(people["practice_manager"]):
        end_deputy(deputy_id=deputy.deputyships.get().pk, actor=people["practice_manager"], now=now)
    deputy = User.objects.get(pk=deputy.pk)
    with pytest.raises(NotYours):
        decide(request, deputy)


# Papers


@pytest.mark.clause("AC-7")
def test_a_proof_is_destroyed_after_its_period_and_read_by_few(people: dict[str, User], dpo: User) -> None:
    request, now = send_kind(Kind.SUBJECT_ACCESS, people["nurse"]), clock.now()
    with acting_as(people["ig_lead"]):
        proof = services.attach_paper(reference=request.reference, person=people["ig_lead"], kind="identity-proof", paper=PDF, now=now)
    assert proof.destroy_on == clock.today() + timedelta(days=30)
    with acting_as(people["nurse"]), pytest.raises(NotYours):
        papers.read(attachment_id=proof.pk, person=people["nurse"], now=now)
    with acting_as(people["ig_lead"]):
        assert b"".join(papers.read(attachment_id=proof.pk, person=people["ig_lead"], now=now).pieces) == PDF.content


@pytest.mark.clause("AC-4")
def test_a_paper_is_added_by_who_has_a_part_while_the_request_is_open(people: dict[str, User]) -> None:
    request = send(people["nurse"])
    assert code_of(_attach, request, people["nurse"], kind="court-order") == "no-paper-kind"
    assert code_of(_attach, request, people["receptionist"]) == "not-there"
    _attach(request, people["nurse"])
    decide(request, people["ig_lead"], agreed=False)
    assert code_of(_attach, request, people["nurse"]) == "not-open"


def _attach(request: AccessRequest, person: User, kind: str = "other") -> None:
    with acting_as(person):
        services.attach_paper(reference=request.reference, person=person, kind=kind, paper=PDF, now=clock.now())
