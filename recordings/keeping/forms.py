"""The forms of keeping."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from callgov.ui.formats import counted
from callgov.ui.forms import DateField, NHSForm, RadioField, TextField
from recordings.keeping.queries import holds as queries
from recordings.models import AtEnd, Ground, HoldKind, RetentionClass
from recordings.numbers import normalise

_NARROW = forms.TextInput(attrs={"class": "nhsuk-input--width-10"})
_SHORT = forms.TextInput(attrs={"class": "nhsuk-input--width-4", "inputmode": "numeric"})


class ChangeForm(NHSForm):
    """Another period, end or basis for a class."""

    months = forms.IntegerField(label="Kept for, in months", min_value=1, max_value=600, widget=_SHORT)
    at_end = RadioField(label="Then", choices=AtEnd.choices)
    basis = TextField(label="On which basis", rows=3, help_text="As it stands in the schedule, for anyone to read.")
    reason = TextField(label="Why it should change", rows=3)

    @staticmethod
    def as_it_stands(kept: RetentionClass) -> dict[str, Any]:
        """What the form holds at first."""
        return {"months": kept.months, "at_end": kept.at_end, "basis": kept.basis}


class ReasonForm(NHSForm):
    """A reason, for what ends or is turned down."""

    reason = TextField(label="Reason", rows=3)


class ReleaseForm(ReasonForm):
    """Why a hold ends; for a case whose recordings the schedule keeps in a class of their own, whether they are of it."""

    linked = RadioField(label="What becomes of its recordings?", choices=[])

    def __init__(self, *args: Any, kept: RetentionClass | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if kept is None:
            del self.fields["linked"]
        else:
            length = counted(kept.months, "month")
            self.fields["linked"].choices = [  # type: ignore[attr-defined]
                ("yes", f"The case has closed: they are kept for {length} from today ({kept.name})"),
                ("no", "They turned out not to be of the case: they follow their own schedule again"),
            ]

    @property
    def is_linked(self) -> bool:
        """Whether they are kept as those of the case."""
        return self.cleaned_data.get("linked") == "yes"


class WhyNotForm(NHSForm):
    """Why a batch is turned down."""

    reason = TextField(label="Why they must not be destroyed", rows=3)


class ReviewForm(NHSForm):
    """A hold that was looked at and stays: until when."""

    review_on = DateField(label="Look at it again on", past=False)
    reason = TextField(label="Why it must stay", rows=2)


class WhichCalls(NHSForm):
    """Which calls are meant: by the request under which they were found, or by a number and days. Nobody picks from a list."""

    which = RadioField(
        label="Which calls",
        choices=[("request", "The calls that were found for a request"), ("number", "The calls of an outside number, between two days")],
        reveals={"request": "request_reference", "number": "number"},
    )
    request_reference = forms.CharField(label="Reference of the request", max_length=24, widget=_NARROW, help_text="Such as REQ-2026-0042.")
    number = forms.CharField(label="Outside number", max_length=30, widget=forms.TextInput(attrs={"class": "nhsuk-input--width-20"}))
    from_day = DateField(label="First day", required=False, future=False, help_text="For calls of a number.")
    until_day = DateField(label="Last day", required=False, help_text="For calls of a number.")

    def clean(self) -> dict[str, Any]:
        """The ids of the calls, as `recordings`. A number needs its days; calls that are not there are told at the field."""
        given = super().clean() or {}
        if not self.errors:
            given["recordings"] = self._by_number(given) if given["which"] == "number" else self._by_request(given)
        return given

    def _by_request(self, given: dict[str, Any]) -> list[UUID]:
        found = queries.calls_of_request(given["request_reference"].strip())
        if not found:
            self.add_error("request_reference", ValidationError("No call was found for a request with this reference."))
        return found

    def _by_number(self, given: dict[str, Any]) -> list[UUID]:
        if not given["from_day"] or not given["until_day"] or given["until_day"] < given["from_day"]:
            self.add_error("from_day", ValidationError("Enter the first and the last day on which the calls were."))
            return []
        number = normalise(given["number"])
        found = queries.calls_of_number(number.e164, given["from_day"], given["until_day"])
        if not found:
            self.add_error("number", ValidationError("We hold no call with this number on these days."))
        return found


class HoldForm(WhichCalls):
    """A hold by hand: for which case, why, on which calls, and when it is looked at again."""

    kind = forms.ChoiceField(label="What is it for?", choices=HoldKind.choices)
    case_reference = forms.CharField(
        label="Reference of the case", max_length=24, widget=_NARROW, help_text="Yours or theirs. Leave names out."
    )
    reason = TextField(label="Why they must be kept", rows=3)
    review_on = DateField(label="Look at it again on", past=False)

    field_order = ("kind", "case_reference", "reason", "which", "request_reference", "number", "from_day", "until_day", "review_on")


class EarlyForm(WhichCalls):
    """Early destruction: on which ground, why, and which calls."""

    ground = RadioField(label="On which ground?", choices=Ground.choices)
    reason = TextField(label="Why they must be destroyed early", rows=3)

    field_order = ("ground", "reason", "which", "request_reference", "number", "from_day", "until_day")


class EarlyOneForm(NHSForm):
    """Early destruction of the one recording that the page is about."""

    ground = RadioField(label="On which ground?", choices=Ground.choices)
    reason = TextField(label="Why it must be destroyed early", rows=3)


class AuthoriseForm(NHSForm):
    """How many, typed by hand, and a remark."""

    count = forms.IntegerField(label="How many recordings are destroyed?", min_value=1, widget=_SHORT)
    reason = TextField(label="Remark", rows=2, required=False)

    def __init__(self, *args: Any, planned: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["count"].help_text = f"Enter {planned} to confirm."
