"""The status page has no log-ins, so it is not shown to the network by mistake."""

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from hikae import checking
from hikae.cli.exits import Exit
from tests.hikae.commands import hikae

EVERYWHERE = "0.0.0.0"  # noqa: S104  # that it is refused is the point


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIKAE_LANGUAGE", "en")
    monkeypatch.setattr(checking, "_PORT_PATIENCE_S", 0.0)


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("role", ["serve", "console"])
class TestAnAddressThatOthersReach:
    @pytest.mark.parametrize("host", [EVERYWHERE, "192.168.1.20", "::", "office.example"])
    def test_is_refused(self, home: Path, role: str, host: str) -> None:
        answer = hikae(home, role, "--host", host)
        assert answer.exit_code == Exit.SETTINGS
        assert "no log-ins" in answer.err
        assert "Nothing was started" in answer.err

    def test_is_refused_as_a_setting_too(
        self, home: Path, role: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HIKAE_HOST", EVERYWHERE)
        assert hikae(home, role).exit_code == Exit.SETTINGS

    def test_is_used_if_the_office_says_so_twice(
        self, home: Path, role: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert port_is_asked_for(home, role, "--host", EVERYWHERE, "--open-to-network")
        monkeypatch.setenv("HIKAE_OPEN_TO_NETWORK", "true")
        assert port_is_asked_for(home, role, "--host", EVERYWHERE)


@pytest.mark.parametrize("role", ["serve", "console"])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost"])
def test_the_machines_own_address_is_used(home: Path, role: str, host: str) -> None:
    assert port_is_asked_for(home, role, "--host", host)


def port_is_asked_for(home: Path, role: str, *words: str) -> bool:
    """Does the command go on to where it finds that the port is taken?"""
    with socket.create_server((EVERYWHERE, 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = hikae(home, role, "--port", port, *words)
    return answer.exit_code == Exit.UNAVAILABLE and port in answer.err
