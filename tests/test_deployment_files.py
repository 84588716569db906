"""What a practice deploys says the same as the settings, pins what it takes, watches itself, and holds no password."""

import ast
import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from callgov.bootstrap import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = [name for name, service in SERVICES.items() if service["image"].startswith("callgov:")]
LASTING = [name for name, service in SERVICES.items() if service["restart"] != "no"]
EXACT_VERSION = re.compile(r"[\w./-]+:v?\d+\.\d+(\.\d+)?(-[\w.-]+)?")


def settings_names() -> dict[str, bool]:
    """Every name that the settings read from the environment, and whether it must be there in a practice."""
    return {str(call.args[0].value): is_required(call) for call in environment_calls() if isinstance(call.args[0], ast.Constant)}


def environment_calls() -> list[ast.Call]:
    files = [ast.parse((ROOT / "callgov" / name).read_text()) for name in ("settings.py", "environment.py")]
    calls = [node for tree in files for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    return [call for call in calls if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in ("env", "self")]


def is_required(call: ast.Call) -> bool:
    defaults = [ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg == "default"]
    return defaults == [] or defaults[0].endswith("None")


def given_to(service: str) -> set[str]:
    """The names of the settings that a service is given; NAME_FILE gives NAME."""
    return {name.removesuffix("_FILE") for name in SERVICES[service]["environment"]}


@pytest.mark.parametrize("service", OURS)
def test_every_name_given_to_the_application_is_read_by_the_settings(service: str) -> None:
    assert given_to(service) - set(settings_names()) == set()


@pytest.mark.parametrize("service", OURS)
def test_every_name_that_the_settings_require_is_given(service: str) -> None:
    required = {name for name, is_required in settings_names().items() if is_required}
    assert {"SECRET_KEY", "DATABASE_URL"} <= required
    assert required - given_to(service) == set()


@pytest.mark.parametrize("service", OURS)
def test_the_demo_and_debugging_are_never_switched_on(service: str) -> None:
    assert not given_to(service) & {"CALLGOV_DEMO", "CALLGOV_TESTING", "CALLGOV_DEBUG"}


@pytest.mark.parametrize("service", SERVICES)
def test_every_image_is_pinned_to_an_exact_version(service: str) -> None:
    assert EXACT_VERSION.fullmatch(SERVICES[service]["image"])


@pytest.mark.parametrize("image", re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE))
def test_every_image_built_upon_is_pinned_to_an_exact_version(image: str) -> None:
    assert EXACT_VERSION.fullmatch(image)


@pytest.mark.parametrize("service", LASTING)
def test_every_lasting_service_watches_its_health(service: str) -> None:
    assert SERVICES[service]["healthcheck"]["test"]


def test_the_services_are_those_of_the_design() -> None:
    assert set(LASTING) == {"proxy", "web", "worker", "beat", "watch", "database", "broker", "store"}


@pytest.mark.parametrize("service", SERVICES)
def test_no_password_or_key_is_written_into_the_environment(service: str) -> None:
    for name, value in SERVICES[service].get("environment", {}).items():
        if re.search("PASSWORD|SECRET|ACCESS_KEY", name):
            assert name.endswith("_FILE"), name
            assert str(value).startswith("/run/secrets/")
        assert not re.search(r"://[^/@]*:[^/@]*@", str(value)), f"{name} holds a password in its address"


@pytest.mark.parametrize("service", SERVICES)
def test_every_secret_used_is_a_file_that_is_declared(service: str) -> None:
    used = set(SERVICES[service].get("secrets", []))
    assert used <= set(COMPOSE["secrets"])
    named = set(re.findall(r"/run/secrets/(\w+)", str(SERVICES[service])))
    assert named <= used


def test_every_secret_is_made_at_random_and_kept_out_of_the_repository(tmp_path: Path) -> None:
    script = ROOT / "docs" / "deploy" / "make-secrets.sh"
    subprocess.run(["sh", script], cwd=tmp_path, check=True, capture_output=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert {f"./secrets/{name}" for name in made} == {secret["file"] for secret in COMPOSE["secrets"].values()}
    assert len(set(made.values())) == len(made)
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_making_the_secrets_again_replaces_none(tmp_path: Path) -> None:
    script = ["sh", str(ROOT / "docs" / "deploy" / "make-secrets.sh")]
    subprocess.run(script, cwd=tmp_path, check=True, capture_output=True)
    before = (tmp_path / "secrets" / "database_password").read_text()
    subprocess.run(script, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "secrets" / "database_password").read_text() == before


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["database"]["networks"] == SERVICES["broker"]["networks"] == SERVICES["store"]["networks"] == ["inside"]


def test_the_application_runs_without_rights() -> None:
    assert re.search(r"^USER callgov$", DOCKERFILE, re.MULTILINE)
    for service in OURS:
        assert SERVICES[service]["cap_drop"] == ["ALL"]
        assert SERVICES[service]["read_only"] is True


def test_the_image_takes_only_what_the_run_time_lock_pins() -> None:
    assert "--require-hashes --no-deps --requirement /requirements.lock" in DOCKERFILE
    assert "COPY callgov/requirements.lock /requirements.lock" in DOCKERFILE
    assert "npm ci" in DOCKERFILE


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"])
def test_the_locks_name_no_host_and_pin_every_package_by_hash(lock: str) -> None:
    text = (ROOT / "callgov" / lock).read_text()
    assert "://" not in text
    packages = re.split(r"\n(?=\S)", text.strip())
    assert all("==" in package and "--hash=sha256:" in package for package in packages)


def test_the_image_holds_what_the_tests_hold() -> None:
    """The run-time lock is a part of the developers' lock, version for version."""
    developers = set(re.findall(r"^\S+==\S+", (ROOT / "callgov" / "requirements-dev.lock").read_text(), re.MULTILINE))
    assert set(re.findall(r"^\S+==\S+", (ROOT / "callgov" / "requirements.lock").read_text(), re.MULTILINE)) <= developers


def test_the_front_end_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
