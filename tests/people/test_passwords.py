"""Which passwords will do."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from callgov.people.models import User
from callgov.people.passwords import left_over
from tests.cast import make_person

SOMEBODY = User(username="lbrandt", name="Leah Brandt", email="leah.brandt@practice.example")


@pytest.mark.clause("AU-11")
@pytest.mark.parametrize(
    "password",
    [
        "short-one",  # under 12
        "password1234",  # common
        "Riverside2026!",  # the practice
        "riverside-surgery-2026",  # the practice, longer
        "Leah-Brandt-2026",  # the person
        "lbrandt!lbrandt!",  # the username
        "CallRecordings99",  # the product
        "Receptionist2026",  # the job
        "nhsnhsnhsnhs",
        "aaaaaaaaaaaaaa",  # the same characters
        "abababababab",
    ],
)
def test_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, SOMEBODY)


@pytest.mark.parametrize(
    "password",
    [
        "violet-anchor-tundra",
        "all lower case and spaces",
        "839201748392",  # no composition rules
        "practice makes perfect otters",  # a known word among others
        "ñandú über żółw 鶴鶴",
        "x7" * 6 + "k9m!q",
        "long" + "-violet-anchor-tundra" * 10,
    ],
)
def test_accepted(password: str) -> None:
    validate_password(password, SOMEBODY)


def test_without_a_person_the_shorter_length_is_enough() -> None:
    validate_password("otter-quartz1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "least"), [("receptionist", 12), ("assessor", 12), ("ig_lead", 14), ("deputy", 14), ("practice_manager", 14)]
)
def test_the_length_by_role(name: str, least: int, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(name)
    password = "otter-quartz-brisk"
    validate_password(password[:least], person)
    with pytest.raises(ValidationError, match=f"{least} characters"):
        validate_password(password[: least - 1], person)


def test_a_hash_remembers_whether_the_password_was_short() -> None:
    person = User()
    lengths = {}
    for password in ("thirteen-char", "fourteen-chars"):
        person.set_password(password)
        lengths[len(password)] = person.short_password
    assert lengths == {13: True, 14: False}


def test_known_words_are_taken_out_with_what_hangs_on_them() -> None:
    assert left_over("Surgery2026!", {"surgery"}) == ""
    assert left_over("2026otter", {"surgery"}) == "2026otter"


@pytest.mark.django_db
def test_an_account_without_a_password_is_not_called_short() -> None:
    person = make_person("somebody")
    person.set_unusable_password()
    assert not person.short_password
