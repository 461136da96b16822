"""Whom a paper is addressed to stands before 様."""

import pytest

from ledger.evidence import Line
from ledger.labelled import addressed_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("佐藤 健一 様", "佐藤健一"),
        ("佐藤　健一　様", "佐藤健一"),
        ("〒700-0913 佐藤 健一様", "佐藤健一"),
        ("三宅 さくら 様 簡保", "三宅さくら"),
        ("佐藤健一 殿", "佐藤健一"),
    ],
)
def test_a_name_is_found(text: str, name: str) -> None:
    assert addressed_names([Line(1, text)]) == (name,)


@pytest.mark.parametrize("text", ["様", "様式第1号", "同じ様な書類", "佐藤 健一"])
def test_other_words_are_no_names(text: str) -> None:
    assert addressed_names([Line(1, text)]) == ()
