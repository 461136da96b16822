"""`archive verify`: a false alarm is as bad as none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hikae.auditing import verify_archive
from hikae.deciding import resolve
from tests.hikae.workday import ANNA, Workday

ORPHAN = f"documents/ab/cd/{'ab' * 32}.pdf"


@pytest.fixture
def day(home: Path) -> Iterator[Workday]:
    day = Workday.begin(home)
    yield day
    day.end()


def test_after_a_days_work_the_archive_is_sound(day: Workday) -> None:
    day.drop(ANNA.digits)
    assert verify_archive(day.office).is_sound


def test_an_object_that_nobody_recorded_is_an_orphan(day: Workday) -> None:
    day.drop(ANNA.digits)
    day.office.store.put_bytes(ORPHAN, b"%PDF")
    assert verify_archive(day.office).orphaned == (ORPHAN,)


def test_while_a_document_is_being_filed_its_object_is_none(day: Workday) -> None:
    held = day.document(day.drop("nobody"))
    resolve(day.office, held.document_id, ANNA, "clerk")
    day.office.store.put_bytes(ORPHAN, b"%PDF")
    assert verify_archive(day.office).is_sound


def test_a_missing_and_an_altered_object_are_named_whatever_is_under_way(day: Workday) -> None:
    document = day.document(day.drop(ANNA.digits))
    day.drop("nobody")
    assert document.key is not None
    (day.office.settings.archive / document.key).unlink()
    assert verify_archive(day.office).missing == (document.key,)
