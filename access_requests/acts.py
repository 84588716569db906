"""What the reader of a request can do next, or why not. The rules that guard the services decide what stands here."""

from typing import Any

from django.urls import reverse

from access_requests import facts, queries, rules
from access_requests.assessment import rules as rules_of_assessment
from access_requests.forms import DecisionForm, ReviewForm
from access_requests.identity.rules import refuse_checking
from access_requests.models import State, Wanted
from access_requests.queries import Case
from access_requests.workflow import CLOSE, NOT_HELD, REOPEN, SEND, WITHDRAW
from callgov.refusals import Conflict, Refusal, insist
from callgov.registry import registry
from callgov.ui.formats import nhs_date, nhs_when
from callgov.ui.parts import Act, Choice, Link
from callgov.workflow import MOVED_ON
from recordings.models import GrantAction

COPY_EFFECT = "The person you choose can prepare and release the copy. Nothing leaves the practice yet."
WEIGH_FIRST = "Nothing of it leaves before that."
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
    return rules.refuse_decider(case.request, case.reader, case.step, case.bench.deciders, case.bench.stood_back, case.bench.answered)


def acts(case: Case, form: DecisionForm | None = None, reviewing: ReviewForm | None = None) -> list[Act]:
    """In the order of the page: decide, review, what the record still needs, find, what higher floors offer, then the ways to end it."""
    higher = [act for source in registry.request_acts for act in source(case)]
    found = [*_finding(case), *_assessing(case), *higher, *_not_held(case)]
    return [*_deciding(case, form), *_reviewing(case, reviewing), *_adding(case), *found, *_ending(case), *_reopening(case)]


def _deciding(case: Case, form: DecisionForm | None) -> list[Act]:
    step = case.step
    if step is None:
        return []
    undecidable = rules.refuse_undecidable(case.bench.deciders)
    mine = step.who in case.roles or case.reader in case.bench.deciders
    if not mine:
        return [Act(step.yes, "", undecidable)] if undecidable else []
    refusal = _refuse_decider(case)
    unready = rules.refuse_unready(case.bench, agreed=True)
    if case.bench.in_doubt and refusal is None:
        return [Act(step.yes, "", unready)]
    fields = None if refusal else form or decision_form(case)
    beside = [Choice(step.no, DecisionForm.NO)] if step.no else []
    effect = _effect(case, step.effect)
    gate = [Act(step.yes, "", unready)] if unready and refusal is None else []
    if gate and beside:  # what is missing stops a yes; a no needs nothing
        return [*gate, Act(step.no, _url("request_decide", case), None, "", fields, "secondary", "decision", DecisionForm.NO)]
    return gate or [
        Act(step.yes, _url("request_decide", case), refusal, effect, fields, name="decision", value=DecisionForm.YES, beside=beside)
    ]


def _reviewing(case: Case, form: ReviewForm | None) -> list[Act]:
    step, request = case.route.review, case.request
    if step is None or step.who not in case.roles or request.review_due_on is None or case.review is not None:
        return []
    return [
        Act(
            step.yes, _url("request_review", case), None, step.effect, form or ReviewForm(), name="found", value=ReviewForm.YES,
            beside=[Choice(step.no, ReviewForm.NO)],
        )
    ]  # fmt: skip


def refuse_adding(case: Case) -> Refusal | None:
    """Whether this reader may add to the record."""
    return rules.refuse_adding(case.request, case.reader, case.roles)


def _adding(case: Case) -> list[Act]:
    """What the record may still need: what the body says, papers, and standing back."""
    if refuse_adding(case):
        return []
    who = [_opens("Check who asks", "request_identity", case)] if _checks_identity(case) else []
    said = [_opens("Record what it says", "request_demand", case)] if case.step and facts.asked_of(case.request.kind) else []
    papers = [_opens("Attach a paper", "request_paper", case)]
    back = [_opens("I am involved in this", "request_stand_back", case)] if case.step and case.reader in case.bench.deciders else []
    return [*who, *said, *papers, *back]


def _checks_identity(case: Case) -> bool:
    """Whether who asks is this reader's to check now."""
    if not facts.identifies(case.request.kind):
        return False
    return refuse_checking(case.request, case.reader, case.roles, case.facts.check) is None


def _assessing(case: Case) -> list[Act]:
    """Each recording that this reader may hear under it, to be weighed."""
    listeners = {grant.holder_id for grant in case.live_grants if GrantAction.LISTEN in grant.actions}
    if rules_of_assessment.refuse_assessor(case.request, case.reader, listeners, case.facts):
        return []
    weighed = {assessment.recording_id for assessment in case.assessments}
    return [
        Act(
            f"Assess the call of {nhs_when(call.started_at)}{' again' if call.pk in weighed else ''}",
            reverse("request_assess", kwargs={"reference": case.request.reference, "recording_id": call.pk}),
            opens=True, variant="secondary" if call.pk in weighed else "", effect="" if call.pk in weighed else WEIGH_FIRST,
        )
        for call in case.calls
    ]  # fmt: skip


def _reopening(case: Case) -> list[Act]:
    if case.request.state not in rules.REOPENED_FROM or rules.refuse_reopening(case.request, case.roles, case.reader, "why"):
        return []
    return [_opens(REOPEN.words, "request_reopen", case, "When the answer is challenged. What was decided stays in the record.")]


def _opens(words: str, name: str, case: Case, effect: str = "") -> Act:
    return Act(words, _url(name, case), effect=effect, opens=True, variant="secondary")


def _effect(case: Case, effect: str) -> str:
    assert case.step is not None
    said = effect.format(requester=case.request.requester.get_full_name())
    if not case.route.ends_with(case.step):
        return said
    copy = case.request.wanted == Wanted.COPY and not case.route.from_outside
    return f"If you approve: {said} {COPY_EFFECT}" if copy else f"If you approve: {said}"


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
    request = case.request
    if request.state == State.SENT and rules.refuse_withdrawing(request, case.reader, case.roles) is None:
        effect = f"Left without an answer, it lapses after {nhs_date(request.lapses_on)}." if request.lapses_on else ""
        effect = f"You can ask again. {effect}".strip() if case.is_own else "When they took it back."
        return [Act(WITHDRAW.words, _url("request_withdraw", case), effect=effect, variant="secondary")]
    if request.state == State.APPROVED and rules.refuse_closing(case.roles) is None:
        refusal = rules.refuse_closing(case.roles, request.review_due_on, reviewed=case.review is not None)
        return [Act(CLOSE.words, _url("request_close", case), refusal, "Every access under it ends at once.", variant="warning")]
    return []


def _url(name: str, case: Case) -> str:
    return reverse(name, kwargs={"reference": case.request.reference})
