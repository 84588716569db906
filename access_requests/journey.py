"""Asking for a recording, step by step: which forms there are, what has been answered, what was asked."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from access_requests import queries, services
from access_requests.forms import AboutForm, CallForm, CopyForm, WhyForm
from access_requests.models import AccessRequest, Kind, Wanted
from access_requests.rules import Asked
from callgov import clock, drafts
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refusal
from callgov.ui.forms import NHSForm
from recordings.models import Extension
from recordings.numbers import normalise

NAME = "access_request"
TITLES = {"why": "Why you need it", "about": "The investigation", "call": "What you know of the call", "copy": "The copy"}
NOTHING_TO_SEND = Refusal("nothing-to-send", "There is nothing to send. You may have sent it already.", "Look at your requests.")
NO_STEP = Refusal("no-step", "This form has no such page.")


class Journey:
    """One person's answers so far; forms are bound to them and judged anew each time."""

    def __init__(self, person: User, answers: drafts.Answers, now: datetime) -> None:
        self.person, self.answers, self.now = person, answers, now

    @classmethod
    def of(cls, person: User, now: datetime) -> "Journey":
        """As far as this person has come."""
        return cls(person, drafts.read(person, NAME), now)

    def form(self, step: str, data: MultiValueDict[str, str] | None = None) -> NHSForm:
        """The form of a step, bound to `data` or else to what was answered before. Raises NotYours for a step that there is not."""
        bound = data if data is not None else self.answers.get(step)
        match step:
            case "why":
                return WhyForm(bound)
            case "about":
                return AboutForm(bound, asker=self.person)
            case "call":
                return CallForm(bound, own=self._own_extensions, now=self.now)
            case "copy":
                return CopyForm(bound)
        raise NotYours(NO_STEP)

    @cached_property
    def _own_extensions(self) -> list[Extension]:
        return queries.own_extensions(self.person, clock.local_day(self.now))

    def keep(self, step: str, form: NHSForm) -> None:
        """Keep the answers of a step."""
        assert isinstance(form.data, MultiValueDict)
        typed = drafts.typed_into(form.data, list(form.fields))
        drafts.keep(self.person, NAME, step, typed)
        self.answers[step] = MultiValueDict(typed)

    def forget(self) -> None:
        """Start again."""
        drafts.drop(self.person, NAME)

    def forms(self) -> Mapping[str, NHSForm]:
        """The steps that these answers lead through, each with its form."""
        why = self.form("why")
        steps = ["call"]
        if isinstance(why, WhyForm) and why.is_valid():
            steps = (["about"] if why.kind == Kind.DISCIPLINARY else []) + steps
            steps += ["copy"] if why.cleaned_data["wanted"] == Wanted.COPY else []
        return {"why": why, **{step: self.form(step) for step in steps}}

    @property
    def kind(self) -> str:
        """The kind of request that the answers make. Only when none is missing."""
        why = self.form("why")
        assert isinstance(why, WhyForm)
        assert why.is_valid()
        return why.kind

    def missing(self) -> str | None:
        """The first step that is not answered, or not any longer; None when everything is."""
        return next((step for step, form in self.forms().items() if not form.is_valid()), None)

    def asked(self) -> Asked:
        """What all steps together ask. Only when none is missing."""
        forms = self.forms()
        assert all(form.is_valid() for form in forms.values())
        call = forms["call"]
        assert isinstance(call, CallForm)
        known = {name: call.cleaned_data[name] for name in ("parties", "other_information")}
        start, end = call.cleaned_data["window"] or (None, None)
        raw = call.cleaned_data["number"]
        return Asked(
            kind=self.kind,
            **{name: value for step in ("why", "about", "copy") if step in forms for name, value in forms[step].cleaned_data.items()},
            **known,
            window_from=start,
            window_until=end,
            extension=call.known_extension(),
            external_raw=raw,
            external_e164=normalise(raw).e164 if raw else "",
        )


@transaction.atomic
def send(person: User, now: datetime) -> AccessRequest:
    """Send what was answered, and forget the draft in the same transaction: pressing twice sends once.

    Raises Conflict when there is nothing complete to send, Refused as `services.send_request` does.
    """
    journey = Journey(person, drafts.take(person, NAME), now)
    if journey.missing():
        raise Conflict(NOTHING_TO_SEND)
    return services.send_request(requester=person, asked=journey.asked(), now=now)
