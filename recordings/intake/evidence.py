"""What the practice holds today as proof of the clauses that intake keeps."""

from recordings.models import Line, QuarantinedFile, Recording


def lawful_basis() -> dict[str, int]:
    """LB-1: every call has a purpose, and a purpose cannot be saved without a basis; what had none was set aside."""
    return {
        "calls, each with a lawful basis": Recording.objects.count(),
        "lines with a purpose": Line.objects.exclude(purpose=None).count(),
        "files set aside for want of a lawful basis": QuarantinedFile.objects.filter(code="no-lawful-basis").count(),
    }
