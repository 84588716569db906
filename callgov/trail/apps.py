"""The trail app."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Entries and seals."""

    name = "callgov.trail"
    label = "trail"
