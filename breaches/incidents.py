"""What an incident that a lower floor reported becomes in a breach draft: its kind, and its facts in sentences. Pure."""

from breaches.models import GoingOn, Kind
from callgov.incidents import Incident
from callgov.incidents import IncidentKind as I

KINDS: dict[str, Kind] = {
    I.WRONG_RECIPIENT: Kind.WRONG_PERSON,
    I.LATE_SAR: Kind.RIGHTS,
    I.SAR_WRONGLY_REFUSED: Kind.RIGHTS,
    I.GIVEN_IN_HASTE: Kind.RIGHTS,
    I.OUTSIDE_GRANT: Kind.LISTENED,
    I.FAILED_SEAL: Kind.OTHER,
    I.AUDIO_LOST: Kind.LOST,
    I.SECRET_RECORDING: Kind.SECRET,
}
GOING_ON: dict[str, GoingOn] = {
    I.WRONG_RECIPIENT: GoingOn.UNKNOWN,
    I.LATE_SAR: GoingOn.YES,
    I.SAR_WRONGLY_REFUSED: GoingOn.UNKNOWN,
    I.GIVEN_IN_HASTE: GoingOn.UNKNOWN,
    I.OUTSIDE_GRANT: GoingOn.UNKNOWN,
    I.FAILED_SEAL: GoingOn.UNKNOWN,
    I.AUDIO_LOST: GoingOn.YES,
    I.SECRET_RECORDING: GoingOn.YES,
}
SENTENCES: dict[str, str] = {
    I.WRONG_RECIPIENT: "A released copy reached someone whom it was not for.",
    I.LATE_SAR: "A subject access request was not answered by the day on which the answer was due.",
    I.SAR_WRONGLY_REFUSED: "A subject access request was refused in whole or in part, and that answer did not hold.",
    I.GIVEN_IN_HASTE: "A request was approved at once because a life was at risk, and the review says that it should not have been.",
    I.OUTSIDE_GRANT: "Someone tried to hear or heard a recording outside what they were granted.",
    I.FAILED_SEAL: "The trail did not pass its check: entries or seals may have been changed, removed or inserted.",
    I.AUDIO_LOST: "The audio of a call is missing, or it did not pass its check.",
    I.SECRET_RECORDING: "A call came in from a channel for which no notice to callers is in force. It is in quarantine.",
}


def in_words(incident: Incident) -> str:
    """What happened, with every fact that was reported: references, counts and times."""
    facts = [f"{name.replace('_', ' ').capitalize()}: {_said(value)}." for name, value in incident.facts.items()]
    about = [f"Request {incident.request}."] if incident.request else []
    return " ".join([SENTENCES[incident.kind], *about, *facts])


def _said(value: str | int | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not known" if value in (None, "") else str(value)
