"""Ports for servers of the tests' own, none of them given out twice.

Tests run in several processes at a time, and a server that is killed wants its port again: each
process has ports of its own. They lie below those that outgoing connections use, since whoever asks
again and again for a server that is away would otherwise meet itself some day.
"""

import os
import random
import re
import socket

_PORTS = range(20_000, 32_000)
_PROCESSES = 6  # that run tests at the same time; with more, two share
_given: set[int] = set()
# Not the usual generator: before each test it is set to the same start in every process.
_random = random.SystemRandom()


def free_port() -> int:
    """Give a port that nobody uses."""
    own = _own()
    for port in _random.sample(own, len(own)):
        if port not in _given and _is_free(port):
            _given.add(port)
            return port
    raise AssertionError("no port is free")


def free_ports(count: int) -> tuple[int, ...]:
    """Give so many ports that nobody uses."""
    return tuple(free_port() for _ in range(count))


def _own() -> range:
    """The ports of this process of pytest-xdist; of the only one, if it is not used."""
    number = re.search(r"\d+", os.environ.get("PYTEST_XDIST_WORKER", "0"))
    size = len(_PORTS) // _PROCESSES
    start = _PORTS.start + size * (int(number[0]) % _PROCESSES if number else 0)
    return range(start, start + size)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # Else a port on which somebody was connected a minute ago counts as in use.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError:
            return False
        return True
