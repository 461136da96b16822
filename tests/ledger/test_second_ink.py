"""Name, kana and birth date: what confirms a person, what speaks against one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence import Line, Person, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.second_ink import confirmed, contradicted, tracking_numbers

MORI = Person(ApplicationId("1" * 23), "森　翔太", "モリ　ショウタ", date(1985, 1, 2), None, None)


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(1, text) for text in texts)


def named(name: str, kana: str = "") -> Person:
    return replace(MORI, name=name, kana=kana)


class TestAName:
    @pytest.mark.parametrize(
        "text",
        [
            "森 翔太",
            "森翔太",
            "氏 名 森 翔太",
            "氏名森 翔太 男",
            "森 翔太 様",
            "森 翔太 欄",  # 様, misread
            "受領者 森 翔太 印",
            "本人　森 翔太　平成元年",
            "KK 名 森 翔太",  # 氏名, misread
            "申請者氏名 (自署) 森 翔太",
            "森 翔太 生年月日 昭和60年1月2日",
            "森 翔太昭和60年1月2日生",
            "森 翔太 昭60.1.2",
            "森 翔太 男・女",
            "(森 翔太)",
            "岡山市　森 翔太",
            "森 翔太 昭和60年1月2日生",
        ],
    )
    def test_confirms_where_it_stands_for_itself(self, text: str) -> None:
        assert confirmed(MORI, lines(text)) >= {Witness.NAME}

    @pytest.mark.parametrize(
        "text", ["大森 翔太", "大 森 翔太 様", "森 翔太郎", "森 翔太 郎", "森 翔大", "森　翔太", ""]
    )
    def test_does_not_confirm_as_a_part_of_another(self, text: str) -> None:
        assert confirmed(MORI, lines(text)) == frozenset()

    @pytest.mark.parametrize(
        ("short", "long"),
        [
            ("山田　正", "山田 正男"),
            ("山田　正", "山田 正 男"),
            ("山田　正", "山田 正・男"),
            ("佐藤　義", "佐藤 義明"),
            ("佐藤　義", "佐藤 義 明 様"),
            ("鈴木　和", "鈴木 和平"),
            ("鈴木　和", "鈴木 和 平 5"),
            ("高橋　大", "高橋 大生"),
            ("高橋　大", "高橋 大 生"),
            ("森　一", "椎名 森 一"),
            ("森　一", "椎 名 森 一"),
            ("森　一", "直人 森 一"),
            ("森　一", "大、森 一"),
            ("森　花", "森 花榛"),
            ("森　翔太", "森 翔太男"),
        ],
    )
    def test_does_not_confirm_inside_a_longer_one(self, short: str, long: str) -> None:
        for paper in (long, f"氏名 {long} 様", f"氏名　{long}　男"):
            if paper == long or not long.startswith(("椎", "直", "大")):
                assert not confirmed(named(short), lines(paper)), paper

    def test_of_yumi_is_not_found_in_yumiko(self) -> None:
        assert not confirmed(named("林　由美"), lines("林 由美子 様"))
        assert not confirmed(named("林　由美"), lines("林 由美 子 様"))

    @pytest.mark.parametrize(
        ("entry", "paper"),
        [
            ("髙橋　太郎", "高橋 太郎 様"),
            ("渡邉　幸子", "渡辺 幸子"),
            ("山﨑　里奈", "山崎 里奈"),
            ("斉藤　隆", "齋藤 隆"),
            ("SMITH JOHN", "Ｓｍｉｔｈ Ｊｏｈｎ"),
        ],
    )
    def test_may_be_written_with_variants_of_its_characters(self, entry: str, paper: str) -> None:
        assert confirmed(named(entry), lines(paper)) == {Witness.NAME}

    def test_must_stand_in_one_row(self) -> None:
        assert not confirmed(MORI, lines("森", "翔太"))

    @pytest.mark.parametrize("name", ["", "　", "森"])
    def test_that_is_too_short_confirms_nothing(self, name: str) -> None:
        assert not confirmed(named(name), lines("森 森", " ", ""))


class TestKana:
    @pytest.mark.parametrize(
        "text",
        [
            "フリガナ モリ ショウタ",
            "モリショウタ",
            "ﾓﾘ ｼｮｳﾀ",
            "もり しょうた",
            "モリ シヨウタ",
            "モリ ショウ夕",
        ],
    )
    def test_confirms_however_it_is_written(self, text: str) -> None:
        assert confirmed(MORI, lines(text)) == {Witness.KANA}

    @pytest.mark.parametrize(
        "text", ["オオモリ ショウタ", "モリ ショウタロウ", "エビナ モリ ショウタ"]
    )
    def test_does_not_confirm_as_a_part_of_another(self, text: str) -> None:
        assert confirmed(MORI, lines(text)) == frozenset()


class TestABirthDate:
    @pytest.mark.parametrize(
        "text",
        [
            "生年月日 昭和60年1月2日",
            "昭和60年1月2日生 女",
            "S60.1.2",
            "1985-01-02",
            "昭和60年1月2昌",
        ],
    )
    def test_confirms_wherever_it_stands(self, text: str) -> None:
        assert confirmed(MORI, lines(text)) == {Witness.BIRTH_DATE}

    def test_that_the_ledger_does_not_know_says_nothing(self) -> None:
        unknown = replace(MORI, birth_date=None)
        assert not confirmed(unknown, lines("生年月日 昭和60年1月2日"))
        assert not contradicted(unknown, lines("生年月日 昭和60年1月2日"))

    def test_of_another_person_beside_its_label_contradicts(self) -> None:
        assert contradicted(MORI, lines("生年月日 昭和60年1月3日")) == {Witness.BIRTH_DATE}

    @pytest.mark.parametrize(
        "text",
        [
            "受領日 令和7年4月1日",  # another label
            "生年月日 60年1月3日",  # no era
            "生年月日 昭和60年1月",  # no day
            "生年月日 昭和60年1月3昌",  # blurred: it may confirm, it cannot contradict
            "昭和60年1月3日 生年月日",  # in front of the label
        ],
    )
    def test_contradicts_only_when_complete_and_beside_its_label(self, text: str) -> None:
        assert contradicted(MORI, lines(text)) == frozenset()

    def test_contradicts_without_a_label_where_it_says_born(self) -> None:
        (born,) = lines("昭和60年1月3日生 女")
        assert contradicted(MORI, [born]) == {Witness.BIRTH_DATE}
        card = replace(born, form=FormKind.IDENTITY_DOCUMENT_COPY)  # a proxy's, perhaps
        assert contradicted(MORI, [card]) == frozenset()

    def test_of_a_proxy_contradicts_nothing_beside_ones_own(self) -> None:
        paper = lines("生年月日 平成30年5月1日", "生年月日 昭和60年1月2日")
        assert contradicted(MORI, paper) == frozenset()

    def test_read_right_elsewhere_takes_a_contradiction_back(self) -> None:
        paper = lines("生年月日 昭和60年1月7日", "昭和60年1月2日生 女")
        assert contradicted(MORI, paper) == frozenset()


@given(st.lists(st.text(max_size=20), max_size=5))
def test_more_text_never_takes_a_confirmation_away(more: list[str]) -> None:
    paper = lines("氏名 森 翔太", "生年月日 昭和60年1月2日")
    assert confirmed(MORI, (*paper, *lines(*more))) >= confirmed(MORI, paper)


@given(st.text(alphabet="大森林翔太郎由美子 様氏名　", max_size=12))
def test_a_name_of_another_length_is_never_confirmed_beside_letters(before: str) -> None:
    """Whatever stands in front: 森翔太 inside ○森翔太 counts only behind a border."""
    found = Witness.NAME in confirmed(MORI, lines(before + "森翔太"))
    stripped = before.rstrip(" ")
    letters = before.replace(" ", "")
    free = (
        not stripped
        or stripped.endswith("　")
        or letters.endswith(("氏名", "様名"))
        or (letters.rpartition("　")[2] == "名")
    )
    assert found <= free


class TestATrackingNumber:
    @pytest.mark.parametrize(
        "text",
        [
            "引受番号 12345678901",
            "お問い合わせ番号　1234-5678-901",
            "1234-5678-901",
            "1234－5678－901",
        ],
    )
    def test_stands_beside_its_label_or_in_the_groups_of_the_post(self, text: str) -> None:
        assert tracking_numbers(lines(text)) == {"12345678901"}

    @pytest.mark.parametrize(
        "text",
        [
            "090-1234-5678",
            "0120-123-456",
            "1234-5678-9012-345",
            "5754-4551-3441-9915-6220-273",
            "12345678901",
        ],
    )
    def test_is_no_other_number(self, text: str) -> None:
        assert tracking_numbers(lines(text)) == frozenset()
