"""What a drawn line is held against: each column that another record can confirm, side by side."""

from dataclasses import dataclass
from datetime import date

from access_requests.models import Decision
from callgov.ui.formats import nhs_date, nhs_when
from recordings.models import Certificate
from register.models import Inspection, Method, RegisterLine


@dataclass(frozen=True)
class Check:
    """One comparison: what is compared, what the line says, what the other record says, whether they agree."""

    what: str
    line_says: str
    record_says: str
    agrees: bool


def proof() -> dict[str, int]:
    """RE-2: how often the register was inspected."""
    return {"inspections signed": Inspection.objects.filter(state="signed").count()}


def checks(line: RegisterLine, approval: Decision | None, certificate: Certificate | None, today: date) -> list[Check]:
    """The line beside the request, the decision, the copy, its certificate and its holder. `line` comes whole."""
    return [*_decided(line, approval), *_copied(line, certificate, today), _received(line), _deleted(line, today)]


def _decided(line: RegisterLine, approval: Decision | None) -> list[Check]:
    by = f"{approval.decided_by.name}, {nhs_when(approval.decided_at)}" if approval else "No approval found"
    same = approval is not None and (approval.decided_by_id, approval.decided_at) == (line.authorised_by_id, line.authorised_at)
    request = line.release.request
    given = ", ".join(word for word in (request.recipient_name, request.recipient_organisation) if word)
    said = ", ".join(word for word in (line.recipient_name, line.recipient_organisation) if word)
    return [
        Check("Authorised", f"{line.authorised_by.name}, {nhs_when(line.authorised_at)}", by, same),
        Check("Authorised first", nhs_when(line.released_at), nhs_when(line.authorised_at), line.authorised_at <= line.released_at),
        Check("Recipient", said, f"{given} (request {request.reference})", said == given and line.request_reference == request.reference),
        Check("Reason", line.reason, request.reason, line.reason == request.reason),
    ]  # fmt: skip


def _copied(line: RegisterLine, certificate: Certificate | None, today: date) -> list[Check]:
    release = line.release
    stored = release.stored
    sha256 = stored.sha256 if stored else ""
    gone = f"Certificate {certificate.year}/{certificate.number:03}" if certificate else "Still stored"
    due = certificate is not None or line.delete_by >= today
    return [
        Check("SHA-256 of the file", _short(line.sha256), _short(sha256), line.sha256 == sha256),
        Check("Stored copy destroyed on its day", nhs_date(line.delete_by), gone, due),
    ]


def _short(sha256: str) -> str:
    """The beginning and the end, which is what people compare; the program compares all of it."""
    return f"{sha256[:12]}…{sha256[-12:]}" if sha256 else "None"


def _received(line: RegisterLine) -> Check:
    receipts = [line.receipt, *(note.value for note in line.notes.all() if note.field == "receipt")]
    said = "; ".join(one for one in receipts if one)
    collected = line.release.collected_at
    if line.method == Method.LINK:
        return Check("Receipt", "Collection link", f"Collected {nhs_when(collected)}" if collected else "Not collected", True)
    return Check("Receipt", str(Method(line.method).label), said or "None recorded", bool(said))


def _deleted(line: RegisterLine, today: date) -> Check:
    release = line.release
    said = f"{nhs_when(release.holder_deleted_at)}: {release.holder_deleted_evidence}" if release.holder_deleted_at else "Not confirmed"
    if not line.confirmation_required:
        return Check("Holder's copy deleted", "Need not be confirmed", said, True)
    if release.never_left:
        return Check("Holder's copy deleted", f"By {nhs_date(line.delete_by)}", "Nobody collected it", True)
    return Check(
        "Holder's copy deleted", f"By {nhs_date(line.delete_by)}", said, bool(release.holder_deleted_at) or line.delete_by >= today
    )
