"""The decision, and the short forms around it: "not held", standing back, reopening, reviewing, papers, what a written request says."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from access_requests import facts, rules
from access_requests.grounds import offered
from access_requests.models import AccessRequest, Demand, Kind, Wanted
from access_requests.papers import OFFERED
from access_requests.routes import ROUTES
from access_requests.rules import Bench, Terms
from callgov import clock
from callgov.people.models import User
from callgov.ui.forms import DateField, NHSForm, RadioField, TextField
from recordings.attachments.forms import PaperField


class DecisionForm(NHSForm):
    """Reasons for a yes and for a no; for a no, or the no to a part, its ground; and for the yes that ends the route what it gives."""

    YES, NO = "approve", "refuse"

    reasons = TextField(
        label="Reasons for your decision",
        help_text="The person who asked will read this.",
        rows=3,
        max_length=4000,
        error_messages={"required": "Enter the reasons for your decision"},
    )
    partly = forms.BooleanField(label="Approve only a part: my reasons say which", required=False)
    ground = forms.ChoiceField(
        label="Ground for refusing",
        help_text="For a refusal, or for the part that you refuse. The answer names it.",
        error_messages={"required": "Select the ground on which it is refused"},
    )
    ends_on = DateField(label="Access ends on", past=False)
    window_from = DateField(label="Look for the call from", future=False, help_text="Only where the request does not say, or for a part.")
    window_until = DateField(label="Look for the call until", future=False)
    step = forms.CharField(required=False, widget=forms.HiddenInput)
    releaser = forms.ChoiceField(
        label="Who prepares and releases the copy?", error_messages={"required": "Select who prepares and releases the copy"}
    )

    def __init__(self, data: Any = None, *, request: AccessRequest, decider: User, bench: Bench, now: datetime) -> None:
        self.agreed = data is not None and data.get("decision") == self.YES
        self.today, self.request = clock.local_day(now), request
        route = ROUTES[request.kind]
        self.waits = route.step(request.step)
        self.final = route.ends_with(self.waits)
        super().__init__(data, initial={"step": request.step, **self._defaults(bench)})
        self._releasers = {str(person.pk): person for person in bench.releasers if rules.may_be_releaser(request, person, decider, bench)}
        self._offer()
        self._leave_out()
        for name, field in self.fields.items():
            field.required = name == "reasons" or (name in self._for_yes() and (self.agreed or data is None))

    def _offer(self) -> None:
        names = [(key, person.get_full_name()) for key, person in self._releasers.items()]
        self.fields["releaser"].choices = [("", "Choose a person"), *names]  # type: ignore[attr-defined]
        self.fields["ground"].choices = [("", "Choose a ground"), *offered(self.request.kind)]  # type: ignore[attr-defined]
        if not self.waits.no or self.waits.advisory:
            self.fields["reasons"].label = "Your advice" if self.waits.advisory else "Note"
        if not self.final:
            self.fields["reasons"].help_text = "Whoever decides next will read this. The person who asked will not."

    def _leave_out(self) -> None:
        """What this step does not ask."""
        asked = {"reasons", "step"} | ({"ground"} if self.waits.no and not self.waits.advisory else set())
        if self.final:
            asked |= {"partly", "ends_on", *self._for_yes()}
            if self._may_narrow:
                asked |= {"window_from", "window_until"}
        for name in set(self.fields) - asked:
            del self.fields[name]

    def _for_yes(self) -> set[str]:
        """What a yes must say."""
        unknown = {"window_from", "window_until"} if self.request.window_from is None else set()
        return {"ends_on", *unknown, *({"releaser"} if self.request.wanted == Wanted.COPY else set())} if self.final else set()

    @property
    def _may_narrow(self) -> bool:
        """Whether the call was asked for over more than one day, so that a part of it can be given."""
        first, until = self.request.window_from, self.request.window_until
        return first is not None and until is not None and until - first > timedelta(days=1, hours=1)

    def _defaults(self, bench: Bench) -> dict[str, Any]:
        known = self.request.window_from is not None
        return {
            "ends_on": clock.grant_ends(self.today, bench.grant_days),
            "window_from": None if known else self.today - rules.NOT_KNOWN_WINDOW,
            "window_until": None if known else self.today,
        }

    def clean_ends_on(self) -> date | None:
        """Within what a yes may give; of no matter for a no."""
        ends_on: date | None = self.cleaned_data["ends_on"]
        refusal = rules.refuse_end(ends_on, self.today) if self.agreed and ends_on is not None else None
        if refusal is not None:
            raise forms.ValidationError(str(refusal), code=refusal.code)
        return ends_on

    def clean(self) -> dict[str, Any]:
        """The days to look between stand in order; nothing but the reasons matters for a no."""
        cleaned = super().clean()
        if not self.agreed:
            for name in set(self.errors) - {"reasons", "ground"}:
                del self.errors[name]
        elif (first := cleaned.get("window_from")) and (last := cleaned.get("window_until")) and last < first:
            self.add_error("window_until", "The last day must be the same as or after the first")
        if self.data.get("decision") not in (self.YES, self.NO):
            self.add_error(None, "Choose to approve or to refuse")
        elif "ground" in self.fields and not cleaned.get("ground") and (not self.agreed or cleaned.get("partly")):
            self.add_error("ground", self.fields["ground"].error_messages["required"])
        return cleaned

    def answer(self) -> dict[str, Any]:
        """The decision as `services.decide` takes it. Only of a valid form."""
        given = self.cleaned_data
        partly = self.agreed and bool(given.get("partly"))
        ground = given.get("ground", "") if partly or not self.agreed else ""
        return {
            "step": given["step"], "agreed": self.agreed, "reasons": given["reasons"], "terms": self.terms(), "partly": partly,
            "ground": ground,
        }  # fmt: skip

    def terms(self) -> Terms | None:
        """What the yes that ends the route gives; None for any other answer."""
        if not self.agreed or not self.final:
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


class StandBackForm(NHSForm):
    """How one is involved."""

    reason = TextField(
        label="How are you involved?",
        help_text="For example, you took part in the call.",
        rows=2,
        max_length=1000,
        error_messages={"required": "Say how you are involved"},
    )


class ReopenForm(NHSForm):
    """Who challenges the answer, and why."""

    reason = TextField(
        label="Why is it opened again?",
        help_text="Say who challenges the answer, and on what ground. Leave out clinical details.",
        rows=3,
        max_length=2000,
        error_messages={"required": "Say who challenges the answer, and why"},
    )


class ReviewForm(NHSForm):
    """What the Data Protection Officer says afterwards."""

    YES, NO = "right", "wrong"

    reasons = TextField(label="What you found", rows=3, max_length=4000, error_messages={"required": "Enter the reasons for your decision"})


class PaperForm(NHSForm):
    """One paper, and what it is to the request."""

    kind = RadioField(label="What is it?", error_messages={"required": "Select what the paper is"})
    paper = PaperField(label="Paper", help_text="A PDF, a picture, a Word document, an email or a text file.")
    arrived_on = DateField(
        label="Which day did it reach us?", required=False, future=False,
        help_text="For the written request: the time for our answer runs from then. Leave blank for today.",
    )  # fmt: skip

    def __init__(self, *args: Any, request: AccessRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = OFFERED[request.kind]
        if request.kind != Kind.HEALTH_RECORDS:
            del self.fields["arrived_on"]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["kind"].initial = kinds[0].value


def _line(label: str, most: int) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=most)


class DemandForm(NHSForm):
    """What a written request or order says; what it does not say is left blank, and the page names it."""

    officer = _line("Full name of the officer", 120)
    rank = _line("Rank or job title", 80)
    body = _line("Force or organisation", 120)
    secure_email = forms.EmailField(label="Secure email address", required=False)
    court = _line("Court", 120)
    case_number = _line("Case number", 60)
    judge = _line("Judge", 120)
    dated_on = DateField(label="Date of the paper", required=False, future=False)
    data_sought = TextField(label="What exactly is sought", required=False, rows=3, max_length=4000)
    offence = TextField(label="Offence, or why it cannot be told", required=False, rows=2, max_length=4000)
    power = _line("Power or exemption relied on", 200)
    necessity = TextField(label="Why it is necessary, and what follows if it is refused", required=False, rows=3, max_length=4000)
    countersigned_by = _line("Countersigned by", 120)
    countersigned_rank = _line("Rank of who countersigned", 80)
    comply_by = DateField(label="To be complied with by", required=False, help_text="The court's own date. It is never moved.")

    def __init__(self, data: Any = None, *, request: AccessRequest, said: Demand | None = None) -> None:
        super().__init__(data, initial={name: getattr(said, name) for name in self.base_fields} if said else None)
        for name in set(self.fields) - set(facts.asked_of(request.kind)):
            del self.fields[name]
