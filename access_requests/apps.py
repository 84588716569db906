"""The access_requests app."""

from django.apps import AppConfig


class AccessRequestsConfig(AppConfig):
    """Why someone may listen: requests, routes and decisions."""

    name = "access_requests"
