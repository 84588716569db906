"""The project package is itself an app: it holds what every floor above needs."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CallgovConfig(AppConfig):
    """callgov, the ground floor."""

    name = "callgov"

    def ready(self) -> None:
        """Register the system checks and the ground floor's own pages; make the practice's broker the one that every task is sent to."""
        import_module("callgov.checks")
        import_module("callgov.celery")
        import_module("callgov.about.registration")
        import_module("callgov.practice.registration")
        post_migrate.connect(import_module("callgov.jobs.registration").expect_jobs, sender=self)
