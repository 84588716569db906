"""The recordings app."""

from importlib import import_module

from django.apps import AppConfig

WINGS_THAT_SHOW = (
    "recordings.vault.registration",
    "recordings.access.registration",
    "recordings.intake.registration",
    "recordings.telephony.registration",
    "recordings.wholeness.registration",
    "recordings.keeping.registration",
    "recordings.notices.registration",
)


class RecordingsConfig(AppConfig):
    """What is held: intake, vault, grants, search, the player, keeping."""

    name = "recordings"

    def ready(self) -> None:
        """Tell the floors below what each wing shows of itself there."""
        for wing in WINGS_THAT_SHOW:
            import_module(wing)
