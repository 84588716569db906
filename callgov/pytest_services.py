"""A pytest plugin: the real services stand before anybody reads the settings.

The first process starts them, unless their URLs are given; the parallel workers inherit the addresses. A given
DATABASE_URL must name an account that may create databases and lift triggers, because each worker makes a test database.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from callgov.embedded import Services

WORKER = "PYTEST_XDIST_WORKER"
SCRATCH = "CALLGOV_TESTS_SCRATCH"


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Runs before the settings are imported: sets the environment that they read."""
    worker = os.environ.get(WORKER)
    if worker is None:
        stack = ExitStack()
        early_config.add_cleanup(stack.close)
        start_services(stack)
    _separate(int(worker.removeprefix("gw")) + 1 if worker else 0)
    return (yield)


def start_services(stack: ExitStack) -> None:
    """Starts what is not given by URL, in a folder that is gone afterwards."""
    scratch = Path(tempfile.mkdtemp(prefix="callgov-tests-"))
    stack.callback(shutil.rmtree, scratch)
    scratch.chmod(0o711)  # the account that PostgreSQL runs as must walk through
    services = stack.enter_context(Services(scratch, throwaway=True))
    os.environ.update(
        services.env,
        **{SCRATCH: str(scratch)},
        CALLGOV_TESTING="True",
        CALLGOV_DEMO="False",
        DJANGO_ALLOW_ASYNC_UNSAFE="true",  # the browser's driver runs a loop in the thread that also asks the database
    )


def _separate(number: int) -> None:
    """Gives each test process a cache, a broker and a vault of its own.

    So no task strays, emptying a cache drops no task, and a test that takes its vault or key ring away takes it from nobody else.
    """
    address, _, _ = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{address}/{number}"
    os.environ["CELERY_BROKER_URL"] = f"{address}/{number + 8}"  # Celery reads this before any setting
    own = Path(os.environ[SCRATCH]) / str(number)
    os.environ.update(VAULT_FOLDER=str(own / "vault"), VAULT_KEY_RING=str(own / "keys" / "ring.json"))
