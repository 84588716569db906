"""The breaches app."""

from importlib import import_module

from django.apps import AppConfig


class BreachesConfig(AppConfig):
    """Reports, both leads told, 72 hours, answers for the regulator, learning."""

    name = "breaches"

    def ready(self) -> None:
        """Tell the floors below what to show of breaches; have the job that mails them known to whoever reports one."""
        import_module("breaches.registration")
        import_module("breaches.tasks")
