"""A wire to a server on which a test may change the bytes, or hang up."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

Change = Callable[[bytes], bytes | None]  # None: hang up, both ways


class Wire:
    """Passes on what comes, as it comes. Of each direction one thing may be done to the bytes."""

    def __init__(self, to: str) -> None:
        host, port = to.split(":")
        self._to = (host, int(port))
        self._ear = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.to_server: Change = _as_it_is
        self.from_server: Change = _as_it_is

    @property
    def endpoint(self) -> str:
        """Where to call instead of the server."""
        return f"127.0.0.1:{self._ear.getsockname()[1]}"

    def be_clean(self) -> None:
        """From now on change nothing."""
        self.to_server = self.from_server = _as_it_is

    def listen(self) -> None:
        """Take calls until it is closed."""
        while True:
            try:
                caller, _ = self._ear.accept()
            except OSError:
                return
            server = socket.create_connection(self._to)
            self._open += (caller, server)
            _in_a_thread(self._pass_on, caller, server, lambda: self.to_server)
            _in_a_thread(self._pass_on, server, caller, lambda: self.from_server)

    def close(self) -> None:
        """Take no more calls, and end all; it may be closed already."""
        _hang_up(self._ear)
        for one in self._open:
            _hang_up(one)

    def _pass_on(
        self, source: socket.socket, sink: socket.socket, change: Callable[[], Change]
    ) -> None:
        with suppress(OSError):  # one of them may hang up
            while came := source.recv(1 << 16):
                passed = change()(came)
                if passed is None:
                    break
                sink.sendall(passed)
        _hang_up(source)
        _hang_up(sink)


@contextmanager
def wire(to: str) -> Iterator[Wire]:
    """A wire to `host:port`, until the end of the block."""
    with closing(Wire(to)) as made:
        _in_a_thread(made.listen)
        yield made


def flipped(mark: bytes) -> Change:
    """Flip one bit in the first byte of every such mark that comes along."""
    return lambda came: came.replace(mark, bytes([mark[0] ^ 1]) + mark[1:])


def cut_at(mark: bytes) -> Change:
    """Hang up before such a mark goes out."""
    return lambda came: None if mark in came else came


def _as_it_is(came: bytes) -> bytes:
    return came


def _in_a_thread(work: Callable[..., None], *args: object) -> None:
    threading.Thread(target=work, args=args, daemon=True).start()


def _hang_up(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
