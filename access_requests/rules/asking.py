"""What a request must say before it is sent."""

from dataclasses import dataclass
from datetime import datetime

from access_requests.models import AccessRequest, Channel, CopyFormat, Kind, RecipientType, Wanted
from access_requests.routes import ROUTES
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from recordings.models import Extension
from recordings.purposes import PURPOSE_WORDS, ReviewPurpose


@dataclass(frozen=True)
class Asked:
    """The six things a request states (AC-3), what it is for (AU-1) and what is wanted. Blank and None mean "not known".

    `channel` and `received_at` belong to a request from outside; `about_person` is the colleague whom an investigation concerns,
    `about_reference` a breach or register line from which it arises, `arises_from` the request under which the first copy was released.
    """

    purpose: str
    reason: str
    kind: str = Kind.BUSINESS_NEED
    window_from: datetime | None = None
    window_until: datetime | None = None
    extension: Extension | None = None
    external_raw: str = ""
    external_e164: str = ""
    parties: str = ""
    other_information: str = ""
    wanted: str = Wanted.LISTEN
    wanted_format: str = ""
    recipient_name: str = ""
    recipient_organisation: str = ""
    recipient_type: str = ""
    channel: str = ""
    received_at: datetime | None = None
    also_sar: bool = False
    about_person: User | None = None
    about_reference: str = ""
    arises_from: AccessRequest | None = None


@enforces("AC-3", "AU-1")
def refuse_asking(asked: Asked, asker: User, now: datetime) -> Refusal | None:
    """A request has a purpose that its route allows and says why; a time it gives has been; a copy is for someone, in some format."""
    if not asked.reason.strip():
        return Refusal("no-reason", "Enter the reason for the request.")
    return (
        refuse_purpose(asked.purpose, asked.kind)
        or refuse_window(asked.window_from, asked.window_until, now)
        or _refuse_copy(asked)
        or _refuse_kind(asked, asker, now)
    )


@enforces("AU-1", "AU-2")
def refuse_purpose(purpose: str, kind: str) -> Refusal | None:
    """One of the policy's nine, or the one that its route fixes; an investigation of a colleague has a route of its own (AU-2)."""
    fixed = ROUTES[kind].purpose
    if fixed:
        return None if purpose == fixed else Refusal("other-purpose", "This kind of request has a purpose of its own.")
    if kind == Kind.ONWARD and purpose in PURPOSE_WORDS:  # what was released may be shared further for what it was released for
        return None
    if purpose not in ReviewPurpose.values:
        return Refusal("no-purpose", "Select why you need the recording.")
    if purpose == ReviewPurpose.MISCONDUCT:
        return Refusal(
            "disciplinary",
            "An investigation of a colleague has a route of its own.",
            "Ask for the recording and select it as your purpose.",
        )
    return None


def kind_of_purpose(purpose: str) -> str:
    """The route on which a purpose of the nine is decided."""
    return Kind.DISCIPLINARY if purpose == ReviewPurpose.MISCONDUCT else Kind.BUSINESS_NEED


def refuse_window(window_from: datetime | None, window_until: datetime | None, now: datetime) -> Refusal | None:
    """Both ends or neither, in order, and begun already."""
    if window_from is None and window_until is None:
        return None
    if window_from is None or window_until is None or window_until <= window_from:
        return Refusal("not-a-window", "The time of the call must end after it starts.")
    return Refusal("future", "Call date must be today or in the past.") if window_from > now else None


def _refuse_copy(asked: Asked) -> Refusal | None:
    if asked.wanted == Wanted.LISTEN:
        return None
    if not asked.recipient_name.strip() or asked.recipient_type not in RecipientType.values or asked.wanted_format not in CopyFormat.values:
        return Refusal("no-recipient", "Say who the copy is for and in which format.")
    return None


def _refuse_kind(asked: Asked, asker: User, now: datetime) -> Refusal | None:
    """What only some kinds ask for."""
    if ROUTES[asked.kind].from_outside:
        return refuse_arrival(asked.channel, asked.received_at, now)
    if asked.kind == Kind.DISCIPLINARY:
        return refuse_investigated(asked.about_person, asker)
    if asked.kind == Kind.ONWARD:
        return refuse_onward(asked)
    return None


@enforces("AC-6")
def refuse_arrival(channel: str, received_at: datetime | None, now: datetime) -> Refusal | None:
    """A request from outside says how it came and when it reached anyone here: the clock runs from then."""
    if channel not in Channel.values:
        return Refusal("no-channel", "Select how it reached us.")
    if received_at is None or received_at > now:
        return Refusal("not-received", "The time at which it reached us must be in the past.")
    return None


@enforces("AU-2", "BR-4")
def refuse_investigated(investigated: User | None, asker: User) -> Refusal | None:
    """An investigation names the colleague whom it concerns, who cannot be the one who asks."""
    if investigated is None:
        return Refusal("nobody-investigated", "Select whom the investigation is about.")
    if investigated.pk == asker.pk:
        return Refusal("own-investigation", "You cannot ask for a recording to investigate yourself.", "Ask to hear your own call.")
    return None


@enforces("AC-11")
def refuse_onward(asked: Asked) -> Refusal | None:
    """Sharing further names the first release, and to whom it would go."""
    if asked.arises_from is None or not asked.about_reference:
        return Refusal("no-first-release", "Start from the line of the register under which the recording was released.")
    return None if asked.wanted == Wanted.COPY else Refusal("no-recipient", "Say who the copy is for and in which format.")


@enforces("AU-12")
def refuse_extension(extension: Extension | None, own: list[Extension]) -> Refusal | None:
    """Somebody who asks for their own call can only name an extension that was theirs."""
    if extension is None or extension in own:
        return None
    return Refusal("not-own-call", "You can only ask for calls you took part in.")
