"""The project package is itself an app: it holds what every floor above needs."""

from django.apps import AppConfig


class CallgovConfig(AppConfig):
    """callgov, the ground floor."""

    name = "callgov"
    default_auto_field = "django.db.models.BigAutoField"
