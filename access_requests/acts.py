"""What the reader of a request can do next, or why not. The rules that guard the services decide what stands here."""

from typing import Any

from django.urls import reverse

from access_requests import queries, rules
from access_requests.forms import DecisionForm
from access_requests.models import State, Wanted
from access_requests.queries import Case
from access_requests.workflow import CLOSE, NOT_HELD, SEND, WITHDRAW
from callgov.refusals import Conflict, Refusal, insist
from callgov.registry import registry
from callgov.ui.formats import nhs_date
from callgov.ui.parts import Act, Choice, Link
from callgov.workflow import MOVED_ON
from recordings.models import GrantAction

COPY_EFFECT = "The person you choose can prepare and release the copy. Nothing leaves the practice yet."
FIND_EFFECT = "Each search is recorded under your name."


def ask() -> Link:
    """The way to a new request."""
    return Link("Ask for a recording", reverse("request_new"))


def start_again() -> Act:
    """Forget the draft."""
    return Act("Start again", reverse("request_new"), effect="What you typed before is forgotten.", variant="secondary")


def send() -> Act:
    """The last press of asking."""
    return Act(SEND.words, reverse("request_check"))


def decision_form(case: Case, data: Any = None) -> DecisionForm:
    """The form on which this reader decides. Raises Conflict when nothing waits for a decision, Refused when it is not theirs."""
    if case.step is None:
        raise Conflict(MOVED_ON)
    insist(_refuse_decider(case))
    return DecisionForm(data, request=case.request, decider=case.reader, bench=case.bench, now=case.now)


def _refuse_decider(case: Case) -> Refusal | None:
    assert case.step is not None
    return rules.refuse_decider(case.request, case.reader, case.step, case.bench.deciders)


def acts(case: Case, form: DecisionForm | None = None) -> list[Act]:
    """In the order of the page: decide, find, what higher floors offer, then the ways to end it."""
    higher = [act for source in registry.request_acts for act in source(case.request, case.reader, case.now)]
    return [*_deciding(case, form), *_finding(case), *higher, *_not_held(case), *_ending(case)]


def _deciding(case: Case, form: DecisionForm | None) -> list[Act]:
    step = case.step
    if step is None:
        return []
    if step.who not in case.roles:
        undecidable = rules.refuse_undecidable(case.bench.deciders)
        return [Act(step.yes, "", undecidable)] if undecidable else []
    refusal = _refuse_decider(case)
    fields = None if refusal else form or decision_form(case)
    return [
        Act(
            step.yes, _url("request_decide", case), refusal, _effect(case, step.effect), fields,
            name="decision", value=DecisionForm.YES, beside=[Choice(step.no, DecisionForm.NO)],
        )
    ]  # fmt: skip


def _effect(case: Case, effect: str) -> str:
    words = f"If you approve: {effect.format(requester=case.request.requester.get_full_name())}"
    return words if case.request.wanted == Wanted.LISTEN else f"{words} {COPY_EFFECT}"


def _finding(case: Case) -> list[Act]:
    mine = [grant for grant in case.live_grants if grant.holder_id == case.reader.pk and GrantAction.FIND in grant.actions]
    return [Act("Find the call", reverse("grant_find", args=[grant.pk]), opens=True, effect=FIND_EFFECT) for grant in mine[:1]]


def refuse_not_held(case: Case) -> Refusal | None:
    """Whether this reader may record that the call is not held."""
    return rules.refuse_not_held(case.request, queries.finders(case.live_grants), case.reader)


def _not_held(case: Case) -> list[Act]:
    if refuse_not_held(case):
        return []
    effect = "If you have looked and there is nothing that fits, that is the answer."
    return [Act(NOT_HELD.words, _url("request_not_held", case), effect=effect, opens=True, variant="secondary")]


def _ending(case: Case) -> list[Act]:
    if case.is_own and case.request.state == State.SENT:
        effect = f"You can ask again. Left without an answer, it lapses after {nhs_date(case.request.lapses_on)}."
        return [Act(WITHDRAW.words, _url("request_withdraw", case), effect=effect, variant="secondary")]
    if case.request.state == State.APPROVED and rules.refuse_closing(case.roles) is None:
        return [Act(CLOSE.words, _url("request_close", case), effect="Every access under it ends at once.", variant="warning")]
    return []


def _url(name: str, case: Case) -> str:
    return reverse(name, kwargs={"reference": case.request.reference})
