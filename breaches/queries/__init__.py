"""The only readers of breaches. Each takes the person who reads, and shows them only what they are part of (AC-4)."""

from breaches.queries.cases import Case, answered_at, assessments, case, history, lead, progress, version_of, versions
from breaches.queries.containing import accounts, copies, grants
from breaches.queries.lists import Listed, Year, actions_of, late_rights, officers, receipts_of, unanswered, year
from breaches.queries.telling import bench, not_mailed, people, to_mail, unconfirmed
from breaches.queries.visible import follow_up, known_request, of_incident, one, owners, visible

__all__ = [
    "Case", "Listed", "Year", "accounts", "actions_of", "answered_at", "assessments", "bench", "case", "copies", "follow_up",
    "grants", "history", "known_request", "late_rights", "lead", "not_mailed", "of_incident", "officers", "one", "owners",
    "people", "progress", "receipts_of", "to_mail", "unanswered", "unconfirmed", "version_of", "versions", "visible", "year",
]  # fmt: skip
