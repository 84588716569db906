"""The assessment of one recording, on one page."""

from datetime import date
from typing import Any

from django import forms

from access_requests.assessment.rules import EXEMPTIONS, Other, Weighed
from access_requests.grounds import LAW
from access_requests.models import AssessmentOutcome, Opinion, StaffVoice, ThirdPartyOutcome
from callgov.ui.forms import ChecksField, DateField, NHSForm, RadioField, TextField

PLACES = range(1, 4)  # other people that one assessment has room for; more of them are named together
_HINT = "For example, the caller's daughter. Leave blank if there is nobody."
_WIDE = {"class": "nhsuk-input--width-20"}


class AssessmentForm(NHSForm):
    """Who is heard, what is clinical, what is exempt, and what is given."""

    staff_voice = RadioField(
        label="Staff who are heard",
        choices=StaffVoice.choices,
        error_messages={"required": "Select what becomes of the staff who are heard"},
    )
    staff_voice_reason = forms.CharField(label="Why", required=False, max_length=500, help_text="Not needed for a clinician in their role.")
    clinical_content = RadioField(
        label="Is there clinical content?",
        choices=[("yes", "Yes"), ("no", "No")],
        inline=True,
        error_messages={"required": "Select yes or no"},
    )
    opinion = RadioField(
        label="What does a health professional say?", choices=[("", "Not asked"), *Opinion.choices], required=False,
        help_text="Needed for clinical content. It must not be older than six months.",
    )  # fmt: skip
    opinion_by = forms.CharField(
        label="Name of the health professional", required=False, max_length=120, widget=forms.TextInput(attrs=_WIDE)
    )
    opinion_role = forms.CharField(label="Their role", required=False, max_length=80, widget=forms.TextInput(attrs=_WIDE))
    opinion_on = DateField(label="Day of their opinion", required=False, future=False)
    exemptions = ChecksField(
        label="What is exempt?", required=False, choices=[(one.value, one.label) for one in EXEMPTIONS],
        hints={one.value: LAW[one] for one in EXEMPTIONS},
    )  # fmt: skip
    exemption_reasons = TextField(label="Why it is exempt", required=False, rows=2, max_length=2000)
    outcome = RadioField(label="What is given of this recording?", choices=AssessmentOutcome.choices)
    reasons = TextField(label="Reasons", rows=3, max_length=4000, error_messages={"required": "Enter the reasons for the outcome"})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people: dict[str, forms.Field] = {}
        for place in PLACES:
            people |= _place(place)
        self.fields = people | self.fields

    def others(self) -> list[Other]:
        """The other people named. Only of a valid form."""
        given = self.cleaned_data
        named = [(given[f"who_{n}"], given[f"outcome_{n}"], given[f"reason_{n}"]) for n in PLACES]
        return [Other(who, outcome, reason) for who, outcome, reason in named if who or reason]

    def weighed(self) -> Weighed:
        """The assessment. Only of a valid form."""
        given = self.cleaned_data
        opinion_on: date | None = given["opinion_on"]
        return Weighed(
            outcome=given["outcome"], reasons=given["reasons"], staff_voice=given["staff_voice"],
            clinical_content=given["clinical_content"] == "yes",
            staff_voice_reason=given["staff_voice_reason"], opinion=given["opinion"], opinion_by=given["opinion_by"],
            opinion_role=given["opinion_role"], opinion_on=opinion_on, exemptions=given["exemptions"],
            exemption_reasons=given["exemption_reasons"], others=self.others(),
        )  # fmt: skip


def _place(number: int) -> dict[str, forms.Field]:
    label = ("Another person who is heard or named", "A second", "A third")[number - 1]
    return {
        f"who_{number}": forms.CharField(
            label=label, required=False, max_length=120, help_text=_HINT if number == 1 else "",
            widget=forms.TextInput(attrs=_WIDE),
        ),
        f"outcome_{number}": forms.ChoiceField(label="What becomes of them", choices=ThirdPartyOutcome.choices, required=False),
        f"reason_{number}": forms.CharField(label="Why", required=False, max_length=500),
    }  # fmt: skip
