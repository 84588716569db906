"""The pages of notices, purposes and objections: each works, writes its entry, and is refused to whom it is not for."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from callgov import clock
from callgov.people.models import User
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.models import Line, Notice, Objection, ProcessingPurpose
from recordings.notices import texts
from tests.cast import SignIn
from tests.documents.checked import verdicts
from tests.recordings.notices.test_services import GOOD, approve, log, propose

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def text(answer: Any) -> str:
    return str(answer.content.decode())


def date_of(name: str) -> dict[str, int]:
    return {f"{name}_day": TODAY.day, f"{name}_month": TODAY.month, f"{name}_year": TODAY.year}


@pytest.fixture
def lead(client: Client, ig_lead: User, sign_in: SignIn, line: Line) -> Client:
    """The browser of the Information Governance Lead."""
    sign_in(client, ig_lead)
    return client


@pytest.mark.clause("NO-1")
def test_a_wording_goes_from_proposal_to_test_on_its_page(lead: Client) -> None:
    page = reverse("notice_channel", args=["telephone"])
    lead.post(page, {"why": "to keep people safe", "wording": "We record calls to keep people safe."})
    notice = Notice.objects.get()
    lead.post(reverse("notice_approve", args=[notice.pk]), {})
    answer = lead.post(reverse("notice_test", args=[notice.pk]), {"clear": "no", "note": "Too quiet", **date_of("tested_on")}, follow=True)
    assert "not clear: Too quiet" in text(answer)
    assert "Telephone, incoming calls" in text(lead.get(reverse("notices")))
    lead.post(reverse("notice_withdraw", args=[notice.pk]), {"reason": "Wrong number"})
    assert "None in force" in text(lead.get(page))


def test_what_is_wrong_stands_on_the_form(lead: Client) -> None:
    page = reverse("notice_channel", args=["telephone"])
    assert "Say why calls are recorded." in text(lead.post(page, {"why": "to train", "wording": "We record calls."}))
    assert lead.get(reverse("notice_channel", args=["smoke"])).status_code == 404
    assert lead.get(reverse("notice_approve", args=[1])).status_code == 405


@pytest.mark.parametrize("page", ["notices", "purposes", "privacy_text"])
def test_staff_do_not_read_the_ledger(client: Client, receptionist: User, sign_in: SignIn, page: str) -> None:
    sign_in(client, receptionist)
    assert client.get(reverse(page)).status_code == 403


def test_who_reads_without_keeping_sees_why_not(client: Client, dpo: User, sign_in: SignIn, line: Line) -> None:
    sign_in(client, dpo)
    assert "You cannot change notices." in text(client.get(reverse("notice_channel", args=["telephone"])))
    assert client.get(reverse("purpose_new")).status_code == 403


# Purposes


def purpose_form(**said: Any) -> dict[str, Any]:
    row = ProcessingPurpose()
    known = {"people": row.people, "kinds_of_data": row.data, "recipients": row.recipients, "transfers": row.transfers}
    return {
        **known, "security": row.security, "name": "Training", "statement": "To train.", "health_data": "yes",
        "lawful_basis": "public_task",
        "article9": "9_2_h", "overridden": "no", **said,
    }  # fmt: skip


@pytest.mark.clause("LB-2")
def test_a_purpose_with_legitimate_interests_asks_for_the_balancing(lead: Client) -> None:
    wanted = purpose_form(lawful_basis="legitimate_interests", health_data="no", article9="")
    assert "also the one about children" in text(lead.post(reverse("purpose_new"), wanted))
    lead.post(reverse("purpose_new"), {**wanted, **{name: value for name, value in vars(GOOD).items() if name != "overridden"}})
    purpose = ProcessingPurpose.objects.get(name="Training")
    assert "Children: Nothing more" in text(lead.get(reverse("purpose", args=[purpose.pk])))
    assert Entry.objects.filter(event=Event.BALANCING_RECORDED).exists()


def test_a_purpose_is_changed_assessed_and_given_to_a_line(lead: Client, line: Line) -> None:
    at = [line.purpose_id]
    changed = purpose_form(name="Calls", statement="Said better.")
    assert lead.post(reverse("purpose_change", args=at), changed).status_code == 302
    assert "Said better." in text(lead.get(reverse("purpose_change", args=at)))
    impact = dict.fromkeys(("description", "necessity", "risks", "measures", "officer_advice"), "x") | date_of("review_on")
    assert lead.post(reverse("purpose_impact", args=at), impact).status_code == 302
    assert (
        lead.post(reverse("line_purpose", args=[line.pk]), {"purpose": at[0], "channel": "browser", "outgoing": at[0]}).status_code == 302
    )
    line.refresh_from_db()
    assert (line.channel, line.outgoing_purpose_id, line.internal_purpose_id) == ("browser", at[0], None)
    assert "Main line, outgoing calls" in text(lead.get(reverse("purpose", args=at)))
    assert "Main line" in text(lead.get(reverse("line_purpose", args=[line.pk])))
    assert "Web browser" in text(lead.get(reverse("notices")))


@pytest.mark.clause("LB-1")
@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", "\ufeff".encode())])
def test_the_record_of_processing_is_taken_away_and_written_down(lead: Client, kind: str, begins: bytes) -> None:
    answer = lead.post(reverse("processing_record", args=[kind]))
    assert answer.content.startswith(begins)
    assert Entry.objects.get(event=Event.PROCESSING_RECORD_TAKEN).facts == {"form": kind}
    assert kind != "pdf" or [verdict.broken for verdict in verdicts(answer.content)] == [[]]


def test_no_other_form_of_it_is_known(lead: Client) -> None:
    assert lead.post(reverse("processing_record", args=["doc"])).status_code == 404


# Objections


@pytest.mark.clause("NO-4")
@pytest.mark.clause("NO-5")
def test_an_objection_is_one_answer_beside_the_script(client: Client, receptionist: User, sign_in: SignIn, ig_lead: User) -> None:
    approve(ig_lead, propose(ig_lead))
    sign_in(client, receptionist)
    page = text(client.get(reverse("objection_new")))
    assert "We record calls to keep people safe." in page
    assert "I cannot switch it off, and nobody here can." in page
    assert "NHS 111" in page
    answer = client.post(reverse("objection_new"), {"ending": "ended", **date_of("on"), "at": "0:00"}, follow=True)
    assert Objection.objects.get().reference in text(answer)


def test_an_objection_without_an_ending_or_with_no_number_stays_on_the_page(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    page = text(client.post(reverse("objection_new"), {"number": "abc", **date_of("on"), "at": "0:00"}))
    assert "Select how it ended" in page
    assert "Enter a telephone number" in page


def test_everyone_sees_their_own_objections_and_the_keepers_all(
    client: Client, receptionist: User, nurse: User, practice_manager: User, sign_in: SignIn
) -> None:
    done = log(receptionist, number="07700 900461", formal=True)
    for person, sees in ((receptionist, True), (nurse, False), (practice_manager, True)):
        sign_in(client, person)
        page = text(client.get(reverse("objections")))
        assert (done.reference in page) is sees
        assert "07700" not in page


# For everyone


@pytest.mark.clause("NO-3")
def test_anybody_reads_the_summary_and_every_item_of_article_13(client: Client, line: Line, ig_lead: User, dpo: User) -> None:
    assert "records telephone calls" in text(client.get(reverse("about_recording")))
    approve(ig_lead, propose(ig_lead, channel="website", wording="Riverside records calls to keep people safe."))
    page = text(client.get(reverse("about_recording")))
    assert "Riverside records calls to keep people safe." in page
    assert all(item in page for item in texts.ARTICLE_13)


def test_the_lists_ask_the_database_as_often_for_many_as_for_few(
    lead: Client, ig_lead: User, receptionist: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for channel in ("telephone", "outgoing", "website"):
        approve(ig_lead, propose(ig_lead, channel=channel))
    for _ in range(12):
        log(receptionist)
    for page in ("notices", "purposes", "objections"):
        lead.get(reverse(page))
        with django_assert_max_num_queries(10):
            lead.get(reverse(page))
