"""The pages of an inspection: open, two presses a line, sign; and who sees what."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from register.models import Inspection, InspectionAction, InspectionState, RegisterLine

SignIn = Callable[..., None]
pytestmark = pytest.mark.clause("RE-2")


@pytest.fixture
def inspector(client: Client, dpo: User, sign_in: SignIn) -> Client:
    sign_in(client, dpo)
    return client


def _url(name: str, inspection: Inspection, *more: int) -> str:
    return reverse(name, args=[inspection.year, inspection.number, *more])


def test_an_inspection_from_opening_to_signing(inspector: Client, lines: list[RegisterLine], practice_manager: User, now: datetime) -> None:
    page = inspector.post(reverse("inspection_new"), follow=True).content.decode()
    inspection = Inspection.objects.get()
    assert page.count("Not checked") == 5
    assert "Check every line first. 5 of 5 are left." in page
    for draw in range(1, 6):
        url = _url("inspection_line", inspection, draw)
        assert "The record says" in inspector.get(url).content.decode()
        answer = inspector.post(url, {"agrees": "yes"})
        assert answer["Location"] == (_url("inspection_line", inspection, draw + 1) if draw < 5 else _url("inspection", inspection))
    today = clock.today()
    asked = {"what": "Look again", "owner": practice_manager.pk, "due_day": today.day, "due_month": today.month, "due_year": today.year}
    inspector.post(_url("inspection_action", inspection), asked)
    assert "Enter" in inspector.post(_url("inspection_sign", inspection), {"findings": ""}).content.decode()
    page = inspector.post(_url("inspection_sign", inspection), {"findings": "Well kept"}, follow=True).content.decode()
    assert "Well kept" in page
    assert "Next inspection due" in page
    assert inspector.get(_url("inspection_paper", inspection))["Content-Type"] == "application/pdf"
    assert inspector.post(_url("inspection_sign", inspection), {"findings": "Again"}).status_code == 409


def test_no_is_explained(inspector: Client, inspection: Inspection) -> None:
    url = _url("inspection_line", inspection, 1)
    assert "There is a problem" in inspector.post(url, {"agrees": "no", "note": ""}).content.decode()
    inspector.post(url, {"agrees": "no", "note": "No receipt"})
    assert "No receipt" in inspector.get(_url("inspection", inspection)).content.decode()


def test_there_is_no_third_answer_and_no_sixth_line(inspector: Client, inspection: Inspection) -> None:
    assert "There is a problem" in inspector.post(_url("inspection_line", inspection, 1), {"agrees": "perhaps"}).content.decode()
    assert inspector.get(_url("inspection_line", inspection, 6)).status_code == 404
    assert inspector.get(reverse("inspection", args=[1999, 1])).status_code == 404


def test_the_practice_manager_reads_it_but_does_not_inspect(
    client: Client, inspection: Inspection, practice_manager: User, sign_in: SignIn
) -> None:
    sign_in(client, practice_manager)
    page = client.get(_url("inspection", inspection)).content.decode()
    assert "Not checked" in page
    assert "Sign this inspection" not in page
    assert client.post(reverse("inspection_new")).status_code == 403
    assert client.get(_url("inspection_line", inspection, 1)).status_code == 403


@pytest.mark.parametrize("name", ["inspection_new", "inspections"])
def test_nobody_else_comes_near(client: Client, receptionist: User, sign_in: SignIn, name: str) -> None:
    sign_in(client, receptionist)
    assert client.post(reverse(name)).status_code in (403, 405)
    assert client.get(reverse(name)).status_code in (403, 405)


def test_an_action_is_done_by_its_owner_with_evidence(
    client: Client, inspection: Inspection, practice_manager: User, nurse: User, sign_in: SignIn
) -> None:
    with acting_as(practice_manager):
        action = InspectionAction.objects.create(inspection=inspection, what="Look again", owner=practice_manager, due=clock.today())
    url = reverse("inspection_done", args=[action.pk])
    sign_in(client, nurse)
    assert client.get(url).status_code == 404
    sign_in(client, practice_manager)
    assert "Look again" in client.get("/").content.decode()
    assert "There is a problem" in client.post(url, {"evidence": ""}).content.decode()
    client.post(url, {"evidence": "Looked"})
    assert InspectionAction.objects.get().done_by == practice_manager
    assert "recorded as done" in client.post(url, {"evidence": "Twice"}).content.decode()


def test_the_empty_register_has_nothing_to_inspect(inspector: Client) -> None:
    page = inspector.get(reverse("inspections")).content.decode()
    assert "No line has been written since the last inspection." in page
    assert inspector.post(reverse("inspection_new")).status_code == 403
    assert not Inspection.objects.filter(state=InspectionState.OPEN).exists()
