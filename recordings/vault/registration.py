"""Tells the ground floor whether the vault's storage can be reached, and what to say when a page did not expect its trouble."""

from callgov import clock
from callgov.refusals import Refusal
from callgov.registry import registry
from callgov.trail.context import as_job, current_or_none
from callgov.trail.events import Job
from recordings.models import StoredObject
from recordings.vault.damage import kind_of, report_damage
from recordings.vault.store import Vault
from recordings.vault.trouble import KeyRingUnusable, ObjectDestroyed, TamperedObject, VaultUnavailable

DAMAGED = Refusal(
    "audio-damaged", "What is stored did not pass its check, so nothing of it was used.", "The Information Governance Lead was told."
)
NOT_NOW = Refusal("vault-not-now", "What is stored cannot be reached just now. Nothing was lost.", "Wait a minute, then try again.")
DESTROYED = Refusal("audio-destroyed", "This was destroyed. Nobody can open it any more.")


def answers() -> bool:
    """Whether the place of the sealed objects answers."""
    return Vault().answers()


def trouble(error: Exception) -> Refusal | None:
    """What to say of trouble with the vault; damage is reported as an incident, whichever page found it."""
    match error:
        case TamperedObject():
            _report(error)
            return DAMAGED
        case VaultUnavailable() | KeyRingUnusable():
            return NOT_NOW
        case ObjectDestroyed():
            return DESTROYED
    return None


def _report(error: TamperedObject) -> None:
    stored = StoredObject.objects.filter(pk=error.object_id).first() if error.object_id else None
    if stored is None:
        return
    acting = current_or_none()
    if acting is not None and acting.person is not None:
        report_damage(stored=stored, damage=kind_of(error), now=clock.now())
    else:
        with as_job(Job.INTEGRITY):
            report_damage(stored=stored, damage=kind_of(error), now=clock.now())


registry.health["vault"] = answers
registry.troubles.append(trouble)
