"""Choosing two assessors, and marking the call of a calibration."""

from collections.abc import Sequence
from typing import Any

from audits.assessment.rules import Given
from audits.models import Outcome
from audits.tool import Criterion
from callgov.people.models import User
from callgov.ui.forms import ChecksField, NHSForm, RadioField


class StartForm(NHSForm):
    """Which two assessors."""

    assessors = ChecksField(label="Which two assessors?", choices=[], error_messages={"required": "Select two assessors"})

    def __init__(self, data: Any = None, *, people: Sequence[User]) -> None:
        super().__init__(data)
        self.people = {str(one.pk): one for one in people}
        field: Any = self.fields["assessors"]
        field.choices = [(key, one.name) for key, one in self.people.items()]

    def clean(self) -> dict[str, Any]:
        """Exactly two."""
        cleaned = super().clean()
        if len(cleaned.get("assessors") or []) != 2 and "assessors" not in self.errors:
            self.add_error("assessors", "Select two assessors")
        return cleaned

    def pair(self) -> tuple[User, User]:
        """The two."""
        first, second = (self.people[key] for key in self.cleaned_data["assessors"])
        return first, second


class MarkForm(NHSForm):
    """The criteria of the call."""

    def __init__(self, data: Any = None, *, criteria: Sequence[Criterion]) -> None:
        super().__init__(data)
        for one in criteria:
            self.fields[one.code] = RadioField(label=one.words, help_text=one.guidance, choices=Outcome.choices, inline=True)

    def marks(self) -> dict[str, Given]:
        """As the service takes them; a calibration has no notes."""
        return {code: Given(outcome, "Calibration") for code, outcome in self.cleaned_data.items()}
