"""The recordings app."""

from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    """What is held: intake, vault, grants, search, the player, keeping."""

    name = "recordings"
