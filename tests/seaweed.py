"""A real S3 server of the tests' own: SeaweedFS, one process in a throw-away folder.

It listens on this machine only and is gone with the process that started it. Start it from a
thread that lasts: the server ends with the thread that started it.
"""

import atexit
import ctypes
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import MinioException

from tests.ports import free_ports

ACCESS_KEY, SECRET_KEY = "hikae-admin", "a/secret+of the=admin"
OFFICE_ACCESS_KEY, OFFICE_SECRET_KEY = "hikae-office", "a/secret+of the=office"
_RIGHTS = {
    (ACCESS_KEY, SECRET_KEY): ("Admin", "Read", "Write", "List", "Tagging"),
    # What an office needs: with this key nobody gets round the retention of an object.
    (OFFICE_ACCESS_KEY, OFFICE_SECRET_KEY): (
        *("Read", "Write", "List"),
        *("GetBucketObjectLockConfiguration", "GetObjectRetention", "PutObjectRetention"),
    ),
}
_ENCRYPTS_WITH = "5a" * 32
_FILER = '[leveldb2]\nenabled = false\n\n[sqlite]\nenabled = true\ndbFile = "{}/filer.db"\n'
_DEADLINE_S = 60.0
_LOOK_S = 0.05
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


class SeaweedFS:
    """A server with a folder of its own. It may be killed and started again: same ports, same data.

    Args:
        home: everything lies there, `weed.log` too.
        ports: eight of them, the S3 port first; without, free ones are taken.
    """

    def __init__(self, home: Path, ports: Sequence[int] = ()) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self.ports = tuple(ports) or free_ports(8)
        self._process: subprocess.Popen[bytes] | None = None
        (home / "s3.json").write_text(_identities(), "utf-8")
        (home / "filer.toml").write_text(_FILER.format(home), "utf-8")

    @property
    def endpoint(self) -> str:
        """Host and port, as the client wants them."""
        return f"127.0.0.1:{self.ports[0]}"

    @property
    def log(self) -> str:
        """All that the server wrote so far."""
        return (self.home / "weed.log").read_text("utf-8", "replace")

    def url(self, bucket: str) -> str:
        """The address of a bucket."""
        return f"http://{self.endpoint}/{bucket}"

    def start(self) -> None:
        """Start it and come back when an object can be put and read."""
        assert self._process is None, "it runs already"
        with (self.home / "weed.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command(),
                cwd=self.home,  # where it looks for filer.toml
                env={
                    **os.environ,
                    "WEED_S3_SSE_KEK": _ENCRYPTS_WITH,
                    "TMPDIR": str(self.home),
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_the_tests,
            )
        atexit.register(self.kill)
        self._wait_until_ready()

    def kill(self) -> None:
        """End it at once (SIGKILL); nothing happens if it does not run."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as the system does (SIGTERM); nothing happens if it does not run."""
        self._end(signal.SIGTERM)

    def client(self, access_key: str = ACCESS_KEY, secret_key: str = SECRET_KEY) -> Minio:
        """Give a client that does not wait and try again."""
        return Minio(
            endpoint=self.endpoint,
            access_key=access_key,
            secret_key=secret_key,
            secure=False,
            region="us-east-1",
            http_client=urllib3.PoolManager(retries=False, timeout=30, maxsize=16),
        )

    def make_bucket(self, *, object_lock: bool = True) -> str:
        """Make a fresh bucket; give its name."""
        name = f"test-{secrets.token_hex(6)}"
        self.client().make_bucket(bucket_name=name, object_lock=object_lock)
        return name

    def _command(self) -> list[str]:
        s3, s3_grpc, master, master_grpc, volume, volume_grpc, filer, filer_grpc = self.ports
        return [
            str(Path(sys.executable).with_name("weed")),
            "-logtostderr=true",
            "mini",
            *("-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
            f"-dir={self.home}",
            *(f"-master.port={master}", f"-master.port.grpc={master_grpc}"),
            *(f"-volume.port={volume}", f"-volume.port.grpc={volume_grpc}"),
            *(f"-filer.port={filer}", f"-filer.port.grpc={filer_grpc}"),
            *(f"-s3.port={s3}", f"-s3.port.grpc={s3_grpc}"),
            *("-s3.port.iceberg=0", "-s3.port.lance=0", "-webdav=false", "-admin.ui=false"),
            f"-s3.config={self.home / 's3.json'}",
            "-s3.autoCreateBucket=false",
            f"-filer.localSocket={self.home / 'filer.sock'}",
            f"-s3.localSocket={self.home / 's3.sock'}",
            "-master.telemetry=false",
        ]

    def _wait_until_ready(self) -> None:
        """After a crash it lists its buckets long before it can read an object again."""
        until, pause, client = time.monotonic() + _DEADLINE_S, threading.Event(), self.client()
        while True:
            try:
                return _put_and_read(client)
            except (MinioException, urllib3.exceptions.HTTPError) as error:
                ended = self._process is None or self._process.poll() is not None
                if ended or time.monotonic() > until:
                    raise AssertionError(f"no S3 server:\n{self.log[-3000:]}") from error
            pause.wait(_LOOK_S)

    def _end(self, by: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        atexit.unregister(self.kill)
        process.send_signal(by)
        try:
            process.wait(_DEADLINE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


@cache
def shared() -> SeaweedFS:
    """One server for all tests of this process that do not stop it."""
    folder = tempfile.TemporaryDirectory(prefix="hikae-seaweed-")
    atexit.register(folder.cleanup)  # called after the server has been killed: last in, first out
    server = SeaweedFS(Path(folder.name))
    server.start()
    return server


def _identities() -> str:
    people = [
        {
            "name": access_key,
            "credentials": [{"accessKey": access_key, "secretKey": secret_key}],
            "actions": rights,
        }
        for (access_key, secret_key), rights in _RIGHTS.items()
    ]
    return json.dumps({"identities": people})


def _put_and_read(client: Minio) -> None:
    if not client.bucket_exists(bucket_name="ready"):
        client.make_bucket(bucket_name="ready")
    client.put_object(bucket_name="ready", object_name="r", data=BytesIO(b"1"), length=1)
    answer = client.get_object(bucket_name="ready", object_name="r")
    answer.close()
    answer.release_conn()


def _die_with_the_tests() -> None:
    """Runs in the new process, before its program."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
