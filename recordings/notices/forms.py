"""The forms of notices, purposes and objections."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms

from callgov import clock
from callgov.ui.forms import DateField, NHSForm, RadioField, TextField, TimeField
from recordings.channels import INCOMING_CHOICES
from recordings.models import Ending, Extension, Line, ProcessingPurpose
from recordings.notices.rules import Balance
from recordings.notices.services.objecting import Said
from recordings.notices.services.purposes import Impact, Pointed, Purpose
from recordings.numbers import Kind, normalise
from recordings.purposes import Article9, LawfulBasis

YES, NO = "yes", "no"
_YES_NO = [(YES, "Yes"), (NO, "No")]
_KEPT = ("name", "statement", "lawful_basis", "article9", "people", "recipients", "transfers", "security")


class WordingForm(NHSForm):
    """The next wording of a channel."""

    why = forms.CharField(
        label="Why are calls recorded?", max_length=300, help_text="In the words of the notice, such as: to keep patients and staff safe."
    )
    wording = TextField(label="The whole wording", rows=5, max_length=4000, help_text="The sentence above must stand in it.")


class ApproveForm(NHSForm):
    """From when a wording is in force: now, unless it has been in use for longer."""

    since = DateField(label="In force since", future=False, required=False, help_text="Leave blank for now.")

    def instant(self) -> datetime | None:
        """The beginning of that local day; None for now."""
        day = self.cleaned_data.get("since")
        return clock.start_of_day(day) if day else None


class TestForm(NHSForm):
    """A test in two answers."""

    tested_on = DateField(label="Day of the test", future=False)
    clear = RadioField(label="Was it heard or found, clearly?", choices=_YES_NO, reveals={NO: "note"}, inline=True)
    note = forms.CharField(label="What was not clear?", max_length=300)
    reviewed = forms.BooleanField(label="I also read the wording through: it is still right", required=False)


class WithdrawForm(NHSForm):
    """Why a wording ends without another."""

    reason = forms.CharField(label="Reason", max_length=300)


class PurposeForm(NHSForm):
    """Why calls are recorded, on which basis, and the rest of the record of processing."""

    name = forms.CharField(label="Name", max_length=120)
    statement = TextField(label="Why are these calls recorded?", rows=3, max_length=2000)
    health_data = RadioField(label="Can these calls hold health data?", choices=_YES_NO, initial=YES, inline=True)
    lawful_basis = RadioField(label="Lawful basis (Article 6)", choices=LawfulBasis.choices, initial=LawfulBasis.PUBLIC_TASK)
    article9 = RadioField(
        label="Condition for health data (Article 9)", choices=[("", "None: no health data"), *Article9.choices], required=False,
        initial=Article9.HEALTH_CARE,
    )  # fmt: skip
    people = forms.CharField(label="Whose data", max_length=300)
    kinds_of_data = forms.CharField(label="What data", max_length=300)
    recipients = forms.CharField(label="Who receives it", max_length=300)
    transfers = forms.CharField(label="Where it goes outside the United Kingdom", max_length=300)
    security = forms.CharField(label="How it is kept safe", max_length=300)
    interests = TextField(label="Whose legitimate interests, and which?", rows=2, required=False)
    necessity = TextField(label="Why can it not be done in a way that intrudes less?", rows=2, required=False)
    callers = TextField(label="What does it mean for callers, and what do they expect?", rows=2, required=False)
    children = TextField(label="What does it mean for children who call or are spoken of?", rows=2, required=False)
    not_a_public_task = TextField(label="Why is this not part of a public task?", rows=2, required=False)
    overridden = RadioField(label="Do the callers' interests override ours?", choices=_YES_NO, required=False, inline=True, initial=NO)

    def said(self) -> Purpose:
        """The purpose as written."""
        given = self.cleaned_data
        known = {name: given[name] for name in _KEPT}
        return Purpose(**known, data=given["kinds_of_data"], health_data=given["health_data"] == YES)

    def balance(self) -> Balance | None:
        """The balancing assessment, when legitimate interests were chosen."""
        given = self.cleaned_data
        if given["lawful_basis"] != LawfulBasis.LEGITIMATE_INTERESTS:
            return None
        names = ("interests", "necessity", "callers", "children", "not_a_public_task")
        return Balance(**{name: given[name] for name in names}, overridden=given["overridden"] == YES)

    @staticmethod
    def of(purpose: ProcessingPurpose | None) -> dict[str, Any]:
        """What stands already."""
        row = purpose or ProcessingPurpose()
        known = {name: getattr(row, name) for name in _KEPT if getattr(row, name)}
        return {**known, "kinds_of_data": row.data, "health_data": YES if row.health_data else NO}


class ImpactForm(NHSForm):
    """An impact assessment (law.md R7.2)."""

    description = TextField(label="What is done with whose data?", rows=3)
    necessity = TextField(label="Why is it necessary, and in proportion?", rows=3)
    risks = TextField(label="What are the risks to people?", rows=3)
    measures = TextField(label="What is done against them?", rows=3)
    officer_advice = TextField(label="What does the Data Protection Officer advise?", rows=3)
    high_risk_remains = forms.BooleanField(label="A high risk remains, so the Information Commissioner is consulted", required=False)
    review_on = DateField(label="Reviewed again by", past=False)

    def said(self) -> Impact:
        """The assessment as written."""
        return Impact(**self.cleaned_data)


class LineForm(NHSForm):
    """What a line's calls are recorded for, and how callers reach it."""

    purpose = forms.ChoiceField(label="Purpose of its calls from now on")
    outgoing = forms.ChoiceField(label="Purpose of outgoing calls", required=False)
    internal = forms.ChoiceField(label="Purpose of calls between colleagues", required=False)
    channel = RadioField(label="How do callers reach it?", choices=INCOMING_CHOICES)

    def __init__(self, *args: Any, purposes: Sequence[ProcessingPurpose], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(str(one.pk), one.name) for one in purposes]
        for name, choices in (("purpose", named), ("outgoing", [("", "The same"), *named]), ("internal", [("", "The same"), *named])):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def said(self) -> Pointed:
        """What was chosen."""
        given = self.cleaned_data
        own = {name: int(given[name]) if given[name] else None for name in ("outgoing", "internal")}
        return Pointed(int(given["purpose"]), given["channel"], **own)

    @staticmethod
    def of(line: Line) -> dict[str, str]:
        """What stands already."""
        chosen = {"purpose": line.purpose_id, "outgoing": line.outgoing_purpose_id, "internal": line.internal_purpose_id}
        return {**{name: str(key or "") for name, key in chosen.items()}, "channel": line.channel}


class ObjectionForm(NHSForm):
    """How it ended; everything else is filled in or can wait. There is no answer that stops recording."""

    marks_optional = False

    ending = RadioField(label="How did it end?", choices=Ending.choices, error_messages={"required": "Select how it ended"})
    formal = forms.BooleanField(label="They want this treated as a formal objection", required=False)
    other_way = forms.CharField(
        label="Which other way was offered?", required=False, max_length=300, help_text="For example, come to the desk, or write to us."
    )
    number = forms.CharField(label="Their number", required=False, max_length=64)
    note = forms.CharField(label="Note", required=False, max_length=500, help_text="Leave out clinical details.")
    on = DateField(label="Day of the call", future=False)
    at = TimeField(label="Time of the call")

    def __init__(self, *args: Any, now: datetime, extension: Extension | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now, self.extension = now, extension
        if not self.is_bound:  # after a mistake the summary of what is wrong takes the focus
            self.fields["ending"].widget.attrs.update({"aria-describedby": "script", "autofocus": True})

    def clean_number(self) -> str:
        """An outside number, or nothing."""
        raw: str = self.cleaned_data["number"].strip()
        if raw and normalise(raw).kind == Kind.UNKNOWN:
            raise forms.ValidationError("Enter a telephone number, like 01632 960461, or leave it blank", code="invalid")
        return raw

    def said(self) -> Said:
        """What whoever took the call says."""
        given = self.cleaned_data
        return Said(
            ending=given["ending"], formal=given["formal"], other_way=given["other_way"], number=given["number"], note=given["note"],
            at=min(self._at(given["on"], given["at"]), self.now), extension=self.extension,
        )  # fmt: skip

    def _at(self, day: Any, at: time) -> datetime:
        return clock.local_instant(day, at) or self.now
