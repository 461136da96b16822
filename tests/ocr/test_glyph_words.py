"""Letters become words that are where they were printed."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ocr.detector import LineBox
from ocr.glyph_words import words_of
from ocr.reading import Word
from ocr.recogniser import Glyph
from ocr.rows import rows_of

LEVEL = LineBox(500, 100, 800, 40, 0.0)


def glyphs(text: str, line: LineBox = LEVEL, pitch: float = 32.0) -> list[Glyph]:
    """Letters one pitch apart, narrow ones half; a `_` is a place without a letter."""
    found, at = [], 0.0
    for char in text:
        width = pitch / 2 if char.isascii() else pitch
        if char != "_":
            found.append(Glyph(char, (at + width / 2) / line.length, 0.9))
        at += width
    return found


def words(text: str, line: LineBox = LEVEL, pitch: float = 32.0) -> tuple[Word, ...]:
    return words_of(line, glyphs(text, line, pitch), 7)


def texts(found: tuple[Word, ...]) -> list[str]:
    return [word.text for word in found]


class TestAWord:
    def test_ends_at_a_gap(self) -> None:
        assert texts(words("氏名____山田太郎")) == ["氏名", "山田太郎"]

    def test_ends_at_a_blank_that_was_read(self) -> None:
        assert texts(words("山田 太郎")) == ["山田", "太郎"]

    def test_ends_where_digits_begin_and_end(self) -> None:
        assert texts(words("令和7年12月")) == ["令和", "7", "年", "12", "月"]

    def test_is_never_long(self) -> None:
        assert max(map(len, texts(words("個人番号カード交付申請書受付センター")))) == 8

    def test_goes_on_where_letters_are_set_wide(self) -> None:
        assert texts(words("回答書", pitch=46)) == ["回答書"]

    def test_belongs_to_its_line(self) -> None:
        assert {word.line for word in words("氏名____山田太郎")} == {7}

    def test_stands_where_it_was_printed(self) -> None:
        word = words("________山田")[0]
        assert abs(word.left - (100 + 4 * 32)) <= 2
        assert abs(word.right - (100 + 6 * 32)) <= 2
        assert abs((word.top + word.bottom) / 2 - 100) <= 1
        assert word.bottom - word.top < LEVEL.height

    def test_follows_the_tilt_of_its_line(self) -> None:
        tilted = LineBox(500, 100, 800, 40, 3.0)
        first, *_, last = words("個人番号カード交付申請書受付センター", tilted)
        assert last.top > first.top + 15
        assert first.bottom - first.top == last.bottom - last.top

    def test_never_begins_before_the_page(self) -> None:
        word = words("山田", LineBox(20, 4, 80, 30, 0.0))[0]
        assert (word.left, word.top) >= (0, 0)


@given(st.text("山田太郎ア1２3- _", max_size=20))
def test_no_letter_is_lost_or_moved(text: str) -> None:
    found = words(text)
    assert "".join(texts(found)) == text.replace(" ", "").replace("_", "")
    assert all(before.left <= after.left for before, after in pairwise(found))


def test_pieces_of_one_run_make_one_row_again() -> None:
    (row,) = rows_of(words("個人番号カード交付申請書"))
    assert row.text == "個人番号カード交付申請書"
