"""Words become rows: side by side whatever block they came in, tilted or not."""

from hypothesis import given
from hypothesis import strategies as st

from ocr.reading import Word
from ocr.rows import COLUMN_GAP, rows_of
from tests.ocr.words import HEIGHT, line, rows, texts, word


class TestARow:
    def test_joins_what_touches_and_parts_what_does_not(self) -> None:
        words = [
            word("氏名", 0),
            word("佐", 42),
            word("藤", 64),
            word("健一", 110),
            word("男", 300),
        ]
        assert texts(rows_of(words)) == ["氏名佐藤 健一　男"]

    def test_joins_blocks_that_lie_on_one_level(self) -> None:
        label, value = word("申請書ID", 0, 100, line=0), word("1234", 400, 104, line=7)
        assert texts(rows_of([value, label])) == [f"申請書ID{COLUMN_GAP}1234"]

    def test_keeps_lines_apart_that_lie_below_each_other(self) -> None:
        assert texts(rows("上", "下")) == ["上", "下"]

    def test_keeps_apart_what_lies_on_one_level_and_overlaps(self) -> None:
        assert len(rows_of([word("印影", 0, 0, 0), word("氏名", 10, 5, 1)])) == 2

    def test_says_which_words_a_part_of_its_text_came_from(self) -> None:
        (row,) = rows("氏名 佐藤 健一")
        start = row.text.index("佐藤")
        assert [one.text for one in row.words_between(start, start + 1)] == ["佐藤"]


def test_rows_of_a_tilted_page_stay_whole() -> None:
    sinking = [
        Word(w.text, w.left, w.top + w.left // 40, w.right, w.bottom + w.left // 40, 0.9, w.line)
        for number in range(6)
        for w in line(*["文字"] * 20, top=30 * number, number=number)
    ]
    found = rows_of(sinking)
    assert len(found) == 6
    assert all(len(row.words) == 20 for row in found)


def test_two_halves_of_a_tilted_line_find_each_other() -> None:
    halves = [
        Word(w.text, w.left, w.top + w.left // 40, w.right, w.bottom + w.left // 40, 0.9, 2 * n + h)
        for n in range(6)
        for at, w in enumerate(line(*["文字"] * 20, top=30 * n))
        for h in [at // 10]
    ]
    assert [len(row.words) for row in rows_of(halves)] == [20] * 6


words_anywhere = st.builds(
    lambda text, left, top, number: word(text, left, top, number),
    st.text("あ1-", min_size=1, max_size=4),
    st.integers(0, 2000),
    st.integers(0, 3000),
    st.integers(0, 5),
)


@given(st.lists(words_anywhere, max_size=15))
def test_every_word_stands_in_exactly_one_row(words: list[Word]) -> None:
    found = [one for row in rows_of(words) for one in row.words]
    assert sorted(found, key=repr) == sorted(words, key=repr)


@given(st.lists(words_anywhere, min_size=1, max_size=15))
def test_a_row_reads_from_left_to_right_and_knows_where_each_word_begins(
    words: list[Word],
) -> None:
    for row in rows_of(words):
        lefts = [one.left for one in row.words]
        assert lefts == sorted(lefts)
        for one, start in zip(row.words, row.starts, strict=True):
            assert row.text[start : start + len(one.text)] == one.text
        assert row.box[3] - row.box[1] >= HEIGHT
