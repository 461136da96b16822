"""What was read is laid down in the store once; read again, a page might give other words."""

from hashlib import sha256

from archive.errors import AlteredError
from archive.store import Filing, Store
from ledger.records import Readings


def lay_down(store: Store, key: str, text: str) -> Filing:
    """Put it under its key; what another worker put there first stands."""
    try:
        return store.put_bytes(key, text.encode())
    except AlteredError:
        filing = store.look(key)
        if filing is None:
            raise
        return filing


def lifted(store: Store, laid: Readings) -> bytes:
    """Give back what was laid down.

    Raises:
        AlteredError: it is not what was laid down.
    """
    content = store.read(laid.key)
    if sha256(content).hexdigest() != laid.sha256:
        raise AlteredError(laid.key)
    return content
