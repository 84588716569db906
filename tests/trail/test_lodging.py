"""The head of the chain leaves the house once a week, so that a trail rewritten from end to end is found by what the DPO keeps."""

from datetime import date

import pytest
from django.core import mail

from callgov import clock
from callgov.people.models import User
from callgov.trail.lodging import lodge
from callgov.trail.models import Seal
from callgov.trail.verification import Verdict, verify

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AU-11"), pytest.mark.usefixtures("eager")]

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def test_the_data_protection_officer_alone_is_sent_the_head(sealed_trail: list[Seal], dpo: User, ig_lead: User) -> None:
    verdict = verify(now=clock.now())
    lodge(verdict, day=MONDAY)
    assert [sent.to for sent in mail.outbox] == [[dpo.email]]
    assert verdict.head in mail.outbox[0].body


def test_on_other_days_nobody_is_mailed(sealed_trail: list[Seal], dpo: User) -> None:
    lodge(verify(now=clock.now()), day=TUESDAY)
    assert mail.outbox == []


def test_the_head_of_a_trail_that_failed_its_check_is_not_lodged(dpo: User) -> None:
    lodge(Verdict(["Seal 2 is missing."], seals=3, head="ab" * 32), day=MONDAY)
    assert mail.outbox == []


def test_an_empty_trail_has_no_head_to_lodge(dpo: User) -> None:
    lodge(Verdict([]), day=MONDAY)
    assert mail.outbox == []
