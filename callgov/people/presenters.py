"""What the pages about people show, made of the parts in `callgov.ui.parts`. Reads through the queries, decides through the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse

from callgov import clock
from callgov.people import queries, rules
from callgov.people.models import Standing, User
from callgov.people.services.staff_import import StaffImport
from callgov.refusals import Refusal
from callgov.registry import registry
from callgov.roles import POWERS, Action, Role, actions_of
from callgov.ui.formats import counted
from callgov.ui.parts import Act, Col, Link, Row, Tag, Value

FACTOR_WORDS = {Authenticator.Type.TOTP: "Authenticator app", Authenticator.Type.WEBAUTHN: "Passkey"}
_BROWSERS = ("Edg", "Firefox", "Chrome", "Safari")
_SYSTEMS = ("Windows", "iPhone", "iPad", "Android", "Macintosh", "Linux")
_PLAIN = {"Edg": "Edge", "Macintosh": "Mac"}


@dataclass(frozen=True)
class RolePowers:
    """A role in plain words."""

    words: str
    line: str
    may: list[str]
    may_not: tuple[str, ...]


def powers_of(person: User, day: date) -> list[RolePowers]:
    """What each of a person's roles lets them do, and what it does not."""
    roles = queries.roles_on(person, day)
    allowed = [action for action in Action if action in actions_of(roles)]
    return [_powers(role, allowed) for role in Role if role in roles]


def _powers(role: Role, allowed: Iterable[Action] = tuple(Action)) -> RolePowers:
    powers = POWERS[role]
    return RolePowers(role.label, powers.line, [action.label for action in allowed if action in powers.may], powers.may_not)


def factors_of(person: User) -> dict[str, Any]:
    """Second factors as a table, each with its way out."""
    factors = queries.factors_of(person)
    return {
        "columns": [Col("Second factor"), Col("Added"), Col("Last used"), Col("Action")],
        "rows": [_factor_row(factor) for factor in factors],
        "has_app": any(factor.type == Authenticator.Type.TOTP for factor in factors),
    }


def _factor_row(factor: Authenticator) -> list[Value]:
    words = FACTOR_WORDS[factor.type]
    name = f"{words}: {factor.wrap().name}" if factor.type == Authenticator.Type.WEBAUTHN else words
    return [
        name,
        factor.created_at,
        factor.last_used_at or "Never",
        Link("Remove", reverse("remove_factor", args=[factor.pk]), hidden=name),
    ]


def factor_removal(person: User, factor_id: int) -> Act:
    """The act of taking a factor away, refused for the last."""
    last = len(queries.factors_of(person)) <= 1
    effect = "You can no longer log in with it."
    return Act("Remove", reverse("remove_factor", args=[factor_id]), rules.LAST_FACTOR if last else None, effect, variant="warning")


def sessions_of(request: HttpRequest, person: User) -> list[tuple[str, datetime, Act | None]]:
    """Where a person is logged in: device, since when, and the way to end it; None for the session of this page."""
    current = request.session.session_key
    return [
        (device_of(one.user_agent), one.created_at, None if one.session_key == current else _end_act(one))
        for one in queries.sessions_of(person)
    ]


def _end_act(session: UserSession) -> Act:
    return Act("End", reverse("end_session", args=[session.pk]), variant="secondary")


def device_of(user_agent: str) -> str:
    """The browser and system that a session's browser names: "Chrome on Windows"."""
    browser = next((word for word in _BROWSERS if f"{word}/" in user_agent), "A browser")
    system = next((word for word in _SYSTEMS if word in user_agent), "an unknown device")
    return f"{_PLAIN.get(browser, browser)} on {_PLAIN.get(system, system)}"


def people_page(actor: User, people: list[queries.Listed], day: date, *, left: bool) -> dict[str, Any]:
    """The list of people, or of those who have left, and inviting another one or why not (S43)."""
    invite = rules.refuse_inviting(actor, queries.roles_on(actor, day), ())
    return {
        "columns": [Col("Name"), Col("Roles"), Col("Account"), Col("Second factor"), Col("Last log-in", nowrap=True)],
        "rows": [_people_row(listed) for listed in people],
        "caption": "People who have left" if left else "People of the practice",
        "act": Act("Invite a person", reverse("invite_person"), invite, opens=True),
        "imports": Action.KEEP_ROLES in actions_of(queries.roles_on(actor, day)),
        "left": left,
    }


def form_page(form: BaseForm, heading: str, submit: str, about: User | None = None) -> dict[str, Any]:
    """What the plain page of one form shows (`people/form.html`): about a person, or about people."""
    back = Link(about.name, reverse("person", args=[about.pk])) if about else Link("people", reverse("people"))
    return {"form": form, "heading": heading, "submit": submit, "back": back}


def _people_row(listed: queries.Listed) -> list[Value]:
    person = listed.person
    roles = [role.label for role in Role if role in listed.roles] + [f"Deputy {role.label}" for role in Role if role in listed.deputy_for]
    name = Link(person.name, reverse("person", args=[person.pk]))
    return [
        name,
        tuple(roles) or "None",
        Tag(person.standing),
        "Set up" if listed.has_factor else "Not set up",
        person.last_login or "Never",
    ]


def person_page(actor: User, person: User, day: date) -> dict[str, Any]:
    """Everything of the page of one person (S43)."""
    may = queries.roles_on(actor, day)
    keeps = rules.refuse_keeping_roles(actor, may, person)
    return {
        "person": person,
        "facts": _facts(person, day),
        "held": [
            (holding, _powers(Role(holding.role)), _end_role_act(person, Role(holding.role), keeps, day))
            for holding in queries.holdings(person, day)
        ],
        "deputyships": [(deputy, _end_deputy_act(deputy.pk, keeps)) for deputy in queries.deputyships_from(person, day)],
        "acts": _acts(actor, may, person, keeps),
    }


def _facts(person: User, day: date) -> list[Row]:
    manager = Link(person.line_manager.name, reverse("person", args=[person.line_manager.pk])) if person.line_manager else "Nobody"
    rows = [
        Row("Account", Tag(person.standing)),
        Row("Job title", person.job_title or "Not given"),
        Row("Email address", person.email),
        Row("Line manager", manager),
        Row("Line manager of", [one.name for one in queries.reports_of(person)] or "Nobody"),
        Row("Second factors", [FACTOR_WORDS[factor.type] for factor in queries.factors_of(person)] or "Not set up"),
        Row("Started", person.starts_on or "Not yet"),
    ]
    return [*rows, Row("Left", person.leaves_on)] if person.leaves_on else rows


def _end_role_act(person: User, role: Role, keeps: Refusal | None, day: date) -> Act:
    last = rules.refuse_last(role, queries.others_in(role, person, day)) if keeps is None else None
    return Act("End this role", reverse("end_role", args=[person.pk, role.value]), keeps or last, "Ends at once.", variant="secondary")


def _end_deputy_act(deputy_id: int, keeps: Refusal | None) -> Act:
    return Act("End this deputy's time", reverse("end_deputy", args=[deputy_id]), keeps, "Ends at once.", variant="secondary")


def _acts(actor: User, may: frozenset[Role], person: User, keeps: Refusal | None) -> list[Act]:
    """What may be done about a person, in the order in which it is done most."""
    at = [person.pk]
    accounts = rules.refuse_inviting(actor, may, ())
    ending = rules.refuse_ending_account(actor, may, person)
    if person.standing is Standing.LEFT:
        return []
    acts = [Act("Change line manager", reverse("set_line_manager", args=at), accounts, opens=True, variant="secondary")]
    if person.standing is Standing.LOCKED:
        unlock = rules.refuse_unlocking(actor, may, person)
        return [Act("Unlock this account", reverse("unlock_account", args=at), unlock, "They can log in again."), *acts]
    if person.standing is Standing.INVITED:
        again = Act(
            "Send the invitation again", reverse("invite_again", args=at), accounts, "The earlier link stops working.", variant="secondary"
        )
        return [again, *acts, Act("End this account", reverse("leaver", args=at), ending, opens=True, variant="warning")]
    lost = "For someone who has lost them all. They set up a new one when they next log in."
    return [
        Act("Give a role", reverse("give_role", args=at), keeps, opens=True),
        Act("Name as deputy", reverse("name_deputy", args=at), keeps, opens=True, variant="secondary"),
        *acts,
        Act(
            "Reset second factors",
            reverse("reset_factors", args=at),
            rules.refuse_factor_reset(actor, may, person),
            lost,
            variant="secondary",
        ),
        Act("End this account", reverse("leaver", args=at), ending, opens=True, variant="warning"),
    ]


def leaver_page(actor: User, person: User, now: datetime) -> dict[str, Any]:
    """Everything that ends with an account, before it does."""
    today = clock.local_day(now)
    lasts = [rules.refuse_last(role, queries.others_in(role, person, today)) for role in queries.roles_held(person, today)]
    refusal = rules.refuse_ending_account(actor, queries.roles_on(actor, today), person) or next(filter(None, lasts), None)
    duties = len(queries.stretches(person, today))
    ends = [Row("Roles and deputyships", duties), Row("Sessions", len(queries.sessions_of(person)))]
    ends += [Row(effect.words.capitalize(), effect.count(person, now)) for effect in registry.on_leaving]
    effect = "They are logged out and cannot log in again. This cannot be undone."
    act = Act("End this account", reverse("leaver", args=[person.pk]), refusal, effect, variant="warning")
    return {"person": person, "ends": ends, "reports": [one.name for one in queries.reports_of(person)], "act": act}


def import_outcome(done: StaffImport | None, *, tried: bool) -> dict[str, Any] | None:
    """What an import did, or would do, in sentences."""
    if done is None:
        return None
    would = "would be " if tried else ""
    lines = [
        f"{counted(len(done.invited), 'person', 'people')} {would}invited",
        f"{counted(len(done.changed), 'person', 'people')} {would}changed",
        f"{counted(len(done.unchanged), 'person', 'people')} unchanged",
    ]
    return {"lines": lines, "refused": done.refused, "tried": tried}
