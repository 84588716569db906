"""Swapping a call of a sample, and adding a fourth or fifth."""

from collections.abc import Sequence
from typing import Any

from django import forms

from audits.models import SampledCall
from callgov.ui.formats import nhs_when
from callgov.ui.forms import NHSForm, RadioField, TextField

OTHER = "other"
WHY_SWAP = (
    ("not-theirs", "The person is not in this call"),
    ("personal", "It is a personal call"),
    ("known", "I know the caller"),
    ("no-audio", "The audio is damaged or cannot be had"),
    ("not-a-conversation", "There is no conversation in it"),
    (OTHER, "Another reason"),
)


class SwapForm(NHSForm):
    """Which call, and why."""

    call = RadioField(label="Which call cannot be assessed?", choices=[], error_messages={"required": "Select the call"})
    why = RadioField(label="Why?", choices=WHY_SWAP, reveals={OTHER: "other"}, error_messages={"required": "Select why"})
    other = forms.CharField(label="The reason", max_length=300, error_messages={"required": "Enter the reason"})

    def __init__(self, data: Any = None, *, calls: Sequence[SampledCall]) -> None:
        super().__init__(data)
        field: Any = self.fields["call"]
        field.choices = [(str(call.pk), nhs_when(call.recording.started_at)) for call in calls]

    @property
    def reason(self) -> str:
        """The reason in words."""
        why: str = self.cleaned_data["why"]
        return str(self.cleaned_data["other"]) if why == OTHER else dict(WHY_SWAP)[why]


class AddForm(NHSForm):
    """Why a further call is needed."""

    reason = TextField(
        label="Why is further clarification needed?", rows=2, max_length=300, error_messages={"required": "Enter the reason"}
    )
