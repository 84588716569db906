"""The draw that anyone can repeat: by hand, by chance alone, and not by whoever presses again."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgov.people.models import User
from callgov.sampling import first, fix_seed, order
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry

pytestmark = pytest.mark.clause("AU-4")


def test_the_first_draw_is_what_sha256sum_says() -> None:
    by_hand = hashlib.sha256(b"5eed:1").hexdigest()
    assert first("5eed", 214, 1) == [int(by_hand, 16) % 214]


def test_a_known_seed_draws_what_it_always_drew() -> None:
    assert first("00112233445566778899aabbccddeeff", 214, 5) == [94, 112, 72, 109, 120]


@given(seed=st.text(max_size=40), size=st.integers(0, 60))
def test_every_place_is_drawn_once(seed: str, size: int) -> None:
    assert sorted(order(seed, size)) == list(range(size))


@given(seed=st.text(max_size=40), size=st.integers(1, 200), wanted=st.integers(0, 10))
def test_a_longer_draw_begins_with_the_shorter(seed: str, size: int, wanted: int) -> None:
    assert first(seed, size, wanted) == first(seed, size, wanted + 1)[:wanted]


def test_a_pool_that_is_too_small_gives_what_it_has() -> None:
    assert sorted(first("seed", 2, 3)) == [0, 1]
    assert first("seed", 0, 3) == []


def test_every_place_comes_as_often_as_any_other() -> None:
    """Chi-square over 20 places: 36.19 is passed by chance once in a hundred; the seeds are fixed, so the outcome is too."""
    size, throws = 20, 4000
    counts = Counter(place for number in range(throws) for place in first(f"seed {number}", size, 3))
    expected = throws * 3 / size
    assert sum((counts[place] - expected) ** 2 / expected for place in range(size)) < 36.19


def test_every_pair_comes_as_often_as_any_other() -> None:
    """Chi-square over the 30 ordered pairs of 6 places: 49.59 is passed by chance once in a hundred."""
    pairs = Counter(tuple(first(f"pair {number}", 6, 2)) for number in range(6000))
    assert len(pairs) == 30
    assert sum((seen - 200) ** 2 / 200 for seen in pairs.values()) < 49.59


@pytest.mark.django_db
def test_a_seed_is_entered_in_the_trail_with_the_rule_of_its_pool(nurse: User) -> None:
    with as_job(Job.COMMAND):
        seed = fix_seed(subject=nurse, pool="Lines of 2026, by number")
    entry = Entry.objects.get(event=Event.SEED_FIXED)
    assert entry.facts == {"seed": seed, "pool": "Lines of 2026, by number"}
    assert len(bytes.fromhex(seed)) == 16


@pytest.mark.django_db
def test_two_seeds_are_never_the_same(nurse: User) -> None:
    with as_job(Job.COMMAND):
        assert len({fix_seed(subject=nurse, pool="any") for _ in range(20)}) == 20
