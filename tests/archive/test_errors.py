"""Errors cross from a child process to its parent whole, and tell no secrets."""

import pickle

import pytest

from archive.errors import (
    AlteredError,
    ArchiveError,
    BadKeyError,
    BucketMissingError,
    CannotComposeError,
    MoreThanImagesError,
    NotFiledError,
    OtherBytesError,
    StoreDownError,
    StoreNotProtectedError,
)

ALL = (
    CannotComposeError("a reason"),
    MoreThanImagesError("a stamp"),
    BadKeyError("佐藤 健一"),
    StoreDownError("writing", "No space left on device"),
    BucketMissingError("reading", "there is no such bucket"),
    StoreNotProtectedError("looking at the bucket", "it has no Object Lock"),
    AlteredError("documents/x"),
    NotFiledError("documents/x"),
    OtherBytesError("documents/x"),
)


@pytest.mark.parametrize("error", ALL, ids=lambda error: type(error).__name__)
def test_an_error_survives_the_way_between_processes(error: ArchiveError) -> None:
    arrived = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert vars(arrived) == vars(error)


def test_a_wrong_key_is_not_repeated() -> None:
    assert "佐藤" not in str(BadKeyError("佐藤 健一"))


def test_every_error_has_its_case() -> None:
    def kinds(base: type[ArchiveError]) -> set[type[ArchiveError]]:
        below = set(base.__subclasses__())
        return below.union(*map(kinds, below))

    assert {type(error) for error in ALL} == kinds(ArchiveError)
