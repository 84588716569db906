"""The key ring wraps the keys of objects, is rotated without loss, and is refused when others could read it."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from recordings.vault.keyring import KeyRing, create_ring, rotate
from recordings.vault.trouble import KeyRingUnusable, TamperedObject
from tests.recordings.vault.disk import room_for

OBJECT, DATA_KEY = uuid4(), bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "keys" / "ring.json"
    assert create_ring(path)
    return path


def test_a_new_ring_is_for_its_owner_alone(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [item.name for item in path.parent.iterdir()] == ["ring.json"]


def test_making_a_ring_where_there_is_one_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    assert not create_ring(path)
    assert path.read_bytes() == before


def test_of_many_that_make_the_ring_at_once_one_wins(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(create_ring, [tmp_path / "ring.json"] * 8))
    assert made.count(True) == 1
    assert KeyRing(tmp_path / "ring.json").current


def test_a_wrapped_key_comes_back(path: Path) -> None:
    ring = KeyRing(path)
    key_id, wrapped = ring.wrap(DATA_KEY, OBJECT)
    assert key_id == ring.current
    assert DATA_KEY not in wrapped
    assert ring.unwrap(key_id, wrapped, OBJECT) == DATA_KEY


def test_wrapping_twice_never_gives_the_same_bytes(path: Path) -> None:
    assert KeyRing(path).wrap(DATA_KEY, OBJECT) != KeyRing(path).wrap(DATA_KEY, OBJECT)


def test_a_wrapped_key_moved_to_another_object_is_refused(path: Path) -> None:
    key_id, wrapped = KeyRing(path).wrap(DATA_KEY, OBJECT)
    with pytest.raises(TamperedObject):
        KeyRing(path).unwrap(key_id, wrapped, uuid4())


@pytest.mark.parametrize("changed", [b"", b"short", bytes(60)])
def test_a_wrapped_key_that_is_damaged_is_refused(path: Path, changed: bytes) -> None:
    with pytest.raises(TamperedObject):
        KeyRing(path).unwrap(KeyRing(path).current, changed, OBJECT)


def test_after_a_rotation_the_old_key_still_opens_and_the_new_one_wraps(path: Path) -> None:
    ring = KeyRing(path)
    old, wrapped = ring.wrap(DATA_KEY, OBJECT)
    new = rotate(path)
    assert ring.current == new != old
    assert ring.wrap(DATA_KEY, OBJECT)[0] == new
    assert ring.unwrap(old, wrapped, OBJECT) == DATA_KEY
    assert path.stat().st_mode & 0o777 == 0o600


def test_rotations_at_the_same_time_lose_no_key(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(rotate, [path] * 8))
    assert names < set(json.loads(path.read_text())["keys"])
    assert len(names) == 8


def test_a_key_that_the_ring_lacks_is_named(path: Path) -> None:
    with pytest.raises(KeyRingUnusable, match="holds no key named 7-lost"):
        KeyRing(path).unwrap("7-lost", bytes(60), OBJECT)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o666])
def test_a_ring_that_others_may_touch_is_refused_with_the_command_that_helps(path: Path, mode: int) -> None:
    ring = KeyRing(path)
    assert ring.current
    path.chmod(mode)
    with pytest.raises(KeyRingUnusable, match="chmod 600"):
        ring.wrap(DATA_KEY, OBJECT)


def test_a_missing_ring_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(KeyRingUnusable, match="put it back from its backup"):
        KeyRing(tmp_path / "none.json").wrap(DATA_KEY, OBJECT)
    with pytest.raises(KeyRingUnusable, match="cannot be read"):
        rotate(tmp_path / "none.json")


@pytest.mark.parametrize(
    "text", ["", "no json", "[]", '{"keys": {}}', '{"current": "1", "keys": {"1": "?"}}', '{"current": "1", "keys": 3}']
)
def test_a_file_that_is_no_ring_is_refused(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(KeyRingUnusable, match="not a key ring"):
        _ = KeyRing(path).current


@pytest.mark.parametrize("text", ['{"current": "2", "keys": {"1": "AAAA"}}', '{"current": "1", "keys": {"1": "AAAA"}}'])
def test_a_ring_without_a_whole_current_key_is_refused(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(KeyRingUnusable, match="damaged"):
        _ = KeyRing(path).current


def test_a_full_disk_leaves_the_ring_as_it_was(path: Path) -> None:
    before = path.read_bytes()
    with room_for(50), pytest.raises(OSError, match="too large"):
        rotate(path)
    assert path.read_bytes() == before
    assert [item.name for item in path.parent.iterdir()] == ["ring.json"]
