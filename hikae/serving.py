"""`hikae serve`: watcher, worker and console as children of one process that keeps them alive."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from hikae.parent import die_with

_LOOK_S = 0.2
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 30.0
_STEADY_S = 5.0  # a role that lived so long starts again at once
_STOP_PATIENCE_S = 30

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Role:
    """One child: the command that starts it, and when it may start again."""

    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_after: float = 0.0
    pause_s: float = field(default=_FIRST_PAUSE_S)

    @property
    def name(self) -> str:
        """What it does."""
        return self.command[0]

    def keep_alive(self, home: Path, now: float) -> None:
        """Start it if it does not run; after a quick death not at once."""
        if self.process is not None:
            if self.process.poll() is None:
                return
            log.error("a role ended and is started again", role=self.name)
            lived_s = now - self.started_at
            self.pause_s = (
                _FIRST_PAUSE_S if lived_s > _STEADY_S else min(self.pause_s * 2, _LONGEST_PAUSE_S)
            )
            self.start_after, self.process = now + self.pause_s, None
        if now >= self.start_after:
            self.started_at = now
            self.process = start(home, self.command)


def start(home: Path, command: list[str]) -> subprocess.Popen[bytes]:
    """Start `hikae COMMAND` for the same office; it ends when we do, however we end."""
    return subprocess.Popen(
        [sys.executable, "-m", "hikae", "--home", str(home), *command, *_our_child()],
        stdin=subprocess.DEVNULL,
    )


def _our_child() -> list[str]:
    return ["--parent", str(os.getpid())]


def serve(home: Path, roles: list[list[str]], stop: threading.Event) -> None:
    """Keep the roles running until told to stop; then end them cleanly."""
    running = [Role(command) for command in roles]
    while not stop.wait(_LOOK_S):
        for role in running:
            role.keep_alive(home, time.monotonic())
    end([role.process for role in running if role.process is not None])


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask children to finish what they do, and wait; who does not answer is killed."""
    for child in children:
        child.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + _STOP_PATIENCE_S
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def stop_on_signal(parent: int | None = None) -> threading.Event:
    """Give an event that SIGTERM and SIGINT set, and the death of the process that started us."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if parent is not None and not die_with(parent, signal.SIGTERM):
        stop.set()
    return stop
