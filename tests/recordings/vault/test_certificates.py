"""A certificate says that something is gone, so it is written for nothing that is still there."""

from uuid import UUID

import pytest

from callgov import clock
from callgov.people.models import User
from recordings.models import Certificate, ObjectRole
from recordings.vault.certificates import Grounds, NotGone, certify
from recordings.vault.store import Vault

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("vault")]


@pytest.mark.clause("AC-10")
def test_what_is_still_kept_gets_no_certificate_of_destruction(vault: Vault, subject: UUID, practice_manager: User) -> None:
    kept = vault.put(subject=subject, role=ObjectRole.ORIGINAL, chunks=[b"a call"])
    with pytest.raises(NotGone):
        certify(kept, Grounds("a call", "RE-1", "its day had come", authorised_by=practice_manager), now=clock.now())
    assert not Certificate.objects.exists()
