"""Asking in a browser's way: steps, drafts, check page, panel (S4)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from access_requests.forms.asking import CallForm
from access_requests.models import AccessRequest, Wanted
from callgov import clock, drafts
from callgov.models import Draft
from callgov.people.models import User
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.models import ExtensionAssignment
from tests.recordings.factories import NUMBER, make_extension

SignIn = Callable[..., None]
WHY = {"purpose": "training", "reason": "A call went badly.", "wanted": "listen"}
COPY = {"recipient_name": "Jo Marsh", "recipient_organisation": "", "recipient_type": "insurer", "wanted_format": "wav"}
DAY = {"call_date_day": "2", "call_date_month": "nov", "call_date_year": "2026"}


@pytest.fixture
def staff(client: Client, nurse: User, ig_lead: User, sign_in: SignIn) -> Client:
    sign_in(client, nurse)
    return client


def answer(client: Client, step: str, **typed: str) -> HttpResponse:
    return client.post(reverse("request_new_step", args=[step]), typed, follow=True)  # type: ignore[return-value]


def lead_through(client: Client, *, why: dict[str, str] = WHY, call: dict[str, str] | None = None) -> HttpResponse:
    answer(client, "why", **why)
    return answer(client, "call", **(call or {}))


def send(client: Client) -> HttpResponse:
    return client.post(reverse("request_check"), follow=True)  # type: ignore[return-value]


def errors(page: Any) -> list[str]:
    return [words for messages in page.context["form"].errors.values() for words in messages]


# The way through


@pytest.mark.clause("AC-3")
def test_two_answers_and_four_pages_are_enough(staff: Client, nurse: User):
    lead_through(staff, why={"purpose": "training", "reason": "A call went badly.", "wanted": "listen"})
    page = send(staff)
    request = AccessRequest.objects.get()
    assert (request.requester, request.reason, request.window_from, request.external_raw) == (nurse, "A call went badly.", None, "")
    assert page.redirect_chain == [(reverse("request_sent", args=[request.reference]), 302)]
    assert request.reference in page.content.decode()


@pytest.mark.clause("AC-3")
def test_everything_that_is_typed_arrives(staff: Client):
    make_extension("214")
    call = {**DAY, "call_time": "5pm to 6pm", "extension": "another", "other_extension": "214", "number": "07700 900461"}
    lead_through(staff, call={**call, "parties": "A caller", "other_information": "She was upset"})
    send(staff)
    request = AccessRequest.objects.get()
    assert request.extension is not None
    assert (request.extension.number, request.external_raw, request.external_e164) == ("214", "07700 900461", NUMBER)
    assert (request.parties, request.other_information) == ("A caller", "She was upset")
    assert request.window_from is not None
    assert clock.local_day(request.window_from).isoformat() == "2026-11-02"


def test_a_copy_asks_for_whom_on_a_page_of_its_own(staff: Client):
    page = lead_through(staff, why=WHY | {"wanted": "copy"})
    assert page.request["PATH_INFO"] == reverse("request_new_step", args=["copy"])
    answer(staff, "copy", **COPY)
    send(staff)
    request = AccessRequest.objects.get()
    assert (request.wanted, request.recipient_name, request.wanted_format) == (Wanted.COPY, "Jo Marsh", "wav")


def test_a_copy_that_is_no_longer_wanted_leaves_nothing_behind(staff: Client):
    lead_through(staff, why=WHY | {"wanted": "copy"})
    answer(staff, "copy", **COPY)
    answer(staff, "why", **WHY)
    send(staff)
    assert AccessRequest.objects.get().recipient_name == ""


def test_the_check_page_shows_answers_not_known_and_who_decides(staff: Client):
    page = lead_through(staff).content.decode()
    for words in ("Check and send your request", "A call went badly.", "Not known", "It is with Ig Lead.", "Staff training, coaching"):
        assert words in page


def test_change_leads_to_the_step_and_straight_back(staff: Client):
    page = lead_through(staff)
    assert reverse("request_new_step", args=["why"]) in page.content.decode()
    back = answer(staff, "why", **WHY | {"reason": "Another reason"})
    assert back.request["PATH_INFO"] == reverse("request_check")


def test_ones_own_extension_is_offered(staff: Client, nurse: User):
    with_extension = make_extension("305")
    with as_job(Job.SEED):
        ExtensionAssignment.objects.create(extension=with_extension, person=nurse, starts_on=clock.today())
    assert "305 (yours)" in staff.get(reverse("request_new_step", args=["call"])).content.decode()
    lead_through(staff, call={"extension": "305"})
    send(staff)
    assert AccessRequest.objects.get().extension == with_extension


def test_the_check_page_says_so_when_nobody_can_decide(client: Client, ig_lead: User, sign_in: SignIn):
    sign_in(client, ig_lead)
    page = lead_through(client).content.decode()
    assert "Nobody can decide this request today." in page
    assert "The Practice Manager can name a deputy." in page


# Drafts


def test_what_was_typed_survives_logging_out_and_in_again(staff: Client, nurse: User, sign_in: SignIn):
    answer(staff, "why", **WHY)
    staff.logout()
    sign_in(staff, nurse)
    assert staff.get(reverse("request_new")).headers["Location"] == reverse("request_new_step", args=["call"])
    assert "A call went badly." in staff.get(reverse("request_new_step", args=["why"])).content.decode()


def test_a_draft_is_its_owners_alone(staff: Client, client: Client, receptionist: User, sign_in: SignIn):
    answer(staff, "why", **WHY)
    sign_in(client, receptionist)
    assert "A call went badly." not in client.get(reverse("request_new_step", args=["why"])).content.decode()


def test_sending_destroys_the_draft(staff: Client):
    lead_through(staff)
    send(staff)
    assert not Draft.objects.exists()


def test_starting_again_forgets_what_was_typed(staff: Client):
    answer(staff, "why", **WHY)
    staff.post(reverse("request_new"))
    assert not Draft.objects.exists()


def test_a_draft_keeps_the_answers_and_nothing_else_that_was_posted(staff: Client, nurse: User):
    answer(staff, "why", **WHY, csrfmiddlewaretoken="x", more="y" * 1000)
    assert set(drafts.read(nurse, "access_request")["why"]) == {"purpose", "reason", "wanted"}


def test_sending_twice_sends_once_and_says_so(staff: Client):
    lead_through(staff)
    send(staff)
    page = send(staff)
    assert (page.status_code, AccessRequest.objects.count()) == (409, 1)
    assert "You may have sent it already." in page.content.decode()


def test_the_check_page_of_an_unfinished_form_leads_to_what_is_missing(staff: Client):
    page = staff.get(reverse("request_check"), follow=True)
    assert page.redirect_chain[-1][0] == reverse("request_new_step", args=["why"])


# Wrong answers


@pytest.mark.clause("AC-3")
def test_without_a_purpose_and_a_reason_it_goes_no_further(staff: Client):
    page = answer(staff, "why", wanted="listen")
    assert errors(page) == ["Select why you need the recording", "Enter the reason for the request"]
    assert not Draft.objects.exists()


@pytest.mark.clause("AU-1")
def test_a_purpose_that_is_none_of_the_nine_is_refused(staff: Client):
    assert errors(answer(staff, "why", **WHY | {"purpose": "curiosity"}))


WRONG: list[tuple[dict[str, str], str]] = [
    ({"call_date_day": "31", "call_date_month": "6", "call_date_year": "2026"}, "Call date must be a real date"),
    ({"call_date_day": "2", "call_date_month": "11", "call_date_year": "2999"}, "Call date must be today or in the past"),
    ({"call_date_day": "2", "call_date_month": "11"}, "Call date must include a year"),
    (DAY | {"call_time": "soon"}, "Enter a time, like 5:30pm, or a range, like 5pm to 6pm"),
    (DAY | {"call_time": "6pm to 5pm"}, "Enter a time, like 5:30pm, or a range, like 5pm to 6pm"),
    (
        {"call_date_day": "29", "call_date_month": "3", "call_date_year": "2026", "call_time": "1:30am"},
        "There was no 1:30am on 29 March 2026: the clocks went forward",
    ),
    ({"call_time": "5pm"}, "Enter the call date as well, or say the time under “Anything else”"),
    ({"last_date_day": "2", "last_date_month": "11", "last_date_year": "2026"}, "Enter the call date as well"),
    (
        DAY | {"last_date_day": "1", "last_date_month": "11", "last_date_year": "2026"},
        "The last day must be the same as or after the first",
    ),
    ({"extension": "another", "other_extension": "999"}, "There is no extension 999 here. Check it, or select “I do not know”"),
    ({"extension": "another"}, "Enter extension number"),
    ({"number": "214"}, "Enter an extension under Extension, and here the outside number"),
    ({"number": "not a number"}, "Enter a telephone number, like 01632 960461, or leave it blank"),
]


def test_what_cannot_be_is_answered_with_a_sentence(staff: Client):
    answer(staff, "why", **WHY)
    assert [errors(answer(staff, "call", **typed)) for typed, _ in WRONG] == [[sentence] for _, sentence in WRONG]


def test_a_time_of_today_that_is_still_to_come_is_refused():
    noon = datetime(2026, 11, 2, 12, tzinfo=clock.LONDON)
    form = CallForm(DAY | {"call_time": "2pm"}, own=[], now=noon)
    assert form.errors == {"call_time": ["Call time must be in the past"]}


def test_numbers_are_kept_as_typed_and_normalised_where_they_can_be(staff: Client):
    typed = {"withheld": "", "111": "", "01632 960 961": "+441632960961", "": ""}
    for raw in typed:
        lead_through(staff, call={"number": raw})
        send(staff)
    assert dict(AccessRequest.objects.values_list("external_raw", "external_e164")) == typed


@pytest.mark.clause("AC-9")
def test_a_copy_without_a_recipient_goes_no_further(staff: Client):
    lead_through(staff, why=WHY | {"wanted": "copy"})
    assert errors(answer(staff, "copy", wanted_format="mp3")) == ["Enter who the copy is for", "Select who they are"]


def test_a_page_that_the_form_does_not_have_is_not_there(staff: Client):
    assert staff.get("/requests/new/secret/").status_code == 404


# Who may


def test_who_may_not_ask_is_refused(client: Client, sign_in: SignIn, administrator: User, outsider: User):
    for person in (administrator, outsider):
        sign_in(client, person)
        for page in ("/requests/new/", "/requests/new/why/", "/requests/new/check/"):
            answers = (client.get(page).status_code, client.post(page, WHY).status_code)
            assert (person.username, page, *answers) == (person.username, page, 403, 403)


def test_a_stranger_is_sent_to_the_log_in_page(client: Client, db: None):
    assert client.get("/requests/new/").headers["Location"].startswith(reverse("account_login"))


def test_the_panel_is_only_for_who_asked(staff: Client, client: Client, ig_lead: User, sign_in: SignIn):
    lead_through(staff)
    send(staff)
    sign_in(client, ig_lead)
    assert client.get(reverse("request_sent", args=["REQ-2026-0001"])).status_code == 404
