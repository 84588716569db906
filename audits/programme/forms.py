"""Authorising, saying how a person is audited, naming an assessor, cancelling, and narrowing the programme."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from audits.models import Absence, AuditKind, RoleGroup, StaffProfile
from audits.programme.services import Manner
from callgov.people.models import User
from callgov.ui.forms import DateField, FilterForm, NHSForm, RadioField, TextField

ANY = ""


class AuthorityForm(NHSForm):
    """Until when drawn samples may be heard, and why."""

    ends_on = DateField(label="Until the end of", past=False, help_text="A year at most.")
    reasons = TextField(label="Reasons", rows=3, error_messages={"required": "Enter the reasons"})

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"ends_on": today + timedelta(days=365)})


class _AssessorField(forms.ChoiceField):
    """One of the people who may assess somebody, or none."""

    def offer(self, people: Sequence[User], nobody: str) -> None:
        """Offer these people."""
        self.people = {str(person.pk): person for person in people}
        self.choices = [(ANY, nobody), *((key, person.name) for key, person in self.people.items())]

    def clean(self, value: Any) -> User | None:
        """The person."""
        return self.people.get(super().clean(value))


class MannerForm(NHSForm):
    """How one person is audited."""

    role_group = RadioField(label="What work do they do?", choices=RoleGroup.choices)
    uses_telephone = RadioField(label="Do they take or make calls?", choices=[("yes", "Yes"), ("no", "No")], inline=True)
    part_time = RadioField(label="Do they work part-time?", choices=[("no", "No"), ("yes", "Yes")], inline=True)
    probation_ends_on = DateField(label="Probation ends on", required=False, help_text="Leave blank for the practice's usual probation.")
    assessor = _AssessorField(label="Usual assessor", required=False)

    def __init__(self, data: Any = None, *, profile: StaffProfile, assessors: Sequence[User]) -> None:
        start = {
            "role_group": profile.role_group, "uses_telephone": "yes" if profile.uses_telephone else "no",
            "part_time": "yes" if profile.part_time else "no", "probation_ends_on": profile.probation_ends_on,
            "assessor": str(profile.assessor_id or ANY),
        }  # fmt: skip
        super().__init__(data, initial=start, auto_id="id_usual_%s")
        offered: Any = self.fields["assessor"]
        offered.offer(assessors, "Any assessor")

    def manner(self) -> Manner:
        """As the service takes it."""
        given = self.cleaned_data
        uses, part_time = given["uses_telephone"] == "yes", given["part_time"] == "yes"
        return Manner(given["role_group"], uses, part_time, given["probation_ends_on"], given["assessor"])


class AbsenceForm(NHSForm):
    """A long absence, or its end."""

    starts_on = DateField(label="Away from")
    ends_on = DateField(label="Last day away", required=False, help_text="Leave blank while nobody knows.")

    def __init__(self, data: Any = None, *, open_absence: Absence | None = None) -> None:
        super().__init__(data, initial={"starts_on": open_absence.starts_on} if open_absence else None)


class AssessorForm(NHSForm):
    """Who assesses the audit that is due."""

    assessor = _AssessorField(label="Who assesses?", error_messages={"required": "Select who assesses"})

    def __init__(self, data: Any = None, *, assessors: Sequence[User]) -> None:
        super().__init__(data)
        offered: Any = self.fields["assessor"]
        offered.offer(assessors, "Choose an assessor")


class CancelForm(NHSForm):
    """Why an audit is cancelled."""

    reason = TextField(label="Reason for cancelling", rows=3, error_messages={"required": "Enter the reason"})


class ProgrammeFilter(FilterForm):
    """What the programme is narrowed to."""

    due = RadioField(label="Due", required=False, choices=[("", "Late or soon"), ("late", "Late"), ("all", "Any day")])
    kind = RadioField(label="Why", required=False, choices=[("", "Any"), *AuditKind.choices])
