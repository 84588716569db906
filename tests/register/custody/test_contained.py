"""A copy at the wrong recipient, from the report to the stored copy's end at the hands of a lead."""

from datetime import datetime

import pytest

from breaches.models import Breach, Containment, Measure, State
from breaches.queries import copies
from breaches.services.containing import contain
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from recordings.models import Certificate
from register.custody.services.missending import report_wrong_recipient
from register.models import Release, ReleaseState
from register.services.releasing import Handover

pytestmark = [pytest.mark.clause("BR-2"), pytest.mark.clause("BR-3")]


@pytest.fixture
def breach(handover: Handover, practice_manager: User, ig_lead: User, dpo: User, now: datetime) -> Breach:
    """The draft that the report of a wrong recipient opens."""
    with acting_as(practice_manager):
        report_wrong_recipient(release_id=handover.release.pk, what_happened="A namesake", actor=practice_manager, now=now)
    return Breach.objects.get()


def revoke(breach: Breach, lead: User, copy: str, now: datetime) -> Containment:
    with acting_as(lead):
        return contain(reference=breach.reference, lead=lead, measure=Measure.REVOKE_COPY, subject=copy, now=now)


def test_the_draft_holds_the_facts_and_its_copy_is_destroyed_once(
    breach: Breach, handover: Handover, ig_lead: User, dpo: User, now: datetime
) -> None:
    assert f"Line: {handover.line.year}/001. Copy: 1." in breach.what_happened
    assert breach.about_request == handover.release.request_reference
    (copy,) = copies(breach)
    with pytest.raises(NotYours):
        revoke(breach, dpo, "5d6e", now)
    revoke(breach, ig_lead, copy, now)
    assert Release.objects.get().state == ReleaseState.DESTROYED
    assert Certificate.objects.filter(subject=handover.release.pk).exists()
    assert copies(breach) == {}
    with pytest.raises(Conflict):
        revoke(breach, dpo, copy, now)


def test_nothing_is_destroyed_for_a_breach_that_is_over(breach: Breach, ig_lead: User, now: datetime) -> None:
    (copy,) = copies(breach)
    with as_job(Job.SEED):
        breach.state, breach.closed_at = State.DISMISSED, now
        breach.save(update_fields=["state", "closed_at"])
    with pytest.raises(Conflict):
        revoke(breach, ig_lead, copy, now)
    assert copies(breach)
    assert not Certificate.objects.exists()
