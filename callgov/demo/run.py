"""Starts the demo: services, tables, the practice, the worker, the schedule and the web server; and stops them all again."""

import argparse
import hashlib
import http.client
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

import django
import psycopg
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections
from django.urls import reverse
from django.utils.module_loading import import_string
from psycopg.sql import SQL, Identifier

from callgov.bootstrap import ROOT, VAR
from callgov.console import note, say
from callgov.embedded import Busy, Services, published
from callgov.processes import LOOPBACK, Child, answers, free_port, start

PORT = 8000
INTAKE = VAR / "intake"
MAIL = VAR / "mail"
BACKUPS, BACKUPS_OF_KEYS = VAR / "backups", VAR / "backups-of-keys"
UNFINISHED = VAR / "unfinished"  # there while the practice is being made
TABLES = VAR / "tables"  # of which tables it was made
CELERY = (sys.executable, "-m", "celery", "--app", "callgov.celery")
WORKER = (*CELERY, "worker", "--pool", "solo", "--without-mingle", "--without-gossip", "--loglevel", "INFO")
BEAT = (*CELERY, "beat", "--schedule", str(VAR / "schedule"), "--loglevel", "INFO")
NOT_A_PRACTICE = (
    "DATABASE_URL is set. In the demo anyone can be anyone, so it must never run on a practice's database.\n"
    "Unset DATABASE_URL, or set CALLGOV_DEMO=True as well if that database is there for the demo."
)
RUNNING = "The demo of this checkout is already running at {site}. Stop it first, with Ctrl-C where it was started."
READY = """
The demo is ready, after {seconds:.0f} seconds.

  Who is who; sign in as anyone   {site}{cast}
  The real sign-in                {site}{login}
  Calls put here are taken in     {intake}
  Mail that was sent              {mail}

Ctrl-C stops it. What you did is kept for the next time."""


def demo(arguments: list[str]) -> int:
    """`manage.py demo`: runs until it is stopped; with --tour until the journey is told. Returns the exit code, 0 or 1."""
    began = time.monotonic()
    options = _options(arguments)
    if "DATABASE_URL" in os.environ and os.environ.get("CALLGOV_DEMO") != "True":
        sys.exit(NOT_A_PRACTICE)
    port = _port(options.port)
    site = f"http://localhost:{port}"
    try:
        with _signals_interrupt(), ExitStack() as stack:
            children = _start(stack, site, port, anew=options.fresh)
            if options.tour:
                return int(import_string("callgov.demo.tour.run")(site))
            pages = {"cast": reverse("demo_cast"), "login": reverse("account_login")}
            say(READY.format(seconds=time.monotonic() - began, site=site, intake=INTAKE, mail=MAIL, **pages))
            return _watch(children)
    except KeyboardInterrupt:
        say("The demo has stopped.")
        return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py demo", description="Runs a small practice with its people and calls, in your browser.")
    parser.add_argument("--port", type=int, help=f"of the web server on localhost; {PORT} when it is free")
    parser.add_argument("--fresh", action="store_true", help="forget what was done before and make the practice anew")
    parser.add_argument("--tour", action="store_true", help="walk the main journey over HTTP as the named people, tell each step, and end")
    return parser.parse_args(arguments)


def _port(wanted: int | None) -> int:
    """The port asked for; else the usual one; else, when somebody has that, any free one."""
    if wanted and answers(wanted):
        sys.exit(f"Port {wanted} is in use. Choose another with --port.")
    return wanted or (free_port() if answers(PORT) else PORT)


@contextmanager
def _signals_interrupt() -> Iterator[None]:
    """SIGTERM and a closed terminal end the demo as Ctrl-C does, in good order."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(stack: ExitStack, site: str, port: int, *, anew: bool) -> list[Child]:
    """Brings everything up, and leaves on the stack how to take it down."""
    is_ours = "DATABASE_URL" not in os.environ
    services = _start_services(stack)
    if is_ours and (anew or UNFINISHED.exists() or _has_other_tables()):
        _forget(services.env["DATABASE_URL"])
    os.environ.update(services.env, CALLGOV_DEMO="True", SITE_URL=site, INTAKE_FOLDER=str(INTAKE))
    os.environ.update(BACKUP_FOLDER=str(BACKUPS), BACKUP_KEYS_FOLDER=str(BACKUPS_OF_KEYS))
    INTAKE.mkdir(exist_ok=True)
    django.setup()
    note("Setting up: the tables")
    call_command("migrate", verbosity=0, interactive=False)
    children = _start_programs(stack, port)  # they come up while the practice is made
    if not get_user_model().objects.exists():
        note("Setting up: the practice, its people and its calls")
        UNFINISHED.touch()
        call_command("seed_demo")
        TABLES.write_text(_tables())
        UNFINISHED.unlink()
    connections.close_all()
    children[0].wait_until(lambda: _is_well(port), seconds=60)
    services.publish(site)
    return children


def _start_services(stack: ExitStack) -> Services:
    try:
        return stack.enter_context(Services(VAR))
    except Busy as busy:
        sys.exit(RUNNING.format(**running) if (running := published(VAR)) else str(busy))


def _has_other_tables() -> bool:
    """Until the first release migrations are made anew, so a practice made by an earlier checkout cannot be brought up to this one."""
    return TABLES.exists() and TABLES.read_text() != _tables()


def _tables() -> str:
    """What stands for the tables that this checkout makes."""
    files = [*ROOT.glob("[a-z]*/migrations/*.py"), *ROOT.glob("callgov/*/migrations/*.py")]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()


def _forget(url: str) -> None:
    """Empties the demo's own database and vault: half a practice is not worth keeping."""
    note("Setting up: a fresh start")
    server, _, database = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(SQL("drop database if exists {} with (force)").format(Identifier(database)))
        connection.execute(SQL("create database {}").format(Identifier(database)))
    for folder in (VAR / "vault", VAR / "keys", MAIL, BACKUPS, BACKUPS_OF_KEYS):
        shutil.rmtree(folder, ignore_errors=True)
    UNFINISHED.unlink(missing_ok=True)
    TABLES.unlink(missing_ok=True)


def _start_programs(stack: ExitStack, port: int) -> list[Child]:
    web = (sys.executable, "manage.py", "runserver", "--noreload", "--skip-checks", f"{LOOPBACK}:{port}")
    children = []
    for name, command in (("web", web), ("worker", WORKER), ("beat", BEAT)):
        child = start(f"The demo's {name}", command, log=VAR / "log" / f"{name}.log", cwd=ROOT)
        stack.callback(child.stop)
        children.append(child)
    return children


def _is_well(port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _watch(children: list[Child]) -> int:
    """Waits while all goes well; says which part ended when one did."""
    while all(child.process.poll() is None for child in children):
        time.sleep(0.5)
    for child in children:
        if child.process.poll() is not None:
            note(f"{child.name} ended. Its output is in {child.log}")
    return 1
