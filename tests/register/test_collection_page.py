"""The collection page: no account, one field, and the same words for a link that ended and one that never was."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from register.models import Release
from register.services.releasing import Handover
from register.views import limits
from tests.register.packages import hashes, shown_passphrase

pytestmark = pytest.mark.clause("AC-10")


def url(handover: Handover, name: str = "collect") -> str:
    return reverse(name, args=[handover.token])


def test_an_outsider_collects_with_the_code(client: Client, handover: Handover) -> None:
    page = client.post(url(handover), {"passcode": handover.passcode}, follow=True)
    assert "How to keep it safe" in page.content.decode()
    passphrase = shown_passphrase(page.content.decode())
    download = client.post(url(handover, "collect_download"), {"passphrase": passphrase})
    stored = handover.release.stored
    assert stored is not None
    assert hashes(b"".join(download), passphrase)[f"{handover.line.request_reference}-copy-1.mp3"] == stored.sha256
    assert "no-store" in download["Cache-Control"]


def test_nobodys_name_or_number_stands_on_the_page_or_in_the_file_name(client: Client, handover: Handover) -> None:
    page = client.post(url(handover), {"passcode": handover.passcode}, follow=True).content.decode()
    name = client.post(url(handover, "collect_download"), {"passphrase": shown_passphrase(page)})["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="REQ-\d{4}-\d{4}-copy-1\.zip"', name)
    assert not any(word in page for word in ("Ward Clerk", "Northfield", handover.line.call_number))


def test_a_wrong_code_says_how_many_tries_are_left(client: Client, handover: Handover) -> None:
    assert "You have 4 tries left." in client.post(url(handover), {"passcode": "AAAA-AAAA"}).content.decode()
    assert "Enter the code" in client.post(url(handover), {"passcode": ""}).content.decode()


def test_ended_and_unknown_links_look_the_same(client: Client, handover: Handover) -> None:
    client.post(url(handover), {"passcode": handover.passcode})
    ended = Client().post(url(handover), {"passcode": handover.passcode})
    unknown = Client().post(reverse("collect", args=["never-existed"]), {"passcode": handover.passcode})
    assert "This link has ended." in ended.content.decode()
    assert _words(ended.content.decode()) == _words(unknown.content.decode())


def _words(page: str) -> str:
    return re.sub(r"(?s)<[^>]*>", " ", page)


@pytest.mark.parametrize("name", ["collected", "collect_download", "collect_plain", "collect_deleted"])
def test_nothing_is_given_to_a_browser_that_did_not_enter_the_code(client: Client, handover: Handover, name: str) -> None:
    method = client.get if name == "collected" else client.post
    assert method(url(handover, name)).status_code == 404


def test_a_download_is_not_made_by_following_a_link(client: Client, handover: Handover) -> None:
    assert client.get(url(handover, "collect_download")).status_code == 405


def test_the_outsider_confirms_deletion(client: Client, handover: Handover) -> None:
    client.post(url(handover), {"passcode": handover.passcode})
    page = client.post(url(handover, "collect_deleted"), follow=True)
    assert "You told us that you deleted your copy" in page.content.decode()
    assert Release.objects.get().holder_deleted_at is not None


def test_an_organisation_gets_the_locked_package_only(client: Client, handover: Handover) -> None:
    page = client.post(url(handover), {"passcode": handover.passcode}, follow=True).content.decode()
    assert url(handover, "collect_plain") not in page
    assert client.post(url(handover, "collect_plain")).status_code == 404


def test_the_person_in_the_call_may_take_the_recording_alone(client: Client, own_copy: Handover) -> None:
    page = client.post(url(own_copy), {"passcode": own_copy.passcode}, follow=True).content.decode()
    assert "yours is yours to keep" in page
    stored = own_copy.release.stored
    assert stored is not None
    assert len(b"".join(client.post(url(own_copy, "collect_plain")))) == stored.plain_size


def test_one_address_does_not_try_codes_without_end(client: Client, db: None) -> None:
    for number in range(limits.TRIES):
        client.post(reverse("collect", args=[f"guess-{number}"]), {"passcode": "AAAA-AAAA"})
    assert "Wait 15 minutes" in client.post(reverse("collect", args=["guess"]), {"passcode": "AAAA-AAAA"}).content.decode()


def test_one_link_is_not_downloaded_without_end(client: Client, handover: Handover) -> None:
    client.post(url(handover), {"passcode": handover.passcode})
    page = client.get(url(handover, "collected")).content.decode()
    locked = {"passphrase": shown_passphrase(page)}
    answers = [client.post(url(handover, "collect_download"), locked).status_code for _ in range(limits.DOWNLOADS + 1)]
    assert answers[-2:] == [200, 429]
