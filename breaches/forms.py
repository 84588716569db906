"""The forms of breaches: reporting in two answers, and one form for each thing that the leads record."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from breaches import grid, queries
from breaches.models import Compromise, GoingOn, Kind, Verdict, Way
from breaches.services.deciding import Sent
from breaches.services.recording import Known
from breaches.services.reporting import Report
from callgov import clock
from callgov.ui.forms import ChecksField, DateField, NHSForm, RadioField, TextField, TimeField

FIRST, SECOND = "first", "second"
_NUMBER = {"class": "nhsuk-input--width-5", "inputmode": "numeric", "autocomplete": "off"}
_WIDE = {"class": "nhsuk-input--width-20"}


class InstantForm(NHSForm):
    """A day and a time of day that name one instant in the past. Of a time that came twice the first is meant unless one says otherwise."""

    day_field, time_field = "day", "time"

    which = RadioField(
        label="That time came twice, because the clocks went back. Which one?",
        choices=[(FIRST, "The first"), (SECOND, "The second, an hour later")],
        initial=FIRST,
        required=False,
    )

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now
        if not self._asks_which():
            del self.fields["which"]

    def _asks_which(self) -> bool:
        if not self.is_bound:
            return False
        try:
            day = self.fields[self.day_field].clean(self.fields[self.day_field].widget.value_from_datadict(self.data, {}, self.day_field))
            at = self.fields[self.time_field].clean(self.data.get(self.time_field, ""))
        except forms.ValidationError:
            return False
        return bool(day and at and clock.second_instant(day, at))

    def clean(self) -> dict[str, Any]:
        """Adds `instant`; None where day or time are wrong."""
        cleaned = super().clean()
        cleaned["instant"] = self._instant(cleaned.get(self.day_field), cleaned.get(self.time_field), cleaned.get("which"))
        return cleaned

    def _instant(self, day: date | None, at: time | None, which: str | None) -> datetime | None:
        if day is None or at is None:
            return None
        if "which" in self.fields and not which:
            self.add_error("which", "Say which of the two you mean")
            return None
        instant = clock.second_instant(day, at) if which == SECOND else clock.local_instant(day, at)
        if instant is None:
            self.add_error(self.time_field, "The clocks went forward and jumped over this time")
        elif instant > self.now + timedelta(minutes=1):
            self.add_error(self.time_field, "The time must be in the past")
        return instant and min(instant, self.now)


class ReportForm(InstantForm):
    """What happened and of what kind; everything else is filled in already (BR-1)."""

    marks_optional = False
    day_field, time_field = "noticed_on", "noticed_time"

    what_happened = TextField(
        label="What happened?",
        help_text="A sentence is enough. Do not wait until you are sure. Leave out clinical details.",
        rows=4,
        max_length=4000,
        error_messages={"required": "Say what happened"},
    )
    kind = RadioField(
        label="What kind of thing was it?", choices=Kind.choices, error_messages={"required": "Select what kind of thing it was"}
    )
    noticed_on = DateField(label="Day you noticed", future=False)
    noticed_time = TimeField(label="Time you noticed", help_text="For example, 5:30pm.")
    certain = RadioField(
        label="Were you sure then?",
        choices=[("no", "No, or I am still not sure"), ("yes", "Yes")],
        initial="no",
        help_text="It is fine not to be sure.",
    )
    going_on = RadioField(label="Is it still going on?", choices=GoingOn.choices, initial=GoingOn.UNKNOWN, inline=True)
    about_request = forms.CharField(required=False, widget=forms.HiddenInput, max_length=24)

    field_order = ("what_happened", "kind", "noticed_on", "noticed_time", "which", "certain", "going_on", "about_request")

    def report(self) -> Report:
        """What was said."""
        said = self.cleaned_data
        return Report(
            what_happened=said["what_happened"], kind=said["kind"], noticed_at=said["instant"], was_certain=said["certain"] == "yes",
            going_on=said["going_on"], about_request=said["about_request"],
        )  # fmt: skip


class KnownForm(NHSForm):
    """What is known so far; blank is "not known yet"."""

    compromises = ChecksField(
        label="What was broken?", choices=Compromise.choices, error_messages={"required": "Select at least one of the three"}
    )
    people_kinds = forms.CharField(
        label="Whose data is it?", required=False, max_length=300, help_text="For example, patients who called in May."
    )
    people_count = forms.IntegerField(
        label="About how many people?", required=False, min_value=0, help_text="Leave blank if it is not known yet.",
        widget=forms.TextInput(attrs=_NUMBER),
    )  # fmt: skip
    record_kinds = forms.CharField(
        label="What kinds of record?", required=False, max_length=300, help_text="For example, recordings of calls with reception."
    )
    record_count = forms.IntegerField(
        label="About how many records?", required=False, min_value=0, help_text="Leave blank if it is not known yet.",
        widget=forms.TextInput(attrs=_NUMBER),
    )  # fmt: skip
    consequences = TextField(label="What are the likely consequences for them?", required=False, rows=3, max_length=4000)
    measures = TextField(label="What have you done, and what will you do?", required=False, rows=3, max_length=4000)

    def known(self) -> Known:
        """What was written."""
        return Known(**self.cleaned_data)


class RiskForm(NHSForm):
    """Likelihood and severity in full sentences (law.md R4.10)."""

    likelihood = RadioField(
        label="How likely is it that somebody comes to harm?",
        choices=[(str(rung), f"{rung}. {words}") for rung, words in grid.LIKELIHOOD.items()],
        error_messages={"required": "Select how likely harm is"},
    )
    severity = RadioField(
        label="How severe would it be?",
        choices=[(str(rung), f"{rung}. {words}") for rung, words in grid.SEVERITY.items()],
        error_messages={"required": "Select how severe it would be"},
    )
    vulnerable = forms.BooleanField(
        label="A vulnerable group or specially sensitive information is involved", required=False,
        help_text="Then neither answer can be below 2.",
    )  # fmt: skip
    reasons = TextField(label="Reasons", rows=3, max_length=4000, error_messages={"required": "Enter the reasons for your assessment"})

    def clean(self) -> dict[str, Any]:
        """The two as numbers, and none too low for a vulnerable group."""
        cleaned = super().clean()
        if {"likelihood", "severity"} & set(self.errors):
            return cleaned
        cleaned |= {"likelihood": int(cleaned["likelihood"]), "severity": int(cleaned["severity"])}
        refusal = grid.refuse_scores(cleaned["likelihood"], cleaned["severity"], vulnerable=cleaned["vulnerable"])
        if refusal is not None:
            self.add_error("likelihood" if cleaned["likelihood"] < grid.LEAST_FOR_VULNERABLE else "severity", str(refusal))
        return cleaned


class DecisionForm(NHSForm):
    """Report it, or why not."""

    verdict = RadioField(label="What do you decide?", choices=Verdict.choices, error_messages={"required": "Select what you decide"})
    reasons = TextField(
        label="Reasons", help_text="Kept on file with the decision.", rows=3, max_length=4000,
        error_messages={"required": "Enter the reasons for your decision"},
    )  # fmt: skip


class SubmissionForm(InstantForm):
    """That it was reported."""

    day_field, time_field = "sent_on", "sent_time"

    to = forms.CharField(
        label="Where was it reported?", max_length=120, initial="NHS data security and protection incident tool",
        help_text="The tool passes it on to the Information Commissioner.",
    )  # fmt: skip
    their_reference = forms.CharField(label="Their reference", max_length=60, widget=forms.TextInput(attrs=_WIDE))
    sent_on = DateField(label="Day it was sent", future=False)
    sent_time = TimeField(label="Time it was sent", help_text="For example, 5:30pm.")
    late_reason = TextField(
        label="If it was late, why?", required=False, rows=2, max_length=2000, help_text="Needed when it was sent after the 72 hours."
    )

    field_order = ("to", "their_reference", "sent_on", "sent_time", "which", "late_reason")

    def sent(self) -> Sent:
        """What was sent."""
        said = self.cleaned_data
        return Sent(said["to"], said["their_reference"], said["instant"], said["late_reason"])


class PeopleForm(NHSForm):
    """How the people affected were told, or why not (law.md R4.5)."""

    way = RadioField(
        label="How were the people affected told?",
        choices=Way.choices,
        error_messages={"required": "Select how they were told, or why not"},
    )
    how_many = forms.IntegerField(label="How many?", required=False, min_value=0, widget=forms.TextInput(attrs=_NUMBER))
    words = TextField(
        label="What were they told, or why were they not?", rows=4, max_length=4000,
        help_text="What happened, who to ask, what may follow for them, what you do about it, what they can do.",
    )  # fmt: skip
    told_on = DateField(label="Day they were told, or this was decided", future=False)


class ClockForm(InstantForm):
    """From when the 72 hours run (law.md R4.3)."""

    day_field, time_field = "aware_on", "aware_time"

    aware_on = DateField(label="Day the practice became aware", future=False)
    aware_time = TimeField(label="Time", help_text="For example, 5:30pm.")
    reason = TextField(label="Reason", rows=3, max_length=2000, help_text="Every earlier time is kept.")

    field_order = ("aware_on", "aware_time", "which", "reason")


class _PersonForm(NHSForm):
    """A form on which a person is chosen."""

    person_field = "person"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._people = {str(person.pk): person for person in queries.owners()}
        choices = [(key, person.get_full_name()) for key, person in self._people.items()]
        self.fields[self.person_field].choices = [("", "Choose a person"), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> Any:
        """Who was chosen."""
        return self._people[self.cleaned_data[self.person_field]]


class InvolvedForm(_PersonForm):
    """Whose own act is in question."""

    person = forms.ChoiceField(label="Whose act is in question?")


class ActionForm(_PersonForm):
    """An action with its owner."""

    person_field = "owner"

    words = TextField(label="What is to be done?", rows=3, max_length=2000)
    owner = forms.ChoiceField(label="Who does it?")
    due_on = DateField(label="By when?", past=False)


class DoneForm(NHSForm):
    """How an action was done."""

    words = TextField(label="What was done?", rows=3, max_length=2000)


class ContainForm(NHSForm):
    """What else was done at once."""

    words = TextField(label="What else was done?", rows=3, max_length=2000)


class LinkForm(NHSForm):
    """A disciplinary request that follows from this breach (BR-4)."""

    request_reference = forms.CharField(label="Reference of the request", max_length=24, help_text="For example, REQ-2026-0042.")


class CloseForm(NHSForm):
    """What was learnt."""

    learning = TextField(
        label="What was learnt?", help_text="What is different from now on, so that it does not happen again.", rows=4, max_length=4000
    )


class ReopenForm(NHSForm):
    """Why it is opened again."""

    reason = TextField(label="Why is it opened again?", rows=3, max_length=2000)
