"""One container of compose.yaml as local processes: its own words, in a folder of its own.

There is no Docker here. What Docker would do is done by rewriting, and nothing else is changed:
every path that is mounted becomes one below a folder, the name of another service an address of
this machine, every port a free one. Inside a container 127.0.0.1 is the container alone and 0.0.0.0
is open to the others; here those are 127.0.0.1 and 127.0.0.2.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.ports import free_port

OPEN = "127.0.0.2"  # where one container reaches another
_PATH = re.compile(r"(?<![\w.:/])/[\w./-]*\w")
_PORT = re.compile(r"port(?:\.grpc)?[= ](\d{4,5})\b", re.IGNORECASE)
_EVERYWHERE = re.compile(r"\b0\.0\.0\.0\b|(?<=addresses=)\*$")
_NUMBER = re.compile(r"(?<![\w-])\d{4,5}(?!\w)")
Yaml = Mapping[str, Any]


@dataclass(slots=True)
class Network:
    """Which free port stands for which port of which service."""

    services: tuple[str, ...]
    _ports: dict[tuple[str, int], int] = field(default_factory=dict)

    def port(self, host: str, port: int) -> int:
        """Give the free port; always the same one."""
        if (host, port) not in self._ports:
            self._ports[host, port] = free_port()
        return self._ports[host, port]

    def rewritten(self, text: str) -> str:
        """Put addresses of this machine for the names of services."""
        names = "|".join(map(re.escape, self.services))
        return re.sub(
            rf"(?<![\w.-])({names}):(\d+)", lambda m: f"{OPEN}:{self.port(m[1], int(m[2]))}", text
        )


@dataclass(frozen=True)
class Container:
    """A service of compose.yaml, or one replica of it.

    Args:
        whole: compose.yaml.
        project: the folder in which it lies.
        place: everything of this run; volumes are shared below it.
    """

    whole: Yaml
    service: str
    number: int
    project: Path
    place: Path
    network: Network

    @property
    def name(self) -> str:
        """What Docker would call it."""
        return f"{self.service}-{self.number}"

    @property
    def root(self) -> Path:
        """What the container sees as `/`."""
        return self.place / self.name

    @property
    def says(self) -> Yaml:
        """What compose.yaml says of it."""
        return dict(self.whole["services"][self.service])

    @cached_property
    def command(self) -> list[str]:
        """What is started in it."""
        said = self.says.get("entrypoint", _entrypoint(self.says["image"], self.project))
        return [self.inside(word) for word in (*said, *self.says.get("command", ()))]

    @cached_property
    def environment(self) -> dict[str, str]:
        """The environment that compose.yaml gives it."""
        return {k: self.inside(str(v)) for k, v in self.says.get("environment", {}).items()}

    @cached_property
    def health_test(self) -> list[str]:
        """How it is asked whether it is well. It listens everywhere; here that is `OPEN`."""
        words: list[str] = self.says["healthcheck"]["test"]
        assert words[0] == "CMD"
        return [self.inside(word).replace("127.0.0.1:", f"{OPEN}:") for word in words[1:]]

    def inside(self, text: str) -> str:
        """Rewrite what is meant inside the container for this machine."""
        text = self.network.rewritten(text.replace("$$", "$"))
        text = _NUMBER.sub(lambda m: self._own_port(m[0]), text)
        text = _EVERYWHERE.sub(OPEN, text)
        return _PATH.sub(lambda m: self._own_path(m[0]), text)

    def address(self, port: int) -> str:
        """Where another container finds it."""
        return f"{OPEN}:{self.network.port(self._host, port)}"

    def mount(self) -> None:
        """Lay out everything that compose.yaml puts into it."""
        self.root.mkdir()
        for target, source in self._volumes():
            there = self.root / target.lstrip("/")
            there.parent.mkdir(parents=True, exist_ok=True)
            if source.is_file():
                self._copy(source, there)
            else:
                there.symlink_to(source)
        for target in self._tmpfs():
            (self.root / target.lstrip("/")).mkdir(parents=True, exist_ok=True)
        for name, target in self._secrets():
            there = self.root / target.lstrip("/")
            there.parent.mkdir(parents=True, exist_ok=True)
            self._copy(self.place / self.whole["secrets"][name]["file"], there)

    def _copy(self, source: Path, target: Path) -> None:
        target.touch(0o600)
        target.write_text(self.inside(source.read_text("utf-8")), "utf-8")

    def _volumes(self) -> Iterator[tuple[str, Path]]:
        for volume in self.says.get("volumes", ()):
            if isinstance(volume, str):
                source, target = volume.split(":")[:2]
            else:
                source, target = volume["source"], volume["target"]
            if source in self.whole["volumes"]:
                folder = self.place / "volumes" / source
                folder.mkdir(parents=True, exist_ok=True)
                yield target, folder
            elif (self.project / source).is_file():
                yield target, self.project / source
            else:  # a folder that must be there before
                assert (self.place / source).is_dir(), source
                yield target, self.place / source

    def _tmpfs(self) -> list[str]:
        return [place.split(":")[0] for place in self.says.get("tmpfs", ())]

    def _secrets(self) -> Iterator[tuple[str, str]]:
        for secret in self.says.get("secrets", ()):
            if isinstance(secret, str):
                yield secret, f"/run/secrets/{secret}"
            else:
                yield secret["source"], secret["target"]

    @cached_property
    def _mounted(self) -> tuple[str, ...]:
        volumes = [target for target, _ in self._volumes()]
        return (*volumes, *self._tmpfs(), *(target for _, target in self._secrets()))

    def _own_path(self, path: str) -> str:
        """A mounted path, something below it, or a folder above it; the rest is the image's."""
        for target in self._mounted:
            if f"{path}/".startswith(f"{target}/") or f"{target}/".startswith(f"{path}/"):
                return f"{self.root}{path}"
        return path

    @cached_property
    def _host(self) -> str:
        mode = self.says.get("network_mode", "")
        number = f"#{self.number}" if self.number > 1 else ""
        return mode.removeprefix("service:") or self.service + number

    @cached_property
    def _own_ports(self) -> set[int]:
        """Every port that is named in its words, and in those of the host that it shares."""
        said = self.whole["services"][self._host.split("#")[0]]
        words = [*map(str, said.get("command", ()))]
        words += [f"{name}={value}" for name, value in said.get("environment", {}).items()]
        return {int(port) for port in _PORT.findall(" ".join(words))}

    def _own_port(self, number: str) -> str:
        if int(number) not in self._own_ports:
            return number
        return str(self.network.port(self._host, int(number)))


def _entrypoint(image: str, project: Path) -> list[str]:
    """What the image starts; of an image that is not ours, what compose.yaml names."""
    if not image.startswith("hikae:"):
        return []
    found = re.search(r'^ENTRYPOINT \["(\w+)"\]$', (project / "Dockerfile").read_text(), re.M)
    assert found
    return [found[1]]


def give(folder: Path, user: int, group: int) -> None:
    """Give a folder and everything in it away."""
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, user, group)
