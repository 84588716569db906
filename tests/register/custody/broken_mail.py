"""A mail server that takes nothing."""

from typing import Any

from django.core.mail.backends.base import BaseEmailBackend


class Broken(BaseEmailBackend):
    """Refuses every message as an unreachable server does."""

    def send_messages(self, email_messages: Any) -> int:
        raise OSError("unreachable")
