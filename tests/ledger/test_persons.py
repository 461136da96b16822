"""Whom a page names, and whether two pages speak of one person."""

from datetime import date

import pytest

from ledger.evidence import Line
from ledger.forms import FormKind
from ledger.persons import Persons

RECEIPT = ("氏名　佐藤 健一", "生年月日　昭和50年4月3日", "住所　見本市北区一丁目12番34号")
POWER = (
    *("委 任 状", "（代理人）", "氏 名　佐藤 花子", "生年月日　昭和52年1月9日"),
    *("（委任者）", "氏 名　佐藤 健一", "生年月日　昭和50年4月3日"),
)
HIM = Persons(frozenset({"佐藤健一"}), frozenset({date(1975, 4, 3)}))
HER = Persons(frozenset({"佐藤花子"}), frozenset({date(1977, 1, 9)}))
THERE = frozenset({"一-12-34"})
ELSEWHERE = frozenset({"567-8"})


def lines(*texts: str, form: FormKind = FormKind.UNKNOWN) -> tuple[Line, ...]:
    return tuple(Line(1, text, form) for text in texts)


def named(name: str, *homes: str) -> Persons:
    return Persons(frozenset({name}), frozenset(), frozenset(homes))


class TestThosePapersConcern:
    def test_are_named_beside_labels(self) -> None:
        assert Persons.concerned(lines(*RECEIPT)) == Persons(HIM.names, HIM.births, THERE)

    def test_may_be_named_below_a_label(self) -> None:
        rows = ("氏 名", "佐藤 健一", "生年月日", "昭和50年4月3日", "住 所")
        assert Persons.concerned(lines(*rows)) == HIM

    def test_may_be_addressed(self) -> None:
        rows = ("〒700-0001", "見本市北区五丁目6番", "近藤　洋平　樣", "見本市長　様", "各位 様")
        assert Persons.concerned(lines(*rows)) == named("近藤洋平", "7000001")

    def test_may_stand_on_a_card_without_labels(self) -> None:
        assert Persons.concerned(lines("佐藤 健一", "昭和50年4月3日生 男")) == HIM
        assert not Persons.concerned(lines("佐藤 健一")).are_known()
        assert not Persons.concerned(lines("普通 自動車", "昭和50年4月3日生")).names

    def test_are_not_those_who_act_for_them(self) -> None:
        found = lines(*POWER, form=FormKind.POWER_OF_ATTORNEY)
        assert Persons.concerned(found) == HIM
        assert Persons.among(found) == HIM | HER

    def test_are_nobody_where_nobody_is_named(self) -> None:
        rows = (
            "令和7年10月1日",
            "電話 086-000-0000",
            "申請書ID",
            "委 任状",
            "生年月日",
            "問合せ 一丁目23番45号",
        )
        assert Persons.concerned(lines(*rows)) == Persons()


class TestOnePerson:
    def test_is_named_by_name_and_birth_date_and_nobody_beside(self) -> None:
        assert HIM.are_among(HIM | HER)
        assert not (HIM | HER).are_among(HIM)

    def test_is_named_by_name_and_home(self) -> None:
        assert named("佐藤健一", "7000001").are_among(named("佐藤健一", "7000001", "1-2-34"))
        assert not named("佐藤健一", "7000001").are_among(named("佐藤健一", "7000002"))

    def test_has_one_birth_date(self) -> None:
        namesake = Persons(HIM.names, HER.births, THERE)
        assert not namesake.are_among(Persons(HIM.names, HIM.births, THERE))

    @pytest.mark.parametrize("half", [Persons(names=HIM.names), Persons(births=HIM.births)])
    def test_is_not_told_by_half_of_it(self, half: Persons) -> None:
        assert not half.are_among(HIM)
        assert half.touch(HIM)
        assert not half.touch(HER)

    def test_of_twins_is_not_the_other(self) -> None:
        twin = Persons(frozenset({"佐藤健二"}), HIM.births, THERE)
        assert not twin.are_among(Persons(HIM.names, HIM.births, THERE))
        assert not twin.are_others_than(HIM)


class TestSomebodyElse:
    def test_differs_in_name_and_birth_date(self) -> None:
        assert HER.are_others_than(HIM)

    def test_differs_in_all_of_the_name_and_in_the_home(self) -> None:
        mori = named("森美咲子", "567-8")
        assert mori.are_others_than(Persons(HIM.names, HIM.births, THERE))
        assert not named("佐々木葵", "567-8").are_others_than(Persons(HIM.names, homes=THERE))

    def test_does_not_live_there(self) -> None:
        her = Persons(HER.names, HER.births, THERE)
        assert not her.are_others_than(Persons(HIM.names, HIM.births, THERE))

    def test_is_not_made_by_a_misread_letter_or_part_of_a_date(self) -> None:
        blurred = Persons(frozenset({"佐籐花子"}), frozenset({date(1977, 7, 9)}))
        assert not blurred.are_others_than(HER)

    def test_is_not_made_by_what_could_not_be_read(self) -> None:
        assert not HER.are_others_than(Persons(names=HIM.names))
        assert not Persons().are_others_than(HIM)
