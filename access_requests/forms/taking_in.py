"""One page each: what somebody outside asks, and one's own call."""

from datetime import datetime, time
from typing import Any

from django import forms

from access_requests import facts, queries, rules, window
from access_requests.models import Capacity, Channel, CopyFormat, Kind, RecipientType, Wanted
from access_requests.routes import ROUTES
from access_requests.rules import Asked
from access_requests.services import Outsider
from access_requests.window import NoSuchTime, Window
from callgov import clock
from callgov.people.models import User
from callgov.ui.forms import DateField, NHSForm, RadioField, TextField, TimeField, TimeSpanField
from recordings.attachments.forms import PaperField
from recordings.models import Extension
from recordings.numbers import Kind as NumberKind
from recordings.numbers import normalise

_WIDE = {"class": "nhsuk-input--width-20"}
_TO_SUBJECT = (Kind.SUBJECT_ACCESS, Kind.HEALTH_RECORDS)

WHAT: dict[str, str] = {
    Kind.SUBJECT_ACCESS: "A recording of themselves, or of somebody they act for",
    Kind.EXTERNAL_BODY: "The police or another body asks in writing",
    Kind.COURT_ORDER: "A court orders it",
    Kind.LIFE_AT_RISK: "A life is at risk and it cannot wait",
    Kind.HEALTH_RECORDS: "Records of a patient who died",
}
HINTS: dict[str, str] = {
    Kind.SUBJECT_ACCESS: "They need not write, and need not say why. The month runs from the day it reached us.",
    Kind.LIFE_AT_RISK: "The Information Governance Lead can act at once. The Data Protection Officer reviews it by the next working day.",
    Kind.HEALTH_RECORDS: "Must be in writing. The Data Protection Officer says whether the Act applies.",
}


def _number(raw: str) -> str:
    """A telephone number as it was given. Raises ValidationError for what is none."""
    if raw and normalise(raw).kind in (NumberKind.EXTENSION, NumberKind.UNKNOWN):
        raise forms.ValidationError("Enter a telephone number, like 01632 960461, or leave it blank", code="invalid")
    return raw


class EnquiryForm(NHSForm):
    """What somebody outside asks, as whoever took it in writes it down: four answers are enough, the rest may follow."""

    kind = RadioField(
        label="What do they ask for?", choices=list(WHAT.items()), hints=HINTS, initial=Kind.SUBJECT_ACCESS,
        error_messages={"required": "Select what they ask for"},
    )  # fmt: skip
    name = forms.CharField(
        label="Who asks?", max_length=120, error_messages={"required": "Enter who asks"}, widget=forms.TextInput(attrs=_WIDE)
    )
    capacity = forms.ChoiceField(label="They are", choices=Capacity.choices, initial=Capacity.CALLER)
    on_behalf_of = forms.CharField(
        label="For whom, if not for themselves", required=False, max_length=120, widget=forms.TextInput(attrs=_WIDE)
    )
    channel = RadioField(
        label="How did it reach us?", choices=Channel.choices, initial=Channel.TELEPHONE, inline=True,
        error_messages={"required": "Select how it reached us"},
    )  # fmt: skip
    received_day = DateField(label="Day it reached anyone here", future=False)
    received_time = TimeField(label="Time", required=False, help_text="For example, 9:30am. Leave blank if you do not know.")
    telephone = forms.CharField(label="Their telephone number", required=False, max_length=64, widget=forms.TextInput(attrs=_WIDE))
    email = forms.EmailField(label="Their email address", required=False)
    reason = TextField(
        label="What do they ask, in their words?",
        help_text="Leave out clinical details.",
        rows=3,
        max_length=4000,
        error_messages={"required": "Enter what they ask"},
    )
    call_date = DateField(label="Date of the call, if they know it", required=False, future=False)
    call_time = TimeSpanField(label="Time of the call, if they know it", required=False, help_text="For example, 5:30pm, or 5pm to 6pm.")
    number = forms.CharField(
        label="Number of the call, if it is another", required=False, max_length=64, widget=forms.TextInput(attrs=_WIDE)
    )
    paper = PaperField(label="Their letter or email, if there is one", required=False)

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        self.now = now
        options.setdefault("initial", {"received_day": clock.local_day(now), "received_time": now.astimezone(clock.LONDON).time()})
        super().__init__(*args, **options)

    def clean_telephone(self) -> str:
        """Their number."""
        return _number(self.cleaned_data["telephone"])

    def clean_number(self) -> str:
        """The number of the call."""
        return _number(self.cleaned_data["number"])

    def clean(self) -> dict[str, Any]:
        """Adds `received_at` and `window`."""
        cleaned = super().clean()
        cleaned["window"], cleaned["received_at"] = None, None
        if day := cleaned.get("received_day"):
            cleaned["received_at"] = self._received(cleaned)
            if cleaned["received_at"] > self.now:
                self.add_error("received_time", "The time at which it reached us must be in the past")
            if day > clock.local_day(self.now):
                self.add_error("received_day", "The day must be in the past")
        if not {"call_date", "call_time"} & set(self.errors) and cleaned.get("call_date"):
            try:
                cleaned["window"] = window.call_window(cleaned["call_date"], None, cleaned.get("call_time"))
            except NoSuchTime as wrong:
                self.add_error("call_time", str(wrong))
        return cleaned

    def _received(self, cleaned: dict[str, Any]) -> datetime:
        """The instant; of a day without a time its beginning, so that no day is given away."""
        at: time = cleaned.get("received_time") or time.min
        return clock.local_instant(cleaned["received_day"], at) or clock.start_of_day(cleaned["received_day"])

    def asked(self) -> Asked:
        """What is asked. Only of a valid form."""
        given = self.cleaned_data
        kind = Kind(given["kind"])
        raw = given["number"] or (given["telephone"] if kind in _TO_SUBJECT else "")
        start, end = given["window"] or (None, None)
        to_subject = kind in _TO_SUBJECT
        return Asked(
            kind=kind, purpose=ROUTES[kind].purpose, reason=given["reason"], channel=given["channel"], received_at=given["received_at"],
            window_from=start, window_until=end, external_raw=raw, external_e164=normalise(raw).e164 if raw else "", wanted=Wanted.COPY,
            wanted_format=CopyFormat.MP3, recipient_name=given["name"], parties=given["on_behalf_of"] if to_subject else "",
            recipient_type=RecipientType.DATA_SUBJECT if to_subject else RecipientType.AUTHORITY,
        )  # fmt: skip

    def outsider(self) -> Outsider:
        """Who asks. Only of a valid form."""
        given = self.cleaned_data
        capacity = given["capacity"] if given["kind"] in _TO_SUBJECT else Capacity.OFFICER
        for_whom = given["on_behalf_of"] if capacity in facts.NEED_AUTHORITY else ""
        return Outsider(given["name"], capacity, on_behalf_of=for_whom, telephone=given["telephone"], email=given["email"])


class OwnCallForm(NHSForm):
    """Ask to hear a call one took part in: the reason is enough (AU-12, S5)."""

    reason = TextField(
        label="Why do you want to hear it?", rows=3, max_length=4000, error_messages={"required": "Enter the reason for the request"}
    )
    call_date = DateField(label="Call date", required=False, future=False, help_text="For example, 2 11 2026.")
    call_time = TimeSpanField(label="Call time", required=False, help_text="For example, 5:30pm, or 5pm to 6pm.")
    extension = forms.ChoiceField(label="Extension", required=False)
    other_information = TextField(label="Anything else that helps to find it", required=False, rows=2, max_length=2000)
    also_sar = forms.BooleanField(
        label="Treat this also as a subject access request",
        help_text="You then have a right to an answer within a month, whatever the reason. The month runs from today.",
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, asker: User, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now
        self._own: dict[str, Extension] = {one.number: one for one in queries.extensions_ever(asker)}
        self.fields["extension"].choices = [("", "I do not know"), *((number, number) for number in self._own)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Adds `window`."""
        cleaned = super().clean()
        cleaned["window"] = None
        if not {"call_date", "call_time"} & set(self.errors):
            try:
                cleaned["window"] = self._window(cleaned)
            except NoSuchTime as wrong:
                self.add_error("call_time" if cleaned.get("call_time") else "call_date", str(wrong))
        return cleaned

    def _window(self, cleaned: dict[str, Any]) -> Window | None:
        day, span = cleaned.get("call_date"), cleaned.get("call_time")
        if day is None:
            if span is not None:
                raise NoSuchTime("Enter the call date as well, or say the time under “Anything else”")
            return None
        found = window.call_window(day, None, span)
        refusal = rules.refuse_window(*found, self.now)
        if refusal is not None:
            raise NoSuchTime(refusal.sentence.rstrip("."))
        return found

    def asked(self) -> Asked:
        """What is asked. Only of a valid form."""
        given = self.cleaned_data
        start, end = given["window"] or (None, None)
        return Asked(
            kind=Kind.OWN_CALL, purpose=ROUTES[Kind.OWN_CALL].purpose, reason=given["reason"], window_from=start, window_until=end,
            extension=self._own.get(given["extension"]), other_information=given["other_information"], also_sar=given["also_sar"],
        )  # fmt: skip
