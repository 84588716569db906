"""Widening a search, and saying how one looked."""

from datetime import date, datetime
from typing import Any

from django import forms

from callgov import clock
from callgov.ui.forms import DateField, NHSForm, TextField


class WidenForm(NHSForm):
    """From which day to which, on any extension or not, and why."""

    first = DateField(label="From which day?", future=False)
    last = DateField(label="Up to which day?", future=False)
    any_extension = forms.BooleanField(label="On any extension", required=False)
    reason = TextField(
        label="Why must it be wider?", rows=3, max_length=500, help_text="It stays in the trail. Leave out names and details of calls.",
        error_messages={"required": "Say why it must be wider"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must be the same as or after the first")
        return cleaned

    def window(self) -> tuple[datetime, datetime]:
        """Both ends as instants, once valid."""
        first: date = self.cleaned_data["first"]
        last: date = self.cleaned_data["last"]
        return clock.start_of_day(first), clock.end_of_day(last)


class AccountForm(NHSForm):
    """Where one looked, and why one stopped."""

    systems = TextField(
        label="Where did you look?",
        rows=3,
        max_length=2000,
        help_text="For example, here, the supplier's portal, the old telephone system.",
    )
    stopped_because = TextField(label="Why did you stop there?", rows=3, max_length=2000)
