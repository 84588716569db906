"""What the leads record of a breach, one page each, as data: its form, the service that saves it, and the rule that may refuse it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.forms import BaseForm

from breaches import forms, rules
from breaches.models import State
from breaches.queries import Case
from breaches.services import deciding, following, recording
from callgov.refusals import Conflict, NotYours, Refusal
from callgov.workflow import MOVED_ON

OPEN_STATES = (State.DRAFT, State.OPEN)
ACTION_DAYS = timedelta(days=28)


@dataclass(frozen=True)
class Step:
    """One page: its words, its button, what is said when it is done, its form, what saves it, and when it may not be done."""

    name: str
    title: str
    button: str
    done: str
    form: Callable[..., Any]
    save: Callable[[Case, Any], object]
    refuse: Callable[[Case], Refusal | None]
    initial: Callable[[Case], Mapping[str, Any]] = lambda _case: {}
    states: tuple[str, ...] = OPEN_STATES

    def refusal(self, case: Case) -> Refusal | None:
        """Why this reader cannot do it now."""
        return (None if case.breach.state in self.states else MOVED_ON) or self.refuse(case)

    def filled(self, case: Case, data: Any = None) -> BaseForm:
        """The form, as sent or with what is known already."""
        options: dict[str, Any] = {"initial": dict(self.initial(case))}
        if issubclass(self.form, forms.InstantForm):  # type: ignore[arg-type]
            options["now"] = case.now
        form: BaseForm = self.form(data, **options)
        return form


def _who(case: Case) -> dict[str, Any]:
    return {"reference": case.breach.reference, "lead": case.reader, "now": case.now}


def _any_lead(case: Case) -> Refusal | None:
    return None if case.handles else rules.NOT_A_LEAD


def _settles(case: Case) -> Refusal | None:
    return rules.refuse_settling(case.lead)


def _decides(case: Case) -> Refusal | None:
    return _any_lead(case) or (None if case.assessments else rules.ASSESS_FIRST)


def _submits(case: Case) -> Refusal | None:
    return _any_lead(case) or (None if case.accounts else rules.DESCRIBE_FIRST)


def _closes(case: Case) -> Refusal | None:
    return rules.refuse_closing(case.lead, case.progress, "something")


def _known(case: Case) -> Mapping[str, Any]:
    known = case.account
    names = ("compromises", "people_kinds", "people_count", "record_kinds", "record_count", "consequences", "measures")
    return {} if known is None else {name: getattr(known, name) for name in names}


def _risk(case: Case) -> Mapping[str, Any]:
    risk = case.assessment
    return {} if risk is None else {"likelihood": risk.likelihood, "severity": risk.severity, "vulnerable": risk.vulnerable}


_ALL = (
    Step(
        "known", "What is known", "Save what is known", "Saved as a new version.", forms.KnownForm,
        lambda case, form: recording.describe(known=form.known(), **_who(case)), _any_lead, _known,
    ),
    Step(
        "risk", "How bad is it?", "Save assessment", "Assessment saved as a new version.", forms.RiskForm,
        lambda case, form: recording.assess(**form.cleaned_data, **_who(case)), _settles, _risk,
    ),
    Step(
        "decide", "Is it reported?", "Record this decision", "Decision recorded.", forms.DecisionForm,
        lambda case, form: deciding.decide(**form.cleaned_data, **_who(case)), _decides,
    ),
    Step(
        "reported", "Record that it was reported", "Record that it was reported", "Recorded as reported.", forms.SubmissionForm,
        lambda case, form: deciding.record_submission(sent=form.sent(), **_who(case)), _submits, lambda case: {"sent_on": case.today},
    ),
    Step(
        "people", "Telling the people affected", "Record this", "Recorded.", forms.PeopleForm,
        lambda case, form: deciding.record_people_told(**form.cleaned_data, **_who(case)), _settles, lambda case: {"told_on": case.today},
    ),
    Step(
        "clock", "When did we become aware?", "Move the start", "The 72 hours run from the new time. The old one is kept.", forms.ClockForm,
        lambda case, form: recording.move_awareness(
            aware_at=form.cleaned_data["instant"], reason=form.cleaned_data["reason"], **_who(case)
        ),
        _any_lead,
    ),
    Step(
        "involved", "Whose act is in question?", "Note this person", "Noted. They settle nothing about this breach.", forms.InvolvedForm,
        lambda case, form: recording.note_person(person=form.chosen(), **_who(case)), _any_lead,
    ),
    Step(
        "action", "Set an action", "Set this action", "Action set. Its owner has been told.", forms.ActionForm,
        lambda case, form: following.set_action(
            words=form.cleaned_data["words"], owner=form.chosen(), due_on=form.cleaned_data["due_on"], **_who(case)
        ),
        _settles, lambda case: {"due_on": case.today + ACTION_DAYS},
    ),
    Step(
        "link", "Link a disciplinary request", "Link this request", "Request linked.", forms.LinkForm,
        lambda case, form: following.link_disciplinary(request_reference=form.cleaned_data["request_reference"], **_who(case)), _settles,
    ),
    Step(
        "close", "Close this breach", "Close this breach", "Breach closed.", forms.CloseForm,
        lambda case, form: following.close_breach(learning=form.cleaned_data["learning"], **_who(case)), _closes,
        states=(State.OPEN,),
    ),
    Step(
        "reopen", "Open this breach again", "Open this breach again", "Open again.", forms.ReopenForm,
        lambda case, form: following.reopen(reason=form.cleaned_data["reason"], **_who(case)), _settles,
        states=(State.CLOSED, State.DISMISSED),
    ),
)  # fmt: skip
STEPS: dict[str, Step] = {step.name: step for step in _ALL}


def step(name: str, case: Case) -> Step:
    """The page of this name. Raises NotYours for one that there is not, Conflict when the breach has moved on."""
    found = STEPS.get(name)
    if found is None:
        raise NotYours(rules.NOT_THERE)
    if case.breach.state not in found.states:
        raise Conflict(MOVED_ON)
    return found
