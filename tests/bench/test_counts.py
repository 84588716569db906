"""What the cases count: decodes a file and queries a page and a range. Counts, never seconds."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access_requests.models import AccessRequest, Decision, State
from callgov.bench import speech
from callgov.bench.bare import FRAME_URL, PAGE, bare
from callgov.bench.cases.pages import HOME, Page, deciding, look_at
from callgov.bench.scene import People, Telephony, add_requests, write_manifest
from callgov.bench.speech import short_calls
from callgov.bench.visits import visitor
from recordings.models import AudioState, Recording

# a case has the name of its module
bulk, intake, player = (importlib.import_module(f"callgov.bench.cases.{name}") for name in ("bulk", "intake", "player"))


@pytest.fixture
def people(transactional_db: None) -> People:
    Telephony()
    return People()


@pytest.fixture
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "ROUNDS", 2)
    monkeypatch.setattr(player, "SECONDS", 60)


def queries_of(work: object) -> int:
    assert callable(work)
    with CaptureQueriesContext(connection) as queries:
        work()
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT")) for query in queries)


def test_each_import_of_a_file_decodes_it_once_however_often_it_comes_from_another_system(people: People, tmp_path: Path) -> None:
    wav = next(call for call in short_calls() if call.suffix == ".wav")
    product, decodes = intake._importer(intake._folder(tmp_path / "one", [wav]), 1)
    product()
    assert decodes() == 1
    product()
    assert (decodes(), Recording.objects.count()) == (2, 2)


def test_the_floor_of_intake_decodes_without_the_product(tmp_path: Path) -> None:
    _, decodes = intake._importer(tmp_path, 0)
    intake._floor(short_calls()[:1], tmp_path / "floor")
    assert decodes() == 0
    assert (tmp_path / "floor").stat().st_size == short_calls()[0].stat().st_size + 16


def test_a_long_call_has_the_length_that_was_asked_for(tmp_path: Path) -> None:
    call = speech.long_call(tmp_path / "call.wav", 300)
    assert abs(call.stat().st_size - 300 * 16_000) < 200
    assert [path.name for path in tmp_path.iterdir()] == ["call.wav"]


def test_bulk_and_its_floor_put_the_same_rows_in(people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "ROWS", 20)
    listed = write_manifest(tmp_path, [("", number) for number in range(20)])
    bulk._import(tmp_path, "product")
    bulk._copy(bulk._rows(listed), "floor")
    product, floor = (set(Recording.objects.filter(source=source).values_list("source_key", "started_at", "external_e164", "line_id",
        "extension_id", "stated_seconds")) for source in ("product", "floor"))  # fmt: skip
    assert product == floor
    assert len(product) == 20


@pytest.fixture
def listener(people: People, few_rounds: None) -> Iterator[object]:
    with player._recording() as (call, floor):
        player.served.set(floor)
        assert call.audio_state == AudioState.HELD
        client = visitor(people.requester)
        yield player._Listener(client, people.requester, player._grant(people, call), call)


def test_a_range_takes_five_queries_the_first_as_all_others(listener: object) -> None:
    assert queries_of(listener.first) == queries_of(listener.further) == 5  # type: ignore[attr-defined]


def test_the_bare_pages_take_a_session_and_a_user(people: People, listener: object) -> None:
    client = bare(visitor(people.lead))
    assert queries_of(lambda: client.get(FRAME_URL)) == queries_of(lambda: client.get(PAGE)) == 2


def test_the_bare_frame_is_for_somebody_signed_in(listener: object, people: People) -> None:
    client = visitor(people.lead)
    client.cookies.clear()
    client.cookies["sessionid"] = "nobody"
    assert bare(client).get(FRAME_URL).status_code == 403


def test_the_bare_page_is_as_large_as_the_unit_that_goals_are_told_in(people: People) -> None:
    assert 18_000 < len(bare(visitor(people.lead)).get(PAGE).content) < 30_000


@pytest.mark.parametrize(("who", "address", "most"), [("lead", "requests", 10), ("requester", "requests", 10), ("lead", "home", HOME)])
def test_a_list_takes_as_many_queries_for_ten_requests_as_for_a_thousand(people: People, who: str, address: str, most: int) -> None:
    client = visitor(getattr(people, who))
    page, floor = Page("list", client, reverse(address), most, 3.0), bare(client)
    add_requests(people, 1, 20)
    few = look_at(page, floor, rounds=1).queries
    add_requests(people, 21, 1_000)
    assert look_at(page, floor, rounds=1).queries == few <= most


def test_a_decision_that_is_measured_is_made_and_taken_back(people: People) -> None:
    add_requests(people, 1, 20)
    decide = deciding(people)
    assert queries_of(decide) > 5
    assert AccessRequest.objects.get(reference="BEN-10").state == State.SENT
    assert not Decision.objects.exists()
    decide()


def test_a_decision_takes_at_most_fourteen_queries(people: People) -> None:
    add_requests(people, 1, 20)
    client = visitor(people.lead)
    assert look_at(Page("decision", client, reverse("request_detail", args=["BEN-10"]), 14, 4.0), bare(client), rounds=1).queries <= 14
