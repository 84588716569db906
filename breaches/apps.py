"""The breaches app."""

from django.apps import AppConfig


class BreachesConfig(AppConfig):
    """What went wrong, and who was told in time."""

    name = "breaches"
