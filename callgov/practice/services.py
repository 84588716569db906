"""The only writer of the practice's choices."""

from datetime import datetime
from typing import Any

from django.db import transaction

from callgov import clock
from callgov.models import Setting
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import rules
from callgov.practice.choices import CHOICES, COUNTED_BY
from callgov.refusals import insist
from callgov.registry import registry
from callgov.trail.events import Event
from callgov.trail.services import act, record


@enforces("AC-1")
@transaction.atomic
def change_setting(*, name: str, value: Any, reason: str, actor: User, now: datetime) -> Setting:
    """Give one of the practice's choices another value (AC-1: how access is given is the Information Governance Lead's to say).

    Holds for what happens from now on: grants and links that stand keep their dates; deadlines that run are worked out again. Raises
    Refused, or KeyError for a name that is not a choice.
    """
    insist(rules.refuse_keeper(roles_on(actor, clock.local_day(now))))
    insist(rules.refuse_value(name, value))
    insist(rules.refuse_no_reason(reason))
    said = {"value": value, "reason": reason.strip(), "set_by": actor, "set_at": now}
    with act():
        row, is_new = Setting.objects.select_for_update().get_or_create(name=name, defaults=said)
        before = CHOICES[name].default if is_new else row.value
        insist(rules.refuse_unchanged(value, before))
        if not is_new:
            for field, new in said.items():
                setattr(row, field, new)
            row.save(update_fields=list(said))
        record(Event.SETTING_CHANGED, subject=row, facts={"setting": name, "from": before, "to": value}, reason=row.reason)
    for recalculate in registry.on_calendar_change if name in COUNTED_BY else ():
        recalculate(now)
    return row
