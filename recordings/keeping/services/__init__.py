"""The verbs of keeping. The only writers of holds, of the schedule and of disposals."""

from recordings.keeping.services.dates import keep_longer, set_dates
from recordings.keeping.services.deciding import authorise, leave_out, refuse_batch
from recordings.keeping.services.destroying import carry_out, carry_out_authorised
from recordings.keeping.services.holds import (
    hold_for_case,
    place_hold,
    place_hold_by_hand,
    release_hold,
    release_hold_by_hand,
    review_hold,
)
from recordings.keeping.services.planning import propose_due, propose_early, propose_scheduled
from recordings.keeping.services.reading import note_read
from recordings.keeping.services.schedule import (
    adopt_defaults,
    agree_change,
    propose_change,
    refuse_change,
    run_of_change,
    try_change,
)

__all__ = [
    "adopt_defaults", "agree_change", "authorise", "carry_out", "carry_out_authorised", "hold_for_case", "keep_longer", "leave_out",
    "note_read", "place_hold", "place_hold_by_hand", "propose_change", "propose_due", "propose_early", "propose_scheduled",
    "refuse_batch", "refuse_change", "release_hold", "release_hold_by_hand", "review_hold", "run_of_change", "set_dates", "try_change",
]  # fmt: skip
