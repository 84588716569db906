"""What the pages of the training library show: no query, no write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from audits.models import ENDED, ClipState, TrainingClip
from audits.training import rules
from audits.training.forms import DecideForm, WithdrawForm
from callgov.people.models import User
from callgov.refusals import Refusal
from callgov.roles import Role
from callgov.ui.formats import nhs_date, nhs_when, position
from callgov.ui.parts import Act, Choice, Col, Link, Player, Row, Tag, Value
from recordings.access.rules import last_day
from recordings.models import Access, GrantAction

LIBRARY_COLUMNS = [Col("Clip", row_header=True), Col("What to learn from it"), Col("Until")]
WORK_COLUMNS = [Col("Clip", row_header=True), Col("Asked for"), Col("Where it stands")]


def library_rows(clips: Iterable[TrainingClip]) -> list[Sequence[Value]]:
    """The clips that may be heard."""
    return [[_link(clip), clip.event.learning, clip.expires_on] for clip in clips]


def work_rows(clips: Iterable[TrainingClip]) -> list[Sequence[Value]]:
    """The clips that are not there yet."""
    return [[_link(clip), clip.proposed_at, Tag(ClipState(clip.state))] for clip in clips]


def _link(clip: TrainingClip) -> Link:
    return Link(clip.reference, reverse("training_clip", args=[clip.reference]))


@dataclass(frozen=True)
class Reader:
    """Who reads of a clip, why they could hear nothing for want of an authority, and whether the clip is in the library today."""

    person: User
    roles: frozenset[Role]
    no_authority: Refusal | None
    in_library: bool


def page(clip: TrainingClip, reader: Reader) -> dict[str, Any]:
    """One clip, with what the reader may do."""
    inside = rules.may_see(clip, reader.person, reader.roles)
    acts = [] if clip.state in ENDED else _acts(clip, reader, inside=inside)
    if reader.in_library:
        effect = "You can hear this clip for some weeks, and nothing else. Each time you listen is recorded under your name."
        acts.insert(0, Act("Hear this clip", _url("clip_hear", clip), reader.no_authority, effect))
    return {"clip": clip, "rows": _rows(clip, inside=inside), "acts": acts}


def _rows(clip: TrainingClip, *, inside: bool) -> list[Row]:
    """What is known of it: all of it for who has a part in it, what it teaches for everyone else."""
    common: list[tuple[str, Value]] = [("What to learn from it", clip.event.learning), ("Until", clip.expires_on)]
    stands: list[tuple[str, Value]] = [
        ("Where it stands", [Tag(ClipState(clip.state)), *filter(None, [clip.note or clip.ended_reason])]), *common,
        ("Why it is wanted", [clip.why, f"{clip.proposed_by.name}, {nhs_when(clip.proposed_at)}"]),
        ("The caller", clip.caller_agreed),
        ("The colleague", f"Answered {nhs_when(clip.answered_at)}" if clip.answered_at else "Not answered yet"),
        ("What is silenced", silenced(clip)),
        ("Prepared by", clip.prepared_by.name if clip.prepared_by else None),
        ("Approved by", clip.approved_by.name if clip.approved_by else None),
    ]  # fmt: skip
    return [Row(key, value) for key, value in (stands if inside else common) if value]


def silenced(clip: TrainingClip) -> Value:
    """The parts that are not heard, or why there are none."""
    parts = [f"{position(start / 1000)} to {position(end / 1000)}" for start, end in clip.silenced]
    return parts or clip.nothing_silenced or None


def _acts(clip: TrainingClip, reader: Reader, *, inside: bool) -> list[Act]:
    found: list[Act] = []
    person, theirs = reader.person, clip.colleague_id == reader.person.pk
    if clip.state == ClipState.ASKED and theirs:
        effect = "Names are silenced, a second person checks it, and you can take your consent back at any time."
        decline = Choice("I do not agree", "no")
        found.append(Act("I agree to this", _url("clip_answer", clip), effect=effect, name="answer", value="yes", beside=[decline]))
    if clip.state == ClipState.AGREED and inside and not theirs:
        refusal = rules.refuse_preparing(clip, person, reader.roles) or reader.no_authority
        found.append(Act("Prepare the clip", _url("clip_prepare", clip), refusal, opens=True))
    if clip.state == ClipState.CHECKING and inside and not theirs:
        refusal = rules.refuse_deciding(clip, person, reader.roles, heard=True)
        found.append(Act("Hear and decide", _url("clip_check", clip), refusal, opens=True))
    if inside:
        effect = "Every access to it ends at once, and the copy is destroyed."
        reason = None if theirs else WithdrawForm()
        found.append(Act("Take it out", _url("clip_withdraw", clip), effect=effect, fields=reason, variant="warning"))
    return found


def deciding(clip: TrainingClip, form: DecideForm, refusal: Refusal | None) -> Act:
    """The approver's decision."""
    effect = "Colleagues can then hear it, each under a grant of their own, until that day."
    back = Choice("Send it back with a note", "return")
    return Act(
        "Put it in the library", _url("clip_check", clip), refusal, effect, None if refusal else form,
        name="decision", value="approve", beside=[back],
    )  # fmt: skip


def player(clip: TrainingClip, access: Access) -> Player:
    """The clip as it is heard under an access."""
    assert access.grant is not None
    assert clip.stored is not None
    checks = access.action == GrantAction.CHECK
    return Player(
        strip=f"{'You check' if checks else 'You hear'} the training clip {clip.reference}. This listening is recorded under your name.",
        audio_url=reverse("clip_audio", args=[access.pk]),
        peaks_url=reverse("clip_peaks", args=[access.pk]),
        duration_seconds=((clip.until_ms or 0) - (clip.from_ms or 0)) / 1000,
        channels=min(clip.recording.channels or 1, 2),
        plays="Only this stretch of the call is in it, without the parts that are silenced.",
        remaining=f"It can be heard until {nhs_date(last_day(access.grant.ends_at))}.",
        integrity="Proven when it was made: nothing is left in the parts, and the rest is the recording.",
        played_url=reverse("clip_played", args=[access.pk]),
        content_type=clip.stored.content_type,
        ends_at=access.grant.ends_at,
    )


def _url(name: str, clip: TrainingClip) -> str:
    return reverse(name, args=[clip.reference])
