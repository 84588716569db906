"""What follows from a call's record: purpose and retention from its line, the person from extension and local day, the number as E.164."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgov.refusals import Refused
from recordings.channels import NoticeChannel, channel_of
from recordings.intake.resolve import Directory, LineOf, NoticeOf, Resolved, Seat, resolve
from recordings.intake.rows import Call
from recordings.models import Direction
from recordings.numbers import Kind, normalise

MAIN = LineOf(1, "Main line", "01632 960000", purpose=7, retention_class=3, months=36)
DOCTORS = LineOf(2, "Doctors", "", purpose=8, retention_class=4, months=12)
UNDECIDED = LineOf(3, "New line", "", purpose=None, retention_class=3, months=36)
FOR_EVER = LineOf(4, "Old line", "", purpose=7, retention_class=None, months=None)
ANNA, BEN = 11, 12
ALWAYS = {channel: [NoticeOf(5, datetime(2000, 1, 1, tzinfo=UTC), None)] for channel in NoticeChannel}
DIRECTORY = Directory(
    lines={line.id: line for line in (MAIN, DOCTORS, UNDECIDED, FOR_EVER)},
    extensions={
        "214": Seat(21, None, ((date(2026, 1, 1), date(2026, 6, 30), ANNA), (date(2026, 7, 1), None, BEN))),
        "300": Seat(30, DOCTORS.id, ()),
    },
    default_line=MAIN.id,
    notices=ALWAYS,
)
CALL = Call("Row 4", datetime(2026, 6, 30, 22, 59, tzinfo=UTC), 60, Direction.INCOMING, "214", "07700 900461", "", "", "")


def resolved(directory: Directory = DIRECTORY, **changes: object) -> Resolved:
    return resolve(CALL._replace(**changes), directory)  # type: ignore[arg-type]


def refusal(directory: Directory = DIRECTORY, **changes: object) -> str:
    with pytest.raises(Refused) as caught:
        resolved(directory, **changes)
    return str(caught.value.refusal)


@pytest.mark.clause("LB-1")
def test_purpose_and_retention_come_from_the_line() -> None:
    found = resolved()
    assert (found.line, found.purpose, found.retention_class, found.retain_until) == (1, 7, 3, date(2029, 6, 30))


@pytest.mark.clause("LB-1")
def test_a_line_without_a_purpose_is_refused_and_the_sentence_says_who_must_do_what() -> None:
    said = refusal(line="New line")
    assert said == (
        "Row 4: calls on the line New line have no purpose and so no lawful basis. "
        "The Information Governance Lead must give the line a purpose first."
    )


@pytest.mark.clause("LB-1")
def test_a_call_on_no_line_at_all_has_no_lawful_basis() -> None:
    assert "Row 4 names no line, and no line is the usual one" in refusal(replace(DIRECTORY, default_line=None))


def test_a_line_without_a_retention_class_is_refused() -> None:
    assert "nobody has said how long calls on the line Old line are kept" in refusal(line="old LINE")


@pytest.mark.parametrize(
    ("line", "extension", "expected"),
    [("", "214", MAIN), ("", "300", DOCTORS), ("main line", "300", MAIN), ("+44 1632 960000", "300", MAIN), ("Doctors", "", DOCTORS)],
)
def test_the_line_is_the_one_named_or_the_extensions_or_the_usual_one(line: str, extension: str, expected: LineOf) -> None:
    assert resolved(line=line, extension=extension).line == expected.id


def test_an_unknown_line_is_refused_by_name_but_never_by_a_number() -> None:
    assert "no line is called “Reception”." in refusal(line="Reception")
    assert "960461" not in refusal(line="01632 960461")


@pytest.mark.clause("AC-5")
@pytest.mark.parametrize(("minute", "person"), [(59, ANNA), (60, BEN)])
def test_the_person_is_who_had_the_extension_on_the_local_day(minute: int, person: int) -> None:
    started = datetime(2026, 6, 30, 22 + minute // 60, minute % 60, tzinfo=UTC)  # 11:59pm on 30 June and midnight of 1 July in London
    assert resolved(started_at=started).person == person


def test_before_anybody_had_the_extension_the_person_is_not_known() -> None:
    assert resolved(started_at=datetime(2025, 12, 31, 12, tzinfo=UTC)).person is None


@pytest.mark.clause("AC-5")
def test_an_unknown_extension_is_refused() -> None:
    assert refusal(extension="219") == (
        "Row 4: extension 219 is not known, so the call could not be found later. "
        "Add extension 219 to the practice's extensions, or correct the row."
    )


def test_an_extension_that_may_be_somebodys_number_is_not_repeated() -> None:
    assert "07700900461" not in refusal(extension="07700900461")


def test_an_empty_extension_is_an_answer() -> None:
    assert (resolved(extension="").extension, resolved(extension="").person) == (None, None)


@pytest.mark.parametrize(
    ("raw", "e164", "withheld"),
    [("07700 900461", "+447700900461", False), ("Withheld", "", True), ("111", "", False), ("214", "", False), ("", "", False)],
)
@pytest.mark.clause("AC-5")
def test_the_number_is_kept_as_e164_and_withheld_is_known(raw: str, e164: str, withheld: bool) -> None:
    assert (resolved(external_raw=raw).external_e164, resolved(external_raw=raw).withheld) == (e164, withheld)


@given(st.from_regex(r"0[127]( ?[0-9]){9}", fullmatch=True))
def test_a_number_dialled_at_home_is_what_the_parser_says_it_is(raw: str) -> None:
    assert Directory({}, {}, None).number(raw) == normalise(raw)


def test_an_extension_that_looks_like_a_number_is_an_extension() -> None:
    directory = replace(DIRECTORY, extensions={"07700900461": Seat(1, None, ())})
    assert directory.number("07700900461").kind is Kind.EXTENSION


def test_a_retention_period_is_counted_from_the_local_day_and_clamped() -> None:
    leap = replace(MAIN, months=12)
    directory = replace(DIRECTORY, lines={1: leap})
    assert resolved(directory, extension="", started_at=datetime(2024, 2, 29, 12, tzinfo=UTC)).retain_until == date(2025, 2, 28)


@pytest.mark.clause("NO-1")
@pytest.mark.clause("NO-2")
@pytest.mark.parametrize(
    ("direction", "line", "channel"),
    [
        ("incoming", "telephone", "telephone"),
        ("unknown", "telephone", "telephone"),
        ("incoming", "desktop", "desktop"),
        ("incoming", "mobile", "mobile"),
        ("incoming", "browser", "browser"),
        ("outgoing", "telephone", "outgoing"),
        ("outgoing", "mobile", "outgoing"),
        ("internal", "telephone", "staff"),
    ],
)
def test_which_notice_a_call_falls_under(direction: str, line: str, channel: str) -> None:
    assert channel_of(direction, line) == channel
    notices = {channel: ALWAYS[NoticeChannel.TELEPHONE]}
    lines = {MAIN.id: replace(MAIN, channel=line)}
    assert resolved(replace(DIRECTORY, lines=lines, notices=notices), direction=Direction(direction)).notice == 5


@pytest.mark.clause("NO-6")
def test_a_call_of_which_nobody_was_told_may_be_a_secret_recording() -> None:
    started = CALL.started_at
    before, during, after = (
        NoticeOf(n, since, until)
        for n, since, until in (
            (1, datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)),
            (2, started, None),
            (3, datetime(2030, 1, 1, tzinfo=UTC), None),
        )
    )
    assert resolved(replace(DIRECTORY, notices={"telephone": [before, during, after]})).notice == 2
    said = refusal(replace(DIRECTORY, notices={"telephone": [before, after]}))
    assert said.startswith("Row 4: no notice was in force then for “Telephone, incoming calls”, so this may be a secret recording.")
