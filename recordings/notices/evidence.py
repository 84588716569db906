"""What the practice holds today as proof of the clauses about lawful basis and notices."""

from callgov import clock
from recordings.channels import INCOMING, NoticeChannel
from recordings.models import Balancing, Ending, ImpactAssessment, Line, Notice, NoticeTest, Objection, ProcessingPurpose, Recording
from recordings.notices import queries


def basis() -> dict[str, int]:
    """LB-1: purposes, lines that point at one, impact assessments."""
    return {
        "purposes with a lawful basis": ProcessingPurpose.objects.count(),
        "lines with a purpose": Line.objects.filter(purpose__isnull=False).count(),
        "lines without a purpose": Line.objects.filter(purpose=None).count(),
        "impact assessments": ImpactAssessment.objects.count(),
    }


def balanced() -> dict[str, int]:
    """LB-2: balancing assessments."""
    return {"balancing assessments": Balancing.objects.count()}


def incoming() -> dict[str, int]:
    """NO-1: incoming routes, their notices and tests."""
    standing = [one.standing for one in queries.ledger(clock.today()) if one.channel in INCOMING]
    return {
        "incoming routes in use": sum(one.in_use for one in standing),
        "with a notice in force": sum(one.in_use and one.in_force for one in standing),
        "test calls recorded": NoticeTest.objects.filter(notice__channel__in=INCOMING).count(),
    }


def outgoing() -> dict[str, int]:
    """NO-2: the reminder on outgoing calls, and the calls that fell under it."""
    return {
        "reminders in force": Notice.objects.filter(
            channel=NoticeChannel.OUTGOING, in_force_from__isnull=False, in_force_until=None
        ).count(),
        "outgoing calls under a notice": Recording.objects.filter(direction="outgoing", notice__isnull=False).count(),
    }


def summary() -> dict[str, int]:
    """NO-3: website and privacy notice."""
    texts = Notice.objects.filter(in_force_from__isnull=False, in_force_until=None)
    return {
        "website summaries in force": texts.filter(channel=NoticeChannel.WEBSITE).count(),
        "privacy notices in force": texts.filter(channel=NoticeChannel.PRIVACY).count(),
    }


def objected() -> dict[str, int]:
    """NO-4 and NO-5: objections and how the calls ended."""
    return {
        "objections logged": Objection.objects.count(),
        "calls ended with NHS 111 or 999 advice": Objection.objects.filter(ending=Ending.ENDED).count(),
        "offered another way": Objection.objects.filter(ending=Ending.OTHER_WAY).count(),
        "formal objections": Objection.objects.filter(formal=True).count(),
    }
