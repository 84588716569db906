"""Jobs of the register."""

from celery import shared_task

from callgov import clock
from register.redaction.services import destroy_previews
from register.services.destroying import destroy_due as destroy_due_copies


@shared_task(name="register.tasks.destroy_due")
def destroy_due() -> dict[str, int]:
    """Destroy stored copies on their day, and copies made for checking once their request has ended (AC-10)."""
    now = clock.now()
    return {"copies destroyed": destroy_due_copies(now=now), "copies for checking destroyed": destroy_previews(now=now)}
