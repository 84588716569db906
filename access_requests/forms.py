"""The policy's own form (AC-3) in three short steps, the decision, "not held", and the filters of the list."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict

from access_requests import queries, rules, window
from access_requests.models import AccessRequest, CopyFormat, RecipientType, State, Wanted
from access_requests.rules import Bench, Terms
from access_requests.window import NoSuchTime, Window
from callgov import clock
from callgov.people.models import User
from callgov.refusals import Refusal
from callgov.ui.forms import DateField, NHSForm, RadioField, TextField, TimeSpanField
from callgov.ui.forms import FilterForm as NHSFilterForm
from recordings.models import Extension
from recordings.numbers import Kind, normalise
from recordings.purposes import ReviewPurpose

ANOTHER, NOT_KNOWN = "another", ""
_WIDE = {"class": "nhsuk-input--width-20"}
_NARROW = {"class": "nhsuk-input--width-5"}


def _refuse(refusal: Refusal | None) -> None:
    """A rule's sentence beside the field."""
    if refusal is not None:
        raise forms.ValidationError(str(refusal), code=refusal.code)


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

    def clean_purpose(self) -> str:
        """One of the nine, on the route that it has."""
        purpose: str = self.cleaned_data["purpose"]
        _refuse(rules.refuse_purpose(purpose))
        return purpose


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
        if kind == Kind.EXTENSION:
            raise forms.ValidationError("Enter an extension under Extension, and here the outside number", code="extension")
        if kind == Kind.UNKNOWN:
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


class DecisionForm(NHSForm):
    """Reasons for a yes and for a no; and for a yes what it gives."""

    YES, NO = "approve", "refuse"

    reasons = TextField(
        label="Reasons for your decision",
        help_text="The person who asked will read this.",
        rows=3,
        max_length=4000,
        error_messages={"required": "Enter the reasons for your decision"},
    )
    ends_on = DateField(label="Access ends on", past=False)
    window_from = DateField(label="Look for the call from", future=False, help_text="The request does not say when the call was.")
    window_until = DateField(label="Look for the call until", future=False)
    step = forms.CharField(required=False, widget=forms.HiddenInput)
    releaser = forms.ChoiceField(
        label="Who prepares and releases the copy?", error_messages={"required": "Select who prepares and releases the copy"}
    )

    def __init__(self, data: Any = None, *, request: AccessRequest, decider: User, bench: Bench, now: datetime) -> None:
        self.agreed = data is not None and data.get("decision") == self.YES
        self.today = clock.local_day(now)
        super().__init__(data, initial={"step": request.step, **self._defaults(bench)})
        self._releasers = {str(person.pk): person for person in bench.releasers if rules.may_be_releaser(request, person, decider, bench)}
        names = [(key, person.get_full_name()) for key, person in self._releasers.items()]
        self.fields["releaser"].choices = [("", "Choose a person"), *names]  # type: ignore[attr-defined]
        if request.window_from is not None:
            del self.fields["window_from"], self.fields["window_until"]
        if request.wanted == Wanted.LISTEN:
            del self.fields["releaser"]
        for name, field in self.fields.items():
            field.required = name == "reasons" or ((self.agreed or data is None) and name != "step")

    def _defaults(self, bench: Bench) -> dict[str, Any]:
        return {
            "ends_on": clock.grant_ends(self.today, bench.grant_days),
            "window_from": self.today - rules.NOT_KNOWN_WINDOW,
            "window_until": self.today,
        }

    def clean_ends_on(self) -> date | None:
        """Within what a yes may give; of no matter for a no."""
        ends_on: date | None = self.cleaned_data["ends_on"]
        if self.agreed and ends_on is not None:
            _refuse(rules.refuse_end(ends_on, self.today))
        return ends_on

    def clean(self) -> dict[str, Any]:
        """The days to look between stand in order; nothing but the reasons matters for a no."""
        cleaned = super().clean()
        if not self.agreed:
            for name in set(self.errors) - {"reasons"}:
                del self.errors[name]
        elif (first := cleaned.get("window_from")) and (last := cleaned.get("window_until")) and last < first:
            self.add_error("window_until", "The last day must be the same as or after the first")
        if self.data.get("decision") not in (self.YES, self.NO):
            self.add_error(None, "Choose to approve or to refuse")
        return cleaned

    def terms(self) -> Terms | None:
        """What a yes gives; None for a no."""
        if not self.agreed:
            return None
        given = self.cleaned_data
        first, last = given.get("window_from"), given.get("window_until")
        return Terms(
            given["ends_on"],
            window_from=clock.start_of_day(first) if first else None,
            window_until=clock.end_of_day(last) if last else None,
            releaser=self._releasers.get(given.get("releaser", "")),
        )


class NotHeldForm(NHSForm):
    """How one looked before saying that there is nothing (AC-5)."""

    reason = TextField(
        label="How did you look?",
        help_text="Say which systems you searched, for which dates and numbers, and why you stopped.",
        max_length=2000,
        error_messages={"required": "Say where you looked, for which dates, and why you stopped"},
    )


class FilterForm(NHSFilterForm):
    """What the list is narrowed to."""

    needs_me = forms.BooleanField(label="Needs me", required=False)
    state = RadioField(label="Where it stands", required=False, choices=[("", "Open"), *State.choices, ("all", "All")])
    due = RadioField(label="Due", required=False, choices=[("", "Any day"), ("late", "Late"), ("week", "Within a week")])

    @classmethod
    def of(cls, data: QueryDict) -> "FilterForm":
        """The form of an address; an address with an answer that is not offered counts as none."""
        form = cls(data)
        return form if form.is_valid() else cls(QueryDict())

    def filters(self) -> queries.Filters:
        """As the query reads them."""
        return queries.Filters(**self.cleaned_data) if self.is_valid() else queries.Filters()
