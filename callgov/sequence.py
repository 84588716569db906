"""Gap-free yearly numbers: the next one is taken under a row lock and only exists if its transaction commits."""

from django.db import transaction

from callgov.models import Sequence


def next_number(name: str, year: int) -> int:
    """The next number of a series in a year, starting at 1. Only inside a transaction, whose rollback gives it back (RE-1)."""
    return next_numbers(name, year, 1)[0]


def next_numbers(name: str, year: int, count: int) -> range:
    """The next so many numbers of a series, in one go; otherwise as `next_number`."""
    transaction.get_connection().validate_no_broken_transaction()
    Sequence.objects.get_or_create(name=name, year=year)
    row = Sequence.objects.select_for_update().get(name=name, year=year)
    row.last += count
    row.save(update_fields=["last"])
    return range(row.last - count + 1, row.last + 1)
