"""Logging a complaint or an objection in under a minute; noting a step; deciding; the filters of the desk."""

from typing import Any

from django import forms

from access_requests.matters import queries, rules
from access_requests.matters.services import Logged
from access_requests.models import Channel, Finding, MatterState, Right
from callgov.people.models import User
from callgov.people.queries import colleagues
from callgov.ui.forms import DateField, FilterForm, NHSForm, RadioField, TextField

_WIDE = {"class": "nhsuk-input--width-20"}


class LogForm(NHSForm):
    """Who, what, how and when; everything else may be unknown."""

    name = forms.CharField(label="Who makes it?", max_length=120, widget=forms.TextInput(attrs=_WIDE))
    words = TextField(
        label="What do they say?", rows=5, max_length=4000, help_text="In their words, as far as you can.",
        error_messages={"required": "Enter what they say"},
    )  # fmt: skip
    reached = RadioField(
        label="How did it reach us?", choices=Channel.choices, initial=Channel.TELEPHONE,
        error_messages={"required": "Select how it reached us"},
    )  # fmt: skip
    received_on = DateField(label="When did it reach us?", future=False, help_text="The clock starts on that day, a weekend too.")
    contact = TextField(label="How can we reach them?", required=False, rows=3, max_length=500, help_text="Address, email or telephone.")
    about_reference = forms.CharField(
        label="Which request or copy is it about?", required=False, max_length=24, help_text="For example, REQ-2026-0042 or 2026/015.",
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10"}),
    )  # fmt: skip
    about_person = forms.ChoiceField(label="Does it concern a colleague?", required=False, help_text="They will not see it.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._people: dict[str, User] = {str(person.pk): person for person in colleagues()}
        choices = [("", "No"), *((key, person.get_full_name()) for key, person in self._people.items())]
        self.fields["about_person"].choices = choices  # type: ignore[attr-defined]

    def clean_about_reference(self) -> str:
        """A request that there is; a copy's line is taken as it is typed."""
        reference: str = self.cleaned_data["about_reference"].strip().upper()
        if reference.startswith("REQ-") and not queries.is_known(reference):
            raise forms.ValidationError(rules.NO_SUCH_CASE.sentence, code=rules.NO_SUCH_CASE.code)
        return reference

    def logged(self, right: Right) -> Logged:
        """Everything that was said, once valid."""
        return Logged(**{**self.cleaned_data, "right": right, "about_person": self._people.get(self.cleaned_data["about_person"])})


class NoteForm(NHSForm):
    """A step of looking into it."""

    words = TextField(label="What was done?", rows=3, max_length=4000, error_messages={"required": "Enter what was done"})


class DecideForm(NHSForm):
    """How it is decided, and why."""

    finding = RadioField(label="What did you find?", choices=Finding.choices, error_messages={"required": "Select what you found"})
    reasons = TextField(
        label="Reasons", rows=4, max_length=4000, help_text="They are told in a letter that you write next.",
        error_messages={"required": "Enter the reasons"},
    )  # fmt: skip


class DeskFilters(FilterForm):
    """What the desk is narrowed to."""

    right = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "All"), (Right.COMPLAINT, "Complaints"), (Right.OBJECTION, "Objections")]
    )
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Open"), (MatterState.ANSWERED, "Answered")])
