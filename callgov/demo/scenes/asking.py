"""Requests of every route, each where a practice would have it on an ordinary Monday."""

from datetime import datetime, timedelta

from access_requests import services
from access_requests.identity.rules import Found
from access_requests.identity.services import check_identity
from access_requests.models import AccessRequest, Capacity, Channel, CopyFormat, Kind, Match, Proof, RecipientType, Result, Seen, Wanted
from access_requests.papers import PaperKind
from access_requests.routes import ROUTES
from access_requests.rules import Asked, Terms
from access_requests.services import Outsider
from access_requests.window import Window
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.attachments.services import Paper
from recordings.models import Extension
from recordings.numbers import normalise

_PAPER = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_COPY = {"wanted": Wanted.COPY, "wanted_format": CopyFormat.MP3}


def scene(people: dict[str, User], now: datetime) -> None:
    """A caller whose identity is checked, a doubt, a mother, the police, a life at risk, a dead patient, a colleague, an investigation."""
    _caller(people, now)
    _doubt(people, now)
    _police(people, now)
    _at_once(people, now)
    _died(people, now)
    _own_call(people, now)
    _investigation(people, now)


def _taken(by: User, kind: str, outsider: Outsider, reason: str, came: datetime, channel: str, **more: object) -> AccessRequest:
    """What somebody outside asked of one of us."""
    to = RecipientType.DATA_SUBJECT if kind in (Kind.SUBJECT_ACCESS, Kind.HEALTH_RECORDS) else RecipientType.AUTHORITY
    asked = Asked(
        kind=kind, purpose=ROUTES[kind].purpose, reason=reason, channel=channel, received_at=came, recipient_name=outsider.name,
        recipient_organisation=outsider.organisation, recipient_type=to, **_COPY, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    with acting_as(by):
        return services.log_enquiry(taken_by=by, asked=asked, outsider=outsider, now=came)


def _call(number: str, came: datetime, days_before: int) -> dict[str, object]:
    day = clock.local_day(came) - timedelta(days=days_before)
    return {
        "external_raw": number, "external_e164": normalise(number).e164,
        "window_from": clock.start_of_day(day), "window_until": clock.end_of_day(day),
    }  # fmt: skip


def _check(request: AccessRequest, by: User, at: datetime, match: str, result: str, note: str = "", **more: object) -> None:
    seen = [Seen.PHOTO] if result == Result.CONFIRMED else [Seen.ANSWERS]
    with acting_as(by):
        found = Found(seen=seen, number_match=match, result=result, note=note, **more)  # type: ignore[arg-type]
        check_identity(reference=request.reference, person=by, found=found, now=at)


def _attach(request: AccessRequest, by: User, kind: str, at: datetime) -> None:
    paper = Paper(f"{PaperKind(kind).label.lower().replace(' ', '-')}.pdf", _PAPER.encode())
    with acting_as(by):
        services.attach_paper(reference=request.reference, person=by, kind=kind, paper=paper, now=at)


def _yes(request: AccessRequest, by: User, at: datetime, reasons: str, releaser: User | None = None) -> None:
    final = ROUTES[request.kind].steps[-1].name == request.step
    terms = Terms(clock.local_day(at) + timedelta(days=14), releaser=releaser) if final else None
    with acting_as(by):
        services.decide(reference=request.reference, step=request.step, decider=by, agreed=True, reasons=reasons, terms=terms, now=at)
    request.refresh_from_db()


def _caller(people: dict[str, User], now: datetime) -> None:
    """By telephone, identity confirmed: it waits for the Information Governance Lead."""
    came = now - timedelta(days=3)
    outsider = Outsider("Maureen Pike", Capacity.CALLER, telephone="07700 900461")
    words = "She wants to hear what she was told about her appointment."
    request = _taken(people["leah"], Kind.SUBJECT_ACCESS, outsider, words, came, Channel.TELEPHONE, **_call("07700 900461", came, 1))
    _check(request, people["leah"], came + timedelta(hours=2), Match.MATCH, Result.CONFIRMED)


def _doubt(people: dict[str, User], now: datetime) -> None:
    """A mother for her son of thirteen, from a number that others share: in doubt, so it is the Data Protection Officer's."""
    came = now - timedelta(days=2)
    outsider = Outsider("Dawn Ferris", Capacity.PARENT, on_behalf_of="Her son", child_age=13, telephone="07700 900145")
    words = "She wants the call in which her son was spoken to on his own."
    request = _taken(people["sam"], Kind.SUBJECT_ACCESS, outsider, words, came, Channel.IN_PERSON, **_call("07700 900145", came, 1))
    note = "He answers for himself at school and was not asked what he wishes."
    proofs = {"proofs": [Proof.PARENTAL_RESPONSIBILITY], "child_age": 13}
    _check(request, people["priya"], came + timedelta(hours=1), Match.SHARED, Result.IN_DOUBT, note, **proofs)


def _police(people: dict[str, User], now: datetime) -> None:
    """Complete on paper; the Data Protection Officer agreed, the Information Governance Lead decides next."""
    came = now - timedelta(days=2)
    outsider = Outsider("DC Iqbal Rahman", Capacity.OFFICER, organisation="Northshire Police", email="i.rahman@northshire.example")
    words = "They investigate threats made to reception by telephone."
    request = _taken(people["priya"], Kind.EXTERNAL_BODY, outsider, words, came, Channel.EMAIL, **_call("07700 900930", came, 0))
    _attach(request, people["priya"], PaperKind.WRITTEN_REQUEST, came)
    said = {
        "officer": "Iqbal Rahman", "rank": "Detective Constable", "body": "Northshire Police", "secure_email": outsider.email,
        "data_sought": "The one call in which reception was threatened", "offence": "Threats to kill",
        "power": "Data Protection Act 2018, Schedule 2, paragraph 2", "necessity": "There is no other record of the words.",
        "countersigned_by": "Helen Brook", "countersigned_rank": "Inspector", "dated_on": clock.local_day(came),
    }  # fmt: skip
    with acting_as(people["priya"]):
        services.record_demand(reference=request.reference, person=people["priya"], said=said, now=came)
    reasons = "One call, a named officer, countersigned. Give that call and nothing else."
    _yes(request, people["martin"], came + timedelta(hours=20), reasons)


def _at_once(people: dict[str, User], now: datetime) -> None:
    """A life was at risk: approved within the hour, and the review is owed."""
    came = now - timedelta(hours=5)
    outsider = Outsider("Sergeant Amy Doyle", Capacity.OFFICER, organisation="Northshire Police control room")
    words = "A caller said where he was and that he would harm himself. They need the place he named."
    request = _taken(people["leah"], Kind.LIFE_AT_RISK, outsider, words, came, Channel.TELEPHONE, **_call("07700 900872", came, 0))
    _yes(request, people["priya"], came + timedelta(minutes=20), "Called back through 101. There is no time for paper.", people["grace"])


def _died(people: dict[str, User], now: datetime) -> None:
    """A daughter with the grant of probate: the Data Protection Officer says whether the Act applies."""
    came = now - timedelta(days=6)
    outsider = Outsider("Ruth Calder", Capacity.EXECUTOR, on_behalf_of="Her late father", address="4 Quay Street\nHarbourside")
    words = "She wants the calls of her father's last week."
    request = _taken(people["helen"], Kind.HEALTH_RECORDS, outsider, words, came, Channel.LETTER, **_call("01632 960187", came, 0))
    _attach(request, people["helen"], PaperKind.WRITTEN_REQUEST, came)
    _check(request, people["helen"], came, Match.UNKNOWN, Result.CONFIRMED, proofs=[Proof.GRANT_OF_PROBATE])


def _own_call(people: dict[str, User], now: datetime) -> None:
    """Sam wants to hear his own call: Helen passes it on first."""
    asked = Asked(
        kind=Kind.OWN_CALL, purpose=ROUTES[Kind.OWN_CALL].purpose, also_sar=True, extension=Extension.objects.get(number="202"),
        reason="The caller complained about me. I want to hear what I said.",
        window_from=_window(now, 3)[0], window_until=_window(now, 3)[1],
    )  # fmt: skip
    with acting_as(people["sam"]):
        services.send_request(requester=people["sam"], asked=asked, now=now - timedelta(hours=20))


def _investigation(people: dict[str, User], now: datetime) -> None:
    """Ellen asks about Tom's call: the Data Protection Officer has not advised yet."""
    asked = Asked(
        kind=Kind.DISCIPLINARY, purpose=ROUTES[Kind.DISCIPLINARY].purpose, about_person=people["tom"],
        window_from=_window(now, 15)[0], window_until=_window(now, 15)[1],
        extension=Extension.objects.get(number="221"), reason="A patient says that he was told to find another practice.",
    )  # fmt: skip
    with acting_as(people["ellen"]):
        services.send_request(requester=people["ellen"], asked=asked, now=now - timedelta(days=1))


def _window(now: datetime, days: int) -> Window:
    """A day so many days ago."""
    day = clock.local_day(now) - timedelta(days=days)
    return clock.start_of_day(day), clock.end_of_day(day)
