"""compose.yaml on this machine without Docker: the very commands written there, started in order.

Two things that the images bring are done here: the first start of PostgreSQL, as its image's
entrypoint does it, and `wget` where the machine has none.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tests.hikae.commands import Answer
from tests.service.container import Container, Network, give

PROJECT = Path(__file__).parents[2]
DEADLINE_S = 90.0
_LOOK_S = 0.2
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
_WGET = """#!/bin/sh
for last; do :; done
exec python3 -c 'import sys, urllib.request as u; u.urlopen(sys.argv[1], timeout=5)' "$last"
"""


class Composed:
    """The services of compose.yaml.

    Args:
        place: an empty folder that every user may pass through.
        more: settings of a service beside those of the file (`{"watch": {"HIKAE_QUIET_S": "1"}}`).
    """

    def __init__(self, place: Path, more: Mapping[str, Mapping[str, str]]) -> None:
        self.place = place
        self.whole: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text("utf-8"))
        self._more = more
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        network = Network(tuple(self.whole["services"]))
        self.containers = {
            one.name: one
            for service, says in self.whole["services"].items()
            for number in range(1, says.get("deploy", {}).get("replicas", 1) + 1)
            for one in [Container(self.whole, service, number, PROJECT, place, network)]
        }

    def up(self) -> None:
        """Start everything, each when what it depends on is as compose.yaml wants it."""
        started: set[str] = set()
        while waiting := [s for s in self.whole["services"] if s not in started]:
            service = next(s for s in waiting if set(self._needs(s)) <= started)
            for needed, condition in self._needs(service).items():
                self._wait_for(needed, condition["condition"])
            for container in self.of(service):
                container.mount()
                self.start(container.name)
            started.add(service)
        for service in started:
            if self.whole["services"][service].get("restart") != "no":
                self._wait_for(service, "service_healthy")

    def of(self, service: str) -> list[Container]:
        """Give the containers of a service."""
        return [one for one in self.containers.values() if one.service == service]

    def start(self, name: str) -> None:
        """Start one, as compose.yaml says; come back at once."""
        container = self.containers[name]
        if container.says["image"].startswith("postgres:"):
            self._make_cluster(container)
        with self._log(name).open("ab") as log:
            self._running[name] = subprocess.Popen(
                container.command,
                env=self.environment(container),
                cwd=container.root,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_the_test,
                **self._user(container),
            )

    def run(self, name: str, *command: str) -> Answer:
        """Run a command in a container, as `docker compose exec` does."""
        container = self.containers[name]
        done = subprocess.run(
            command,
            env=self.environment(container),
            cwd=container.root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=False,
            **self._user(container),
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def is_well(self, name: str) -> bool:
        """Does the health check of compose.yaml pass?"""
        return self.run(name, *self.containers[name].health_test).exit_code == 0

    def stop(self, name: str) -> int:
        """End one as Docker does, within the time that compose.yaml gives it; its exit code."""
        process = self._running.pop(name)
        says = self.containers[name].says
        # The image of PostgreSQL wants to be told so: whoever is connected is not waited for.
        by = signal.SIGINT if says["image"].startswith("postgres:") else signal.SIGTERM
        process.send_signal(by)
        return process.wait(float(says["stop_grace_period"].removesuffix("s")))

    def kill(self) -> None:
        """End everything that still runs."""
        for process in self._running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._running.clear()

    def pid(self, name: str) -> int:
        """Give the process that compose.yaml started."""
        return self._running[name].pid

    def log(self, name: str) -> str:
        """All that a container wrote."""
        return self._log(name).read_text("utf-8", "replace")

    def wait_until(
        self, predicate: Callable[[], bool], what: str, deadline_s: float = DEADLINE_S
    ) -> None:
        """Come back as soon as it is true; after the deadline the test fails and shows the logs."""
        until, pause = time.monotonic() + deadline_s, threading.Event()
        while not predicate():
            if time.monotonic() > until:
                raise AssertionError(f"not in {deadline_s:.0f} s: {what}\n{self._ends()}")
            pause.wait(_LOOK_S)

    def environment(self, container: Container) -> dict[str, str]:
        """What is in the image's environment, compose.yaml's, and that of this test."""
        programs = [Path(sys.executable).parent, *self._programs, "/usr/bin", "/bin"]
        return {
            "PATH": ":".join(map(str, programs)),
            "HOME": str(container.root / "tmp"),
            "TMPDIR": str(container.root / "tmp"),
            "LANG": "C.UTF-8",
            "OMP_THREAD_LIMIT": "1",
            **container.environment,
            **self._more.get(container.service, {}),
        }

    @cached_property
    def _programs(self) -> list[Path]:
        """What images bring: PostgreSQL's programs, and `wget`."""
        postgresql = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
        assert postgresql, "PostgreSQL is not installed: run script/setup test"
        assert shutil.which("weed", path=Path(sys.executable).parent), "no weed: script/setup test"
        brought = self.place / "programs"
        brought.mkdir()
        if shutil.which("wget") is None:
            (brought / "wget").write_text(_WGET)
            (brought / "wget").chmod(0o755)
        return [postgresql[-1].parent, brought]

    def _needs(self, service: str) -> dict[str, dict[str, str]]:
        return dict(self.whole["services"][service].get("depends_on", {}))

    def _wait_for(self, service: str, condition: str) -> None:
        for container in self.of(service):
            name = container.name
            if condition == "service_healthy":
                self.wait_until(lambda name=name: self._is_up(name), f"{name} is well")  # type: ignore[misc]
            else:
                assert condition == "service_completed_successfully"
                code = self._running[name].wait(DEADLINE_S)
                assert code == 0, f"{name} ended with {code}:\n{self.log(name)}"

    def _is_up(self, name: str) -> bool:
        assert self._running[name].poll() is None, f"{name} ended:\n{self.log(name)}"
        return self.is_well(name)

    def _make_cluster(self, container: Container) -> None:
        """The first start, as the image's entrypoint does it."""
        environment = container.environment
        give(container.root, *self._ids(container))
        data, run = environment["PGDATA"], container.root / "var/run/postgresql"
        give(Path(data).resolve(), *self._ids(container))
        password = Path(environment["POSTGRES_PASSWORD_FILE"])
        options = environment["POSTGRES_INITDB_ARGS"].split()
        self._do(container, "initdb", "--username=postgres", f"--pwfile={password}", *options)
        alone = f"-c listen_addresses= -c unix_socket_directories={run}"
        self._do(container, "pg_ctl", "-w", "-s", "-l", str(run / "log"), "-o", alone, "start")
        for file in sorted((container.root / "docker-entrypoint-initdb.d").iterdir()):
            as_admin = (f"--host={run}", "--username=postgres", "--dbname=postgres")
            psql = ("psql", "-X", "-q", "--no-password", "--set=ON_ERROR_STOP=1", *as_admin)
            self._do(container, *psql, f"--file={file}", PGPASSWORD=password.read_text().strip())
        self._do(container, "pg_ctl", "-w", "-s", "-m", "fast", "stop")

    def _do(self, container: Container, *command: str, **more: str) -> None:
        done = subprocess.run(
            command,
            env={**self.environment(container), **more},
            cwd=container.root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=False,
            **self._user(container),
        )
        assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"

    def _user(self, container: Container) -> dict[str, Any]:
        """As whom: PostgreSQL refuses to run as root. The others run as whoever runs the tests."""
        if not container.says["image"].startswith("postgres:") or os.geteuid() != 0:
            return {}
        user, group = self._ids(container)
        return {"user": user, "group": group, "extra_groups": []}

    def _ids(self, container: Container) -> tuple[int, int]:
        if os.geteuid() != 0:
            return os.geteuid(), os.getegid()
        known = {one.pw_name: one for one in pwd.getpwall()}
        found = known.get("postgres") or known["nobody"]
        return found.pw_uid, found.pw_gid

    def _log(self, name: str) -> Path:
        return self.place / f"{name}.log"

    def _ends(self) -> str:
        logs = sorted(self.place.glob("*.log"))
        return "\n".join(f"--- {one.stem}\n{one.read_text('utf-8')[-1500:]}" for one in logs)


@contextmanager
def composed(more: Mapping[str, Mapping[str, str]]) -> Iterator[Composed]:
    """Everything that is to be done once before `docker compose up`; all is gone at the end."""
    place = Path(tempfile.mkdtemp(prefix="hikae-composed-"))
    place.chmod(0o711)  # PostgreSQL's user passes through
    try:
        subprocess.run(
            [PROJECT / "script/secrets", place / "secrets"], check=True, capture_output=True
        )
        (place / "office").mkdir(0o700)
        running = Composed(place, more)
        try:
            yield running
        finally:
            running.kill()
    finally:
        shutil.rmtree(place)


def _end_with_the_test() -> None:
    """Runs in the new process, before its program."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
