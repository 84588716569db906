"""Made-up content for the gallery: every part of `templates/components/` in every state."""

import io
import math
import struct
import wave
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse

from callgov.refusals import Refusal
from callgov.ui import statuses
from callgov.ui.charts import Series, Trend, bar
from callgov.ui.forms import (
    ChecksField,
    DateField,
    FilterForm,
    NHSForm,
    PositionField,
    RadioField,
    TextField,
    TimeField,
    TimeSpanField,
    UploadField,
)
from callgov.ui.parts import (
    Act,
    Choice,
    Clock,
    Col,
    Event,
    Group,
    Link,
    Mark,
    NavItem,
    Player,
    Row,
    Step,
    Stretch,
    Tag,
    Time,
    Work,
)

_DUE = date(2026, 12, 10)
_AT = datetime(2026, 11, 12, 17, 30, tzinfo=UTC)
_SECONDS = 6
_RATE = 8000


class SampleForm(NHSForm):
    """Every kind of field."""

    purpose = RadioField(
        label="Why do you need the recording?",
        choices=[("training", "Training"), ("complaint", "A complaint"), ("other", "Something else")],
        hints={"training": "The practice's own training, not an audit."},
        reveals={"other": "other_purpose"},
        help_text="You cannot change this later. A new purpose is a new request.",
    )
    other_purpose = forms.CharField(label="Say what for", error_messages={"required": "Say what you need it for"})
    reason = TextField(label="Reason", help_text="Say what happened and why you need the call. Leave out clinical details.", rows=4)
    call_date = DateField(label="Call date", future=False, help_text="For example, 2 11 2026")
    call_time = TimeSpanField(
        label="Call time", required=False, help_text="For example, 5:30pm, or 5pm to 6pm. Leave blank if you do not know."
    )
    arrived = TimeField(label="Time it arrived", initial=time(9, 5))
    start = PositionField(label="From", required=False, ends_at=float(_SECONDS), initial=1.5)
    extension = forms.ChoiceField(label="Extension", choices=[("", "Choose one"), ("214", "214, Sam Okafor"), ("215", "215, reception")])
    copies = forms.IntegerField(label="Number of copies", min_value=1, widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-2"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    seen = ChecksField(
        label="What did you see?",
        choices=[("known", "Known to staff in person"), ("photo", "Photo document")],
        hints={"photo": "Do not keep a copy."},
    )
    paper = UploadField(label="Written request", kinds=("PDF", "JPG"), required=False)
    sure = forms.BooleanField(label="I have told them by another channel")
    again = RadioField(label="May they share it?", choices=[("no", "No"), ("yes", "Yes")], inline=True)
    kept = forms.CharField(widget=forms.HiddenInput, required=False, initial="draft")


class SampleFilters(FilterForm):
    """Filters of a list."""

    state = ChecksField(label="State", choices=[("open", "Needs a decision"), ("approved", "Approved")], required=False)
    due = RadioField(label="Due", choices=[("", "Any time"), ("late", "Late")], required=False)


class ReasonForm(NHSForm):
    """The one answer that a decision needs."""

    reasons = TextField(label="Your reasons", help_text="The person who asked will read this.", rows=3)


class SampleLine(NHSForm):
    """One line of a formset."""

    words = forms.CharField(label="Learning point")


class SampleFrame:
    """A frame with someone signed in."""

    practice = "Riverside Surgery"
    product = "Call recordings"
    version = "0.0"
    demo = True
    printed = "Printed by Priya Nair, 22 November 2026 at 9:05am"
    account = "Priya Nair (Information Governance Lead + 1 more role)"
    nav = (
        NavItem("Home", "/", count=4, current=True),
        NavItem("Requests", "#requests"),
        NavItem("Register", "#register"),
        NavItem("Trail", "#trail"),
    )
    footer = (NavItem("Policy", "#policy"), NavItem("Privacy", "#privacy"))
    section = "Requests"
    beside = (NavItem("My requests", "#mine", current=True), NavItem("What you may hear", "#hear"))
    idle_seconds = 900
    ends_at = ""


def _acts() -> dict[str, Act]:
    own = Refusal("own-request", "You cannot decide your own request.", "It is with Dr Cole.")
    unchecked = Refusal("unchecked", "You cannot release yet. A second person has not confirmed the copy.")
    effect = "Leah Brandt can find and hear this recording until 29 November 2026. Nothing leaves the practice yet."
    return {
        "act_decide": Act(
            "Approve this request",
            "#",
            effect=effect,
            fields=ReasonForm(),
            name="decision",
            value="approve",
            beside=[Choice("Refuse this request", "refuse")],
        ),
        "act_open": Act("Release a copy", "#", opens=True, effect="You see the register line before it is written."),
        "act_red": Act(
            "Destroy 412 recordings", "#", variant="warning", effect="This cannot be undone. 9 recordings on hold are left out."
        ),
        "act_refused": Act("Approve this request", "#", refusal=own),
        "act_remedy": Act("Release a copy", "#", refusal=unchecked, remedy=Link("Ask Tom Reid to check it", "#")),
    }


def _lists() -> dict[str, Any]:
    work = Work("Decide a request", "#", "REQ-2026-0042", "Leah Brandt, training", _DUE, "Late")
    columns = [
        Col("Request", sort_url="?sort=reference"),
        Col("Received", nowrap=True, sort_url="?sort=received", sorted="descending"),
        Col("State"),
        Col("Copies", numeric=True),
    ]
    rows = [
        [Link("REQ-2026-0042", "#"), date(2026, 11, 9), Tag("Needs your decision"), 2],
        [["REQ-2026-0041", "A complaint"], _AT, Tag("Released"), 0],
    ]
    return {
        "groups": [
            Group("Late", [work], total=23, see_all_url="#"),
            Group("To do", [Work("Complete line 2026/014", "#", "2026/014"), Work("Ring back", "#", due=_DUE, state="Due soon")]),
            Group("You are waiting for", []),
        ],
        "rows": [
            Row("Call date", date(2026, 11, 2), "#"),
            Row("Number", "ending 461"),
            Row("State", Tag("On hold")),
            Row("People", ["Sam Okafor", "Leah Brandt"], "#"),
            Row("Time", None),
        ],
        "columns": columns,
        "plain_columns": [Col("Line", row_header=True), Col("Form")],
        "table_rows": rows,
        "plain_rows": [["2026/014", "MP3"]],
        "page": Paginator(range(230), 10).page(7),
    }


def _pictures() -> dict[str, Any]:
    years = ["2024", "2025", "2026"]
    return {
        "bar_columns": [Col("Criterion", row_header=True), Col("Met", numeric=True), Col("Standard 100%")],
        "bar_rows": [["Identity confirmed", "94% (48 of 51)", bar(0.94, 1)], ["Full introduction", "62% (31 of 50)", bar(0.62, 1)]],
        "trend_sample": Trend(
            "Identity confirmed", "Identity confirmed rose from 76.0% to 94.1% in three years.", years,
            [Series("All", [0.76, 0.81, 0.941]), Series("Nurses", [None, 0.7, 0.9])], standard=0.8,
        ),
    }  # fmt: skip


def _case() -> dict[str, Any]:
    return {
        "steps": [
            Step("Helen Marsh passed it on", "Done 12 November 2026. Line manager", Mark.DONE),
            Step("You decide", "Now. Information Governance Lead", Mark.CURRENT),
            Step("Dr Cole agrees", "After you. Data Protection Officer"),
            Step("Identity check", "Not needed", Mark.SKIPPED),
        ],
        "refused_steps": [Step("Priya Nair decided", "Refused 12 November 2026", Mark.REFUSED)],
        "events": [
            Event("Question asked", "Priya Nair", _AT, words="Which of the two calls do you mean?"),
            Event("Date corrected", "Sam Okafor", _AT, was="1 November 2026"),
            *[Event("Opened", "Priya Nair", date(2026, 11, day)) for day in range(10, 0, -1)],
        ],
        "sample_clock": Clock(
            "Why the answer is due by 10 December 2026",
            "12 of 31 days used, stopped for 4 days",
            [Stretch(Time.USED, 38, "12 days used"), Stretch(Time.STOPPED, 13, "4 days stopped"), Stretch(Time.LEFT, 49, "19 days left")],
            [
                "It arrived on 9 November 2026.",
                "The clock stopped while we asked who they are.",
                "One calendar month, and the days it was stopped.",
            ],
            "Our own target is 7 December 2026.",
        ),
    }


def player() -> Player:
    """The player with a tone of its own."""
    return Player(
        strip="You are listening under REQ-2026-0042 for training until 29 November 2026. This listening is recorded under your name.",
        audio_url=reverse("gallery_sample", args=["audio"]),
        peaks_url=reverse("gallery_sample", args=["peaks"]),
        duration_seconds=float(_SECONDS),
        channels=2,
        plays="You have listened once, on 12 November 2026.",
        remaining="6 days left.",
        integrity="Checked today: unchanged since 2 November 2026.",
        played_url=reverse("gallery_sample", args=["played"]),
        content_type="audio/wav",
        ends_at=datetime(2099, 11, 29, tzinfo=UTC),
    )


def context() -> dict[str, Any]:
    """Everything that `gallery.html` draws."""
    wrong = {
        "purpose": "other",
        "call_date_day": "31",
        "call_date_month": "6",
        "call_date_year": "2026",
        "call_time": "soon",
        "start": "9:00",
        "arrived": "5",
    }
    lines = formset_factory(SampleLine, extra=0)
    return {
        "frame": SampleFrame(),
        "empty_form": SampleForm(prefix="empty"),
        "wrong_form": SampleForm(wrong),
        "filter_form": SampleFilters({"state": ["open"]}, prefix="filter"),
        "lines": lines(initial=[{"words": "Say who is calling"}]),
        "good": [Message(constants.SUCCESS, "Request sent. Your reference is REQ-2026-0042.")],
        "notice": [Message(constants.INFO, "The retention run has not finished yet.")],
        "words": sorted(statuses.COLOURS),
        "gate_refusal": Refusal("not-yet", "The DPO's advice comes first.", "We asked on 9 November 2026."),
        "link": Link("See the register", "#", "of this year"),
        "at": _AT,
        "day": _DUE,
        "parts_sample": [{"number": 1, "side": "both", "heard": False}, {"number": 2, "side": "left", "heard": True}],
        "player_sample": player(),
        **_acts(),
        **_lists(),
        **_case(),
        **_pictures(),
    }


def sample(name: str, byte_range: str = "") -> HttpResponse:
    """The resource of this name that the gallery's player asks for. Raises Http404 for one that it does not."""
    match name:
        case "audio":
            return _ranged(_tone(), byte_range)
        case "peaks":
            lane = [round(math.sin(step / 9) * math.sin(step / 3), 3) for step in range(240)]
            return JsonResponse({"peaks": [lane, lane[::-1]], "duration": _SECONDS})
        case "played":
            return HttpResponse(status=204)
        case _:
            raise Http404


def _ranged(whole: bytes, byte_range: str) -> HttpResponse:
    """As much as a browser needs to seek: one open range from a byte on."""
    start = int(byte_range.removeprefix("bytes=").partition("-")[0] or 0)
    headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {start}-{len(whole) - 1}/{len(whole)}"}
    return HttpResponse(whole[start:], status=206, content_type="audio/wav", headers=headers)


@cache
def _tone() -> bytes:
    hum = (int(2000 * math.sin(step * 2 * math.pi * 220 / _RATE)) for step in range(_RATE * _SECONDS))
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(_RATE)
        writer.writeframes(b"".join(struct.pack("<h", value) for value in hum))
    return file.getvalue()
