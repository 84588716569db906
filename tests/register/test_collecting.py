"""How an outsider collects: once, with the code, and never unseen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connections

from callgov.people.models import User
from callgov.refusals import Refused
from callgov.trail.context import acting_as
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from register.models import Release, ReleaseState
from register.services import collecting, passcodes
from register.services.releasing import Handover, renew_link

pytestmark = pytest.mark.clause("AC-10")


def _open(handover: Handover, now: datetime, passcode: str = "") -> str:
    return collecting.open_link(token=handover.token, passcode=passcode or handover.passcode, now=now)


def test_the_right_code_opens_the_link_and_gives_exactly_the_released_bytes(handover: Handover, now: datetime) -> None:
    key = _open(handover, now)
    download = collecting.collect(token=handover.token, key=key, now=now)
    assert sum(map(len, download.chunks)) == download.stored.plain_size
    assert download.release.state == ReleaseState.COLLECTED


def test_case_spaces_and_hyphens_of_the_code_do_not_matter(handover: Handover, now: datetime) -> None:
    assert _open(handover, now, handover.passcode.lower().replace("-", " "))


@pytest.mark.clause("AU-11")
def test_the_download_is_in_the_trail_before_its_first_byte(handover: Handover, now: datetime) -> None:
    collecting.collect(token=handover.token, key=_open(handover, now), now=now)
    entry = Entry.objects.get(event=Event.COPY_COLLECTED)
    assert (entry.job, entry.request) == (Job.COLLECTION, handover.release.request.reference)


def test_a_wrong_code_is_counted_and_the_fifth_ends_the_link(handover: Handover, now: datetime) -> None:
    for left in (4, 3, 2, 1):
        with pytest.raises(Refused, match=f"You have {left}"):
            _open(handover, now, "AAAA-AAAA")
    with pytest.raises(Refused, match="This link has ended"):
        _open(handover, now, "AAAA-AAAA")
    with pytest.raises(Refused, match="This link has ended"):
        _open(handover, now)
    assert Entry.objects.filter(event=Event.COLLECTION_REFUSED).count() == 5


@pytest.mark.parametrize("token", ["", "never-existed"])
def test_a_link_that_never_existed_says_the_same_as_one_that_ended(handover: Handover, now: datetime, token: str) -> None:
    with pytest.raises(Refused, match="This link has ended"):
        collecting.open_link(token=token, passcode=handover.passcode, now=now)


def test_a_link_opens_in_one_browser_only(handover: Handover, now: datetime) -> None:
    _open(handover, now)
    with pytest.raises(Refused, match="This link has ended"):
        _open(handover, now)
    with pytest.raises(Refused):
        collecting.collect(token=handover.token, key="someone else's", now=now)


@pytest.mark.parametrize("key", ["", "guessed"])
def test_a_browser_that_did_not_open_the_link_gets_nothing(handover: Handover, now: datetime, key: str) -> None:
    with pytest.raises(Refused):
        collecting.collect(token=handover.token, key=key, now=now)


def test_the_link_expires(handover: Handover, now: datetime) -> None:
    with pytest.raises(Refused):
        _open(handover, now + timedelta(days=8))


def test_downloads_go_on_for_an_hour_and_each_is_recorded(handover: Handover, now: datetime) -> None:
    key = _open(handover, now)
    for _ in range(2):
        collecting.collect(token=handover.token, key=key, now=now)
    assert Entry.objects.filter(event=Event.COPY_COLLECTED).count() == 2
    with pytest.raises(Refused):
        collecting.collect(token=handover.token, key=key, now=now + timedelta(hours=1))


def test_the_old_link_is_dead_once_there_is_a_new_one(handover: Handover, practice_manager: User, now: datetime) -> None:
    with acting_as(practice_manager):
        renew_link(release_id=handover.release.pk, person=practice_manager, now=now)
    with pytest.raises(Refused):
        _open(handover, now)


def test_the_holder_can_say_that_the_copy_is_deleted(handover: Handover, now: datetime) -> None:
    key = _open(handover, now)
    for _ in range(2):
        collecting.confirm_deleted_by_holder(token=handover.token, key=key, now=now)
    assert Release.objects.get(pk=handover.release.pk).holder_deleted_at == now
    assert Entry.objects.filter(event=Event.COPY_DELETION_CONFIRMED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_racing_collections_one_wins(handover: Handover, now: datetime) -> None:
    def attempt(_number: int) -> bool:
        try:
            return bool(_open(handover, now))
        except Refused:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=2) as pool:
        assert sorted(pool.map(attempt, range(2))) == [False, True]


def test_neither_token_nor_passcode_is_stored(handover: Handover) -> None:
    link = handover.release.link
    assert handover.token not in str(vars(link))
    assert passcodes.is_passcode(handover.passcode, link.passcode_hash)
