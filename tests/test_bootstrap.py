"""From a bare checkout to a running command: what is set up, when it is not set up again, and what is said when it cannot be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from callgov import assets, bootstrap, chromium
from callgov.bootstrap import ROOT

BARE = [sys._base_executable, "-S", "-c"]  # no packages at all, not even the environment's own
SLOW = """
import sys, time
from callgov.bootstrap import only_one
with only_one("trial"):
    print("in", flush=True)
    time.sleep(0.5)
    print("out", flush=True)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as the first step needs, and nothing else."""
    (tmp_path / "callgov").mkdir()
    for name in ("manage.py", *(f"callgov/{part}" for part in ("__init__.py", "bootstrap.py", "console.py", "requirements-dev.lock"))):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    return tmp_path


def run_in(folder: Path, program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if name != "CALLGOV_NO_BOOTSTRAP"}
    return subprocess.run([*BARE, program], cwd=folder, env={**plain, **environment}, capture_output=True, text=True, timeout=60)


def test_the_first_step_needs_nothing_but_the_standard_library() -> None:
    done = run_in(ROOT, "import callgov.bootstrap, callgov.assets; print('fine')")
    assert done.stdout == "fine\n", done.stderr


def test_a_python_that_is_too_old_is_told_so(checkout: Path) -> None:
    old = "import runpy, sys; sys.version_info = (3, 10, 1); runpy.run_path('manage.py', run_name='__main__')"
    assert run_in(checkout, old).stderr == "callgov needs Python 3.11, 3.12 or 3.13. This is Python 3.10.\n"


def test_a_machine_that_cannot_make_environments_is_told_what_to_install(checkout: Path) -> None:
    without = "import sys; sys.modules['ensurepip'] = None; from callgov import bootstrap; bootstrap.enter(['manage.py', 'check'])"
    done = run_in(checkout, without)
    assert done.returncode == 1
    assert f"apt-get install python{bootstrap.VERSION}-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_an_environment_of_ones_own_is_left_alone(checkout: Path) -> None:
    done = run_in(checkout, "from callgov import bootstrap; bootstrap.enter(['manage.py']); print('here')", CALLGOV_NO_BOOTSTRAP="1")
    assert done.stdout == "here\n"
    assert not (checkout / ".venv").exists()


def test_only_one_process_sets_up_at_a_time(checkout: Path) -> None:
    with (checkout / "order").open("w") as order:
        both = [subprocess.Popen([*BARE, SLOW], cwd=checkout, stdout=order) for _ in range(2)]
        assert [process.wait(30) for process in both] == [0, 0]
    assert (checkout / "order").read_text() == "in\nout\nin\nout\n"


def test_the_lock_of_a_process_that_died_holds_nobody_up(checkout: Path) -> None:
    with subprocess.Popen([*BARE, SLOW], cwd=checkout, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "in\n"
        holder.kill()
    assert run_in(checkout, SLOW).stdout == "in\nout\n"


def test_assets_that_are_current_are_not_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assets.build()
    monkeypatch.setenv("PATH", "")  # neither node nor npm could be found
    assets.build()
    assert (ROOT / "var" / "assets" / "css" / "app.css").exists()


def test_the_stylesheet_asks_for_no_font_and_no_other_host() -> None:
    assets.build()
    css = (ROOT / "var" / "assets" / "css" / "app.css").read_text()
    assert "@font-face" not in css
    assert "url(http" not in css.replace('"', "")


def test_the_scripts_name_no_map_that_is_not_there() -> None:
    assets.build()
    scripts = list((ROOT / "var" / "assets" / "js").glob("*.js"))
    assert len(scripts) == 3
    assert not [script.name for script in scripts if "sourceMappingURL" in script.read_text()]


def test_a_browser_that_is_named_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(chromium.PROGRAM, "/opt/browser")
    assert chromium.find_or_install() == {}


def test_the_first_way_to_a_browser_is_taken() -> None:
    assert chromium.first_of([lambda: None, lambda: "/opt/browser"])[chromium.PROGRAM] == "/opt/browser"


def test_without_any_browser_there_is_no_run_but_the_command_to_get_one() -> None:
    with pytest.raises(SystemExit, match=r"(?s)none could be found or installed here.*install.*chromium"):
        chromium.first_of([lambda: None])
