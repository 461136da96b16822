"""compose.yaml does what it promises: its very commands, started here, file the samples.

What only Docker can show is not shown: that the images can be had and built, and that read-only
roots, dropped rights and networks without a way out do not stand in the way.
"""

import http.client
import json
import re
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import psycopg
import pytest
import urllib3
from minio import Minio
from minio.error import S3Error

from hikae.demonstration import filed_ids, surprises
from hikae.samples import Batch, Profile, make
from ledger.accounts import arrivals
from ledger.engine import open_engine, reading
from ledger.ids import ApplicationId
from ledger.records import ArrivalRecord
from ledger.scans import ArrivalState
from tests.service.composed import Composed, composed
from tests.service.container import OPEN

pytestmark = [pytest.mark.service, pytest.mark.timeout(420)]

# The test does not wait as long as an office does. One core a worker: there are two of them.
SHORT = {"HIKAE_LEASE_S": "5", "HIKAE_POLL_S": "0.2"}
MORE = {
    "watch": {"HIKAE_QUIET_S": "0.5", "HIKAE_TIFF_QUIET_S": "1", "HIKAE_PATIENCE_S": "2"} | SHORT,
    "work": {"HIKAE_WORKERS": "1"} | SHORT,
    "console": {"HIKAE_LANGUAGE": "en"} | SHORT,
}
DEADLINE_S = 300.0  # reading takes its time on a busy machine
UNDER_WAY = {ArrivalState.WAITING, ArrivalState.WORKING}
ROLES = ("watch-1", "work-1", "work-2", "console-1")
LASTING = ("database-1", "store-1", *ROLES)
LOG_IN = ("database-1", "run/secrets/database_admin_password")


@pytest.fixture(scope="module")
def up() -> Iterator[Composed]:
    with composed(MORE) as running:
        running.up()
        yield running


@pytest.fixture(scope="module")
def batch(up: Composed) -> Batch:
    """The samples, after every one of them has ended."""
    made = make(up.place / "samples", 1, Profile.DEMO)
    answer = up.run("work-1", "hikae", "ledger", "import", str(made.ledger))
    assert answer.exit_code == 0, answer.out + answer.err
    for scan in made.scans:
        (up.place / "office/drop" / scan.name).write_bytes(scan.read_bytes())

    def all_ended() -> bool:
        found = what_came_in(up)
        return len(found) == len(made.scans) and not any(one.state in UNDER_WAY for one in found)

    up.wait_until(all_ended, "every file ended", DEADLINE_S)
    return made


class TestTheSamples:
    def test_every_file_ends_as_it_should(self, up: Composed, batch: Batch) -> None:
        assert list(surprises(batch, what_came_in(up))) == []

    @pytest.mark.parametrize("name", ["work-1", "console-1"])
    @pytest.mark.parametrize("look", ["balance", "archive verify", "ledger verify", "check"])
    def test_the_books_are_right_from_wherever_one_looks(
        self, up: Composed, batch: Batch, name: str, look: str
    ) -> None:
        answer = up.run(name, "hikae", *look.split())
        assert answer.exit_code == 0, answer.out + answer.err

    def test_are_found_on_the_status_page(self, up: Composed, batch: Batch) -> None:
        status, page = page_of(up, "GET", "/")
        assert status == 200
        assert [name for name in batch.files if name not in page.decode()] == []

    def test_are_found_by_their_number_and_opened(self, up: Composed, batch: Batch) -> None:
        for application_id in set(filed_ids(what_came_in(up))):
            documents = found_by(up, application_id)
            assert documents
            for address in documents:
                status, content = page_of(up, "GET", address)
                assert (status, content[:5]) == (200, b"%PDF-")

    def test_were_read_by_both_workers(self, up: Composed, batch: Batch) -> None:
        with as_administrator(up, "hikae") as database:
            by = database.execute("SELECT DISTINCT executor_id FROM dbos.workflow_status")
            workers = {row[0] for row in by}
        assert len(workers) >= 2, workers

    def test_leave_nothing_at_a_worker(self, up: Composed, batch: Batch) -> None:
        digests = {truth.sha256 for truth in batch.files.values()}
        for name in ("work-1", "work-2", "console-1"):
            lying = list((up.containers[name].root / "office").rglob("*.*"))
            assert [path for path in lying if path.suffix in {".pdf", ".tif", ".jpg"}] == []
            assert not any(digest in path.name for path in lying for digest in digests)


class TestTheRoles:
    @pytest.mark.parametrize("name", LASTING)
    def test_are_well(self, up: Composed, name: str) -> None:
        assert up.is_well(name)

    def test_have_homes_of_their_own(self, up: Composed) -> None:
        homes = {up.containers[name].environment["HIKAE_HOME"] for name in ROLES}
        real = {Path(home).resolve() for home in homes}
        assert len(real) == len(ROLES)
        assert not any(one in other.parents for one in real for other in real)

    @pytest.mark.parametrize("name", ROLES)
    def test_tell_their_figures(self, up: Composed, name: str) -> None:
        port = up.containers[name].environment["HIKAE_HEALTH_PORT"]
        with urlopen(f"http://{OPEN}:{port}/metrics", timeout=10) as answer:
            assert b"hikae_disk_free_bytes" in answer.read()

    def test_show_no_secret_to_who_lists_the_processes(self, up: Composed) -> None:
        secrets = (up.place / "secrets").glob("[!.]*")
        keys = set(re.findall(r"[0-9a-f]{64}", "".join(file.read_text() for file in secrets)))
        assert len(keys) == 9
        for name in LASTING:
            process = Path("/proc") / str(up.pid(name))
            shown = (process / "cmdline").read_text() + (process / "environ").read_text()
            assert not keys & set(re.findall(r"[0-9a-f]{64}", shown))
            assert not keys & set(re.findall(r"[0-9a-f]{64}", up.log(name)))


class TestTheStore:
    def test_can_be_reached_at_its_s3_port_only(self, up: Composed) -> None:
        store = up.containers["store-1"]
        ports = {port: address for port, address in listening(up.pid("store-1")) if port}
        s3, grpc = (int(store.address(port).split(":")[1]) for port in (8333, 18333))
        reachable = {port for port, address in listening(up.pid("store-1")) if address == OPEN}
        assert reachable == {s3, grpc}
        assert len(ports) == 8
        assert {address for _, address in listening(up.pid("store-1"))} == {"127.0.0.1", OPEN}

    def test_answers_nobody_at_the_port_beside_it(self, up: Composed) -> None:
        grpc = up.containers["store-1"].address(18333)
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        for connection in (
            http.client.HTTPConnection(grpc, timeout=5),
            http.client.HTTPSConnection(grpc, timeout=5, context=trusting),
        ):
            with pytest.raises((http.client.HTTPException, OSError)):
                ask(connection, "GET", "/")

    def test_writes_through_to_the_disk(self, up: Composed) -> None:
        assert re.search(r'"/buckets/".*"fsync": +true', up.log("store-fsync-1"), re.DOTALL)

    def test_shows_nothing_to_who_has_no_key(self, up: Composed, batch: Batch) -> None:
        endpoint = up.containers["store-1"].address(8333)
        nobody = Minio(endpoint=endpoint, secure=False, region="us-east-1")
        with pytest.raises(S3Error, match="AccessDenied"):
            list(nobody.list_buckets())
        with pytest.raises(S3Error, match="AccessDenied"):
            list(nobody.list_objects(bucket_name="hikae"))

    def test_lets_the_office_make_and_delete_no_bucket(self, up: Composed, batch: Batch) -> None:
        office = as_office(up)
        with pytest.raises(S3Error, match="AccessDenied"):
            office.make_bucket(bucket_name="another")
        with pytest.raises(S3Error, match="AccessDenied"):
            office.remove_bucket(bucket_name="hikae")

    def test_keeps_every_version_in_a_bucket_with_a_lock(self, up: Composed) -> None:
        office = as_office(up)
        assert office.get_bucket_versioning(bucket_name="hikae").status == "Enabled"
        office.get_object_lock_config(bucket_name="hikae")  # an error, if there is none

    def test_has_no_readable_document_on_its_disk(self, up: Composed, batch: Batch) -> None:
        volumes = list((up.place / "volumes/objects").glob("*.dat"))
        assert volumes
        assert [file.name for file in volumes if b"%PDF-" in file.read_bytes()] == []

    def test_does_not_keep_the_key_of_the_keys_beside_them(self, up: Composed) -> None:
        security = (up.place / "secrets/store_security").read_text()
        key = re.search(r'kek = "(\w+)"', security)
        assert key
        files = [path for path in (up.place / "volumes/objects").rglob("*") if path.is_file()]
        assert [file for file in files if key[1].encode() in file.read_bytes()] == []


class TestTheDatabase:
    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("data_checksums", "on"),
            ("fsync", "on"),
            ("full_page_writes", "on"),
            ("synchronous_commit", "on"),
            ("password_encryption", "scram-sha-256"),
            ("server_encoding", "UTF8"),
        ],
    )
    def test_is_set_as_written(self, up: Composed, setting: str, value: str) -> None:
        with as_administrator(up) as database:
            found = database.execute("SELECT current_setting(%s)", (setting,)).fetchone()
        assert found == (value,)

    def test_gives_the_office_no_more_than_its_own(self, up: Composed) -> None:
        with as_administrator(up) as database:
            found = database.execute(
                "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'hikae'"
            ).fetchone()
        assert not any(found or (True,))

    def test_asks_everybody_for_a_password(self, up: Composed) -> None:
        host, port = up.containers["database-1"].address(5432).split(":")
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=host, port=int(port), user="hikae", dbname="hikae", password="no")

    def test_writes_no_row_into_its_log(self, up: Composed) -> None:
        url = (up.containers["work-1"].root / "run/secrets/database_url").read_text().strip()
        with psycopg.connect(url, autocommit=True) as database:
            database.execute("CREATE TEMPORARY TABLE person (name text PRIMARY KEY)")
            database.execute("INSERT INTO person VALUES ('Sazae')")
            with pytest.raises(psycopg.errors.UniqueViolation):
                database.execute("INSERT INTO person VALUES ('Sazae')")
        assert "duplicate key" in up.log("database-1")
        assert "Sazae" not in up.log("database-1")


def test_everything_ends_cleanly_in_the_time_it_is_given(up: Composed, batch: Batch) -> None:
    with composed(MORE) as another:
        another.up()
        assert {name: another.stop(name) for name in reversed(LASTING)} == dict.fromkeys(LASTING, 0)


def what_came_in(up: Composed) -> tuple[ArrivalRecord, ...]:
    url = (up.containers["work-1"].root / "run/secrets/database_url").read_text().strip()
    engine = open_engine(url)
    try:
        with reading(engine) as session:
            return arrivals(session)
    finally:
        engine.dispose()


def page_of(up: Composed, method: str, path: str, **fields: str) -> tuple[int, bytes]:
    """Ask the console as a browser does."""
    console = http.client.HTTPConnection(up.containers["console-1"].address(8420), timeout=30)
    return ask(console, method, path, **fields)


def ask(
    connection: http.client.HTTPConnection, method: str, path: str, **fields: str
) -> tuple[int, bytes]:
    try:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(fields) or None, form)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def found_by(up: Composed, application_id: ApplicationId) -> list[str]:
    status, page = page_of(up, "POST", "/find", application_id=application_id.digits)
    assert status == 200
    return re.findall(r'href="(/documents/[\w-]+\.pdf)"', page.decode())


def as_administrator(up: Composed, database: str = "postgres") -> psycopg.Connection[Any]:
    host, port = up.containers["database-1"].address(5432).split(":")
    password = (up.containers[LOG_IN[0]].root / LOG_IN[1]).read_text().strip()
    return psycopg.connect(
        host=host, port=int(port), user="postgres", dbname=database, password=password
    )


def as_office(up: Composed) -> Minio:
    known = json.loads((up.place / "secrets/store_identities").read_text())["identities"]
    key = next(one for one in known if one["name"] == "hikae")["credentials"][0]
    return Minio(
        endpoint=up.containers["store-1"].address(8333),
        access_key=key["accessKey"],
        secret_key=key["secretKey"],
        secure=False,
        region="us-east-1",
        http_client=urllib3.PoolManager(retries=False, timeout=30),
    )


def listening(pid: int) -> set[tuple[int, str]]:
    """Where a process listens: port and address."""
    own = {path.readlink().name for path in Path(f"/proc/{pid}/fd").iterdir() if path.is_symlink()}
    found = set()
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in own:
                address, port = fields[1].split(":")
                words = [
                    bytes.fromhex(address[at : at + 8])[::-1] for at in range(0, len(address), 8)
                ]
                found.add((int(port, 16), socket.inet_ntop(family, b"".join(words))))
    return found
