"""Jobs of the register."""

from celery import shared_task

from callgov import clock
from register.services.destroying import destroy_due as destroy_due_copies


@shared_task(name="register.tasks.destroy_due")
def destroy_due() -> dict[str, int]:
    """Destroy stored copies on their day (AC-10)."""
    return {"copies destroyed": destroy_due_copies(now=clock.now())}
