"""Wrong characters are counted fairly: whatever the order, and each read character once."""

from hypothesis import given
from hypothesis import strategies as st

from bench.characters import Characters, Stretch, compared, folded, resembling

FEW_LETTERS = st.text("abc", max_size=7)


def distance(one: str, other: str) -> int:
    """Slow and plain, to compare with."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


class TestAPage:
    def test_that_was_read_well_has_no_wrong_character(self) -> None:
        assert compared(["氏名", "見本 花子"], "氏名 見本花子") == Characters(6, 0, 0)

    def test_may_be_extracted_in_any_order(self) -> None:
        assert compared(["受領日", "令和7年", "氏名"], "氏名\n令和7年\n受領日").wrong == 0

    def test_may_have_full_width_letters(self) -> None:
        assert compared(["申請書ＩＤ", "１２　３４"], "申請書ID\n12 34").wrong == 0

    def test_counts_characters_taken_for_others_left_out_and_added(self) -> None:
        assert compared(["個人番号カード"], "個入番号カード").wrong == 1
        assert compared(["個人番号カード"], "個人番カード").wrong == 1
        assert compared(["個人番号カード"], "個人番号カ|ード").wrong == 1

    def test_without_text_has_all_characters_wrong(self) -> None:
        assert compared(["氏名", "見本花子"], "") == Characters(6, 6, 0)

    def test_that_carries_a_name_twice_must_have_been_read_twice(self) -> None:
        assert compared(["見本花子", "見本花子"], "見本花子").wrong == 4

    def test_keeps_for_others_what_hardly_resembles(self) -> None:
        assert compared(["かきくけこさし", "あいう"], "あいう し").wrong == 6

    def test_tells_how_much_is_not_of_the_truth(self) -> None:
        assert compared(["氏名"], "|l氏名~").surplus == 3


class TestTheStretch:
    @given(FEW_LETTERS, FEW_LETTERS)
    def test_is_as_near_as_any(self, piece: str, text: str) -> None:
        found = resembling(piece, text)
        stretches = (text[i:j] for i in range(len(text) + 1) for j in range(i, len(text) + 1))
        assert found.distance == min(distance(piece, one) for one in stretches)

    @given(FEW_LETTERS, FEW_LETTERS)
    def test_is_as_near_as_it_says(self, piece: str, text: str) -> None:
        found = resembling(piece, text)
        assert distance(piece, text[found.start : found.end]) == found.distance

    def test_is_where_the_piece_is(self) -> None:
        assert resembling("氏名", "1氏名2") == Stretch(1, 3, 0)


@given(st.lists(st.text(max_size=6), max_size=4), st.text(max_size=20))
def test_there_are_never_more_wrong_characters_than_true_ones(true: list[str], text: str) -> None:
    found = compared(true, text)
    assert 0 <= found.wrong <= found.true == sum(len(folded(one)) for one in true)


def test_a_corpus_is_the_sum_of_its_pages() -> None:
    found = Characters(10, 1, 2) + Characters(30, 3, 0)
    assert (found.error_rate, found.surplus_rate) == (0.1, 0.05)
