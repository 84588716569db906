"""A certificate says that something is gone, so it is written for nothing that is still there."""

from uuid import UUID, uuid4

import pytest

from callgov import clock
from callgov.people.models import User
from callgov.trail.events import Job
from recordings.models import Certificate, ObjectRole
from recordings.vault.certificates import Gone, Grounds, NotGone, certify, certify_each
from recordings.vault.store import Vault

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("vault")]


@pytest.mark.clause("AC-10")
def test_what_is_still_kept_gets_no_certificate_of_destruction(vault: Vault, subject: UUID, practice_manager: User) -> None:
    kept = vault.put(subject=subject, role=ObjectRole.ORIGINAL, chunks=[b"a call"])
    grounds = Grounds("a call", "RE-1", "its day had come", authorised_by=practice_manager, job=Job.DISPOSAL)
    with pytest.raises(NotGone):
        certify(kept, grounds, now=clock.now())
    with pytest.raises(NotGone):
        certify_each([Gone(uuid4(), [], grounds, "0" * 64), Gone(subject, [kept], grounds, kept.sha256)], now=clock.now())
    assert not Certificate.objects.exists()
