"""An authorised programme, people who take calls, and audits at each of their states, all by the real services."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client

from audits.models import Audit, Authority
from audits.programme.services import authorise
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.models import Recording
from recordings.vault.keyring import create_ring
from tests.audits.factories import draw_for, make_calls
from tests.cast import SignIn


@pytest.fixture(autouse=True)
def vault(tmp_path: Path, settings: Any) -> None:
    """A vault folder and a key ring of the test's own."""
    settings.VAULT_KEY_RING = str(tmp_path / "ring.json")
    create_ring(settings.VAULT_KEY_RING)
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "vault")}}
    settings.STORAGES = {**settings.STORAGES, "vault": folder}
    storages._storages.clear()


@pytest.fixture
def now() -> datetime:
    return clock.now()


@pytest.fixture
def authority(ig_lead: User, now: datetime) -> Authority:
    with acting_as(ig_lead):
        ends_on = clock.local_day(now) + timedelta(days=300)
        return authorise(ends_on=ends_on, reasons="The practice's yearly programme", actor=ig_lead, now=now)


@pytest.fixture
def calls(receptionist: User, now: datetime) -> list[Recording]:
    """Seven calls of the receptionist, whose audio is with the supplier."""
    return make_calls(receptionist, 7, now)


@pytest.fixture
def drawn(authority: Authority, calls: list[Recording], receptionist: User, assessor: User, now: datetime) -> Audit:
    """The receptionist's audit with its three calls."""
    return draw_for(receptionist, assessor, now)


@pytest.fixture
def as_(client: Client, sign_in: SignIn) -> Any:
    """The browser of a person."""

    def signed_in(person: User) -> Client:
        sign_in(client, person)
        return client

    return signed_in
