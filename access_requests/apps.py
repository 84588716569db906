"""The access_requests app."""

from importlib import import_module

from django.apps import AppConfig


class AccessRequestsConfig(AppConfig):
    """Why someone may listen: requests, routes and decisions."""

    name = "access_requests"

    def ready(self) -> None:
        """Tell the floor below what to show of requests."""
        import_module("access_requests.registration")
        import_module("access_requests.matters.registration")
