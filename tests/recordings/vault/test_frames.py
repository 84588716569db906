"""The sealed format gives back what went in, in any part, and refuses everything else."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.vault.frames import FRAME, HEADER, SEALED_FRAME, open_range, plain_size, seal, sealed_size
from recordings.vault.trouble import TamperedObject

KEY, AAD = bytes(range(32)), b"a recording, original"
PATTERN = bytes(range(251)) * (4 * FRAME // 251 + 1)

sizes = st.builds(lambda frames, more: max(0, frames * FRAME + more), st.integers(0, 3), st.integers(-2, 2)) | st.integers(0, 3 * FRAME)


def sealed_of(plain: bytes, key: bytes = KEY, aad: bytes = AAD) -> bytes:
    return b"".join(seal([plain], key, aad))


def opened(sealed: bytes, start: int = 0, end: int | None = None, *, key: bytes = KEY, aad: bytes = AAD, stride: int = 4) -> bytes:
    return b"".join(open_range(lambda first, last: sealed[first:last], len(sealed), key, aad, start, end, stride=stride))


def pieces_of(plain: bytes, length: int) -> Iterator[bytes]:
    return (plain[at : at + length] for at in range(0, len(plain), length))


@given(size=sizes, piece=st.integers(1000, 3 * FRAME))
def test_what_is_sealed_in_pieces_of_any_size_opens_whole(size: int, piece: int) -> None:
    sealed = b"".join(seal(pieces_of(PATTERN[:size], piece), KEY, AAD))
    assert len(sealed) == sealed_size(size)
    assert plain_size(len(sealed)) == size
    assert opened(sealed) == PATTERN[:size]


@given(size=sizes, data=st.data(), stride=st.integers(1, 5))
def test_any_range_is_that_part_of_the_plain_bytes(size: int, data: st.DataObject, stride: int) -> None:
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    assert opened(sealed_of(PATTERN[:size]), start, end, stride=stride) == PATTERN[start:end]


@given(size=sizes, data=st.data())
def test_a_flipped_bit_anywhere_is_refused(size: int, data: st.DataObject) -> None:
    sealed = bytearray(sealed_of(PATTERN[:size]))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(TamperedObject):
        opened(bytes(sealed))


@given(size=sizes, data=st.data())
def test_an_object_that_was_cut_anywhere_is_refused(size: int, data: st.DataObject) -> None:
    sealed = sealed_of(PATTERN[:size])
    with pytest.raises(TamperedObject):
        opened(sealed[: data.draw(st.integers(0, len(sealed) - 1))])


@pytest.mark.parametrize("frames", [1, 2])
def test_an_object_cut_between_two_frames_is_refused(frames: int) -> None:
    with pytest.raises(TamperedObject):
        opened(sealed_of(PATTERN[: 3 * FRAME])[: HEADER + frames * SEALED_FRAME])


def test_a_cut_object_that_claims_its_old_size_is_refused() -> None:
    sealed = sealed_of(PATTERN[: 3 * FRAME])
    with pytest.raises(TamperedObject, match="ends before"):
        list(open_range(lambda start, end: sealed[:-1][start:end], len(sealed), KEY, AAD))


def test_frames_that_changed_places_are_refused() -> None:
    sealed = sealed_of(PATTERN[: 3 * FRAME])
    first, second = sealed[HEADER : HEADER + SEALED_FRAME], sealed[HEADER + SEALED_FRAME : HEADER + 2 * SEALED_FRAME]
    with pytest.raises(TamperedObject):
        opened(sealed[:HEADER] + second + first + sealed[HEADER + 2 * SEALED_FRAME :])


def test_a_frame_that_was_left_out_or_doubled_is_refused() -> None:
    sealed = sealed_of(PATTERN[: 3 * FRAME])
    middle = sealed[HEADER + SEALED_FRAME : HEADER + 2 * SEALED_FRAME]
    for changed in (sealed.replace(middle, b"", 1), sealed.replace(middle, middle * 2, 1)):
        with pytest.raises(TamperedObject):
            opened(changed)


def test_a_frame_of_another_object_under_the_same_key_is_refused() -> None:
    one, other = sealed_of(PATTERN[: 2 * FRAME]), sealed_of(PATTERN[: 2 * FRAME])
    with pytest.raises(TamperedObject):
        opened(one[: HEADER + SEALED_FRAME] + other[HEADER + SEALED_FRAME :])


def test_an_object_sealed_for_another_place_or_under_another_key_is_refused() -> None:
    sealed = sealed_of(PATTERN[:100])
    for changed in ({"aad": b"another recording"}, {"key": bytes(32)}):
        with pytest.raises(TamperedObject):
            opened(sealed, **changed)


def test_something_that_was_never_sealed_is_refused() -> None:
    with pytest.raises(TamperedObject, match="does not begin"):
        opened(b"RIFF" + bytes(100))


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (6, 5), (0, 11), (11, 11)])
def test_a_range_outside_the_object_is_a_mistake_of_the_caller(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not inside"):
        opened(sealed_of(PATTERN[:10]), start, end)


def test_a_range_reads_its_own_frames_and_no_more() -> None:
    sealed, asked = sealed_of(PATTERN[: 4 * FRAME]), []

    def read(start: int, end: int) -> bytes:
        asked.append((start, end))
        return sealed[start:end]

    assert b"".join(open_range(read, len(sealed), KEY, AAD, 2 * FRAME, 3 * FRAME)) == PATTERN[2 * FRAME : 3 * FRAME]
    assert asked == [(0, HEADER), (HEADER + 2 * SEALED_FRAME, HEADER + 3 * SEALED_FRAME)]


def test_the_same_bytes_never_look_the_same_sealed() -> None:
    assert sealed_of(b"hello", os.urandom(32)) != sealed_of(b"hello", os.urandom(32))
    assert sealed_of(b"hello")[:HEADER] != sealed_of(b"hello")[:HEADER]
