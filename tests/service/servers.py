"""A PostgreSQL and a SeaweedFS for one office, which a test may kill and start again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import PostgreSQL
from tests.seaweed import ACCESS_KEY, SECRET_KEY, SeaweedFS


@dataclass(frozen=True, slots=True)
class Servers:
    """Both, running; and what an office is told of them."""

    database: PostgreSQL
    store: SeaweedFS
    bucket: str
    settings: dict[str, str]

    def versions(self) -> dict[str, int]:
        """How often each document was put into the bucket, what was replaced included."""
        found: dict[str, int] = {}
        for one in self.store.client().list_objects(
            bucket_name=self.bucket, prefix="documents/", recursive=True, include_version=True
        ):
            name = str(one.object_name)
            found[name] = found.get(name, 0) + 1
        return found


@contextmanager
def servers(folder: Path) -> Iterator[Servers]:
    """Start both with nothing in them; they keep what they are told through a crash."""
    database, store = PostgreSQL(), SeaweedFS(folder / "seaweedfs")
    try:
        database.start()
        store.start()
        bucket = store.make_bucket()
        yield Servers(
            database,
            store,
            bucket,
            {
                "HIKAE_DATABASE": database.database("office"),
                "HIKAE_STORE": store.url(bucket),
                "HIKAE_STORE_ACCESS_KEY": ACCESS_KEY,
                "HIKAE_STORE_SECRET_KEY": SECRET_KEY,
            },
        )
    finally:
        store.kill()
        database.remove()
