"""Typed readers of the environment that refuse nonsense by name."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import environ
from django.core.exceptions import ImproperlyConfigured


class Environment:
    """One reader a kind of value. A missing value without a default and a senseless value are both refused."""

    def __init__(self) -> None:
        self._env = environ.Env()

    def text(self, name: str, *, default: str | None) -> str:
        """The value as it stands; `default=None` makes it required."""
        value = os.environ.get(name, default)
        if value is None:
            raise ImproperlyConfigured(f"Set {name} in the environment.")
        return value

    def secret(self, name: str, *, default: str | None) -> str:
        """The content of the file named by NAME_FILE, or else NAME itself."""
        path = os.environ.get(f"{name}_FILE")
        if path is None:
            return self.text(name, default=default)
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read: {path}") from error

    def flag(self, name: str, *, default: bool) -> bool:
        """True or False and no other spelling."""
        value = os.environ.get(name, str(default))
        if value not in ("True", "False"):
            raise ImproperlyConfigured(f"{name} is {value!r}. Use True or False.")
        return value == "True"

    def number(self, name: str, *, default: int) -> int:
        """A whole number."""
        value = os.environ.get(name, str(default))
        try:
            return int(value)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} is {value!r}. Use a whole number.") from error

    def words(self, name: str, *, default: list[str]) -> list[str]:
        """A list separated by commas."""
        value = os.environ.get(name)
        return default if value is None else [word.strip() for word in value.split(",") if word.strip()]

    def database(self, name: str) -> dict[str, Any]:
        """PostgreSQL by URL and nothing else: its triggers, locks and constraints carry the promises.

        The password may be kept out of the URL in the file named by DATABASE_PASSWORD_FILE.
        """
        self.text(name, default=None)
        config: dict[str, Any] = dict(self._env.db(name))
        if not config["ENGINE"].endswith("postgresql"):
            raise ImproperlyConfigured(f"{name} must be a postgresql:// URL.")
        config["PASSWORD"] = self.secret("DATABASE_PASSWORD", default=config.get("PASSWORD", ""))
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        return config

    def broker(self, name: str, *, default: str) -> str:
        """A redis:// URL. The password may be kept out of it in the file named by REDIS_PASSWORD_FILE."""
        url = self.text(name, default=default)
        password = self.secret("REDIS_PASSWORD", default="")
        return url.replace("://", f"://:{quote(password, safe='')}@", 1) if password else url

    def vault_store(
        self, kind: str, folder: str, bucket: str, endpoint: str, region: str, key: str, secret: str, encryption: str = "AES256"
    ) -> dict[str, Any]:
        """The Django storage under the vault: `folder` or `s3`. `encryption` is what the S3 store encrypts with, beside our own."""
        if kind == "folder":
            return {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": folder, "file_permissions_mode": 0o600},
            }
        if kind != "s3":
            raise ImproperlyConfigured(f"VAULT_STORE is {kind!r}. Use folder or s3.")
        from botocore.config import Config

        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            # a store that does not answer is said to the person who waits, within seconds
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
            # stores other than AWS return whole-object checksums for ranges, which botocore would then refuse
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        options = {
            "bucket_name": bucket, "endpoint_url": endpoint or None, "region_name": region, "access_key": key, "secret_key": secret,
            "client_config": config, "default_acl": None, "querystring_auth": True, "file_overwrite": False,
            "object_parameters": {"ServerSideEncryption": encryption} if encryption else {},
        }  # fmt: skip
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
