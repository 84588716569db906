"""The practice's telephone recording policy, clause by clause: each named once, with what enforces it.

A rule, service, job or migration guard says which clause it enforces with `@enforces("AC-2")`; a database constraint stands in
CONSTRAINTS. Tests carry `@pytest.mark.clause("AC-2")`. `manage.py policy` puts the three together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Enforcer = TypeVar("Enforcer", bound=Callable[..., Any])


@dataclass(frozen=True)
class Clause:
    """One clause: its id, what it asks, and whether this release claims to keep it."""

    id: str
    title: str
    claimed: bool = False


_ALL = (
    Clause("LB-1", "One of the six Article 6 bases applies to every recording", claimed=True),
    Clause("LB-2", "Legitimate interests fail where the caller's interests override, in particular a child's", claimed=True),
    Clause("NO-1", "Callers are told of recording and why, on every incoming route", claimed=True),
    Clause("NO-2", "Outbound calls carry the reminder", claimed=True),
    Clause("NO-3", "A summary stands on the website and in the privacy notice", claimed=True),
    Clause("NO-4", "A patient who asks not to be recorded is told why and that it cannot be switched off", claimed=True),
    Clause("NO-5", "If they insist, the call cannot continue: NHS 111, or 999 in an emergency", claimed=True),
    Clause("NO-6", "Secret recordings are not permitted", claimed=True),
    Clause("AC-1", "Stored securely; access managed by the Information Governance Lead or others authorised", claimed=True),
    Clause("AC-2", "Access only for a defined business need, authorised only by the Information Governance Lead", claimed=True),
    Clause("AC-3", "A request states the six things that the policy asks for", claimed=True),
    Clause("AC-4", "No browsing without a valid reason", claimed=True),
    Clause("AC-5", "Stored so that information can be retrieved for data subjects", claimed=True),
    Clause("AC-6", "Subject access requests are assessed and access provided", claimed=True),
    Clause("AC-7", "Requester and caller are matched; in doubt the Data Protection Officer decides", claimed=True),
    Clause("AC-8", "External bodies ask in writing; the Information Governance Lead agrees with the Data Protection Officer", claimed=True),
    Clause("AC-9", "A copy is in a format that the requester can use", claimed=True),
    Clause("AC-10", "Released copies are kept securely and deleted once used", claimed=True),
    Clause("AC-11", "Further sharing is authorised by the Information Governance Lead", claimed=True),
    Clause("AU-1", "Recordings are reviewed for nine purposes only", claimed=True),
    Clause("AU-2", "Disciplinary use needs written agreement, after the Data Protection Officer was consulted", claimed=True),
    Clause("AU-3", "All staff are audited during probation and annually", claimed=True),
    Clause("AU-4", "Three random conversations, up to five when clarification is needed", claimed=True),
    Clause("AU-5", "Below 80% is informed and audited again within three months", claimed=True),
    Clause("AU-6", "Feedback, the HR record, and concerns to the Partners", claimed=True),
    Clause("AU-7", "Collective results are one of the annual practice audits", claimed=True),
    Clause("AU-8", "Exemplary or poor conversations are used for training, as a significant event", claimed=True),
    Clause("AU-9", "Criteria for all staff, standard 100%", claimed=True),
    Clause("AU-10", "Criteria for consultations by clinicians, standard 100%", claimed=True),
    Clause("AU-11", "Access is logged and traceable to an identifiable username with a secure password", claimed=True),
    Clause("AU-12", "An employee asks their line manager first to hear their own call", claimed=True),
    Clause("RE-1", "Every release is logged in the Release of Recording Register", claimed=True),
    Clause("RE-2", "The register is audited by the Information Governance Lead and the Data Protection Officer", claimed=True),
    Clause("BR-1", "Staff who feel they breached the policy tell their line manager immediately", claimed=True),
    Clause("BR-2", "A believed breach goes to both the Information Governance Lead and the Data Protection Officer", claimed=True),
    Clause("BR-3", "The Information Commissioner and compensation may follow", claimed=True),
    Clause("BR-4", "Infringement may lead to disciplinary action", claimed=True),
)
CLAUSES: dict[str, Clause] = {clause.id: clause for clause in _ALL}

# Database constraints and triggers, by name. A test finds each of them in the database.
CONSTRAINTS: dict[str, tuple[str, ...]] = {
    "purpose_has_a_lawful_basis": ("LB-1",),
    "health_data_has_an_article_9_condition": ("LB-1",),
    "nobody_grants_themselves": ("AC-1", "AC-2"),
    "nobody_decides_their_own_request": ("AC-2",),
    "nobody_decides_about_themselves": ("AC-2", "AU-2"),
    "nobody_investigates_themselves": ("AU-2",),
    "misconduct_has_its_own_route": ("AU-2", "BR-4"),
    "onward_sharing_has_a_first_release": ("AC-11",),
    "what_comes_from_outside_says_how": ("AC-6",),
    "only_the_dpo_says_not_confirmed": ("AC-7",),
    "confirmed_says_what_was_seen": ("AC-7",),
    "an_opinion_is_someones": ("AC-6",),
    "a_clock_is_extended_once": ("AC-6",),
    "nobody_decides_a_matter_about_themselves": ("AC-6",),
    "a_step_is_decided_once": ("AC-2",),
    "request_has_a_reason": ("AC-3",),
    "request_has_a_purpose": ("AU-1",),
    "grant_has_a_purpose": ("AU-1",),
    "access_under_a_grant_or_a_named_job": ("AC-4",),
    "one_recording_a_call": ("AC-5",),
    "a_copy_has_a_recipient_and_a_format": ("AC-9",),
    "legitimate_interests_are_balanced": ("LB-2",),
    "balancing_is_complete": ("LB-2",),
    "notice_says_why": ("NO-1", "NO-2", "NO-3"),
    "one_notice_in_force": ("NO-1", "NO-2", "NO-3"),
    "recordings_objection_append_only": ("NO-4", "NO-5"),
    "breach_has_both_leads": ("BR-2",),
    "one_receipt_each": ("BR-1", "BR-2"),
    "one_person_is_not_both_leads": ("BR-2", "BR-3"),
    "outcome_is_what_the_grid_says": ("BR-3",),
    "late_says_why": ("BR-3",),
    "not_reported_says_because": ("BR-3",),
    "breaches_decision_append_only": ("BR-3",),
    "key_goes_first": ("AC-10",),
    "held_key_is_kept": ("AC-5", "AC-10"),
    "held_recording_is_kept": ("AC-5", "AC-10"),
    "nobody_authorises_their_own_disposal": ("AC-1", "AC-10"),
    "early_destruction_has_a_ground": ("AC-10",),
    "shortening_needs_a_second_person": ("AC-1",),
    "nobody_checks_their_own_redaction": ("AC-10",),
    "confirmed_by_another": ("AC-10",),
    "leaves_as_confirmed": ("AC-10",),
    "entry_has_an_actor": ("AU-11",),
    "entry_event_is_known": ("AU-11",),
    "trail_entry_append_only": ("AU-11",),
    "register_number_once": ("RE-1",),
    "register_registerline_append_only": ("RE-1",),
    "register_holderasked_append_only": ("AC-10",),
    "register_misdelivery_append_only": ("AC-10",),
    "register_onwardsharing_append_only": ("AC-11",),
    "inspection_signed_stands": ("RE-2",),
    "a_signed_inspection_is_whole": ("RE-2",),
    "release_has_line": ("RE-1",),
    "line_has_release": ("RE-1",),
    "requester_does_not_release": ("RE-1",),
    "one_open_audit_a_person": ("AU-3",),
    "nobody_assesses_themselves": ("AU-4",),
    "assessor_is_not_the_assessed": ("AU-4",),
    "drawn_from_a_seed": ("AU-4",),
    "a_pool_has_three_calls": ("AU-4",),
    "a_swap_has_a_reason": ("AU-4",),
    "audits_pool_append_only": ("AU-4",),
    "who_is_scored_is_told": ("AU-5",),
    "annual_audit_signed_by_another": ("AU-7",),
    "significant_event_says_what": ("AU-8",),
    "scored_audit_has_a_score": ("AU-5",),
    "finished_assessment_has_score_and_feedback": ("AU-6",),
    "below_the_aim_says_what_to_work_on": ("AU-6",),
}

_enforcers: dict[str, list[str]] = {}


def enforces(*clauses: str) -> Callable[[Enforcer], Enforcer]:
    """Mark a rule, service or job as what enforces these clauses. Raises KeyError for a clause that the policy does not have."""

    def mark(enforcer: Enforcer) -> Enforcer:
        for clause in clauses:
            _enforcers.setdefault(CLAUSES[clause].id, []).append(f"{enforcer.__module__}.{enforcer.__qualname__}")
        return enforcer

    return mark


def enforcers_of(clause: str) -> list[str]:
    """What enforces a clause: marked code first, then database constraints. Only code that was imported is known."""
    constraints = [f"constraint {name}" for name, clauses in CONSTRAINTS.items() if clause in clauses]
    return sorted(set(_enforcers.get(clause, []))) + sorted(constraints)
