"""The package in which a copy leaves: opened by 7-Zip, complete, and nothing without its passphrase."""

import hashlib
import json
import tracemalloc
from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from register.packaging.archive import locked
from register.packaging.contents import LETTER, MANIFEST, package
from register.packaging.passphrases import is_passphrase, new_passphrase
from register.services import collecting
from register.services.collecting import Download
from register.services.releasing import Handover
from tests.documents.checked import verdicts
from tests.register.packages import NotOpened, opened

pytestmark = pytest.mark.clause("AC-10")


@pytest.fixture
def download(handover: Handover, now: datetime) -> Download:
    key = collecting.open_link(token=handover.token, passcode=handover.passcode, now=now)
    return collecting.collect(token=handover.token, key=key, now=now)


def test_a_package_holds_letter_manifest_and_copy_and_the_manifest_tells_the_truth(download: Download) -> None:
    passphrase = new_passphrase()
    files = opened(b"".join(package(download, passphrase)), passphrase)
    said = json.loads(files[MANIFEST])
    assert sorted(files) == sorted([LETTER, MANIFEST, f"{said['request']}-copy-1.mp3"])
    for file in said["files"]:
        content = files[file["name"]]
        assert (file["size"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert said["copy"] == f"{said['request']} copy 1"
    assert said["register_line"] == f"{download.release.line.year}/001"


def test_the_letter_is_pdf_ua_1(download: Download) -> None:
    passphrase = new_passphrase()
    files = opened(b"".join(package(download, passphrase)), passphrase)
    assert [verdict.broken for verdict in verdicts(files[LETTER])] == [[]]


def test_another_passphrase_opens_nothing(download: Download) -> None:
    sealed = b"".join(package(download, new_passphrase()))
    with pytest.raises(NotOpened, match="Wrong password"):
        opened(sealed, new_passphrase())
    assert b"Ward Clerk" not in sealed


def test_a_large_package_is_never_whole_in_memory(now: datetime) -> None:
    tracemalloc.start()
    size = sum(len(piece) for piece in locked([("copy.wav", _pieces(48))], passphrase=new_passphrase(), at=now))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 48 * 2**20
    assert peak < 8 * 2**20


def _pieces(megabytes: int) -> Iterator[bytes]:
    piece = bytes(65536)
    for _ in range(megabytes * 16):
        yield piece


@settings(max_examples=15, deadline=None)
@given(contents=st.lists(st.binary(max_size=3000), min_size=1, max_size=4), pieces=st.integers(1, 700))
def test_whatever_goes_in_comes_out(contents: list[bytes], pieces: int) -> None:
    at, passphrase = datetime.fromisoformat("2026-03-29T01:30:00+00:00"), new_passphrase()
    files = [
        (f"{number}.bin", [one[start : start + pieces] for start in range(0, len(one), pieces)]) for number, one in enumerate(contents)
    ]
    assert list(opened(b"".join(locked(files, passphrase=passphrase, at=at)), passphrase).values()) == contents


def test_a_passphrase_has_the_shape_of_ours_and_nothing_else_has() -> None:
    assert all(is_passphrase(new_passphrase()) for _ in range(50))
    assert not any(
        is_passphrase(text) for text in ("", "AAAA", "aaaa-aaaa-aaaa-aaaa-aaaa", "AAAA-AAAA-AAAA-AAAA-AAAO", f"{new_passphrase()}\n")
    )
