"""What the practice can show for the clauses that this wing keeps."""

import pytest

from callgov import clock
from callgov.registry import registry
from callgov.trail.events import Job
from recordings.access import evidence, rules, services
from recordings.models import Grant, Recording
from recordings.vault.services import open_job_access


@pytest.mark.parametrize(("clause", "source"), [("AC-1", "granted"), ("AC-2", "granted"), ("AC-4", "opened"), ("AC-5", "searched")])
def test_each_clause_is_told_what_is_held_for_it(clause: str, source: str) -> None:
    assert getattr(evidence, source) in registry.evidence[clause]


def test_the_numbers_are_those_of_today(grant: Grant, chosen: Recording) -> None:
    now = clock.now()
    services.search_calls(grant_id=grant.pk, person=grant.holder, terms=rules.limits(grant), now=now)
    services.open_access(grant_id=grant.pk, recording_id=chosen.pk, person=grant.holder, action="listen", session_key="s", now=now)
    open_job_access(job=Job.INTEGRITY, subject=chosen.pk, reason="Check", now=now)
    assert evidence.granted() == {"grants issued": 1, "grants ended early": 0}
    assert evidence.opened() == {"recordings opened by people": 1, "recordings opened by named jobs": 1}
    assert evidence.searched() == {"searches inside a grant": 1, "calls shown": 1}


def test_an_empty_practice_has_shown_nothing(db: None) -> None:
    assert evidence.searched() == {"searches inside a grant": 0, "calls shown": 0}
