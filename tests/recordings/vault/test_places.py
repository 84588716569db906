"""A folder keeps whole objects, whatever stands there already."""

from pathlib import Path

from django.core.files.storage import FileSystemStorage

from recordings.vault.places import Folder


def test_objects_with_the_same_first_letters_lie_side_by_side(tmp_path: Path) -> None:
    folder = Folder(FileSystemStorage(tmp_path / "vault"))
    assert (folder.write("ab/one", [b"1"]), folder.write("ab/two", [b"2", b"3"])) == (1, 2)
    assert folder.holds("ab/one")
    assert folder.holds("ab/two")
    assert not folder.holds("ab/three")


def test_erasing_what_was_never_there_is_no_error(tmp_path: Path) -> None:
    Folder(FileSystemStorage(tmp_path)).erase("ab/none")
    assert not Folder(FileSystemStorage(tmp_path)).holds("ab/none")


def test_of_many_names_those_that_were_never_there_are_gone_too(tmp_path: Path) -> None:
    folder = Folder(FileSystemStorage(tmp_path))
    folder.write("ab/one", [b"1"])
    assert folder.clear(["ab/one", "cd/none"]) == ["ab/one", "cd/none"]
    assert not folder.holds("ab/one")
