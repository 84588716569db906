"""Runs one command inside the project's environment, with the services it needs."""

import os
import sys

import psycopg
from django.core.management import execute_from_command_line

from callgov import assets, chromium
from callgov.bootstrap import ROOT, VAR
from callgov.demo.run import demo
from callgov.embedded import Busy, started_or_shared
from callgov.processes import StartFailed

WITH_PAGES = ("demo", "test", "runserver", "collectstatic")
WITHOUT_TABLES = ("migrate", "makemigrations")


def run(argv: list[str]) -> int:
    """Runs the command and returns its exit code; a trouble with the services is told in one sentence."""
    command = argv[1] if len(argv) > 1 else "help"
    assets.make_room()
    if command in WITH_PAGES:
        assets.build()
    try:
        if command == "demo":
            return demo(argv[2:])
        return test(argv[2:]) if command == "test" else manage(command, argv)
    except (Busy, StartFailed) as trouble:
        sys.exit(str(trouble))


def test(arguments: list[str]) -> int:
    """Becomes pytest, which starts the services itself before it reads the settings."""
    os.environ.update(chromium.find_or_install())
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *arguments])


def manage(command: str, argv: list[str]) -> int:
    """Runs one of Django's commands or ours; without DATABASE_URL on the demo's database, served for as long as it lasts."""
    if "DATABASE_URL" in os.environ:
        execute_from_command_line(argv)
        return 0
    os.environ.setdefault("CALLGOV_DEMO", "True")
    with started_or_shared(VAR) as urls:
        os.environ.update(urls)
        if command not in WITHOUT_TABLES and not _has_tables(urls["DATABASE_URL"]):
            execute_from_command_line([argv[0], "migrate", "--verbosity=0"])
        execute_from_command_line(argv)
    return 0


def _has_tables(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("select to_regclass('django_migrations') is not null").fetchone() == (True,)
