"""What is asked, by whom, and what the record holds for it, as rows."""

from collections.abc import Iterable

from django.urls import reverse

from access_requests import facts, window
from access_requests.grounds import Ground
from access_requests.models import (
    FROM_OUTSIDE,
    AccessRequest,
    Asker,
    Assessment,
    AssessmentOutcome,
    Capacity,
    Channel,
    CopyFormat,
    Demand,
    IdentityCheck,
    Match,
    Opinion,
    Proof,
    RecipientType,
    Result,
    Seen,
    Wanted,
)
from access_requests.queries import Case
from access_requests.rules import Asked
from callgov.people.models import User
from callgov.ui.formats import nhs_date, nhs_when
from callgov.ui.parts import Link, Row, Tag, Value
from recordings.purposes import PURPOSE_WORDS


def who_asked(request: AccessRequest) -> str:
    """The name of who asked: somebody outside, or a colleague."""
    asker: Asker | None = getattr(request, "asker", None)
    return asker.name if asker is not None else request.requester.get_full_name()


def why_rows(asked: Asked | AccessRequest, change_url: str = "") -> list[Row]:
    """Purpose, reason, and what is wanted."""
    return [
        Row("Purpose", PURPOSE_WORDS[asked.purpose], change_url),
        Row("Reason", asked.reason, change_url),
        Row("What you need" if change_url else "Wanted", Wanted(asked.wanted).label, change_url),
    ]


def about_rows(person: User | None, reference: str, change_url: str = "") -> list[Row]:
    """Whom an investigation is about, and where it comes from; nothing where it is about nobody."""
    said = [Row("Investigation about", person.get_full_name(), change_url)] if person else []
    return [*said, Row("Comes from", reference, change_url)] if reference else said


def call_rows(asked: Asked | AccessRequest, change_url: str = "") -> list[Row]:
    """What is known of the call; what is not reads "Not known"."""
    when = window.in_words((asked.window_from, asked.window_until)) if asked.window_from and asked.window_until else None
    return [
        Row("Date and time", when, change_url),
        Row("Extension", asked.extension.number if asked.extension else None, change_url),
        Row("Outside number", asked.external_raw, change_url),
        Row("People in the call", asked.parties, change_url),
        Row("Anything else", asked.other_information or "Nothing", change_url),
    ]


def copy_rows(asked: Asked | AccessRequest, change_url: str = "") -> list[Row]:
    """Who the copy is for, and in which format; nothing when none is wanted."""
    if asked.wanted == Wanted.LISTEN:
        return []
    return [
        Row("Copy for", asked.recipient_name, change_url),
        Row("Organisation", asked.recipient_organisation or "None", change_url),
        Row("Who they are", RecipientType(asked.recipient_type).label, change_url),
        Row("Format wanted", CopyFormat(asked.wanted_format).label, change_url),
    ]


def asked_rows(request: AccessRequest) -> list[Row]:
    """The whole form (AC-3), and how it came here."""
    came = [Row("Sent", request.sent_at)]
    if request.kind in FROM_OUTSIDE:
        how = f"{Channel(request.channel).label}, {nhs_when(request.received_at)}"
        came = [Row("Reached us", [how, f"Taken in by {request.requester.get_full_name()}"])]
    arises = [Row("First released under", _link(request.arises_from))] if request.arises_from else []
    sar = [Row("Also a subject access request", "Yes")] if request.also_sar else []
    about = about_rows(request.about_person, request.about_reference)
    return [*why_rows(request), *about, *call_rows(request), *copy_rows(request), *arises, *sar, *came]


def _link(request: AccessRequest) -> Link:
    return Link(request.reference, reverse("request_detail", kwargs={"reference": request.reference}))


# Who asks, from outside


def asker_rows(asker: Asker) -> list[Row]:
    """Who outside asks, for whom, and how they are reached."""
    for_whom = [Row("For", [asker.on_behalf_of or "Not known", *_age(asker)])] if asker.capacity in facts.NEED_AUTHORITY else []
    return [
        Row("Name", [part for part in (asker.name, asker.organisation) if part]),
        Row("As", Capacity(asker.capacity).label),
        *for_whom,
        Row("Telephone", asker.telephone or None),
        Row("Email", asker.email or None),
        Row("Address", asker.address or None),
    ]


def _age(asker: Asker) -> list[str]:
    return [] if asker.child_age is None else [f"Aged {asker.child_age}"]


def check_rows(check: IdentityCheck) -> list[Row]:
    """The identity check that stands: result, what was seen, the number, the authority."""
    seen: Value = [str(Seen(one).label) for one in check.seen] or "Nothing yet"
    proofs = [Row("Shown for the other person", [str(Proof(one).label) for one in check.proofs])] if check.proofs else []
    who = f"{check.checked_by.get_full_name()}{', Data Protection Officer' if check.by_dpo else ''}, {nhs_date(check.checked_at)}"
    return [
        Row("Result", Tag(Result(check.result))),
        Row("Seen", seen),
        Row("Their number and the call's", Match(check.number_match).label),
        *proofs,
        *([Row("Note", check.note)] if check.note else []),
        Row("Checked by", who),
    ]


def assessment_rows(case: Case) -> list[Row]:
    """What is given of each recording, and why: the assessment of it that stands."""
    standing = {assessment.recording_id: assessment for assessment in reversed(case.assessments)}
    return [Row(nhs_when(call.started_at), _weighed(standing.get(call.pk))) for call in case.calls]


def _weighed(assessment: Assessment | None) -> Value:
    if assessment is None:
        return "Not assessed yet"
    opinion = (
        f"{Opinion(assessment.opinion).label}: {assessment.opinion_by}, {nhs_date(assessment.opinion_on)}" if assessment.opinion_on else ""
    )
    said = [str(AssessmentOutcome(assessment.outcome).label), assessment.reasons, *grounds_of(assessment.exemptions), opinion]
    return [*filter(None, said), f"{assessment.assessed_by.get_full_name()}, {nhs_date(assessment.assessed_at)}"]


def demand_rows(case: Case) -> list[Row]:
    """What the written request or order says; what it does not say reads "Not said yet"."""
    demand: Demand | None = case.facts.demand
    wanted = facts.asked_of(case.request.kind)
    return [Row(words[:1].upper() + words[1:], getattr(demand, name, None) or "Not said yet") for name, words in wanted.items()]


def grounds_of(values: Iterable[str]) -> list[str]:
    """Grounds in words."""
    return [str(Ground(value).label) for value in values]
