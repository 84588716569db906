"""The trail app."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Entries and seals."""

    name = "callgov.trail"
    label = "trail"

    def ready(self) -> None:
        """Begin to notice changes of fields."""
        from callgov.trail import registration

        registration.connect()
