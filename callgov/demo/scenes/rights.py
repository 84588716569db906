"""People's rights in the demo: a subject access request that waits for an answer, one that was extended, complaints and an objection."""

from datetime import datetime, timedelta

from access_requests.clocks import services as clocks
from access_requests.letters.services import Writing, send_letter
from access_requests.matters import services as desk
from access_requests.matters.services import Logged
from access_requests.models import (
    AccessRequest,
    Capacity,
    Channel,
    ClockEntry,
    CopyFormat,
    Finding,
    Kind,
    LetterKind,
    Matter,
    RecipientType,
    Right,
    Wanted,
    Way,
)
from access_requests.rules import Asked
from access_requests.services import Outsider, log_enquiry
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.purposes import AnsweringPurpose

People = dict[str, User]


def play(people: People, now: datetime) -> None:
    """Everything that the desk and the clocks show."""
    _paused(people, now)
    _extended(people, now)
    _complaints(people, now)
    _objection(people, now)


def _paused(people: People, now: datetime) -> None:
    """By telephone twelve days ago; asked nine days ago which calls are meant, and no answer yet."""
    request = _enquiry(people["leah"], now - timedelta(days=12), Channel.TELEPHONE, "Maureen Ellery", "14 Mill Lane, Riverside")
    _letter(people["priya"], request.reference, LetterKind.ACKNOWLEDGEMENT, "", "Maureen Ellery", now - timedelta(days=11))
    words = "You told us that you rang several times in the autumn. On which days, and from which number, did you ring?"
    _letter(people["priya"], request.reference, LetterKind.CLARIFICATION, words, "Maureen Ellery", now - timedelta(days=9))


def _extended(people: People, now: datetime) -> None:
    """By email twenty-six days ago; proof asked for and shown, then extended because there are many calls."""
    request = _enquiry(people["sam"], now - timedelta(days=26), Channel.EMAIL, "Gareth Pryce", "gareth.pryce@post.example")
    priya, where = people["priya"], "gareth.pryce@post.example"
    words = "Something that shows your name and your address. You can bring it to the desk and take it away again."
    _letter(priya, request.reference, LetterKind.IDENTITY, words, "Gareth Pryce", now - timedelta(days=25), Way.EMAIL, where)
    with acting_as(priya):
        day, entry = now - timedelta(days=22), ClockEntry.objects.filter(clock__reference=request.reference).latest("pk")
        seen = "Driving licence seen."
        clocks.answer(reference=request.reference, entry_id=entry.pk, on=clock.local_day(day), words=seen, actor=priya, now=day)
    words = "You ask for every call of two years. There are more than forty, and other people are heard on many of them."
    _letter(priya, request.reference, LetterKind.EXTENSION, words, "Gareth Pryce", now - timedelta(days=4), Way.EMAIL, where)


def _complaints(people: People, now: datetime) -> None:
    """One that nobody acknowledged yet, and one from acknowledgement to outcome."""
    said = "You told my employer's nurse what I said on the telephone."
    _log(people["leah"], Right.COMPLAINT, Channel.LETTER, "Dawn Hollis", said, "3 Quay Street", now - timedelta(days=6))
    said = "A recording of my call was sent to the wrong address."
    matter = _log(people["helen"], Right.COMPLAINT, Channel.EMAIL, "Amir Qureshi", said, "amir@post.example", now - timedelta(days=40))
    priya = people["priya"]
    _letter(priya, matter.reference, LetterKind.ACKNOWLEDGEMENT, "", "Amir Qureshi", now - timedelta(days=38))
    with acting_as(priya):
        day = now - timedelta(days=33)
        desk.note(reference=matter.reference, words="Read the register: one copy went to his old address.", actor=priya, now=day)
        reasons = "We used an old address. The copy came back unopened and was destroyed."
        desk.decide(reference=matter.reference, finding=Finding.UPHELD, reasons=reasons, actor=priya, now=now - timedelta(days=30))
    _letter(priya, matter.reference, LetterKind.OUTCOME, f"You are right. {reasons}", "Amir Qureshi", now - timedelta(days=29))


def _objection(people: People, now: datetime) -> None:
    """Said on the telephone five days ago; looked into."""
    said = "She does not want her calls to be used for training."
    matter = _log(people["leah"], Right.OBJECTION, Channel.TELEPHONE, "Irene Castle", said, "01632 960733", now - timedelta(days=5))
    with acting_as(people["martin"]):
        desk.note(
            reference=matter.reference, words="Training uses only calls chosen for it; none of hers was.", actor=people["martin"],
            now=now - timedelta(days=3),
        )  # fmt: skip


def _enquiry(person: User, at: datetime, channel: Channel, name: str, address: str) -> AccessRequest:
    email = address if "@" in address else ""
    with acting_as(person):
        return log_enquiry(
            taken_by=person, now=at,
            asked=Asked(
                purpose=AnsweringPurpose.SUBJECT_ACCESS, kind=Kind.SUBJECT_ACCESS, reason="They would like a copy of their calls.",
                channel=channel, received_at=at, wanted=Wanted.COPY, wanted_format=CopyFormat.MP3, recipient_name=name,
                recipient_type=RecipientType.DATA_SUBJECT,
            ),
            outsider=Outsider(name=name, capacity=Capacity.CALLER, email=email, address="" if email else address),
        )  # fmt: skip


def _letter(
    person: User, reference: str, kind: LetterKind, words: str, name: str, at: datetime, way: Way = Way.POST, where: str = "Riverside"
) -> None:
    writing = Writing(words, name, where, way, clock.local_day(at))
    with acting_as(person):
        send_letter(reference=reference, kind=kind, writing=writing, actor=person, now=at)


def _log(person: User, right: Right, channel: Channel, name: str, words: str, contact: str, at: datetime) -> Matter:
    with acting_as(person):
        logged = Logged(right=right, reached=channel, received_on=clock.local_day(at), name=name, words=words, contact=contact)
        return desk.log_matter(logged=logged, logged_by=person, now=at)
