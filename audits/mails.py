"""What is mailed about audits: that something waits, under which reference, by when. No names, scores, reasons or concerns."""

from datetime import date

from audits.models import Audit, Concern, TrainingClip
from callgov.notifications import notify
from callgov.people.models import User
from callgov.people.queries import able
from callgov.roles import Role


def result_ready(audit: Audit) -> None:
    """To the assessed person."""
    lines = [f"The result of {audit.reference} is ready.", "Log in to read it and to answer."]
    notify([audit.person], subject="The result of your audit is ready", lines=lines, url_name="audit_result", reference=audit.reference)


def second_look_wanted(audit: Audit, assessors: list[User]) -> None:
    """To who may take a second look."""
    lines = [f"A second look is asked for at {audit.reference}.", "Log in to take it."]
    notify(assessors, subject="A second look is asked for", lines=lines, url_name="audit_programme")


def concern_raised(concern: Concern, today: date) -> None:
    """To the Partners, but for one whom it is about. The mail does not say about whom it is, nor under which audit."""
    partners = [person for person in able([Role.PARTNER], today) if person.pk != concern.about_id]
    notify(partners, subject="A concern is waiting for the Partners", lines=["Log in to read it."], url_name="concerns")


def concern_answered(concern: Concern) -> None:
    """To the assessor who raised it."""
    notify([concern.raised_by], subject="A concern you raised was answered", lines=["Log in to read it."], url_name="concerns")


def clip_consent_wanted(clip: TrainingClip) -> None:
    """To the colleague in the call."""
    lines = [f"You are asked whether a call of yours may be used for training, under {clip.reference}.", "Log in to answer."]
    notify([clip.colleague], subject="May a call of yours be used for training?", lines=lines, url_name="training_library")


def clip_to_check(clip: TrainingClip, today: date) -> None:
    """To who may approve it."""
    leads = [one for one in able([Role.IG_LEAD], today) if one.pk not in (clip.prepared_by_id, clip.colleague_id)]
    lines = [f"The training clip {clip.reference} is made.", "Log in to hear it and to decide."]
    notify(leads, subject="A training clip is waiting for you", lines=lines, url_name="training_library")
