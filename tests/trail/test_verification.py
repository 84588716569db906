from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callgov import clock
from callgov.people.models import User
from callgov.trail import canonical
from callgov.trail.merkle import NOTHING_BEFORE, grow
from callgov.trail.models import Entry, Seal
from callgov.trail.sealing import chain, seal
from callgov.trail.services import check_trail
from callgov.trail.tasks import check
from callgov.trail.verification import UNSEALED_TOO_LONG, verify
from tests.trail.conftest import make_person, run, tampering, write_entries

pytestmark = [pytest.mark.clause("AU-11"), pytest.mark.django_db(transaction=True)]

WITHOUT_TRIGGERS = ("SET LOCAL session_replication_role = replica", "ALTER TABLE trail_entry DISABLE TRIGGER ALL")
COPIED = ", ".join(f'"{field.column}"' for field in Entry._meta.concrete_fields if field.name != "id")

# What a forger might do to the entries, as SQL; every one changes something that is sealed.
TAMPERING = {
    "changed": "UPDATE trail_entry SET reason = 'harmless' WHERE id = (SELECT max(id) FROM trail_entry)",
    "given to another": "UPDATE trail_entry SET actor_id = NULL, job = 'seed' WHERE request = 'REQ-2026-0004'",
    "dated back": "UPDATE trail_entry SET timestamp = timestamp - interval '1 microsecond' WHERE request = 'REQ-2026-0002'",
    "removed": "DELETE FROM trail_entry WHERE request = 'REQ-2026-0002'",
    "all removed": "DELETE FROM trail_entry",
    "inserted": f"INSERT INTO trail_entry ({COPIED}) SELECT {COPIED} FROM trail_entry WHERE request = 'REQ-2026-0002'",
    "inserted before everything": "INSERT INTO trail_entry"
    " (id, transaction, event, action, object_type, object_pk, object_repr, job, request, reason, facts)"
    " VALUES (-1, '1', 'refused', 3, '', '', '', 'seed', '', '', '{}')",
    "exchanged": "UPDATE trail_entry SET id = -id WHERE request IN ('REQ-2026-0001', 'REQ-2026-0002')",
    "moved into another seal": "UPDATE trail_entry SET transaction = (SELECT upto FROM trail_seal WHERE number = 1)"
    " WHERE request = 'REQ-2026-0002'",
    "moved past the last seal": "UPDATE trail_entry SET transaction = (SELECT max(upto) FROM trail_seal) WHERE request = 'REQ-2026-0002'",
    "replaced": "UPDATE trail_entry SET facts = '{\"found\": 0}' WHERE request = 'REQ-2026-0009'",
}  # fmt: skip


def findings(lodged: str = "") -> list[str]:
    return verify(now=clock.now(), lodged=lodged).findings


def test_an_untouched_trail_is_good(sealed_trail: list[Seal]) -> None:
    verdict = verify(now=clock.now())
    assert verdict.good
    assert (verdict.seals, verdict.entries, verdict.head) == (3, Entry.objects.count(), bytes(sealed_trail[-1].head).hex())


def test_an_empty_trail_is_good() -> None:
    assert verify(now=clock.now()).good


@pytest.mark.parametrize("how", WITHOUT_TRIGGERS)
def test_entries_tampered_with_behind_the_triggers_are_found(sealed_trail: list[Seal], how: str) -> None:
    for name, statement in TAMPERING.items():
        with tampering(how):
            run(statement)
            assert findings(), name
    assert not findings()


CHANGES = {
    "id": "id + 1000", "transaction": "(transaction::text::bigint + 1)::text::xid8", "timestamp": "timestamp + interval '1 second'",
    "event": "'refused'", "action": "0", "actor_id": "actor_id + 1", "about_id": "NULL", "job": "job || 'x'", "grant": "gen_random_uuid()",
    "recording": "gen_random_uuid()", "request": "request || 'x'", "reason": "reason || ' '", "changes": "'{}'",
    "facts": "'{\"found\": 7}'", "object_type": "object_type || 'x'", "object_pk": "object_pk || 'x'", "object_repr": "object_repr || 'x'",
}  # fmt: skip


def test_every_column_of_an_entry_is_sealed(sealed_trail: list[Seal]) -> None:
    assert set(CHANGES) == {field.column for field in Entry._meta.concrete_fields}
    for column, value in CHANGES.items():
        with tampering():
            run(f"UPDATE trail_entry SET \"{column}\" = {value} WHERE request = 'REQ-2026-0004'")
            assert findings(), column


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_one_change_to_any_sealed_entry_is_found(sealed_trail: list[Seal], data: st.DataObject) -> None:
    pk = data.draw(st.sampled_from(sorted(Entry.objects.values_list("pk", flat=True))))
    text = data.draw(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12))
    column = data.draw(st.sampled_from(["reason", "request", "object_repr", "object_pk"]))
    changed = Entry.objects.values_list(column, flat=True).get(pk=pk) != text
    with tampering():
        run(f"UPDATE trail_entry SET {column} = %s WHERE id = %s", text, pk)
        assert bool(findings()) == changed


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_entries_in_any_other_order_or_number_are_found(sealed_trail: list[Seal], data: st.DataObject) -> None:
    pks = sorted(Entry.objects.values_list("pk", flat=True))
    kept = data.draw(st.lists(st.sampled_from(pks), unique=True, max_size=len(pks)))
    with tampering():
        run("DELETE FROM trail_entry WHERE id <> ALL(%s)", kept)
        for place, pk in enumerate(kept):
            run("UPDATE trail_entry SET id = %s WHERE id = %s", pks[place] + 1_000_000, pk)
        run("UPDATE trail_entry SET id = id - 1000000")
        assert bool(findings()) == (kept != pks)


CHANGED_SEALS = (
    "entries = entries + 1", "root = '\\x00'", "root = sha256('')", "previous = sha256('')", "head = sha256('')", "form = 9",
    "upto = '999999999'", "sealed_at = sealed_at - interval '1 day'", "number = number + 10",
)  # fmt: skip


def test_a_changed_seal_is_found(sealed_trail: list[Seal]) -> None:
    for number, change in product((1, 2, 3), CHANGED_SEALS):
        with tampering():
            run(f"UPDATE trail_seal SET {change} WHERE number = %s", number)
            assert findings(), (number, change)


@pytest.mark.parametrize(("removed", "sentence"), [
    ("= 1", "Seal 1 is missing."), ("= 2", "Seal 2 is missing."), ("< 3", "Seals 1 to 2 are missing."),
])  # fmt: skip
def test_a_removed_seal_is_named_and_the_others_stay_good(sealed_trail: list[Seal], removed: str, sentence: str) -> None:
    with tampering():
        run(f"DELETE FROM trail_seal WHERE number {removed}")
        assert findings() == [sentence]


def test_a_removed_last_seal_is_found_by_the_lodged_head_and_only_by_it(sealed_trail: list[Seal]) -> None:
    lodged = bytes(sealed_trail[-1].head).hex()
    with tampering():
        run("DELETE FROM trail_entry WHERE transaction >= (SELECT first FROM trail_seal WHERE number = 3)")
        run("DELETE FROM trail_seal WHERE number = 3")
        assert findings() == []
        assert findings(lodged) == ["The lodged head is not in this chain: seals were removed or rewritten after it was lodged."]


def test_a_forger_who_rewrites_every_seal_is_found_by_the_lodged_head(sealed_trail: list[Seal]) -> None:
    lodged = bytes(sealed_trail[1].head).hex()
    with tampering():
        run("UPDATE trail_entry SET reason = 'harmless' WHERE request = 'REQ-2026-0002'")
        reforge_all_seals()
        assert findings() == []
        assert findings(lodged)


def reforge_all_seals() -> None:
    before = NOTHING_BEFORE
    for forged, (entries, root) in [(forged, grow(texts)) for forged, texts in chain()]:
        forged.entries, forged.root, forged.previous = entries, root, before
        forged.head = before = forged.own_head()
        forged.save()


def test_a_head_lodged_long_ago_is_still_in_the_chain(sealed_trail: list[Seal]) -> None:
    for lodged in sealed_trail:
        assert findings(bytes(lodged.head).hex().upper()) == []


def test_a_head_lodged_from_elsewhere_is_not(sealed_trail: list[Seal]) -> None:
    assert len(findings("ab" * 32)) == 1


def test_an_entry_with_a_number_from_the_future_is_found(sealed_trail: list[Seal]) -> None:
    with tampering():
        run("UPDATE trail_entry SET transaction = '99999999999' WHERE request = 'REQ-2026-0009'")
        assert any("is yet to come" in finding for finding in findings())


def test_what_is_not_sealed_yet_is_counted_and_told(sealed_trail: list[Seal]) -> None:
    write_entries(User.objects.get(), 10, 11)
    verdict = verify(now=clock.now())
    assert (verdict.good, verdict.unsealed) == (True, 2)
    assert verdict.oldest_unsealed == Entry.objects.get(request="REQ-2026-0010").timestamp


def test_what_waits_too_long_for_its_seal_raises_an_alarm() -> None:
    make_person("nurse")
    late = clock.now() + UNSEALED_TOO_LONG + timedelta(minutes=3)
    verdict = verify(now=late)
    assert len(verdict.findings) == 1
    assert "not sealed, the oldest for 13 minutes" in verdict.findings[0]


def test_an_operator_of_another_search_path_changes_nothing(sealed_trail: list[Seal]) -> None:
    with tampering("CREATE FUNCTION public.to_char(timestamp, text) RETURNS text LANGUAGE sql AS $$ SELECT 'forged' $$"):
        run("SET LOCAL search_path = public, pg_catalog")
        assert findings() == []


def test_the_time_zone_and_other_settings_of_a_session_change_nothing(sealed_trail: list[Seal]) -> None:
    texts = list(canonical.entries(canonical.FORM, 0, 2**62))
    with tampering("SET LOCAL timezone = 'Asia/Tokyo'"):
        run("SET LOCAL datestyle = 'SQL, DMY'")
        run("SET LOCAL extra_float_digits = -15")
        assert list(canonical.entries(canonical.FORM, 0, 2**62)) == texts


def test_the_canonical_text_holds_every_column(sealed_trail: list[Seal]) -> None:
    names = {field.column.removesuffix("_id") for field in Entry._meta.concrete_fields}
    texts = [text for _, text in canonical.entries(canonical.FORM, 0, 2**62)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT json_object_keys(%s::json)", (texts[0].decode(),))
        assert {key for (key,) in cursor.fetchall()} == names


def test_the_canonical_text_never_breaks_a_line(sealed_trail: list[Seal]) -> None:
    texts = [text for _, text in canonical.entries(canonical.FORM, 0, 2**62)]
    assert len(texts) == Entry.objects.count()
    assert all(text.startswith(b'{"id":') and text.endswith(b"}") and b"\n" not in text for text in texts)


def test_progress_is_heard_after_each_seal(sealed_trail: list[Seal]) -> None:
    heard: list[int] = []
    verify(now=clock.now(), progress=heard.append)
    assert heard == [4, 5, 10]


def test_the_chain_is_walked_in_batches(sealed_trail: list[Seal], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callgov.trail.sealing._AT_ONCE", 2)
    assert verify(now=clock.now()).good


def test_the_job_records_how_its_check_came_out(sealed_trail: list[Seal], caplog: pytest.LogCaptureFixture) -> None:
    check()
    entry = Entry.objects.first()
    assert (entry.event, entry.job, entry.facts["good"], entry.facts["seals"]) == ("trail_checked", "integrity", True, 3)
    assert caplog.text == ""


def test_the_job_says_in_the_log_what_it_found(sealed_trail: list[Seal], caplog: pytest.LogCaptureFixture) -> None:
    with tampering():
        run("DELETE FROM trail_seal WHERE number = 2")
        check()
        assert [entry.facts["findings"] for entry in Entry.objects.filter(event="trail_checked", facts__good=False)] == [1]
        assert Entry.objects.filter(event="incident_reported").exists()
    assert "Seal 2 is missing." in caplog.text


def test_a_check_changes_nothing(sealed_trail: list[Seal]) -> None:
    check_trail(now=clock.now())
    seal(now=clock.now())
    assert verify(now=clock.now()).good
