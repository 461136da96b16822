"""Words that were misread in part: folded, counted, found."""

from ocr.misread import end_of, folded, is_in, mistakes


def test_folds_width_and_drops_what_is_no_letter() -> None:
    assert folded("（委 任－状）１") == "委任状1"


def test_a_twin_of_a_character_is_taken_for_it() -> None:
    assert folded("回答 书") == "回答書"
    assert folded("力一ド") == folded("カード")


def test_counts_the_edits_of_the_best_part() -> None:
    assert mistakes("受領書", "個人番号カード等受頒書です") == 1
    assert mistakes("受領書", "") == 3


def test_finds_the_end_of_the_best_part() -> None:
    assert end_of("住民基本台帳用", "1住民墓本台帳用4桁", 0.4) == 8
    assert end_of("住民基本台帳用", "氏名佐藤健一", 0.4) is None


def test_of_longer_words_a_quarter_may_be_misread() -> None:
    assert is_in("交付の準備ができました", folded("交付の準傭がてきました。"))
    assert not is_in("返戻", "返尻")
