"""The verbs of keeping. The only writers of holds."""

from recordings.keeping.services.holds import place_hold, place_hold_by_hand, release_hold, release_hold_by_hand

__all__ = ["place_hold", "place_hold_by_hand", "release_hold", "release_hold_by_hand"]
