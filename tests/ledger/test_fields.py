"""What each field of an entry says about a paper."""

from dataclasses import replace

from ledger.evidence import Line, Person, Witness
from ledger.fields import FieldSays, fields_of
from tests.ledger.test_identify import SATO

SAYS, AGAINST = FieldSays.CONFIRMED, FieldSays.CONTRADICTED
SILENT, NOT_KNOWN = FieldSays.SILENT, FieldSays.NOT_IN_LEDGER


def said(person: Person, *texts: str) -> dict[Witness, FieldSays]:
    return dict(fields_of(person, [Line(1, text) for text in texts]))


def test_what_stands_on_the_paper_is_confirmed() -> None:
    found = said(SATO, "氏名 佐藤 健一", "フリガナ サトウ ケンイチ", "生年月日 昭和63年8月3日")
    assert [found[one] for one in (Witness.NAME, Witness.KANA, Witness.BIRTH_DATE)] == [SAYS] * 3


def test_another_birth_date_beside_its_label_contradicts() -> None:
    assert said(SATO, "生年月日 昭和63年8月4日")[Witness.BIRTH_DATE] is AGAINST


def test_another_name_beside_its_label_contradicts() -> None:
    assert said(SATO, "氏名 岡田 恵子")[Witness.NAME] is AGAINST


def test_a_proxys_name_beside_the_right_one_does_not() -> None:
    assert said(SATO, "氏名 佐藤 健一", "署名 岡田 恵子")[Witness.NAME] is SAYS


def test_what_was_not_found_is_silent() -> None:
    assert said(SATO, "見本市")[Witness.NAME] is SILENT


def test_what_the_entry_lacks_can_say_nothing() -> None:
    found = said(replace(SATO, birth_date=None), "生年月日 昭和63年8月3日")
    assert found[Witness.BIRTH_DATE] is NOT_KNOWN
    assert found[Witness.TRACKING_NUMBER] is NOT_KNOWN
