"""Every value an office may set: its unit, its default, its name in the environment (`HIKAE_…`).

A value comes from the environment, else from the file that `HIKAE_…_FILE` names (for secrets),
else from `hikae.toml` in the office folder, else it is the default. A name that does not exist is
refused: a mistyped setting must not be a silent default.
"""

import difflib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import quote

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "HIKAE_"
_IN_A_FILE = "_FILE"


class SettingsError(Exception):
    """A setting is unknown or out of its bounds. `name` is the setting, never its value."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name
        self.problem = problem


class Settings(BaseSettings):
    """What an office decides. Durations in seconds (`_s`), memory in MiB (`_mib`)."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path = Field(description="The office folder; everything lies there by default.")
    language: Literal["ja", "en"] = Field("ja", description="Language of screens and messages.")

    database: SecretStr | None = Field(
        None, description="`postgresql://…` of ledger and work engine; none: SQLite in the office."
    )
    store: str | None = Field(
        None, description="`https://host/bucket` of the archive; none: a folder in the office."
    )
    store_access_key: str | None = Field(None, description="Name of our key at the store.")
    store_secret_key: SecretStr = Field(SecretStr(""), description="The secret of that key.")
    store_region: str = Field("us-east-1", description="Region of the bucket.")
    store_encrypt: bool = Field(False, description="Have the store encrypt each object (SSE-S3).")
    store_retain_days: int = Field(
        0, ge=0, description="Object Lock: what is put cannot be deleted so long. 0: as the bucket."
    )

    workers: int = Field(
        default_factory=lambda: max(1, len(os.sched_getaffinity(0))),
        ge=1,
        le=64,
        description="Pages read at the same time on this machine; one core each.",
    )
    quiet_s: float = Field(2.0, gt=0, description="A file must lie still this long to be taken.")
    tiff_quiet_s: float = Field(
        10.0, gt=0, description="The same for TIFF, which scanners write page by page."
    )
    patience_s: float = Field(
        120.0, gt=0, description="An incomplete file that lies still this long is quarantined."
    )
    rescan_s: float = Field(30.0, gt=0, description="How often the whole folder is looked at.")
    poll_folder_s: float = Field(
        5.0, gt=0, description="The same where the file system gives no events."
    )
    polling: Literal["auto", "always"] = Field(
        "auto", description="`always` for a share that gives no events and is not recognised."
    )

    text_engine: Literal["tesseract", "ppocr"] = Field(
        "ppocr", description="What reads the full text; `ppocr` is the more exact one."
    )
    ocr_language: str = Field(
        "jpn", description="Tesseract language of digits, and of the full text."
    )
    text_limit_s: float = Field(
        20.0, gt=0, description="Full text of one page; longer: filed without it and flagged."
    )
    page_wall_s: float = Field(120.0, gt=0, description="One page, all reading, wall time.")
    page_cpu_s: int = Field(120, gt=0, description="One page, all reading, CPU time.")
    memory_mib: int = Field(1536, ge=512, description="Address space of one reading process.")
    max_pages: int = Field(2000, ge=1, description="A file with more pages is quarantined.")
    max_pixels: int = Field(
        100_000_000, ge=1_000_000, description="A larger page picture is refused (A3 at 600 dpi)."
    )

    lease_s: float = Field(30.0, gt=0, description="A worker silent this long is taken over.")
    poll_s: float = Field(0.3, gt=0, description="How often a worker asks for new work.")
    keep_jobs_days: int = Field(30, ge=1, description="Finished jobs are forgotten after this.")

    upkeep_s: float = Field(
        3600.0, gt=0, description="How often old jobs and half-written files are cleared away."
    )

    host: str = Field("127.0.0.1", description="Address of the status page.")
    open_to_network: bool = Field(
        False,
        description="Allow another address than this machine's own: whoever gets there reads"
        " every document, for there are no log-ins.",
    )
    port: int = Field(8420, ge=1, le=65535, description="Port of the status page.")
    health_port: int | None = Field(
        None, ge=1, le=65535, description="Port of a role's `/health` and `/metrics`; none: none."
    )
    health_host: str = Field("127.0.0.1", description="Address of these; no person's data there.")
    min_free_mib: int = Field(500, ge=1, description="`hikae check` warns below this free space.")

    @classmethod
    def settings_customise_sources(  # noqa: D102  # pydantic-settings' own hook
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        home = Path(init_settings().get("home", "."))
        return (
            init_settings,
            env_settings,
            InitSettingsSource(settings_cls, _from_files(set(settings_cls.model_fields))),
            TomlConfigSettingsSource(settings_cls, toml_file=home / "hikae.toml"),
        )

    @classmethod
    def load(cls, home: Path) -> Self:
        """Read the settings of the office in `home`.

        Raises:
            SettingsError: a name is unknown or a value out of bounds.
        """
        _refuse_unknown_names(set(cls.model_fields))
        try:
            return cls(home=home.absolute())
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            name = ".".join(str(part) for part in first["loc"])
            if first["type"] == "extra_forbidden":
                raise SettingsError(name, _unknown(name, cls.model_fields)) from error
            raise SettingsError(name, first["msg"]) from error
        except ValueError as error:  # a hikae.toml that is no TOML
            raise SettingsError("hikae.toml", f"is not valid TOML: {error}") from error

    @property
    def drop(self) -> Path:
        """The watched folder."""
        return self.home / "drop"

    @property
    def archive(self) -> Path:
        """The folder of the embedded object store."""
        return self.home / "archive"

    @property
    def scratch(self) -> Path:
        """Where working copies lie for a while."""
        return self.home / "tmp"

    @property
    def database_url(self) -> str:
        """SQLAlchemy URL of ledger and engine, as it was given; it may hold a password."""
        if self.database is None:
            return f"sqlite:///{quote(str(self.home / 'hikae.db'))}"
        return self.database.get_secret_value()


def _refuse_unknown_names(known: set[str]) -> None:
    """Compare the environment with the settings; `HIKAE_HOMR` is a mistake, not a comment."""
    names = {PREFIX + name.upper() for name in known}
    names |= {name + _IN_A_FILE for name in names}
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in names:
            raise SettingsError(name, _unknown(name, names))


def _from_files(known: set[str]) -> dict[str, Any]:
    """Read the values whose place the environment names: `HIKAE_DATABASE_FILE=/run/secrets/db`."""
    values = {}
    for name in sorted(known):
        variable = PREFIX + name.upper()
        place = os.environ.get(variable + _IN_A_FILE)
        if place is None:
            continue
        if variable in os.environ:
            raise SettingsError(variable, "is given twice, here and in a file")
        try:
            values[name] = Path(place).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            problem = "the file it names cannot be read"
            raise SettingsError(variable + _IN_A_FILE, problem) from error
    return values


def _unknown(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return "there is no such setting" + (f" (there is {near[0]})" if near else "")
