"""The words of a page copy and search as they are printed."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.lettering import Lettering, is_half, width_of
from archive.sheet import Box
from archive.text_layer import LayerWord, PageLayer, laid_over, runs_of
from ledger.scans import ScanKind
from tests.archive.sources import composed, layer, picture, saved, text_of

TITLE = "個人番号カード交付通知書"
DIGITS = "17570422013899561234567"
A4 = (1653, 2338)


def spaced(text: str, gap: int, line: int = 1, top: int = 100, size: int = 40) -> list[LayerWord]:
    """A line of one-character words, as OCR gives spaced-out Japanese."""
    step = size + gap
    return [
        LayerWord(c, 100 + n * step, top, 100 + n * step + size, top + size, line)
        for n, c in enumerate(text)
    ]


def texts(words: list[LayerWord]) -> list[str]:
    return [run.text for run in runs_of(layer(words=words, size=A4))]


class TestJoiningWords:
    @pytest.mark.parametrize("gap", [-3, 0, 10, 36])
    def test_japanese_has_no_blanks_even_when_spaced_out(self, gap: int) -> None:
        assert texts(spaced(TITLE, gap)) == [TITLE]

    def test_a_wide_gap_is_a_blank(self) -> None:
        assert texts(spaced("氏名", 40)) == ["氏 名"]

    def test_a_gap_of_two_heights_begins_a_new_run(self) -> None:
        assert texts(spaced("氏名", 81)) == ["氏", "名"]

    @pytest.mark.parametrize(("gap", "text"), [(5, "12"), (8, "1 2")])
    def test_half_width_words_part_sooner(self, gap: int, text: str) -> None:
        assert texts(spaced("12", gap)) == [text]

    def test_lines_stay_apart(self) -> None:
        assert texts(spaced("氏名", 0, line=1) + spaced("住所", 0, line=2, top=200)) == [
            "氏名",
            "住所",
        ]

    def test_a_word_to_the_left_begins_a_new_run(self) -> None:
        first, second = spaced("氏名", 0)
        assert texts([second, first]) == ["名", "氏"]

    def test_extra_words_are_runs_of_their_own_and_come_last(self) -> None:
        groups = spaced("1757", 20, size=20)
        extra = [LayerWord(DIGITS, 100, 100, 900, 140, 1)]
        runs = runs_of(layer(words=groups, extra=extra, size=A4))
        assert [run.text for run in runs] == ["1 7 5 7", DIGITS]

    @pytest.mark.parametrize("text", ["", " ", "\u3000", "\u200b", "\ufeff\x07", "\ud800"])
    def test_what_nobody_could_search_for_is_left_out(self, text: str) -> None:
        assert texts([LayerWord(text, 0, 0, 9, 9, 1)]) == []

    def test_control_characters_are_taken_out(self) -> None:
        assert texts([LayerWord("氏\x00\u200b名\n\u3000様", 0, 0, 90, 9, 1)]) == ["氏名 様"]

    def test_a_word_without_extent_still_is_one(self) -> None:
        (run,) = runs_of(layer(words=[LayerWord("x", 5, 5, 5, 5, 1)]))
        assert (run.height, run.right - run.left) == (1, 1)

    def test_a_run_is_level_whatever_the_skew(self) -> None:
        tilted = [
            LayerWord(word.text, word.left, word.top + 4 * n, word.right, word.bottom + 4 * n, 1)
            for n, word in enumerate(spaced(TITLE, 0))
        ]
        (run,) = runs_of(layer(words=tilted, size=A4))
        assert 140 < run.baseline < 184


WORDS = st.builds(
    LayerWord,
    st.text(max_size=6),
    *(st.integers(0, 900), st.integers(0, 900), st.integers(0, 999), st.integers(0, 999)),
    st.integers(1, 4),
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=20))
def test_no_character_is_lost_or_invented(words: list[LayerWord]) -> None:
    def visible(text: str) -> list[str]:
        return [c for c in text if not c.isspace() and unicodedata.category(c)[0] != "C"]

    runs = runs_of(layer(words=words, size=A4))
    by_line = sorted(words, key=lambda word: [w.line for w in words].index(word.line))
    expected = sorted(c for word in by_line for c in visible(word.text))
    assert sorted(c for run in runs for c in visible(run.text)) == expected
    assert all(run.right > run.left and run.height >= 1 for run in runs)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=10), st.sampled_from([0, 90, 180, 270]))
def test_any_words_can_be_laid(words: list[LayerWord], rotate: int) -> None:
    page = layer(words=words, size=A4)
    runs = runs_of(page)
    font = Lettering(run.text for run in runs)
    content = laid_over(runs, page, Box(0, 0, 595, 842), rotate, font)  # type: ignore[arg-type]
    assert content.count(b"Tj") == len(runs)
    assert b"nan" not in content
    assert b"e-" not in content


class TestALayer:
    @pytest.mark.parametrize("wrong", [{"number": 0}, {"width": 0}, {"height": -1}, {"turn": 45}])
    def test_that_makes_no_sense_cannot_be(self, wrong: dict[str, int]) -> None:
        right = {"number": 1, "turn": 0, "width": 9, "height": 9}
        with pytest.raises(ValueError, match="page"):
            PageLayer(**{**right, **wrong}, words=())  # type: ignore[arg-type]


class TestTheLettering:
    @pytest.mark.parametrize(
        ("character", "half"), [("1", True), ("ｱ", True), ("ア", False), ("①", False)]
    )
    def test_knows_half_width_characters(self, character: str, half: bool) -> None:
        assert is_half(character) is half

    def test_widths_add_up(self) -> None:
        assert width_of("A個") == 1500

    def test_is_the_same_whatever_the_order(self) -> None:
        assert Lettering(["ab", "個"]).encode("a個b") == Lettering(["個ba"]).encode("a個b")

    @settings(deadline=None)
    @given(st.lists(st.text(st.characters(exclude_categories=["C"]), min_size=1), min_size=1))
    def test_every_character_has_its_own_code(self, words: list[str]) -> None:
        font = Lettering(words)
        characters = sorted(set("".join(words)))
        assert len({font.encode(character) for character in characters}) == len(characters)


class TestWhatAViewerFinds:
    """pdfium, which is in Chrome; `tests/service` asks poppler too."""

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_title_and_id_however_the_page_lies(self, tmp_path: Path, turn: int) -> None:
        size = A4 if turn in (0, 180) else A4[::-1]
        source = saved(picture("1", size), tmp_path / "scan.png")
        words = spaced(TITLE, 10) + spaced("1757-0422", 2, line=2, top=300)
        extra = [LayerWord(DIGITS, 100, 300, 900, 340, 1)]
        pdf = composed(source, ScanKind.PNG, layer(1, turn, words, extra, size=size))
        assert TITLE in text_of(pdf)
        assert DIGITS in text_of(pdf)

    @pytest.mark.parametrize(
        "text", ["𠮷田髙﨑", "葛󠄀城", "ﾊﾝｶｸ", "ー―—〜～・", "<(\\)>", "e\u0301"]
    )
    def test_rare_characters_come_back_whole(self, tmp_path: Path, text: str) -> None:
        source = saved(picture("1", A4), tmp_path / "scan.png")
        word = LayerWord(text, 100, 100, 500, 140, 1)
        pdf = composed(source, ScanKind.PNG, layer(words=[word], size=A4))
        assert text_of(pdf).strip() == text

    def test_more_characters_than_one_block_of_the_map(self, tmp_path: Path) -> None:
        text = "".join(chr(0x4E00 + n) for n in range(250))
        source = saved(picture("1", A4), tmp_path / "scan.png")
        word = LayerWord(text, 100, 100, 1500, 140, 1)
        pdf = composed(source, ScanKind.PNG, layer(words=[word], size=A4))
        assert text_of(pdf).strip() == text
