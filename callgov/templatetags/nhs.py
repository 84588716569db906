"""The tags and filters that pages are made of; a template builtin, so no page loads it.

Parts without content are inclusion tags, parts that wrap content are blocks (`{% card "What is asked" %}…{% endcard %}`), and each is
drawn by the template of its name in `templates/components/`. What they take is in `callgov.ui.parts`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django.core.paginator import Page
from django.db.models import Choices
from django.forms import BaseForm
from django.forms.utils import flatatt
from django.template import Context, Library
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from callgov.refusals import Refusal
from callgov.ui import charts, formats, parts, problems, statuses

register = Library()

_VALUE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for the value while a cell is drawn around it

for _format in (
    formats.nhs_date, formats.nhs_day, formats.nhs_time, formats.nhs_when, formats.clock_length,
    formats.position, formats.masked, formats.file_size, formats.ref, formats.refs,
):  # fmt: skip
    register.filter(_format.__name__, _format)

register.filter("attributes", flatatt)  # of a form's control


@register.filter
def counted(number: int, nouns: str) -> str:
    """A number with its noun: `{{ n|counted:"recording" }}`, `{{ n|counted:"copy,copies" }}`."""
    return formats.counted(number, *nouns.split(","))


@register.filter
def show(value: Any) -> SafeString:
    """Any value of a row or cell as people read it: dates in NHS style, links, tags, lists one under another, "Not known"."""
    match value:
        case None | "" | () | []:
            return mark_safe("Not known")  # nosec B308: written here
        case parts.Link():
            return link(value)
        case parts.Tag():
            return status(value.state)
        case datetime():
            return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.nhs_when(value))
        case date():
            return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.nhs_date(value))
        case list() | tuple():
            return mark_safe("<br>".join(map(show, value)))  # nosec B308, B703: each is safe
        case SafeString():
            return value
        case _:
            return formats.refs(str(value))


@register.simple_tag
def link(to: parts.Link) -> SafeString:
    """A link in running text."""
    hidden = format_html('<span class="nhsuk-u-visually-hidden"> {}</span>', to.hidden) if to.hidden else ""
    return format_html('<a class="nhsuk-link" href="{}">{}{}</a>', to.url, formats.refs(to.words), hidden)


# Headings and ways back


@register.inclusion_tag("components/heading.html")
def heading(text: str, caption: str = "", state: Choices | str = "") -> dict[str, Any]:
    """The page's h1, with a caption (the reference) above and a status under it."""
    return {"text": text, "caption": caption, "state": state}


@register.inclusion_tag("components/back_link.html")
def back_link(url: str, text: str = "Back") -> dict[str, Any]:
    """The way back inside a journey; it names where it goes. Stands in the block `before`."""
    return {"url": url, "text": text}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*pairs: str) -> dict[str, Any]:
    """Parents of a page one browses to, as words and url in turn: `{% breadcrumbs "Home" home "Register" register %}`."""
    links = [parts.Link(words, url) for words, url in zip(pairs[::2], pairs[1::2], strict=True)]
    return {"links": links, "last": links[-1]}


# What happened, what is wrong


@register.inclusion_tag("components/flash.html")
def flash(messages: Iterable[Any]) -> dict[str, Any]:
    """One banner for everything that was just done."""
    said = list(messages)
    return {"said": said, "good": all(message.level_tag == "success" for message in said)}


@register.simple_tag(takes_context=True)
def problems_here(context: Context) -> list[problems.Problem]:
    """Everything that is wrong on this page, for its title and its `page_alerts`."""
    return problems.on_page(context.flatten())


@register.inclusion_tag("components/page_alerts.html", takes_context=True)
def page_alerts(context: Context) -> dict[str, Any]:
    """At the top of every page: the error summary of any form on it, or else the flash banner."""
    return {"problems": context["problems"], "messages": context.get("messages") or ()}


# Pictures


@register.inclusion_tag("components/trend.html")
def trend(trend: charts.Trend) -> dict[str, Any]:
    """How shares changed: the sentence that says it, the line, and the numbers underneath."""
    return {"trend": trend, "columns": [parts.Col("When"), *(parts.Col(one.name, numeric=True) for one in trend.series)]}


# Doing


@register.inclusion_tag("components/button.html")
def button(
    text: str, variant: str = "", *, url: str = "", small: bool = False, name: str = "", value: str = "", once: bool = True
) -> dict[str, Any]:
    """One button; a link only when it goes somewhere. `variant`: "", secondary, warning, reverse."""
    return {"text": text, "variant": variant, "url": url, "small": small, "name": name, "value": value, "once": once}


@register.inclusion_tag("components/act.html", takes_context=True)
def act(context: Context, act: parts.Act) -> dict[str, Any]:
    """The only way in which a page offers an action: its effect and button, or the refusal's sentence where it would stand."""
    return {"act": act}


@register.inclusion_tag("components/gate.html")
def gate(refusal: Refusal, remedy: parts.Link | None = None) -> dict[str, Any]:
    """Why something cannot be done, and what would change that."""
    return {"refusal": refusal, "remedy": remedy}


@register.simple_block_tag(takes_context=True)
def form_page(
    context: Context, content: str, form: BaseForm, submit: str = "Continue", *, cancel_url: str = "", variant: str = "", action: str = ""
) -> SafeString:
    """A POST form with every field, what the block holds after them, one button and a way out."""
    drawn = {"form": form, "content": content, "submit": submit, "cancel_url": cancel_url, "variant": variant, "action": action}
    return render_to_string("components/form_page.html", {**drawn, "csrf_token": context.get("csrf_token", "")})


# Showing


@register.inclusion_tag("components/summary.html")
def summary(rows: Sequence[parts.Row]) -> dict[str, Any]:
    """Keys and values across the page. In narrow columns use `facts`."""
    return {"rows": rows, "changeable": any(row.change_url for row in rows)}


@register.inclusion_tag("components/facts.html")
def facts(rows: Sequence[parts.Row]) -> dict[str, Any]:
    """Keys above values, for narrow columns."""
    return {"rows": rows}


@register.inclusion_tag("components/table.html")
def table(
    columns: Sequence[parts.Col], rows: Sequence[Sequence[parts.Value]], caption: str = "", *, hide_caption: bool = False
) -> dict[str, Any]:
    """A table that is stacked on phones. The first column is the row header unless another says so."""
    header = next((index for index, column in enumerate(columns) if column.row_header), 0)
    around = [_around(column.words, column.numeric, column.nowrap, index == header) for index, column in enumerate(columns)]
    body = [[f"{before}{show(value)}{after}" for (before, after), value in zip(around, row, strict=True)] for row in rows]
    return {
        "columns": columns,
        "body": [mark_safe("".join(row)) for row in body],  # nosec B308, B703: from `show` and a template
        "caption": caption,
        "hide_caption": hide_caption,
        "sortable": any(c.sort_url for c in columns),
    }


@lru_cache(maxsize=512)  # drawn once for each column of the site, not for each value in it
def _around(words: str, numeric: bool, nowrap: bool, header: bool) -> tuple[str, str]:
    cell = {"words": words, "numeric": numeric, "nowrap": nowrap, "header": header, "value": _VALUE}
    before, _, after = render_to_string("components/cell.html", cell).partition(_VALUE)
    return before, after


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Numbered pages that keep the filters of the address."""
    numbers = [n if isinstance(n, int) else 0 for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)]
    return {"page": page, "numbers": numbers, "request": context["request"]}


@register.inclusion_tag("components/filters.html", takes_context=True)
def filters(context: Context, form: BaseForm, target: str = "results") -> dict[str, Any]:
    """The filter card: a GET form that updates the element with the id `target` as one chooses, or by its button."""
    chosen = any(form.data.get(form.add_prefix(name)) for name in form.fields)
    return {"form": form, "target": target, "action": context["request"].path, "set": chosen}


@register.simple_tag
def status(state: Choices | str) -> SafeString:
    """The tag of a status: word and colour from one table."""
    return _status(statuses.words_of(state))


@cache  # lists are full of them, and there are no more than the table has words
def _status(words: str) -> SafeString:
    return render_to_string("components/status.html", {"words": words, "colour": statuses.colour_of(words)})


@register.inclusion_tag("components/count.html")
def count(number: int, words: str = "waiting for you") -> dict[str, Any]:
    """How many things need the reader; nothing for none."""
    return {"number": number, "words": words}


@register.inclusion_tag("components/icon.html")
def icon(name: str) -> dict[str, Any]:
    """A picture beside words that say the same: user, tick, cross, arrow-left, arrow-right."""
    return {"name": name}


@register.inclusion_tag("components/work_item.html")
def work_item(work: parts.Work) -> dict[str, Any]:
    """One thing on a work list."""
    return {"work": work}


@register.inclusion_tag("components/work_list.html")
def work_list(groups: Sequence[parts.Group]) -> dict[str, Any]:
    """The groups that have something in them, in the order given."""
    return {"groups": [group for group in groups if group.items]}


@register.inclusion_tag("components/route.html")
def route(steps: Sequence[parts.Step]) -> dict[str, Any]:
    """Who decides, in which order, and where it stands."""
    return {"steps": [(number, step) for number, step in enumerate(steps, start=1)]}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Sequence[parts.Event], see_all_url: str = "") -> dict[str, Any]:
    """The history, newest first; ten entries, then "See the whole history"."""
    return {"events": events[:10] if see_all_url else events, "more": see_all_url if len(events) > 10 else ""}


@register.inclusion_tag("components/clock.html")
def clock(clock: parts.Clock) -> dict[str, Any]:
    """A deadline explained in a date, a line and sentences."""
    starts = [sum(stretch.share for stretch in clock.stretches[:index]) for index in range(len(clock.stretches))]
    return {"clock": clock, "stretches": list(zip(starts, clock.stretches, strict=True))}


@register.inclusion_tag("components/player.html", takes_context=True)
def player(context: Context, player: parts.Player) -> dict[str, Any]:
    """A recording to hear (screens.md 4.1). Opening the page fetches no audio."""
    request = context.get("request")
    return {"player": player, "nonce": str(getattr(request, "csp_nonce", ""))}


@register.inclusion_tag("components/empty.html")
def empty(sentence: str, to: parts.Link | None = None) -> dict[str, Any]:
    """Nothing here, in one sentence, and the next step if there is one."""
    return {"sentence": sentence, "to": to}


# Wrapping


def _drawn(name: str, content: str, **values: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", {"content": content, **values})


@register.simple_block_tag
def card(content: str, heading: str = "", *, level: int = 2, feature: bool = False, action: parts.Link | None = None) -> SafeString:
    """A card with a heading of the level that the page's outline asks for, and at most one link at its right."""
    return _drawn("card", content, heading=heading, level=level, feature=feature, action=action)


@register.simple_block_tag
def details(content: str, summary: str, *, open: bool = False) -> SafeString:
    """More to read for those who want it; never what a decision needs. Opens by itself in print."""
    return _drawn("details", content, summary=summary, open=open)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """Information set apart."""
    return _drawn("inset", content)


@register.simple_block_tag
def warning(content: str, heading: str = "Important", *, level: int = 2) -> SafeString:
    """What must not be missed."""
    return _drawn("warning", content, heading=heading, level=level)


@register.simple_block_tag
def panel(content: str, heading: str) -> SafeString:
    """The end of a whole journey: 2 to 5 words, then the reference. Holds the page's h1."""
    return _drawn("panel", content, heading=heading)


@register.simple_block_tag
def interruption(content: str, heading: str) -> SafeString:
    """Something unusual but allowed, asked once more. Holds the page's h1; buttons inside are `variant="reverse"`."""
    return _drawn("interruption", content, heading=heading)


@register.simple_block_tag
def case_page(content: str) -> SafeString:
    """A case in two columns 2:1 that become one on small screens; holds the `case_part` blocks in reading order."""
    return _drawn("case_page", content)


@register.simple_block_tag
def case_part(content: str, area: str) -> SafeString:
    """A part of a case page: "facts" (wide), "route" (narrow), "decide" (wide), "events" (narrow), in this order in the source."""
    return _drawn("case_part", content, area=area)
