"""Gap-free yearly numbers: the next one is taken under a row lock and only exists if its transaction commits."""

from django.db import transaction

from callgov.models import Sequence


def next_number(name: str, year: int) -> int:
    """The next number of a series in a year, starting at 1. Only inside a transaction, whose rollback gives it back (RE-1)."""
    transaction.get_connection().validate_no_broken_transaction()
    Sequence.objects.get_or_create(name=name, year=year)
    row = Sequence.objects.select_for_update().get(name=name, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
