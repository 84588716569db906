"""When the trail may be read."""

from callgov.refusals import Refusal
from callgov.trail.reading import Purpose, Why

UNEXPLAINED = Refusal("trail-unexplained", "You have not said why you read the trail.", "Say why first. Your answer is recorded.")


def refuse_unexplained(purpose: Purpose | None) -> Refusal | None:
    """Refuse to open the trail for someone who has not said why (AU-11, S40)."""
    said = purpose is not None and purpose.why in Why.values and (purpose.why != Why.OTHER or purpose.words.strip() != "")
    return None if said else UNEXPLAINED
