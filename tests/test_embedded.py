"""The embedded services: real, closed to others, clean after every kind of end, and never in each other's way."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import boto3
import psutil
import psycopg
import pytest
import redis

from callgov.bootstrap import ROOT
from callgov.embedded import SERVICES, Busy, S3Server, Services, published, started_or_shared
from callgov.postgres import STATE
from tests.test_processes import eventually, is_gone

HOLDER = """
import json, sys, time
from pathlib import Path
from callgov.embedded import Services
with Services(Path(sys.argv[1])) as services:
    services.publish("http://localhost:1")
    print(json.dumps(services.env), flush=True)
    time.sleep(60)
"""

pytestmark = pytest.mark.xdist_group("embedded")


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a bare checkout: no service is named in the environment."""
    for name in SERVICES:
        monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """One checkout's folder, open to walk through as `/work` or `/home` are; its cluster is made once."""
    folder = Path(tempfile.mkdtemp(prefix="callgov-tests-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def count_of(url: str) -> int:
    """How often this was asked of the database before, this time included."""
    with psycopg.connect(url) as connection:
        connection.execute("create table if not exists asked (at timestamptz)")
        connection.execute("insert into asked values (now())")
        row = connection.execute("select count(*) from asked").fetchone()
        return int(row[0]) if row else 0


def with_password(url: str, password: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:{password}@{parts.hostname}:{parts.port}"))


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children() if not is_gone(child.pid)}


def hold(var: Path) -> subprocess.Popen[str]:
    """Another process that has the services up and published."""
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, var], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    assert holder.stdout.readline().startswith("{")
    return holder


def test_the_database_is_real_and_keeps_what_it_was_told(var: Path) -> None:
    with Services(var) as services:
        before = count_of(services.env["DATABASE_URL"])
    with Services(var) as services:
        assert count_of(services.env["DATABASE_URL"]) == before + 1


def test_the_database_sorts_and_searches_as_the_product_needs(var: Path) -> None:
    with Services(var) as services, psycopg.connect(services.env["DATABASE_URL"]) as connection:
        connection.execute("create extension if not exists pg_trgm")
        connection.execute("create extension if not exists btree_gist")
        assert connection.execute("select upper('é'), similarity('nair', 'nayr') > 0").fetchone() == ("É", True)


def test_the_broker_is_real(var: Path) -> None:
    with Services(var) as services, redis.Redis.from_url(services.env["REDIS_URL"]) as broker:
        assert broker.ping()


def test_the_database_refuses_a_wrong_password(var: Path) -> None:
    with Services(var) as services, pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(with_password(services.env["DATABASE_URL"], "guess"))


def test_the_broker_refuses_who_has_no_password(var: Path) -> None:
    with Services(var) as services:
        stranger = redis.Redis.from_url(with_password(services.env["REDIS_URL"], ""))
        with pytest.raises(redis.exceptions.AuthenticationError):
            stranger.ping()
        stranger.close()


def test_nobody_else_can_read_a_password(var: Path) -> None:
    with Services(var) as services:
        services.publish("http://localhost:1")
        assert stat.S_IMODE((var / "services.json").stat().st_mode) == 0o600
        assert stat.S_IMODE((var / "postgres").stat().st_mode) == 0o700
        assert stat.S_IMODE((var / "postgres" / "callgov.password").stat().st_mode) == 0o600
        lines = [" ".join(psutil.Process(child).cmdline()) for child in children()]
        assert not [line for line in lines for url in services.env.values() if str(urlsplit(url).password) in line]


def test_nothing_is_left_running_or_published_at_the_end(var: Path) -> None:
    before = children()
    with Services(var) as services:
        services.publish("http://localhost:1")
        assert len(children() - before) == 2
    assert children() == before
    assert published(var) == {}


def test_a_service_that_is_given_is_not_started(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://practice/db")
    before = children()
    with Services(var) as services:
        assert services.env["DATABASE_URL"] == "postgresql://practice/db"
        assert len(children() - before) == 1


def test_only_one_process_holds_the_services(var: Path) -> None:
    with Services(var), pytest.raises(Busy, match="Another command of this checkout"):
        Services(var).__enter__()


def test_another_command_shares_what_the_demo_published(var: Path) -> None:
    with Services(var) as services:
        services.publish("http://localhost:1")
        with started_or_shared(var) as shared:
            assert shared == services.env


def test_another_command_waits_for_one_that_shares_nothing_and_says_so(var: Path) -> None:
    with Services(var), pytest.raises(Busy), started_or_shared(var, patience=0.2):
        pass


def test_another_command_starts_its_own_when_nothing_runs(var: Path) -> None:
    with started_or_shared(var) as urls:
        assert count_of(urls["DATABASE_URL"]) > 0


def test_a_killed_holder_leaves_nothing_behind_and_the_next_start_is_clean(var: Path) -> None:
    with hold(var) as holder:
        servers = [child.pid for child in psutil.Process(holder.pid).children(recursive=True)]
        holder.kill()
    with Services(var) as services:  # at once: the old server may still be going down
        assert count_of(services.env["DATABASE_URL"]) > 0
        assert published(var) == {}
    assert len(servers) > 2
    assert eventually(lambda: all(is_gone(pid) for pid in servers))


def test_a_power_cut_whose_process_number_is_taken_by_a_stranger_hinders_no_start(var: Path) -> None:
    with Services(var):
        pass
    (var / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    with Services(var) as services:
        assert count_of(services.env["DATABASE_URL"]) > 0


def test_a_first_start_that_was_cut_short_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "postgres.new").mkdir()
    (tmp_path / "var" / "postgres.new" / "PG_VERSION").write_text("half")
    with Services(tmp_path / "var", throwaway=True) as services:
        assert count_of(services.env["DATABASE_URL"]) == 1


def test_two_checkouts_are_not_in_each_others_way(var: Path, tmp_path: Path) -> None:
    with Services(var) as one, Services(tmp_path / "var", throwaway=True) as other:
        assert set(one.env.values()).isdisjoint(other.env.values())
        assert count_of(other.env["DATABASE_URL"]) == 1


def test_no_folders_permissions_are_changed_for_a_checkout_in_a_private_place(tmp_path: Path) -> None:
    private = tmp_path / "home"
    private.mkdir(mode=0o700)
    before = {folder: folder.stat() for folder in private.parents}
    with Services(private / "var", throwaway=True) as services:
        assert count_of(services.env["DATABASE_URL"]) == 1
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert {folder: (now.st_mode, now.st_uid) for folder, now in before.items()} == {
        folder: (folder.stat().st_mode, folder.stat().st_uid) for folder in before
    }


def test_data_to_throw_away_is_gone_at_the_end(tmp_path: Path) -> None:
    before = set(STATE.glob("*"))
    with Services(tmp_path / "var", throwaway=True):
        pass
    assert not (tmp_path / "var" / "postgres").exists()
    assert set(STATE.glob("*")) <= before


def test_what_is_published_half_is_as_nothing(tmp_path: Path) -> None:
    (tmp_path / "services.json").write_text('{"pid": 1')
    assert published(tmp_path) == {}


def test_the_s3_server_keeps_versions(s3_server: S3Server) -> None:
    session = boto3.Session(s3_server.access_key, s3_server.secret_key, region_name="eu-west-2")
    store = session.client("s3", endpoint_url=s3_server.endpoint)
    store.create_bucket(Bucket="versions", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    store.put_bucket_versioning(Bucket="versions", VersioningConfiguration={"Status": "Enabled"})
    for body in (b"one", b"two"):
        store.put_object(Bucket="versions", Key="call", Body=body)
    assert len(store.list_object_versions(Bucket="versions")["Versions"]) == 2
