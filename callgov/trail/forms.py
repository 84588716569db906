"""Why someone reads the trail, and what they look for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from callgov.trail.events import Event
from callgov.trail.queries import people
from callgov.trail.reading import Purpose, Terms, Why
from callgov.ui.forms import DateField, FilterForm, NHSForm, RadioField


class PurposeForm(NHSForm):
    """Said once a visit, before the first entry is shown."""

    why = RadioField(
        label="Why are you reading the trail?", choices=Why.choices, reveals={Why.OTHER: "words"},
        error_messages={"required": "Select why you are reading the trail"},
    )  # fmt: skip
    words = forms.CharField(label="Say why", max_length=300, error_messages={"required": "Enter why you are reading the trail"})

    def purpose(self) -> Purpose:
        """What was said. Only of a valid form."""
        return Purpose(self.cleaned_data["why"], self.cleaned_data["words"] or "")


class TermsForm(FilterForm):
    """The filters. Without a person, request or recording a first day is asked for, so that nobody reads everything by accident."""

    person = forms.ChoiceField(label="Person", required=False, help_text="Done by them or done to them")
    event = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any"), *Event.choices])
    request = forms.CharField(label="Request", required=False, max_length=24, help_text="For example, REQ-2026-0042")
    recording = forms.UUIDField(label="Recording", required=False, help_text="The recording's reference in full")
    first_day = DateField(label="From", required=False)
    last_day = DateField(label="To", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["person"]
        chosen.choices = [("", "Anyone"), *((str(person.pk), person.name) for person in people().only("name"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuses days the wrong way round, and a search without any bound."""
        asked = super().clean()
        first, last = asked.get("first_day"), asked.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must be the first day or later")
        if not self.errors and not (first or asked["person"] or asked["request"] or asked["recording"]):
            self.add_error("first_day", "Enter the first day, or choose a person, request or recording")
        return asked

    def terms(self, before: int | None) -> Terms:
        """What was asked, on the page that begins before an entry. Only of a valid form."""
        person = self.cleaned_data["person"]
        return Terms(**{**self.cleaned_data, "person": int(person) if person else None, "before": before})

    def clean_request(self) -> str:
        """References are in capitals."""
        return str(self.cleaned_data["request"]).upper()


def one_day(day: date) -> dict[str, str]:
    """The filters as someone would fill them in for entries since the beginning of a day."""
    return {"first_day_day": str(day.day), "first_day_month": str(day.month), "first_day_year": str(day.year)}


def read_before(asked: Mapping[str, str]) -> int | None:
    """Before which entry a page begins; None for the first page, and for nonsense."""
    typed = asked.get("before", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else None
