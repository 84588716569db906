"""Jobs of the register."""

from celery import shared_task

from callgov import clock
from register.redaction.services import destroy_previews
from register.services.destroying import destroy_due as destroy_due_copies
from register.services.destroying import destroy_ownerless


@shared_task(name="register.tasks.destroy_due")
def destroy_due() -> dict[str, int]:
    """Destroy stored copies on their day, copies made for checking once their request has ended, and what no row knows (AC-10)."""
    now = clock.now()
    return {
        "copies destroyed": destroy_due_copies(now=now), "copies for checking destroyed": destroy_previews(now=now),
        "left-over copies destroyed": destroy_ownerless(now=now),
    }  # fmt: skip
