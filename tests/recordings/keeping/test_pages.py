"""The pages of keeping: for the right people, with their acts and refusals, in few queries however much there is."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.keeping import services
from recordings.models import (
    BatchState,
    Certificate,
    DisposalBatch,
    DisposalItem,
    HoldKind,
    ItemState,
    LegalHold,
    Recording,
    RetentionChange,
)
from tests.cast import SignIn
from tests.recordings.factories import NUMBER, make_call, make_chosen, make_grant, make_line
from tests.recordings.keeping.conftest import LONG_AGO, make_due

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-1"), pytest.mark.clause("AC-10"), pytest.mark.xdist_group("vault")]

LISTS = ("keeping", "retention_schedule", "holds", "disposals")


@pytest.fixture
def as_lead(client: Client, ig_lead: User, sign_in: SignIn) -> Client:
    sign_in(client, ig_lead)
    return client


@pytest.fixture
def as_manager(practice_manager: User, sign_in: SignIn) -> Client:
    client = Client()
    sign_in(client, practice_manager)
    return client


def due_by_row() -> Recording:
    return make_call(LONG_AGO, audio_state="held", duration_ms=1000, sha256="0" * 64)


def proposed_by(person: User) -> DisposalBatch:
    with acting_as(person):
        return services.propose_due(actor=person, now=clock.now())


def held(person: User, *calls: Recording) -> LegalHold:
    with acting_as(person):
        return services.place_hold_by_hand(
            kind=HoldKind.CLAIM, case_reference="CLAIM-7", reason="A letter came", recordings=[call.pk for call in calls],
            review_on=clock.today() + timedelta(days=30), actor=person, now=clock.now(),
        )  # fmt: skip


def date_in(form: str, days: int) -> dict[str, str]:
    day = clock.today() + timedelta(days=days)
    return {f"{form}_day": str(day.day), f"{form}_month": str(day.month), f"{form}_year": str(day.year)}


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("name", LISTS)
def test_only_who_may_see_keeping_sees_it(client: Client, receptionist: User, dpo: User, sign_in: SignIn, name: str) -> None:
    sign_in(client, receptionist)
    assert client.get(reverse(name)).status_code == 403
    sign_in(client, dpo)
    assert client.get(reverse(name)).status_code == 200


def test_pages_answer_no_other_method(as_lead: Client) -> None:
    assert [as_lead.post(reverse(name)).status_code for name in LISTS] == [405] * len(LISTS)


def test_a_change_is_tried_then_proposed_then_agreed(as_manager: Client, as_lead: Client) -> None:
    make_call()
    kept = make_line().retention_class
    assert kept is not None
    url = reverse("retention_propose", args=[kept.pk])
    given = {"months": "12", "at_end": "destroy", "basis": "Our schedule", "reason": "Three years is too long"}
    assert "See what it would do" in text(as_manager.get(url))
    assert "1 recording would have another date." in text(as_manager.post(url, given | {"step": "try"}))
    assert not RetentionChange.objects.exists()
    assert as_manager.post(url, given | {"step": "propose"}).status_code == 302
    change = RetentionChange.objects.get()
    page = reverse("retention_change", args=[change.pk])
    assert "Only the Information Governance Lead" in text(as_manager.get(page))
    assert "Agree to this change" in text(as_lead.get(page))
    decide = reverse("retention_decide", args=[change.pk])
    assert "Enter reason" in text(as_lead.post(decide, {"decision": "agree", "reason": ""}))
    assert as_lead.post(decide, {"decision": "agree", "reason": "Agreed"}).status_code == 302
    assert "What it was said to do" in text(as_lead.get(page))
    assert as_lead.post(decide, {"decision": "agree", "reason": "Agreed"}).status_code == 409
    assert "Version 2" in text(as_lead.get(reverse("retention_schedule")))


def test_a_change_that_makes_no_sense_says_so(as_manager: Client) -> None:
    kept = make_line().retention_class
    assert kept is not None
    given = {"months": "36", "at_end": kept.at_end, "basis": kept.basis, "reason": "None", "step": "propose"}
    assert "how it stands already" in text(as_manager.post(reverse("retention_propose", args=[kept.pk]), given))


def test_the_lead_turns_a_change_down_or_adopts_what_is_missing(as_lead: Client, practice_manager: User) -> None:
    assert as_lead.post(reverse("retention_adopt")).status_code == 302
    assert "Add what is missing" not in text(as_lead.get(reverse("retention_schedule")))
    kept = make_line().retention_class
    assert kept is not None
    with acting_as(practice_manager):
        change = services.propose_change(
            class_id=kept.pk, months=24, at_end="destroy", basis="b", reason="r", actor=practice_manager, now=clock.now()
        )
    assert "See it" in text(as_lead.get(reverse("retention_schedule")))
    as_lead.post(reverse("retention_decide", args=[change.pk]), {"decision": "refuse", "reason": "Longer, please"})
    change.refresh_from_db()
    assert change.state == "refused"


def test_a_hold_is_counted_before_it_is_placed(as_lead: Client) -> None:
    make_call()
    given = {
        "kind": "claim", "case_reference": "CLAIM-7", "reason": "A letter came", "which": "number", "number": "07700 900461",
        "from_day_day": "1", "from_day_month": "11", "from_day_year": "2026", "until_day_day": "3", "until_day_month": "11",
        "until_day_year": "2026", **date_in("review_on", 60),
    }  # fmt: skip
    url = reverse("hold_new")
    answer = text(as_lead.post(url, given | {"step": "count"}))
    assert "This holds 1 recording." in answer
    assert NUMBER not in answer
    assert as_lead.post(url, given | {"step": "place"}).status_code == 302
    assert LegalHold.objects.get().held.count() == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"which": "request", "request_reference": "REQ-1999-0001"}, "No call was found for a request"),
        ({"which": "number", "number": "07700 900461"}, "first and the last day"),
        ({"which": "number", "number": "07700 900999", **date_in("from_day", -9), **date_in("until_day", 0)}, "We hold no call"),
    ],
)
def test_calls_that_are_not_there_are_said_at_their_field(as_lead: Client, given: dict[str, str], says: str) -> None:
    said = {"kind": "claim", "case_reference": "CLAIM-7", "reason": "x", **date_in("review_on", 60)}
    assert says in text(as_lead.post(reverse("hold_new"), said | given | {"step": "place"}))
    assert not LegalHold.objects.exists()


def test_the_calls_of_a_request_are_held_from_its_page(as_lead: Client, receptionist: User, ig_lead: User) -> None:
    grant, call = make_grant(receptionist, ig_lead), make_call()
    with acting_as(receptionist):
        make_chosen(grant, [call])
    page = text(as_lead.get(f"{reverse('hold_new')}?case={grant.request_reference}"))
    assert grant.request_reference in page
    given = {
        "kind": "complaint",
        "case_reference": "C-1",
        "reason": "Open",
        "which": "request",
        "request_reference": grant.request_reference,
    }
    as_lead.post(reverse("hold_new"), given | date_in("review_on", 60) | {"step": "place"})
    assert LegalHold.objects.get().held.get().recording == call


def test_a_hold_is_reviewed_then_released(as_lead: Client, ig_lead: User) -> None:
    hold = held(ig_lead, due_by_row())
    page = reverse("hold", args=[hold.pk])
    assert "1 of them is due for destruction already." in text(as_lead.get(page))
    review, release = reverse("hold_review", args=[hold.pk]), reverse("hold_release", args=[hold.pk])
    assert "Enter" in text(as_lead.post(review, {}))
    assert as_lead.post(review, {"review-reason": "Still open", **date_in("review-review_on", 90)}).status_code == 302
    assert "Enter reason" in text(as_lead.post(release, {}))
    assert as_lead.post(release, {"release-reason": "Settled"}).status_code == 302
    assert "Released by" in text(as_lead.get(page))
    assert as_lead.post(release, {"release-reason": "Settled"}).status_code == 409
    assert as_lead.post(review, {"review-reason": "Still open", **date_in("review-review_on", 90)}).status_code == 409


def test_whoever_releases_a_claim_says_whether_its_recordings_are_of_it(as_lead: Client, ig_lead: User) -> None:
    with acting_as(ig_lead):
        services.adopt_defaults(actor=ig_lead, now=clock.now())
    call = due_by_row()
    release = reverse("hold_release", args=[held(ig_lead, call).pk])
    assert "What becomes of its recordings?" in text(as_lead.post(release, {"release-reason": "Settled"}))
    assert as_lead.post(release, {"release-reason": "Settled", "release-linked": "yes"}).status_code == 302
    call.refresh_from_db()
    assert (call.retention_class.name, call.retain_from) == ("Audio of a complaint, claim or incident", clock.today())


def test_the_hold_of_an_open_case_says_why_it_stays(as_lead: Client, ig_lead: User) -> None:
    call = make_call()
    with acting_as(ig_lead):
        hold = services.place_hold(
            kind=HoldKind.SAR, case_reference="REQ-2026-0001", reason="Open", owner=ig_lead, recordings=[call.pk], now=clock.now()
        )
    page = text(as_lead.get(reverse("hold", args=[hold.pk])))
    assert "A subject access request is open. The hold stays until it closes." in page
    assert "Release this hold</button>" not in page


def test_a_batch_goes_from_proposal_to_certificate(as_manager: Client, as_lead: Client, ig_lead: User) -> None:
    gone, stays = make_due(), make_due()
    held(ig_lead, stays)
    assert as_manager.post(reverse("disposal_propose")).status_code == 302
    batch = DisposalBatch.objects.get()
    page = reverse("disposal", args=[batch.reference])
    assert "Only the Information Governance Lead" in text(as_manager.get(page))
    shown = text(as_lead.get(page))
    assert "Destroy 1 recording" in shown
    assert "It is on legal hold." in shown
    authorise = reverse("disposal_authorise", args=[batch.reference])
    assert "Enter 1, the number" in text(as_lead.post(authorise, {"count": "7"}))
    assert as_lead.post(authorise, {"count": "1"}).status_code == 302
    assert as_lead.post(authorise, {"count": "1"}).status_code in (409, 200)
    services.carry_out_authorised(now=clock.now())
    certificate = Certificate.objects.get()
    assert f"{certificate.year}/{certificate.number:03}" in text(as_lead.get(page))
    assert gone.sha256[:16] in text(as_lead.get(reverse("disposal_certificates", args=[batch.reference])))
    full = text(as_lead.get(reverse("destruction_certificate", args=[certificate.year, certificate.number])))
    assert gone.sha256 in full
    assert "Gone from every backup after" in full
    assert str(stays.pk)[:8] in text(as_lead.get(reverse("disposal_left_out", args=[batch.reference])))


def test_authorising_asks_for_a_fresh_second_factor(client: Client, ig_lead: User, practice_manager: User, sign_in: SignIn) -> None:
    due_by_row()
    batch = proposed_by(practice_manager)
    sign_in(client, ig_lead, fresh=False)
    assert client.post(reverse("disposal_authorise", args=[batch.reference]), {"count": "1"}).status_code == 302
    batch.refresh_from_db()
    assert batch.state == BatchState.PROPOSED


def test_whoever_proposed_a_batch_reads_why_they_may_not_authorise_it(as_lead: Client, ig_lead: User) -> None:
    due_by_row()
    batch = proposed_by(ig_lead)
    assert "You proposed this batch. Someone else must authorise it." in text(as_lead.get(reverse("disposal", args=[batch.reference])))
    answer = as_lead.post(reverse("disposal_authorise", args=[batch.reference]), {"count": "1"})
    assert "You proposed this batch" in text(answer)


def test_a_batch_is_turned_down_with_a_reason(as_lead: Client, practice_manager: User) -> None:
    due_by_row()
    batch = proposed_by(practice_manager)
    url = reverse("disposal_refuse", args=[batch.reference])
    assert "Enter why they must not be destroyed" in text(as_lead.post(url, {}))
    assert as_lead.post(url, {"refuse-reason": "Ask first"}).status_code == 302
    assert "Not authorised" in text(as_lead.get(reverse("disposal", args=[batch.reference])))


def test_one_recording_is_explained_and_left_out(as_manager: Client, practice_manager: User) -> None:
    call = due_by_row()
    batch = proposed_by(practice_manager)
    url = reverse("retention_of", args=[call.pk])
    page = text(as_manager.get(url))
    assert "So 2 March 2023 is the last day on which it is kept. From 3 March 2023 it may be destroyed." in page
    assert NUMBER not in page
    assert Entry.objects.get(event=Event.RETENTION_READ).recording == call.pk
    leave = reverse("disposal_leave_out", args=[batch.reference, call.pk])
    assert "Enter reason" in text(as_manager.post(leave, {}))
    assert as_manager.post(leave, {"reason": "A solicitor rang"}).status_code == 302
    assert DisposalItem.objects.get().state == ItemState.LEFT_OUT
    assert "Propose early destruction" in text(as_manager.get(url))


def test_early_destruction_is_proposed_for_one_recording_or_for_a_request(as_manager: Client, receptionist: User, ig_lead: User) -> None:
    call, asked = due_by_row(), due_by_row()
    one = reverse("disposal_early_one", args=[call.pk])
    assert "There is a problem" in text(as_manager.post(one, {}))
    assert as_manager.post(one, {"ground": "not_lawful", "reason": "No notice then"}).status_code == 302
    grant = make_grant(receptionist, ig_lead)
    with acting_as(receptionist):
        make_chosen(grant, [make_call()])
        grant.recordings.through.objects.create(grant=grant, recording=asked, chosen_by=receptionist, chosen_at=clock.now())
    form = {"ground": "erasure", "reason": "Asked", "which": "request", "request_reference": grant.request_reference}
    assert "Nothing is due" in text(as_manager.post(reverse("disposal_early"), form))  # somebody may hear them now
    assert as_manager.get(reverse("disposal_early")).status_code == 200


def test_what_is_on_hold_shows_no_way_to_destroy_it_early(as_lead: Client, ig_lead: User) -> None:
    call = due_by_row()
    held(ig_lead, call)
    page = text(as_lead.get(reverse("retention_of", args=[call.pk])))
    assert "It cannot be destroyed early. It is on legal hold." in page
    assert "Claim CLAIM-7: A letter came" in page


def test_what_is_not_there_is_not_found(as_lead: Client) -> None:
    for url in (
        reverse("disposal", args=["DIS-1999-0001"]), reverse("destruction_certificate", args=[1999, 1]),
        reverse("retention_of", args=["00000000-0000-0000-0000-000000000001"]), reverse("retention_change", args=[0]),
        reverse("hold", args=["00000000-0000-0000-0000-000000000001"]),
    ):  # fmt: skip
        assert as_lead.get(url).status_code == 404


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


def test_pages_take_the_same_queries_for_ten_rows_and_for_a_hundred(as_lead: Client, ig_lead: User, practice_manager: User) -> None:
    batch = None

    def measure() -> list[int]:
        return [queries_of(as_lead, reverse(name)) for name in LISTS] + [queries_of(as_lead, reverse("disposal", args=[batch.reference]))]

    def more(number: int) -> None:
        for _ in range(number):
            held(ig_lead, due_by_row())

    due_by_row()
    more(10)
    batch = proposed_by(practice_manager)
    few = measure()
    more(90)
    many = measure()
    assert all(large <= small for large, small in zip(many, few, strict=True)), (few, many)
    assert max(many[:4]) <= 12
    assert many[4] <= 16


def test_work_lists_show_what_waits(as_lead: Client, ig_lead: User, practice_manager: User) -> None:
    due_by_row()
    proposed_by(practice_manager)
    hold = held(ig_lead, make_call())
    LegalHold.objects.filter(pk=hold.pk).recorded().update(review_on=clock.today() - timedelta(days=1))
    home = text(as_lead.get(reverse("home")))
    assert "Authorise destruction" in home
    assert "Review a legal hold" in home


def test_overdue_reviews_are_reminded_of_once_and_escalated_after_a_week(ig_lead: User, practice_manager: User) -> None:
    from callgov.reminders import remind_all

    hold = held(practice_manager, make_call())
    now = clock.now()
    with acting_as(ig_lead):
        assert remind_all(now=now) == 0
        due = now + timedelta(days=30)
        assert remind_all(now=due) == 1
        assert remind_all(now=due + timedelta(days=1)) == 0
        assert remind_all(now=due + timedelta(days=8)) == 1
    assert Entry.objects.filter(event=Event.ESCALATED, request=hold.case_reference).count() == 1
