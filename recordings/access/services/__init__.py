"""The verbs of a grant: issue, end, search, choose, open, hand over sound. The only writers of grants, searches and accesses."""

from recordings.access.services.cases import close_grant, grant_calls
from recordings.access.services.finding import Found, choose_calls, search_calls
from recordings.access.services.granting import end_grant, end_grants_of, insist_usable, issue_grant
from recordings.access.services.listening import Damaged, Part, hand_over, hand_over_peaks, note_played, try_out
from recordings.access.services.made import hand_over_made, open_check, read_made
from recordings.access.services.opening import keep_access, open_access, open_subject_access
from recordings.access.services.previews import Stretch, destroy_preview, make_preview

__all__ = [
    "Damaged", "Found", "Part", "Stretch", "choose_calls", "close_grant", "destroy_preview", "end_grant", "end_grants_of", "grant_calls",
    "hand_over", "hand_over_made", "hand_over_peaks", "insist_usable", "issue_grant", "keep_access", "make_preview", "note_played",
    "open_access", "open_check", "open_subject_access", "read_made", "search_calls", "try_out",
]  # fmt: skip
