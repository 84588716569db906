"""Answers of long forms as typed so far, kept on the server step by step, so that a timeout loses nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.datastructures import MultiValueDict

from callgov.models import Draft
from callgov.people.models import User

KEPT = timedelta(days=30)

Answers = dict[str, MultiValueDict[str, str]]


def read(owner: User, journey: str) -> Answers:
    """What this person has typed into this form so far: step → what its form was sent."""
    draft = Draft.objects.filter(owner=owner, journey=journey).first()
    return _answers(draft)


@transaction.atomic
def keep(owner: User, journey: str, step: str, typed: Mapping[str, list[str]]) -> None:
    """Keep the answers of one step beside those of the others."""
    Draft.objects.get_or_create(owner=owner, journey=journey)
    draft = Draft.objects.select_for_update().get(owner=owner, journey=journey)
    draft.answers[step] = dict(typed)
    draft.save(update_fields=["answers", "saved_at"])


def take(owner: User, journey: str) -> Answers:
    """The answers, which are gone once the running transaction commits; of two who take at once, the second gets nothing."""
    draft = Draft.objects.select_for_update().filter(owner=owner, journey=journey).first()
    answers = _answers(draft)
    drop(owner, journey)
    return answers


def drop(owner: User, journey: str) -> None:
    """Forget what was typed."""
    Draft.objects.filter(owner=owner, journey=journey).delete()


def forget_old(*, now: datetime) -> int:
    """Destroy drafts that nobody has touched for 30 days; how many."""
    forgotten, _by_model = Draft.objects.filter(saved_at__lt=now - KEPT).delete()
    return forgotten


def typed_into(data: MultiValueDict[str, str], names: list[str]) -> dict[str, list[str]]:
    """What a form of these fields was sent, the parts of dates included and nothing else."""
    return {key: data.getlist(key) for key in data if any(key == name or key.startswith(f"{name}_") for name in names)}


def _answers(draft: Draft | None) -> Answers:
    return {step: MultiValueDict(typed) for step, typed in draft.answers.items()} if draft else {}
