"""What a filed document says of the card: the page that tells most speaks for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.states import Stage
from tests.hikae.scripted import NOTICE, REPLY
from tests.hikae.workday import ANNA, Workday


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Workday]:
    begun = Workday.begin(tmp_path)
    yield begun
    begun.end()


def stage(day: Workday) -> Stage:
    with day.office.read() as session:
        return Book(session).entry(ANNA).state.stage


@pytest.mark.parametrize(
    "pages", [(f"{NOTICE}{ANNA.digits}", f"{REPLY}{ANNA.digits}"), (f"{REPLY}{ANNA.digits}",)]
)
def test_a_reply_alone_or_behind_its_notice_says_that_the_card_was_handed_over(
    day: Workday, pages: tuple[str, ...]
) -> None:
    day.drop(*pages)
    assert stage(day) is Stage.DELIVERED


def test_a_notice_alone_does_not(day: Workday) -> None:
    before = stage(day)
    day.drop(f"{NOTICE}{ANNA.digits}")
    assert stage(day) is before
