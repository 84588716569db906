"""What is set aside lies on disk sealed, comes back whole, and is gone with its block."""

import os
from collections.abc import Iterator

import pytest

from recordings.vault.spool import Spool
from recordings.vault.trouble import VaultUnavailable
from tests.recordings.vault.disk import room_for

SECRET = b"plain audio never rests on disk " * 10_000


def test_it_gives_back_what_was_put_in_as_often_as_wanted() -> None:
    with Spool() as spool:
        spool.fill([SECRET, b"", b"end"])
        assert spool.size == len(SECRET) + 3
        assert b"".join(spool) == b"".join(spool) == SECRET + b"end"


def test_filling_it_again_puts_the_new_in_place_of_the_old() -> None:
    with Spool() as spool:
        spool.fill([SECRET])
        spool.fill([b"short"])
        assert (b"".join(spool), spool.size) == (b"short", 5)


def test_nothing_plain_is_on_the_disk() -> None:
    with Spool() as spool:
        spool.fill([SECRET])
        on_disk = os.pread(spool._file.fileno(), 2 * len(SECRET), 0)
        assert len(on_disk) > len(SECRET)
        assert SECRET[:16] not in on_disk


def test_a_full_disk_is_said_in_a_sentence() -> None:
    with Spool() as spool, room_for(100_000), pytest.raises(VaultUnavailable, match="no room"):
        spool.fill([SECRET])


def test_trouble_of_the_source_is_passed_on_as_it_is() -> None:
    def source() -> Iterator[bytes]:
        yield SECRET
        raise OSError("the file vanished")

    with Spool() as spool, pytest.raises(OSError, match="vanished"):
        spool.fill(source())
