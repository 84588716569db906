"""Narrowing a search, choosing calls, ending a grant, and what a player reports."""

import re
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms

from callgov import clock
from callgov.ui.forms import DateField, NHSForm, TextField, TimeField
from recordings import numbers
from recordings.access import queries, rules
from recordings.access.rules import Terms
from recordings.models import Direction, Extension, Grant

_LAST_DIGITS = re.compile(r"\d{6}")
_NARROW = "nhsuk-input--width-10"


class FindForm(NHSForm):
    """The limits of a grant, filled in; what they leave open can be narrowed. `terms` is what to look for, once valid."""

    from_day = DateField(label="From date")
    from_time = TimeField(label="From time")
    until_day = DateField(label="Until date")
    until_time = TimeField(label="Until time")
    extension = forms.CharField(label="Extension", required=False, max_length=12, widget=forms.TextInput(attrs={"class": _NARROW}))
    number = forms.CharField(
        label="Outside number", required=False, max_length=32, help_text="The whole number, or its last 6 digits.",
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-20", "autocomplete": "off"}),
    )  # fmt: skip
    direction = forms.ChoiceField(label="Direction", required=False, choices=[("", "Any"), *Direction.choices])

    def __init__(self, *args: Any, grant: Grant, **options: Any) -> None:
        self.granted = rules.limits(grant)
        first, last = _local(self.granted.window_from), _local(self.granted.window_until)
        start = {"from_day": first.date(), "from_time": first.time(), "until_day": last.date(), "until_time": last.time()}
        super().__init__(*args, initial=start, **options)
        for name, fixed in (("extension", self.granted.extension), ("number", self.granted.external_e164)):
            if fixed:
                del self.fields[name]

    def clean_extension(self) -> Extension | None:
        """The extension of that number."""
        number = self.cleaned_data["extension"]
        extension = queries.extension(number) if number else None
        if number and extension is None:
            raise forms.ValidationError("Enter an extension of this practice", code="unknown")
        return extension

    def clean_number(self) -> str:
        """A whole number as E.164, or six digits."""
        typed = self.cleaned_data["number"]
        number = typed if _LAST_DIGITS.fullmatch(typed) else numbers.normalise(typed).e164
        if typed and not number:
            raise forms.ValidationError("Enter the whole number, or its last 6 digits", code="unreadable")
        return number

    def clean(self) -> dict[str, Any]:
        """Both ends of the window as instants, and everything together as terms."""
        cleaned = super().clean()
        start = self._instant("from", self.granted.window_from)
        end = self._instant("until", self.granted.window_until)
        if start and end and not self.errors:
            number = cleaned.get("number") or ""
            digits = number if _LAST_DIGITS.fullmatch(number) else ""
            self.terms = Terms(start, end, cleaned.get("extension"), "" if digits else number, digits, cleaned["direction"])
            self._insist_inside()
        return cleaned

    def _insist_inside(self) -> None:
        refusal = rules.refuse_terms(self.granted, self.terms)
        if refusal is not None:
            self.add_error(None, str(refusal))

    def _instant(self, end: str, limit: datetime) -> datetime | None:
        """The day and time typed. What was left as it was filled in, to the minute, is the limit itself."""
        day: date | None = self.cleaned_data.get(f"{end}_day")
        at: time | None = self.cleaned_data.get(f"{end}_time")
        if day is None or at is None:
            return None
        if datetime.combine(day, at) == _local(limit):
            return limit
        instant = clock.local_instant(day, at)
        if instant is None:
            self.add_error(f"{end}_time", "Enter a time that exists: the clocks went forward that night")
        return instant


class _Calls(forms.TypedMultipleChoiceField):
    def valid_value(self, value: Any) -> bool:
        """Any id; whether the call may be chosen is the service's to say."""
        return True


class ChooseForm(NHSForm):
    """The calls ticked among those found."""

    recordings = _Calls(label="Calls", coerce=UUID, error_messages={"required": "Select the call that you need"})


class EndForm(NHSForm):
    """Why a grant is ended."""

    reason = TextField(
        label="Reason",
        help_text="It is kept in the trail.",
        rows=3,
        error_messages={"required": "Enter the reason for ending this access"},
    )


class PlayedForm(forms.Form):
    """A stretch that was heard, `from` and `to` in seconds."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.update({"from": forms.FloatField(min_value=0), "to": forms.FloatField(min_value=0)})


def _local(instant: datetime) -> datetime:
    """The local wall clock of an instant, to the minute, without its zone."""
    return instant.astimezone(clock.LONDON).replace(tzinfo=None, second=0, microsecond=0)
