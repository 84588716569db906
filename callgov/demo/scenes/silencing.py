"""A copy for the pharmacy: the Practice Manager has silenced what it need not hear, and a second person must check it."""

from datetime import datetime, timedelta

from access_requests.models import CopyFormat, RecipientType, Wanted
from access_requests.rules import Asked, Terms
from access_requests.services import decide, send_request
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.access.services import choose_calls
from recordings.models import AudioState, Extension, Grant, GrantAction, Recording
from recordings.purposes import ReviewPurpose
from register.models import Ground, Side
from register.redaction import services
from register.redaction.rules import Part
from register.transcripts import services as transcripts
from register.transcripts.lines import read

SAID = """0:00.0 Practice: Riverside Surgery, you're through to reception. Calls are recorded. How can I help you?
0:05.0 Caller: I ordered my repeat prescription last week, and the chemist says they have nothing.
0:10.0 Practice: I am sorry about that. Can I confirm your name and date of birth, please?"""
SESSION = "the demo"


def scene(people: dict[str, User], now: datetime) -> None:
    """Asked for, approved, found, marked and sent for checking; the transcript is begun."""
    call = Recording.objects.filter(extension__number="202", external_e164="+441632960187", audio_state=AudioState.HELD).get()
    grace = people["grace"]
    grant = _granted(people, grace, call, now - timedelta(hours=5))
    with acting_as(grace):
        choose_calls(grant_id=grant.pk, person=grace, recording_ids=[call.pk], now=now)
        draft = services.begin(grant_id=grant.pk, recording_id=call.pk, person=grace, now=now)
        why = "Name and date of birth: the pharmacy has no need to hear them"
        part = Part(13_000, 18_000, Side.BOTH, Ground.OTHER, why)
        services.mark(redaction_id=draft.pk, person=grace, part=part, now=now)
        services.send(redaction_id=draft.pk, person=grace, session_key=SESSION, now=now)
        lines = read(SAID, call.duration_ms or 0)
        transcripts.write(grant_id=grant.pk, recording_id=call.pk, person=grace, lines=lines, now=now)


def _granted(people: dict[str, User], releaser: User, call: Recording, at: datetime) -> Grant:
    leah, priya = people["leah"], people["priya"]
    asked = Asked(
        purpose=ReviewPurpose.DISPUTE, reason="The pharmacy says that we never told the patient where the prescription went.",
        window_from=call.started_at - timedelta(hours=1), window_until=call.started_at + timedelta(hours=1),
        extension=Extension.objects.get(number="202"), wanted=Wanted.COPY, wanted_format=CopyFormat.MP3, recipient_name="The manager",
        recipient_organisation="Station Road Pharmacy", recipient_type=RecipientType.OTHER_SERVICE,
    )  # fmt: skip
    with acting_as(leah):
        case = send_request(requester=leah, now=at, asked=asked)
    terms = Terms(ends_on=clock.local_day(at) + timedelta(days=14), releaser=releaser)
    reasons = "Settling what was said is one of our purposes. Leave out what the pharmacy need not hear."
    with acting_as(priya):
        decide(reference=case.reference, step=case.step, decider=priya, agreed=True, reasons=reasons, terms=terms, now=at)
    return Grant.objects.get(request_reference=case.reference, holder=releaser, actions__contains=[GrantAction.RELEASE])
