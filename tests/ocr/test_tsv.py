"""The table that Tesseract answers with."""

from ocr.reading import Word
from ocr.tsv import words_of

TABLE = """\
level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t1654\t2339\t-1\t
4\t1\t1\t1\t1\t0\t10\t20\t90\t30\t-1\t
5\t1\t1\t1\t1\t1\t10\t20\t40\t30\t96.987\t 個人
5\t1\t1\t1\t1\t2\t60\t20\t40\t30\t12\t番号
5\t1\t1\t1\t2\t1\t10\t60\t40\t30\t95.0\t \n\
5\t1\t2\t1\t1\t1\t10\t90\t20\t30\t-1\t"
"""


def test_its_words_have_box_confidence_and_line() -> None:
    assert words_of(TABLE) == (
        Word("個人", 10, 20, 50, 50, 0.96, 0),
        Word("番号", 60, 20, 100, 50, 0.12, 0),
        Word('"', 10, 90, 30, 120, 0.0, 1),
    )


def test_a_word_without_a_letter_is_none() -> None:
    assert words_of("5\t1\t1\t1\t1\t1\t10\t20\t40\t30\t95.0") == ()


def test_no_table_has_no_words() -> None:
    assert words_of("") == ()
