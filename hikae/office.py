"""The wiring: settings become real engines, stores and desks. The only place that chooses them."""

import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlmodel import Session

from archive.disk import DiskStore
from archive.store import Store
from config.settings import Settings, SettingsError
from hikae.sandbox import Children, Sandbox
from hikae.sandbox import Limits as ChildLimits
from ingest.quarantine import Quarantine
from ingest.spool import Spool
from ledger.engine import database_url, open_engine, reading, writing
from ledger.leases import Leases
from ledger.migrations import is_empty, require_current, upgrade
from ledger.rules import Policy

if TYPE_CHECKING:
    from archive.s3 import S3Store
    from hikae.jobs import Jobs
    from ocr.method import Method

Clock = Callable[[], datetime]
_PACKAGE = Path(str(files("config")))
JST = ZoneInfo("Asia/Tokyo")
MACHINE = "hikae"  # who decided, where no person did


def utc_now() -> datetime:
    """Tell the time; the one clock of the product."""
    return datetime.now(UTC)


class Office:
    """Everything of one office, opened as it is needed: a search must not load the OCR."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        clock: Clock = utc_now,
        children: Children | None = None,
    ) -> None:
        self.settings = settings
        self._children = children
        self.engine = engine
        self.clock = clock

    @classmethod
    def open(cls, settings: Settings, clock: Clock = utc_now) -> Self:
        """Open the office; a fresh folder becomes an empty office.

        Raises:
            SettingsError: the database or the store that is named is none of ours.
            DatabaseDownError, DatabaseOnNetworkError: the ledger cannot be opened.
            SchemaNotCurrentError: `hikae migrate` must be run first.
            StoreDownError: the archive cannot be used.
        """
        settings.drop.mkdir(parents=True, exist_ok=True)
        office = cls(settings, open_engine(address_of_database(settings)), clock)
        if is_empty(office.engine):
            # Only now: an archive that is missing later is a disk that is not mounted.
            make_store(settings)
            migrate(address_of_database(settings), office.engine)
        require_current(office.engine)
        return office

    def today(self) -> date:
        """Tell the day, in Japan."""
        return self.clock().astimezone(JST).date()

    def read(self) -> AbstractContextManager[Session]:
        """Look at the ledger."""
        return reading(self.engine)

    def write(self) -> AbstractContextManager[Session]:
        """Change the ledger, in one transaction."""
        return writing(self.engine)

    @cached_property
    def store(self) -> Store:
        """The archive: a folder, or a bucket."""
        return open_store(self.settings)

    @cached_property
    def spool(self) -> Spool:
        """Files in our custody until the archive has them."""
        return Spool(self.settings.home / "spool")

    @cached_property
    def quarantine(self) -> Quarantine:
        """Where a clerk finds what could not be read."""
        return Quarantine(self.settings.home / "quarantine")

    @cached_property
    def leases(self) -> Leases:
        """Which workers are alive."""
        return Leases(self.engine)

    @cached_property
    def sandbox(self) -> Children:
        """Children for file content; started when first used."""
        if self._children is not None:
            return self._children
        s = self.settings
        limits = ChildLimits(s.page_wall_s, s.page_cpu_s, s.memory_mib)
        return Sandbox(s.workers, limits, s.scratch)

    @cached_property
    def jobs(self) -> "Jobs":
        """The work engine, from the side that gives out work."""
        from hikae.jobs import Jobs

        return Jobs(address_of_database(self.settings))

    @cached_property
    def policy(self) -> Policy:
        """What a filed form does (`policy.toml`)."""
        try:
            return Policy.from_mapping(self.table("policy.toml"))
        except ValueError as error:
            raise SettingsError("policy.toml", str(error)) from error

    @cached_property
    def method(self) -> "Method":
        """How pages are read, forms included; goes to the children."""
        from ocr.form import load_forms
        from ocr.method import Method, TextEngine
        from ocr.page import Limits

        return Method(
            languages=self.settings.ocr_language,
            text_engine=TextEngine(self.settings.text_engine),
            text_limit_s=self.settings.text_limit_s,
            forms=load_forms([_PACKAGE / "forms", self.settings.home / "config" / "forms"]),
            limits=Limits(self.settings.max_pages, self.settings.max_pixels),
        )

    def table(self, name: str) -> dict[str, Any]:
        """Read a TOML file of the office, or the package's where the office has none.

        Raises:
            SettingsError: it cannot be understood.
        """
        own = self.settings.home / "config" / name
        source = own if own.exists() else _PACKAGE / name
        try:
            return tomllib.loads(source.read_text(encoding="utf-8"))
        except ValueError as error:  # no TOML, or no UTF-8
            raise SettingsError(name, f"is not valid TOML: {error}") from error


def address_of_database(settings: Settings) -> str:
    """Give the SQLAlchemy URL of ledger and engine.

    Raises:
        SettingsError: it is no database of ours.
    """
    try:
        return database_url(settings.database_url)
    except ValueError as error:
        raise SettingsError("database", str(error)) from error


def place_of_database(settings: Settings) -> str:
    """Say where the database is, without the password."""
    address = make_url(address_of_database(settings))
    if address.get_backend_name() == "sqlite":
        return str(address.database)
    return f"{address.host}:{address.port or 5432}/{address.database}"


def open_store(settings: Settings) -> Store:
    """Give the archive that the settings name, without asking it anything.

    Raises:
        SettingsError: it is no address of a bucket.
    """
    return open_bucket(settings) if settings.store else DiskStore(settings.archive)


def make_store(settings: Settings) -> None:
    """Make the archive of a new office; one that is there already stays as it is.

    Raises:
        StoreDownError: it cannot be made now.
    """
    if settings.store:
        open_bucket(settings).make()
    else:
        settings.archive.mkdir(exist_ok=True)


def open_bucket(settings: Settings) -> "S3Store":
    """Give the bucket that the settings name.

    Raises:
        SettingsError: it is no address of a bucket.
    """
    from archive.s3 import Bucket, S3Store

    try:
        bucket = Bucket(
            settings.store or "",
            settings.store_access_key or "",
            settings.store_secret_key.get_secret_value(),
            region=settings.store_region,
            encrypt=settings.store_encrypt,
            retain_days=settings.store_retain_days,
        )
    except ValueError as error:
        raise SettingsError("store", str(error)) from error
    return S3Store(bucket)


def migrate(database_url: str, engine: Engine) -> None:
    """Bring the tables of the ledger and of the work engine up to this program."""
    from hikae.jobs import prepare

    prepare(database_url)
    upgrade(engine)  # last: an office whose making was broken off is still empty
