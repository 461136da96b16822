"""PINs are not kept: what stands beside their labels goes."""

from ocr.rows import rows_of
from ocr.secret import beside_labels
from tests.ocr.words import rows, word

LABELS = ("利用者証明用電子証明書(数字4桁)", "住民基本台帳用(数字4桁)")


def test_what_stands_right_of_a_label_goes() -> None:
    found = beside_labels(rows("利用者証明用電子証明書(数字4桁)　7214", "氏名 佐藤 健一"), LABELS)
    assert [one.text for one in found] == ["7214"]


def test_a_label_may_be_misread() -> None:
    found = beside_labels(rows("利用 音証明用電 隆証明書(数字析)　| 5 41718"), LABELS)
    assert [one.text for one in found] == ["|", "5", "41718"]


def test_boxes_that_reach_above_and_below_the_label_go_too() -> None:
    label = rows("住民基本台帳用(数字4桁)")
    above = rows_of([word("5422", left=600, top=-12)])
    assert [one.text for one in beside_labels((*above, *label), LABELS)] == ["5422"]


def test_what_stands_left_of_a_label_or_in_another_row_stays() -> None:
    found = rows("岡山 住民基本台帳用(数字4桁)", "氏名　佐藤 健一", "電話　086-803-6213")
    assert beside_labels(found, LABELS) == ()
