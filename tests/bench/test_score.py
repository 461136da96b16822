"""A score says of every set what became of it. The figures of the office come from another hand."""

from bench.score import Ended, Score, documents_of, scored
from bench.truth import TrueFile, TruePage, TrueSet

A, B, C, D = ("1" * 23, "2" * 23, "3" * 23, "4" * 23)


def page(number: int, kind: str = "receipt", application_id: str | None = None) -> TruePage:
    return TruePage(number, kind, application_id, None, False, (), 0, 100, 100, (), ())


def pages(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


def scan(*sets: TrueSet, name: str = "a.pdf", also: tuple[TruePage, ...] = ()) -> TrueFile:
    """A file in which the first page of each set carries its ID."""
    of_sets = [
        page(number, application_id=one.application_id if number == min(one.pages) else None)
        for one in sets
        for number in sorted(one.pages)
    ]
    return TrueFile(name, True, (*of_sets, *also), sets)


def score(file: TrueFile, *ended: Ended) -> Score:
    return scored([file], {file.name: ended})


RECEIPT = TrueSet(A, "receipt", pages(1, 2), readable=True)
NOTICE = TrueSet(B, "notice", pages(3), readable=True)


class TestASet:
    def test_filed_under_its_id_went_straight_through(self) -> None:
        found = score(scan(RECEIPT), Ended(pages(1, 2), "receipt", A))
        assert (found.straight_through, found.false, found.separation_f1) == (1.0, 0, 1.0)

    def test_filed_without_the_page_that_names_it_did_not(self) -> None:
        found = score(
            scan(RECEIPT), Ended(pages(1), "receipt", None), Ended(pages(2), "receipt", A)
        )
        assert (found.right, found.false) == (0, 0)

    def test_of_which_one_page_lies_under_another_id_is_filed_falsely(self) -> None:
        found = score(
            scan(RECEIPT, NOTICE), Ended(pages(1), "receipt", A), Ended(pages(2, 3), "notice", B)
        )
        assert (found.right, found.false, found.separated) == (1, 1, 0)

    def test_that_nobody_can_read_does_not_count_for_straight_through(self) -> None:
        lost = TrueSet(A, "receipt", pages(1), readable=False)
        found = score(scan(lost, NOTICE), Ended(pages(1), "receipt", A))
        assert (found.right, found.readable, found.straight_through) == (1, 1, 0.0)

    def test_has_the_form_of_the_document_with_most_of_its_pages(self) -> None:
        found = score(
            scan(RECEIPT), Ended(pages(1), "notice", None), Ended(pages(2), "receipt", None)
        )
        assert found.type_accuracy == 0.0  # of equals, the first


class TestAPage:
    def test_in_no_document_is_lost(self) -> None:
        assert score(scan(RECEIPT), Ended(pages(1), "receipt", A)).lost_pages == 1

    def test_without_content_is_not_missed_and_separates_nothing(self) -> None:
        file = scan(RECEIPT, also=(page(4, "blank"), page(5, "separator")))
        found = score(file, Ended(pages(1, 2, 4), "receipt", A), Ended(pages(5), "unknown", None))
        assert (found.lost_pages, found.separation_f1) == (0, 1.0)


class TestAFileThatIsToBeRefused:
    FILE = TrueFile("bad.pdf", False, (), (TrueSet(A, "receipt", pages(1), readable=True),))

    def test_is_filed_falsely_under_a_strangers_id(self) -> None:
        assert score(self.FILE, Ended(pages(1), "receipt", B)).false == 1

    def test_counts_for_nothing_else(self) -> None:
        assert score(self.FILE, Ended(pages(1), "receipt", A)) == Score()


def test_a_row_of_the_list_of_scans_becomes_documents() -> None:
    filed = {"pages": [1, 2], "form": "reply_form", "application_id": A, "outcome": "filed"}
    held = {"pages": [3], "form": "unknown", "application_id": None, "outcome": "held"}
    assert documents_of({"documents": [filed, held]}) == (
        Ended(pages(1, 2), "notice", A),
        Ended(pages(3), "unknown", None),
    )


def test_an_office_scores_as_the_corpus_script_says() -> None:
    """Glued, cut, falsely filed, half-lost and wholly lost sets, as another script counted them."""
    first = scan(
        RECEIPT,
        NOTICE,
        TrueSet(C, "envelope", pages(4, 5), readable=False),
        also=(page(6, "blank"), page(7, "separator")),
    )
    second = scan(
        TrueSet(D, "application", pages(1, 2, 3), readable=True),
        TrueSet(C, "envelope", pages(4), readable=True),
        name="b.tif",
    )
    third = scan(TrueSet(A, "receipt", pages(1), readable=True), name="c.pdf")
    bad = TrueFile("bad.pdf", False, (), (TrueSet(A, "receipt", pages(1), readable=True),))
    ended = {
        "a.pdf": [
            Ended(pages(1, 2, 6), "receipt", A),
            Ended(pages(3, 4), "notice", B),
            Ended(pages(7), "unknown", None),
        ],
        "b.tif": [
            Ended(pages(1), "application", D),
            Ended(pages(2, 3), "idcopy", None),
            Ended(pages(4), "envelope", None),
        ],
        "bad.pdf": [Ended(pages(1), "receipt", D)],
    }
    found = scored([first, second, third, bad], ended)
    rates = (found.straight_through, found.separation_f1, found.type_accuracy)
    assert tuple(round(rate, 4) for rate in rates) == (0.6, 0.3636, 0.6)
    assert (found.sets, found.readable, found.false) == (6, 5, 2)
    assert (found.content_pages, found.lost_pages) == (10, 2)
