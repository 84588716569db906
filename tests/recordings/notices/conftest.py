"""A practice before anybody thought of notices: one line, no wording."""

import pytest

from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.models import Line, ProcessingPurpose, RetentionClass
from recordings.purposes import Article9, LawfulBasis


@pytest.fixture
def line(db: None) -> Line:
    """A line with its purpose and retention class; no notice says that its calls are recorded."""
    with as_job(Job.SEED):
        purpose = ProcessingPurpose.objects.create(
            name="Calls", lawful_basis=LawfulBasis.PUBLIC_TASK, article9=Article9.HEALTH_CARE, statement="To keep people safe."
        )
        kept = RetentionClass.objects.create(name="Telephone calls", months=36, basis="Our schedule.")
        return Line.objects.create(name="Main line", purpose=purpose, retention_class=kept, is_default=True)
