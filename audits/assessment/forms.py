"""Marking a call, finishing an assessment, and the guidance of the audit tool."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from audits.assessment.queries import Desk, marks_of
from audits.assessment.rules import Given, Judged
from audits.assessment.services import Feedback
from audits.models import Outcome, Review, SampledCall
from audits.tool import Criterion, Tool
from callgov.people.models import User
from callgov.ui.forms import ChecksField, NHSForm, PositionField, RadioField, TextField

YES, NO = "yes", "no"
EXEMPLARY, LEARNING = "exemplary", "learning"


class AssessForm(NHSForm):
    """The criteria of one call, each with its outcome, a note and where in the call; and what it is good for beyond the score.

    Clinical criteria are asked only of a clinician's call, and count only when it was a telephone consultation.
    """

    marks_optional = False

    flags = ChecksField(
        label="Is this call good for learning?", required=False,
        choices=[(EXEMPLARY, "Exemplary: others can learn from it"), (LEARNING, "Something went wrong: a learning event")],
    )  # fmt: skip

    def __init__(self, data: Any = None, *, desk: Desk, call: SampledCall, clinician: bool) -> None:
        self.tool, self.clinician = desk.tool, clinician
        review = desk.reviews.get(call.recording_id)
        super().__init__(data, initial=_initial(review, clinician))
        if clinician:
            self.fields["consultation"] = RadioField(
                label="Is it a telephone consultation?", choices=[(YES, "Yes"), (NO, "No")], inline=True,
                help_text="If not, the clinical criteria below do not exist for this call.",
            )  # fmt: skip
        ends_at = call.recording.duration_ms / 1000 if call.recording.duration_ms else None
        for criterion in desk.tool.of_call(consultation=clinician):
            self._add(criterion, ends_at)
        self.order_fields(["consultation", *[name for name in self.fields if name not in ("consultation", "flags")], "flags"])

    def _add(self, criterion: Criterion, ends_at: float | None) -> None:
        code = criterion.code
        self.fields[code] = RadioField(
            label=criterion.words, help_text=criterion.guidance, choices=Outcome.choices, inline=True, required=False
        )
        self.fields[f"{code}_note"] = forms.CharField(label=f"Note on {criterion.code}", required=False, max_length=1000)
        self.fields[f"{code}_at"] = PositionField(
            label=f"Where in the call, for {criterion.code}", required=False, ends_at=ends_at, help_text="For example, 1:23.5"
        )

    @property
    def is_consultation(self) -> bool:
        """Whether the assessor says that it is a consultation."""
        return self.clinician and self.cleaned_data.get("consultation") == YES

    def clean(self) -> dict[str, Any]:
        """Every criterion of the call is answered; what was not met has a note."""
        cleaned = super().clean()
        for criterion in self.tool.of_call(consultation=self.is_consultation):
            outcome = cleaned.get(criterion.code)
            if not outcome:
                self.add_error(criterion.code, f"Answer “{criterion.words}”")
            elif outcome == Outcome.NOT_MET and not cleaned.get(f"{criterion.code}_note"):
                self.add_error(f"{criterion.code}_note", "Enter a note: say what was missing")
        return cleaned

    def judged(self) -> Judged:
        """As the service takes it."""
        given, consultation = self.cleaned_data, self.is_consultation
        marks = {
            one.code: Given(given[one.code], given[f"{one.code}_note"] or "", given[f"{one.code}_at"])
            for one in self.tool.of_call(consultation=consultation)
        }
        return Judged(consultation, marks, EXEMPLARY in given["flags"], LEARNING in given["flags"])


def _initial(review: Review | None, clinician: bool) -> dict[str, Any]:
    if review is None:
        return {"consultation": YES if clinician else NO}
    start: dict[str, Any] = {"consultation": YES if review.consultation else NO, **marks_of(review)}
    start["flags"] = [name for name in (EXEMPLARY, LEARNING) if getattr(review, name)]
    for mark in review.marks.all():
        start[f"{mark.criterion}_note"] = mark.note
        start[f"{mark.criterion}_at"] = None if mark.at_tenths is None else mark.at_tenths / 10
    return start


class FinishForm(NHSForm):
    """Feedback, and a concern if there is one."""

    went_well = TextField(label="What went well", rows=4, error_messages={"required": "Enter what went well"})
    to_work_on = TextField(label="What to work on", rows=4, required=False)
    concern = TextField(
        label="Concern about professional practice", rows=3, required=False,
        help_text="Only the Partners and you read it. It is not part of the result. Leave blank if there is none.",
    )  # fmt: skip

    def feedback(self) -> Feedback:
        """As the service takes it."""
        return Feedback(**self.cleaned_data)


class HandOverForm(NHSForm):
    """Who takes a sample over, and why."""

    to = RadioField(label="Who takes the sample over?", choices=[])
    reason = TextField(label="Why?", rows=2, max_length=300, error_messages={"required": "Enter the reason"})

    def __init__(self, data: Any = None, *, people: Sequence[User]) -> None:
        super().__init__(data)
        self.people = {str(one.pk): one for one in people}
        field: Any = self.fields["to"]
        field.choices = [(key, one.name) for key, one in self.people.items()]

    @property
    def chosen(self) -> User:
        """Who was chosen."""
        return self.people[self.cleaned_data["to"]]


class ToolForm(NHSForm):
    """What to listen for under each criterion."""

    def __init__(self, data: Any = None, *, tool: Tool) -> None:
        super().__init__(data)
        for criterion in tool.criteria:
            self.fields[criterion.code] = TextField(label=criterion.words, rows=2, initial=criterion.guidance)
        self.fields["reason"] = TextField(label="Why it changes", rows=2, error_messages={"required": "Enter why it changes"})

    def guidance(self) -> Mapping[str, str]:
        """The words by criterion."""
        return {name: words for name, words in self.cleaned_data.items() if name != "reason"}
