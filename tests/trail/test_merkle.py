from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgov.trail import merkle, verify_bundle

texts = st.lists(st.binary(max_size=40), max_size=40)


def as_in_the_rfc(leaves: list[bytes]) -> bytes:
    """Section 2.1 of RFC 6962, word for word."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + as_in_the_rfc(leaves[:k]) + as_in_the_rfc(leaves[k:])).digest()


def by_the_stand_alone_program(leaves: list[bytes]) -> bytes:
    tree = verify_bundle.Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


@given(texts)
def test_the_root_is_that_of_the_rfc(leaves: list[bytes]) -> None:
    assert merkle.grow(leaves) == (len(leaves), as_in_the_rfc(leaves))


@given(texts)
def test_the_stand_alone_program_finds_the_same_root(leaves: list[bytes]) -> None:
    assert by_the_stand_alone_program(leaves) == as_in_the_rfc(leaves)


@pytest.mark.parametrize("size", [4095, 4096, 4097, 8192, 9001])
def test_cutting_a_long_stream_into_chunks_does_not_change_the_root(size: int) -> None:
    leaves = [str(number).encode() for number in range(size)]
    assert merkle.grow(leaves)[1] == as_in_the_rfc(leaves) == by_the_stand_alone_program(leaves)


@given(st.lists(st.binary(max_size=8), min_size=2, max_size=20, unique=True), st.data())
def test_any_change_changes_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    at, other = data.draw(st.integers(0, len(leaves) - 1)), data.draw(st.integers(0, len(leaves) - 1))
    root, swapped = merkle.grow(leaves)[1], list(leaves)
    swapped[at], swapped[other] = swapped[other], swapped[at]
    assert merkle.grow(leaves[:at] + leaves[at + 1 :])[1] != root
    assert merkle.grow([*leaves[:at], b"a ninth byte", *leaves[at + 1 :]])[1] != root
    assert (merkle.grow(swapped)[1] != root) == (at != other)


def test_two_leaves_are_not_one_leaf_of_their_hashes() -> None:
    joined = b"\x01" + merkle.leaf(b"a") + merkle.leaf(b"b")
    assert merkle.grow([b"a", b"b"])[1] == sha256(joined).digest() != merkle.leaf(joined[1:])


NUMBERS = {"number": 1, "form": 1, "first": 0, "upto": 5, "entries": 3, "sealed_at": 1_000}
HASHES = {"root": bytes(32), "previous": bytes(32)}


@pytest.mark.parametrize("name", [*NUMBERS, *HASHES])
def test_the_head_depends_on_everything_that_a_seal_says(name: str) -> None:
    changed = {name: NUMBERS[name] + 1} if name in NUMBERS else {name: bytes(31) + b"\x01"}
    assert merkle.head(**{**NUMBERS, **HASHES, **changed}) != merkle.head(**NUMBERS, **HASHES)
