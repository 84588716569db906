"""Attaching, reading and destroying papers."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ValidationError
from django.test import Client
from django.urls import reverse

from callgov import clock
from callgov.models import Setting
from callgov.people.models import User
from callgov.refusals import NotYours, Refused
from callgov.registry import registry
from callgov.trail.context import acting_as
from callgov.trail.models import Entry
from recordings.attachments import presenters, queries, services, tasks
from recordings.attachments.forms import PaperField
from recordings.attachments.rules import NOT_THERE
from recordings.attachments.services import Paper
from recordings.models import Access, Attachment, Certificate, StoredObject
from recordings.vault.store import Vault
from recordings.vault.trouble import TamperedObject, VaultUnavailable
from tests.cast import SignIn
from tests.recordings.attachments.papers import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_door_for_the_one_who_added() -> Iterator[None]:
    def door(paper: Attachment, person: User, _now: object) -> None:
        if paper.added_by_id != person.pk:
            raise NotYours(NOT_THERE)

    registry.attachment_doors["tests"] = door
    yield
    del registry.attachment_doors["tests"]


def attach(by: User, paper: Paper = PDF, *, area: str = "tests", destroy_in: int | None = None) -> Attachment:
    now = clock.now()
    until = clock.local_day(now) + timedelta(days=destroy_in) if destroy_in is not None else None
    with acting_as(by):
        return services.attach(
            area=area, reference="REQ-2026-0042", kind="written-request", title="Written request", paper=paper, by=by, now=now,
            destroy_on=until,
        )  # fmt: skip


def download(client: Client, paper: Attachment):
    return client.get(reverse("attachment", args=[paper.pk]))


@pytest.fixture
def reader(client: Client, nurse: User, sign_in: SignIn) -> Client:
    sign_in(client, nurse)
    return client


@pytest.mark.clause("AC-1")
def test_a_paper_lies_sealed(nurse: User) -> None:
    paper = attach(nurse)
    stored = StoredObject.objects.get(subject=paper.pk)
    assert PDF.content not in (Path(settings.STORAGES["vault"]["OPTIONS"]["location"]) / stored.name).read_bytes()
    entry = Entry.objects.get(event="attachment_added")
    assert (entry.actor, entry.request, entry.facts["kind"]) == (nurse, "REQ-2026-0042", "written-request")
    assert PDF.name not in str(entry.facts)


def test_a_paper_that_is_not_what_it_says_leaves_nothing(nurse: User) -> None:
    with pytest.raises(Refused):
        attach(nurse, Paper("x.pdf", b"MZ"))
    assert not Attachment.objects.exists()
    assert not StoredObject.objects.exists()


@pytest.mark.clause("AC-4")
def test_a_paper_is_read_as_a_download_after_its_entry(reader: Client, nurse: User) -> None:
    answer = download(reader, attach(nurse))
    assert answer.content == PDF.content
    assert answer["Content-Disposition"] == 'attachment; filename="request.pdf"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.get(event="attachment_read").actor == nurse
    assert Access.objects.get().person == nurse


@pytest.mark.clause("AC-4")
def test_someone_else_s_paper_looks_like_none(reader: Client, ig_lead: User) -> None:
    assert download(reader, attach(ig_lead)).status_code == 404
    assert not Access.objects.exists()


def test_a_paper_of_an_area_that_nobody_answers_for_is_not_handed_out(reader: Client, nurse: User) -> None:
    assert download(reader, attach(nurse, area="nowhere")).status_code == 404


def test_a_paper_that_is_not_there(reader: Client) -> None:
    assert reader.get(reverse("attachment", args=["00000000-0000-4000-8000-000000000000"])).status_code == 404


def test_a_paper_is_not_posted_to(reader: Client, nurse: User) -> None:
    assert reader.post(reverse("attachment", args=[attach(nurse).pk])).status_code == 405


def test_an_administrator_reads_no_paper(client: Client, administrator: User, sign_in: SignIn) -> None:
    sign_in(client, administrator)
    assert download(client, attach(administrator)).status_code == 403


@pytest.mark.parametrize(("trouble", "status"), [(TamperedObject("x"), 410), (VaultUnavailable("x"), 503)], ids=["damaged", "out of reach"])
def test_trouble_with_the_vault_is_told_in_words(
    reader: Client, nurse: User, monkeypatch: pytest.MonkeyPatch, trouble: Exception, status: int
) -> None:
    def fails(*_: object) -> None:
        raise trouble

    paper = attach(nurse)
    monkeypatch.setattr(Vault, "open", fails)
    answer = download(reader, paper)
    assert answer.status_code == status
    assert "cannot be read" in answer.content.decode()


@pytest.mark.clause("AC-10")
def test_a_paper_is_destroyed_on_its_day_and_no_sooner(nurse: User) -> None:
    paper, later = attach(nurse, destroy_in=0), attach(nurse, destroy_in=1)
    assert tasks.destroy_due() == 1
    paper.refresh_from_db()
    assert paper.destroyed_at is not None
    assert queries.stored(paper).wrapped_key is None
    assert Certificate.objects.get().subject == paper.pk
    assert queries.of_case("tests", "REQ-2026-0042")[1] == later
    assert queries.has("tests", "REQ-2026-0042", "written-request")


@pytest.mark.clause("AC-10")
def test_destroying_again_writes_no_second_certificate(nurse: User) -> None:
    paper = attach(nurse)
    first, second = (services.destroy(attachment_id=paper.pk, rule="Asked for", now=clock.now()) for _ in range(2))
    assert first == second
    assert Entry.objects.filter(event="attachment_destroyed").count() == 1


def test_a_destroyed_paper_says_so(reader: Client, nurse: User) -> None:
    paper = attach(nurse)
    services.destroy(attachment_id=paper.pk, rule="Asked for", now=clock.now())
    assert download(reader, paper).status_code == 409
    (row,) = presenters.paper_rows(queries.of_case("tests", "REQ-2026-0042", "written-request"))
    assert row.value[0].startswith("Destroyed on")
    assert not queries.has("tests", "REQ-2026-0042", "written-request")


def test_the_rows_of_a_case_lead_to_its_papers(nurse: User) -> None:
    paper = attach(nurse, destroy_in=28)
    (row,) = presenters.paper_rows(queries.of_case("tests", "REQ-2026-0042"))
    assert row.value[0].url == reverse("attachment", args=[paper.pk])
    assert "kept until" in row.value[1]


def test_the_field_of_a_form_looks_inside(db: None) -> None:
    field = PaperField(required=False)
    assert field.clean(SimpleUploadedFile("a/b/request.pdf", PDF.content)) == PDF
    assert field.clean(None) is None
    with pytest.raises(ValidationError, match="not a PDF"):
        field.clean(SimpleUploadedFile("request.pdf", b"MZ"))


def test_the_practice_says_how_large_a_paper_may_be(ig_lead: User) -> None:
    with acting_as(ig_lead):
        Setting.objects.create(name="attachment_megabytes", value=1, reason="Small disk", set_by=ig_lead, set_at=clock.now())
    with pytest.raises(Refused, match="smaller than"):
        attach(ig_lead, Paper("x.pdf", b"%PDF-" + b"x" * 1024 * 1024))
