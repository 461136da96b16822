"""A real S3 server for tests: SeaweedFS, one process, reachable on this machine only."""

import atexit
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import MinioException

ACCESS_KEY, SECRET_KEY = "hikae-test", "hikae-test-secret"
PLAIN_ACCESS_KEY, PLAIN_SECRET_KEY = "hikae-plain", "hikae-plain-secret"  # no Admin right
REGION = "us-east-1"
_ROLES = ("master", "volume", "filer", "s3")
_DEADLINE_S = 60.0
_LOOK_S = 0.05
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
_FILER = '[leveldb2]\nenabled = false\n\n[sqlite]\nenabled = true\ndbFile = "{}/filer.db"\n'
_IDENTITIES = (
    ("all", ACCESS_KEY, SECRET_KEY, ("Admin", "Read", "Write", "List", "Tagging")),
    ("plain", PLAIN_ACCESS_KEY, PLAIN_SECRET_KEY, ("Read", "Write", "List")),
)


class SeaweedFS:
    """A server with a folder of its own. It may be killed and started again: same ports, same data.

    Args:
        home: everything lies there, `weed.log` too.
        ports: eight of them, the S3 port first; without, free ones are taken.
    """

    def __init__(self, home: Path, ports: Sequence[int] = ()) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self.ports = tuple(ports) or free_ports(2 * len(_ROLES))
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

    def start(self) -> "SeaweedFS":
        """Start it and come back when an object can be put and read."""
        assert self._process is None, "it runs already"
        with (self.home / "weed.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command(),
                cwd=self.home,  # where it looks for filer.toml
                env={**os.environ, "WEED_S3_SSE_KEK": "5a" * 32, "TMPDIR": str(self.home)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_the_test,
            )
        atexit.register(self.kill)
        self._wait_until_ready()
        return self

    def kill(self) -> None:
        """End it as a power cut does (SIGKILL); nothing happens if it does not run."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as the system does (SIGTERM)."""
        self._end(signal.SIGTERM)

    def client(self, access_key: str = ACCESS_KEY, secret_key: str = SECRET_KEY) -> Minio:
        """A client of its own, which does not wait and try again."""
        return Minio(
            endpoint=self.endpoint,
            access_key=access_key,
            secret_key=secret_key,
            secure=False,
            region=REGION,
            http_client=urllib3.PoolManager(retries=False, timeout=30, maxsize=16),
        )

    def make_bucket(self, *, object_lock: bool = True) -> str:
        """Make a fresh bucket; give its name."""
        name = f"test-{uuid.uuid4().hex[:12]}"
        self.client().make_bucket(bucket_name=name, object_lock=object_lock)
        return name

    def _command(self) -> list[str]:
        ports = dict(zip(reversed(_ROLES), self.ports, strict=False))
        ports |= {f"{role}.grpc": port for role, port in zip(_ROLES, self.ports[4:], strict=True)}
        return [
            str(Path(sys.executable).with_name("weed")),
            "-logtostderr=true",
            "mini",
            f"-dir={self.home}",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            *(
                f"-{role.replace('.grpc', '')}.port{'.grpc' * ('.' in role)}={port}"
                for role, port in ports.items()
            ),
            f"-s3.config={self.home}/s3.json",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            "-s3.autoCreateBucket=false",
            f"-filer.localSocket={self.home}/filer.sock",
            f"-s3.localSocket={self.home}/s3.sock",
            "-webdav=false",
            "-admin.ui=false",
            "-master.telemetry=false",
        ]

    def _wait_until_ready(self) -> None:
        """After a crash it lists buckets long before it can read an object again."""
        until, pause, client = time.monotonic() + _DEADLINE_S, threading.Event(), self.client()
        while True:
            assert self._process is not None
            try:
                return _put_and_read(client)
            except (MinioException, urllib3.exceptions.HTTPError) as error:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise AssertionError(f"no S3 server:\n{self.log[-3000:]}") from error
            pause.wait(_LOOK_S)

    def _end(self, by: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        atexit.unregister(self.kill)
        process.send_signal(by)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_ports(count: int) -> tuple[int, ...]:
    """Give ports that nobody uses this moment, each another."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return tuple(int(probe.getsockname()[1]) for probe in probes)
    finally:
        for probe in probes:
            probe.close()


def _identities() -> str:
    return json.dumps(
        {
            "identities": [
                {
                    "name": name,
                    "credentials": [{"accessKey": access, "secretKey": secret}],
                    "actions": actions,
                }
                for name, access, secret, actions in _IDENTITIES
            ]
        }
    )


def _put_and_read(client: Minio) -> None:
    if not client.bucket_exists(bucket_name="ready"):
        client.make_bucket(bucket_name="ready")
    client.put_object(bucket_name="ready", object_name="r", data=BytesIO(b"1"), length=1)
    client.get_object(bucket_name="ready", object_name="r").close()


def _die_with_the_test() -> None:
    """Runs in the new process, before its program."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
