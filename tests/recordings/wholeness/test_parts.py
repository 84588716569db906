"""The recovery key in parts: enough of them give it, fewer tell nothing, and a slip of the pen is told. No database."""

import os
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.vault.frames import FRAME
from recordings.vault.trouble import TamperedObject
from recordings.wholeness import sealed
from recordings.wholeness.parts import BadPart, combine, read, split

pytestmark = pytest.mark.clause("AC-1")

SECRET, MARK = bytes(range(32)), b"mark"


@given(secret=st.binary(min_size=32, max_size=32), parts=st.integers(2, 5), data=st.data())
def test_any_parts_that_are_enough_give_the_key(secret: bytes, parts: int, data: st.DataObject) -> None:
    needed = data.draw(st.integers(2, parts))
    written = split(secret, MARK, parts=parts, needed=needed)
    for some in combinations(written, needed):
        assert combine(some) == secret
    with pytest.raises(BadPart, match="are needed"):
        combine(written[: needed - 1])


def test_a_part_is_written_in_letters_that_do_not_look_like_figures() -> None:
    for part in split(SECRET, MARK, parts=3, needed=2):
        assert len(part) == 64 + 15
        assert not set(part) & set("0189")
        assert read(part.lower().replace("-", " ")) == read(part)


def test_no_part_holds_the_key() -> None:
    for part in split(SECRET, MARK, parts=3, needed=2):
        assert read(part).share != SECRET


@given(place=st.integers(0, 78), letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_slip_of_the_pen_is_told(place: int, letter: str) -> None:
    part = split(SECRET, MARK, parts=2, needed=2)[0]
    slipped = part[:place] + letter + part[place + 1 :]
    if slipped != part:
        with pytest.raises(BadPart):
            read(slipped)


def test_parts_that_do_not_belong_together_give_nothing() -> None:
    one, other = split(SECRET, MARK, parts=2, needed=2), split(SECRET, b"else", parts=2, needed=2)
    for given_parts in ([], [one[0], one[0]], [one[0], other[1]], [one[0], one[1][:-5]]):
        with pytest.raises(BadPart):
            combine(given_parts)


@pytest.mark.parametrize("size", [0, 1, FRAME, 3 * FRAME + 7])
def test_what_is_sealed_to_a_key_comes_out_with_its_private_half_alone(tmp_path: Path, size: int) -> None:
    private, public = sealed.new_key()
    plain, path = os.urandom(size), tmp_path / "file"
    path.write_bytes(b"".join(sealed.seal_file([plain], public, b"what")))
    assert b"".join(sealed.open_file(path, private, b"what")) == plain
    assert plain[:32] not in path.read_bytes() or size < 32
    for key, what in ((sealed.new_key()[0], b"what"), (private, b"something else")):
        with pytest.raises(sealed.WrongKey):
            list(sealed.open_file(path, key, what))


def test_a_sealed_file_that_was_changed_does_not_open(tmp_path: Path) -> None:
    private, public = sealed.new_key()
    path = tmp_path / "file"
    whole = b"".join(sealed.seal_file([b"x" * 200_000], public, b"what"))
    for changed in (b"", b"else", whole[:-1], whole[:100_000], whole[:1000] + b"!" + whole[1001:]):
        path.write_bytes(changed)
        with pytest.raises((TamperedObject, sealed.WrongKey)):
            list(sealed.open_file(path, private, b"what"))
