"""Does the archive hold what the ledger says, and nothing else? Reads every byte of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.store import Store


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, as keys in order. `checked` counts the objects that were read."""

    checked: int
    missing: tuple[str, ...]  # promised, not there
    altered: tuple[str, ...]  # there, with other bytes than promised
    orphaned: tuple[str, ...]  # there, promised by nobody

    @property
    def is_sound(self) -> bool:
        """Whether nothing is missing, altered or orphaned."""
        return not (self.missing or self.altered or self.orphaned)


def compare(expected: Mapping[str, str], store: Store) -> Report:
    """Compare both ways.

    Args:
        expected: the SHA-256 promised under each key.
        store: read object by object; one object is in memory at most in part.

    Raises:
        StoreDownError: the store did not answer; nothing can be said then.
    """
    missing, altered, checked = [], [], 0
    for key in sorted(expected):
        found = store.look(key)
        if found is None:
            missing.append(key)
            continue
        checked += 1
        if found.sha256 != expected[key]:
            altered.append(key)
    orphaned = [key for key in store.keys() if key not in expected]  # noqa: SIM118 - no dict
    return Report(checked, tuple(missing), tuple(altered), tuple(orphaned))
