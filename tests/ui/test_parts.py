"""What the tags draw: the act or its gate, values, statuses, problems."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.db.models import TextChoices
from django.forms import formset_factory
from django.template import Context, Template
from django.utils.safestring import mark_safe

from callgov.refusals import Refusal
from callgov.ui import statuses
from callgov.ui.forms import NHSForm
from callgov.ui.parts import Act, Choice, Col, Event, Group, Link, Row, Tag, Work
from callgov.ui.problems import Problem, on_page, problems
from callgov.ui.statuses import Colour, UnknownStatus


def drawn(template: str, **context: Any) -> str:
    return " ".join(Template(template).render(Context(context)).split())


class State(TextChoices):
    """A state of something."""

    OPEN = "open", "Needs your decision"
    ODD = "odd", "Neither here nor there"


class Reasons(NHSForm):
    """A form with one answer."""

    reasons = forms.CharField(label="Reasons")


REFUSAL = Refusal("own-request", "You cannot decide your own request.", "It is with Dr Cole.")


def test_a_table_shows_what_looks_like_markup_as_it_was_written() -> None:
    html = drawn("{% table columns rows %}", columns=[Col("Who & when")], rows=[["<b>Leah</b> \N{OBJECT REPLACEMENT CHARACTER}"]])
    assert "Who &amp; when </span><span>&lt;b&gt;Leah&lt;/b&gt; \N{OBJECT REPLACEMENT CHARACTER}</span></th>" in html


def test_an_act_is_a_form_that_posts_with_a_token() -> None:
    html = drawn("{% act act %}", act=Act("Approve", "/decide", name="decision", value="approve"), csrf_token="t0ken")
    assert '<form class="app-act" method="post" action="/decide" novalidate>' in html
    assert 'value="t0ken"' in html
    assert 'name="decision" value="approve">Approve</button>' in html


def test_an_act_says_its_effect_before_its_button() -> None:
    html = drawn("{% act act %}", act=Act("Approve", "/", effect="Leah can hear it."))
    assert html.index("Leah can hear it.") < html.index("<button")


def test_an_act_draws_its_fields_and_further_buttons() -> None:
    act = Act("Approve", "/", fields=Reasons(), name="decision", value="yes", beside=[Choice("Refuse", "no")])
    html = drawn("{% act act %}", act=act)
    assert 'name="reasons"' in html
    assert 'name="decision" value="no">Refuse</button>' in html


def test_an_act_that_needs_its_own_page_is_a_link() -> None:
    html = drawn("{% act act %}", act=Act("Release", "/release", opens=True))
    assert 'href="/release" role="button"' in html
    assert "<form" not in html


@pytest.mark.parametrize(
    "act",
    [
        Act("Approve", "/decide", REFUSAL),
        Act("Approve", "/decide", REFUSAL, opens=True),
        Act("Approve", "/decide", REFUSAL, fields=Reasons()),
    ],
)
def test_a_refused_act_shows_its_sentence_and_nothing_to_press(act: Act) -> None:
    html = drawn("{% act act %}", act=act)
    assert "<strong>You cannot decide your own request.</strong> It is with Dr Cole." in html
    for way in ("<form", "<button", "/decide", "disabled", "<input"):
        assert way not in html


def test_a_refused_act_may_lead_to_its_remedy() -> None:
    html = drawn("{% act act %}", act=Act("Release", "/", REFUSAL, remedy=Link("Ask Tom Reid", "/ask")))
    assert '<a class="nhsuk-link" href="/ask">Ask Tom Reid</a>' in html


@pytest.mark.parametrize(
    ("value", "html"),
    [
        (None, "Not known"),
        ("", "Not known"),
        ([], "Not known"),
        ("<b>", "&lt;b&gt;"),
        (0, "0"),
        (mark_safe("<b>x</b>"), "<b>x</b>"),
        (date(2026, 11, 2), '<time datetime="2026-11-02">2 November 2026</time>'),
        (datetime(2026, 11, 2, 17, 30, tzinfo=UTC), '<time datetime="2026-11-02T17:30:00+00:00">2 November 2026 at 5:30pm</time>'),
        (
            Link("Change", "/c", "call date"),
            '<a class="nhsuk-link" href="/c">Change<span class="nhsuk-u-visually-hidden"> call date</span></a>',
        ),
        (["Sam", "Leah"], "Sam<br>Leah"),
    ],
)
def test_a_value_is_shown_as_people_read_it(value: Any, html: str) -> None:
    assert drawn("{{ value|show }}", value=value) == html


def test_a_tag_among_values_is_drawn_as_a_status() -> None:
    assert "nhsuk-tag--blue" in drawn("{{ value|show }}", value=Tag(State.OPEN))


def test_a_link_cannot_smuggle_markup() -> None:
    assert "<script" not in drawn("{% link to %}", to=Link("<script>", '"><script>', "<script>"))


def test_a_status_takes_a_member_of_an_enum() -> None:
    html = drawn("{% status state %}", state=State.OPEN)
    assert html == '<strong class="nhsuk-tag nhsuk-tag--blue">Needs your decision</strong>'


def test_a_status_without_a_colour_is_an_error() -> None:
    with pytest.raises(UnknownStatus, match="Neither here nor there"):
        statuses.colour_of(State.ODD)


@pytest.mark.parametrize(
    ("word", "colour"),
    [
        ("Needs your decision", Colour.BLUE),
        ("Withdrawn", Colour.GREY),
        ("Draft", Colour.WHITE),
        ("Due soon", Colour.YELLOW),
        ("Late", Colour.RED),
        ("Quarantined", Colour.RED),
        ("Approved", Colour.GREEN),
        ("Refused", Colour.ORANGE),
        ("On hold", Colour.PURPLE),
        ("Released", Colour.PLAIN),
    ],
)
def test_a_status_word_has_the_colour_of_its_meaning(word: str, colour: Colour) -> None:
    assert statuses.colour_of(word) is colour


def test_every_status_word_has_one_colour() -> None:
    assert sum(len(words) for words in statuses._WORDS.values()) == len(statuses.COLOURS)


def test_red_means_late_failed_missing_or_quarantined_and_nothing_else() -> None:
    gone_wrong = {"Late", "Failed", "Missing", "Damaged", "Quarantined", "Revoked", "Wrong recipient", "Review overdue"}
    assert {word for word, colour in statuses.COLOURS.items() if colour is Colour.RED} == gone_wrong


def test_empty_groups_of_work_are_left_out() -> None:
    html = drawn("{% work_list groups %}", groups=[Group("Late", []), Group("To do", [Work("Ring back", "/")])])
    assert "Late" not in html
    assert "To do" in html


def test_a_group_with_more_than_it_shows_says_how_many() -> None:
    html = drawn("{% work_list groups %}", groups=[Group("To do", [Work("Ring back", "/")], total=23, see_all_url="/all")])
    assert 'href="/all">See all 23' in html


def test_a_history_shows_ten_events_and_leads_to_the_rest() -> None:
    events = [Event(f"Event {number}", "Priya", date(2026, 11, 1)) for number in range(12)]
    html = drawn("{% timeline events '/whole' %}", events=events)
    assert "Event 9" in html
    assert "Event 10" not in html
    assert "See the whole history" in html


def test_a_change_link_says_what_it_changes() -> None:
    html = drawn("{% summary rows %}", rows=[Row("Call date", "today", "/change")])
    assert 'Change<span class="nhsuk-u-visually-hidden"> call date</span>' in html


def test_nothing_is_counted_aloud_for_none() -> None:
    assert drawn("{% count 0 %}") == ""


def test_a_table_with_a_row_of_the_wrong_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        drawn("{% table columns rows %}", columns=[], rows=[["a"]])


def test_problems_link_to_their_fields_in_order() -> None:
    form = Reasons({})
    form.add_error(None, "Two things do not agree")
    assert problems([form]) == [Problem("Two things do not agree"), Problem("Enter reasons", "id_reasons")]


def test_an_unbound_form_has_no_problems() -> None:
    assert problems([Reasons(), "anything else"]) == []


def test_problems_are_found_wherever_a_page_keeps_its_forms() -> None:
    lines = formset_factory(Reasons, extra=1, min_num=2, validate_min=True)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"})
    found = on_page(
        {"act": Act("Approve", "/", fields=Reasons({})), "acts": [Act("Refuse", "/", fields=Reasons({}, prefix="b"))], "lines": lines}
    )
    assert [problem.target for problem in found] == ["id_reasons", "id_b-reasons", "id_form-0-reasons", ""]


def test_a_form_that_stands_twice_in_a_context_is_told_once() -> None:
    form = Reasons({})
    assert len(on_page({"form": form, "act": Act("Approve", "/", fields=form)})) == 1


def test_a_hidden_field_has_nothing_to_link_to() -> None:
    made = type("Hidden", (NHSForm,), {"it": forms.IntegerField(widget=forms.HiddenInput)})
    assert problems([made({"it": "x"})]) == [Problem("Enter a whole number.")]
