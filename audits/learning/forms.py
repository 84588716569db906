"""Raising and closing a significant event."""

from typing import Any

from audits.learning.services import Told
from audits.models import EventKind, Review
from callgov.ui.forms import NHSForm, RadioField, TextField


class RaiseForm(NHSForm):
    """What happened and what can be learned."""

    kind = RadioField(label="What kind of event is it?", choices=EventKind.choices)
    what_happened = TextField(label="What happened", rows=4, help_text="Name neither the caller nor the colleague.")
    learning = TextField(label="What can be learned", rows=4)

    def __init__(self, data: Any = None, *, review: Review) -> None:
        super().__init__(data, initial={"kind": EventKind.GOOD if review.exemplary else EventKind.POOR})

    def told(self) -> Told:
        """As the service takes it."""
        return Told(**self.cleaned_data)


class CloseForm(NHSForm):
    """What was done."""

    action = TextField(label="What was done", rows=3, error_messages={"required": "Enter what was done"})
