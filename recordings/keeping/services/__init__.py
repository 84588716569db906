"""The verbs of keeping. The only writers of holds, of the schedule and of disposals."""

from recordings.keeping.services.dates import keep_longer, set_dates
from recordings.keeping.services.holds import place_hold, place_hold_by_hand, release_hold, release_hold_by_hand
from recordings.keeping.services.schedule import adopt_defaults, agree_change, propose_change, refuse_change, try_change

__all__ = [
    "adopt_defaults", "agree_change", "keep_longer", "place_hold", "place_hold_by_hand", "propose_change", "refuse_change",
    "release_hold", "release_hold_by_hand", "set_dates", "try_change",
]  # fmt: skip
