"""What the practice holds today as proof that its audio is whole."""

from recordings.models import StoredObject
from recordings.wholeness import queries


def checked() -> dict[str, int]:
    """AC-1, AC-5: what was read again in full, and what did not pass."""
    return {
        "stored objects checked in full": queries.alive().exclude(checked_at=None).count(),
        "stored objects damaged or missing": queries.count_damaged(),
        "stored objects": StoredObject.objects.filter(wrapped_key__isnull=False).count(),
    }
