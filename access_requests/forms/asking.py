"""The policy's own form (AC-3) in short steps, one's own call on a page, and what somebody outside asks on a page."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from access_requests import queries, rules, window
from access_requests.models import CopyFormat, RecipientType, Wanted
from access_requests.window import NoSuchTime, Window
from callgov.people.models import User
from callgov.people.queries import colleagues
from callgov.ui.forms import DateField, NHSForm, RadioField, TextField, TimeSpanField
from recordings.models import Extension
from recordings.numbers import Kind as NumberKind
from recordings.numbers import normalise
from recordings.purposes import ReviewPurpose

ANOTHER, NOT_KNOWN = "another", ""
_WIDE = {"class": "nhsuk-input--width-20"}
_NARROW = {"class": "nhsuk-input--width-5"}


class WhyForm(NHSForm):
    """Why, and whether somebody is to get a copy: what decides the route comes first."""

    purpose = RadioField(
        label="Why do you need the recording?",
        help_text="You cannot change this later. A new purpose is a new request.",
        choices=ReviewPurpose.choices,
        hints={ReviewPurpose.MISCONDUCT: "The Data Protection Officer is consulted before anyone decides."},
        error_messages={"required": "Select why you need the recording"},
    )
    reason = TextField(
        label="Reason",
        help_text="Say what happened and why you need the call. Leave out clinical details.",
        max_length=4000,
        error_messages={"required": "Enter the reason for the request"},
    )
    wanted = RadioField(label="What do you need?", choices=Wanted.choices, initial=Wanted.LISTEN, inline=True)

    @property
    def kind(self) -> str:
        """The kind of request that the purpose makes it. Only of a valid form."""
        return rules.kind_of_purpose(self.cleaned_data["purpose"])


class AboutForm(NHSForm):
    """Whom an investigation is about (AU-2)."""

    about_person = forms.ModelChoiceField(
        label="Who is the investigation about?",
        help_text="They do not see this request, and cannot decide it.",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Select whom the investigation is about"},
    )
    about_reference = forms.CharField(
        label="Reference of a breach that led to it",
        required=False,
        max_length=24,
        help_text="For example, B-2026-0004. Leave blank if there is none.",
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10"}),
    )

    def __init__(self, *args: Any, asker: User, **options: Any) -> None:
        super().__init__(*args, **options)
        people: Any = self.fields["about_person"]
        people.queryset = colleagues(without=asker)
        people.label_from_instance = User.get_full_name


class CallForm(NHSForm):
    """What is known of the call. Nothing here is required: "not known" is an answer (AC-3)."""

    marks_optional = False

    call_date = DateField(label="Call date", required=False, future=False, help_text="For example, 2 11 2026.")
    last_date = DateField(
        label="Last day it could have been", required=False, future=False, help_text="Only if you are not sure of the day."
    )
    call_time = TimeSpanField(
        label="Call time",
        required=False,
        help_text="For example, 5:30pm, or 5pm to 6pm. We look half an hour either side of a single time.",
    )
    extension = RadioField(label="Extension", required=False, initial=NOT_KNOWN, reveals={ANOTHER: "other_extension"})
    other_extension = forms.CharField(label="Extension number", max_length=12, widget=forms.TextInput(attrs=_NARROW))
    number = forms.CharField(
        label="Outside telephone number",
        required=False,
        max_length=64,
        help_text="The number that called or was called, or “withheld”.",
        widget=forms.TextInput(attrs={**_WIDE, "inputmode": "tel"}),
    )
    parties = forms.CharField(
        label="People in the call", required=False, max_length=300, help_text="For example, a patient and a receptionist."
    )
    other_information = TextField(label="Anything else that helps to find it", required=False, rows=3, max_length=2000)

    def __init__(self, *args: Any, own: Sequence[Extension], now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now
        mine = [(extension.number, f"{extension.number} (yours)") for extension in own]
        self.fields["extension"].choices = [*mine, (ANOTHER, "Another extension"), (NOT_KNOWN, "I do not know")]  # type: ignore[attr-defined]

    def clean_other_extension(self) -> Extension | None:
        """The practice's extension of this number."""
        number: str = self.cleaned_data["other_extension"].strip()
        known = queries.extension(number) if self.cleaned_data.get("extension") == ANOTHER else None
        if known is None and self.cleaned_data.get("extension") == ANOTHER:
            raise forms.ValidationError(f"There is no extension {number} here. Check it, or select “I do not know”", code="unknown")
        return known

    def clean_number(self) -> str:
        """An outside number, or "withheld"; a short code such as 111 is kept as it is."""
        raw: str = self.cleaned_data["number"]
        kind = normalise(raw).kind if raw else None
        if kind == NumberKind.EXTENSION:
            raise forms.ValidationError("Enter an extension under Extension, and here the outside number", code="extension")
        if kind == NumberKind.UNKNOWN:
            raise forms.ValidationError("Enter a telephone number, like 01632 960461, or leave it blank", code="invalid")
        return raw

    def clean(self) -> dict[str, Any]:
        """Adds `window`: the stretch of time that date and time name, or None."""
        cleaned = super().clean()
        cleaned["window"] = None
        if not {"call_date", "last_date", "call_time"} & set(self.errors):
            try:
                cleaned["window"] = self._window(cleaned.get("call_date"), cleaned.get("last_date"), cleaned.get("call_time"))
            except NoSuchTime as wrong:
                self.add_error("call_time" if cleaned.get("call_time") else "last_date", str(wrong))
        return cleaned

    def _window(self, first: date | None, last: date | None, span: Any) -> Window | None:
        if first is None:
            if span is not None:
                raise NoSuchTime("Enter the call date as well, or say the time under “Anything else”")
            if last is not None:
                raise NoSuchTime("Enter the call date as well")
            return None
        found = window.call_window(first, last, span)
        if found[0] > self.now:
            raise NoSuchTime("Call time must be in the past")
        return found

    def known_extension(self) -> Extension | None:
        """The extension chosen, own or another."""
        chosen: str = self.cleaned_data.get("extension", NOT_KNOWN)
        return self.cleaned_data.get("other_extension") if chosen in (ANOTHER, NOT_KNOWN) else queries.extension(chosen)


class CopyForm(NHSForm):
    """Who gets a copy, and in which format they can use it (AC-9)."""

    recipient_name = forms.CharField(label="Who is the copy for?", max_length=120, error_messages={"required": "Enter who the copy is for"})
    recipient_organisation = forms.CharField(label="Organisation", required=False, max_length=120, help_text="Leave blank if none.")
    recipient_type = RadioField(label="Who are they?", choices=RecipientType.choices, error_messages={"required": "Select who they are"})
    wanted_format = RadioField(
        label="Which format can they use?",
        choices=CopyFormat.choices,
        initial=CopyFormat.MP3,
        hints={CopyFormat.MP3: "Smaller, plays almost everywhere.", CopyFormat.WAV: "Larger, for some older equipment."},
    )
