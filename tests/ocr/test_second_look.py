"""The row of an ID is read again until two readers agree."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger.evidence import Candidate, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ocr.form import FormLayout, PrintedId
from ocr.page import Picture
from ocr.reading import Word
from ocr.second_look import look_again
from ocr.strips import find_strips
from ocr.zones import inked_rows
from tests.ocr.drawings import DPI, boxed, in_narrow_boxes, sheet, write
from tests.ocr.words import rows

ID = "57544551344199156220273"
OTHER = "57544551344199156220274"


@dataclass
class Reader:
    """Gives the answers it was told, first what it sees on the page, then laid out anew."""

    answers: dict[str, Sequence[str]]
    seen: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)

    @property
    def digit_readers(self) -> tuple[str, ...]:
        return tuple(self.answers)

    def read_words(self, picture: Picture, dpi: int) -> None:
        raise AssertionError

    def read_zone(self, picture: Picture, dpi: int) -> tuple[Word, ...]:
        raise AssertionError

    def read_digits(self, picture: Picture, reader: str) -> tuple[Word, ...]:
        before = sum(one == reader for one, _ in self.seen)
        self.seen.append((reader, picture.shape))
        answers = self.answers[reader]
        text = answers[before] if before < len(answers) else ""
        return (Word(text, 0, 0, 500, 30, 0.9, 0),) if text else ()


def found(page: Picture, engine: Reader, *seen: Candidate, texts: Sequence[str] = ()) -> list[str]:
    strips = find_strips(page, DPI)
    again = look_again(page, rows(*texts), strips, seen, 1, engine)
    return [f"{one.reader} {one.application_id.digits[-1]}" for one in again]


def printed() -> Picture:
    page = sheet()
    write(page, ID, 400, 1100)
    return page


def by_page(digits: str) -> Candidate:
    return Candidate(ApplicationId(digits), Witness.PRINT, "page", 1)


class TestASecondLook:
    def test_ends_when_the_row_agrees_with_the_page(self) -> None:
        engine = Reader({"row": [ID], "page": [ID]})
        assert found(printed(), engine, by_page(ID)) == ["row 3"]
        assert [reader for reader, _ in engine.seen] == ["row"]

    def test_asks_the_next_reader_when_they_differ(self) -> None:
        engine = Reader({"row": [ID], "page": [OTHER]})
        assert found(printed(), engine, by_page(OTHER)) == ["row 3", "page 4"]

    def test_takes_the_same_reader_for_no_agreement(self) -> None:
        engine = Reader({"row": [ID], "page": [ID]})
        seen = Candidate(ApplicationId(ID), Witness.PRINT, "row", 1)
        assert found(printed(), engine, seen) == ["row 3", "page 3"]

    def test_lays_digits_out_anew_when_they_cannot_be_read_where_they_stand(self) -> None:
        page = sheet()
        boxed(page, ID, 300, 1100)
        engine = Reader({"row": ["57 5", ID], "page": ["", ID]})
        assert found(page, engine) == ["row 3", "page 3"]
        (_, cut), (_, anew), *_ = engine.seen
        assert anew[1] < cut[1]  # without the boxes the row is shorter

    def test_lays_out_only_what_has_as_many_marks_as_an_id_has_digits(self) -> None:
        page = sheet()
        write(page, ID + "1", 400, 1100)
        engine = Reader({"row": ["", ID], "page": ["", ID]})
        assert found(page, engine) == []
        assert len(engine.seen) == 2

    def test_sees_digits_about_thirty_pixels_high(self) -> None:
        engine = Reader({"row": [ID]})
        found(printed(), engine)
        assert 40 < engine.seen[0][1][0] < 75

    def test_goes_to_numbers_the_page_reader_only_half_read(self) -> None:
        engine = Reader({"row": [ID]})
        assert found(sheet(), engine, texts=["申請書ID 5754455134419915"]) == ["row 3"]

    def test_goes_nowhere_without_a_place(self) -> None:
        engine = Reader({"row": [ID]})
        assert found(sheet(), engine, texts=["製造番号 60879104"]) == []
        assert engine.seen == []

    def test_takes_boxes_out_that_the_digits_run_into(self) -> None:
        page = sheet()
        boxed(page, ID + "1", 300, 1100)  # one mark too many to be laid out
        engine = Reader({"row": ["57 5", ID]})
        assert found(page, engine) == ["row 3"]
        assert engine.seen[0] == engine.seen[1]

    def test_refuses_a_longer_number(self) -> None:
        engine = Reader({"row": [ID + "1"], "page": ["1" + ID]})
        assert found(printed(), engine) == []

    def test_takes_any_groups_at_the_label_of_the_id(self) -> None:
        fives = "57544 55134 41991 56220 273"
        engine = Reader({"row": [fives], "page": [fives]})
        assert found(sheet(), engine, texts=[f"申請書ID {fives}"]) == ["row 3", "page 3"]
        assert found(sheet(), Reader({"row": [fives]}), texts=[f"受付 {fives}"]) == []

    def test_takes_the_groups_of_a_form_file(self) -> None:
        fives, groups = "57544 55134 41991 56220 273", (5, 5, 5, 5, 3)
        form = FormLayout(
            FormKind.RECEIPT, (), 1.0, starts_document=True, application_id=PrintedId((), groups)
        )
        page = rows(f"受付 {fives}")
        engine = Reader({"row": [fives]})
        assert look_again(sheet(), page, (), (), 1, engine, forms=[form]) != ()

    def test_sets_what_stands_in_the_next_row_beside_it(self) -> None:
        engine, whole = Reader({"row": [ID]}), Reader({"row": [ID]})
        assert found(sheet(), engine, texts=["申請書ID", ID[:12], ID[12:]]) == ["row 3"]
        assert found(sheet(), whole, texts=["申請書ID", ID]) == ["row 3"]
        ((_, (high, wide)),), ((_, one_row),) = engine.seen, whole.seen
        assert high == one_row[0]
        assert wide >= one_row[1]

    def test_goes_to_the_label_though_digits_were_looked_for_there(self) -> None:
        engine, page = Reader({"row": [ID]}), rows(f"申請書ID {ID}", f"受付 {ID}")
        known = [row.box for row in page]
        (one,) = look_again(sheet(), page, (), (), 1, engine, known)
        assert one.box == page[0].words[-1].box
        assert look_again(sheet(), page, (), (one,), 1, engine, known) == ()


class TestAZone:
    ZONE = (30.0, 130.0, 200.0, 150.0)  # millimetres: around the row of `page`

    def page(self) -> Picture:
        page = sheet()
        in_narrow_boxes(page, ID, 300, 1100)
        return page

    def look(self, page: Picture, engine: Reader, *seen: Candidate) -> tuple[Candidate, ...]:
        zones = inked_rows(page, DPI, [self.ZONE], 0.0)
        return look_again(page, (), find_strips(page, DPI), seen, 1, engine, zones=zones)

    def test_is_read_though_no_row_of_digits_is_seen_in_it(self) -> None:
        page, engine = self.page(), Reader({"row": ["", ID], "page": [ID]})
        assert found(page, engine) == []
        assert engine.seen == []
        one, other = self.look(page, engine)
        assert (one.reader, other.reader) == ("row", "page")
        assert one.application_id == other.application_id == ApplicationId(ID)
        assert one.box is not None
        assert (one.box[0], one.box[2]) == (299, 300 + 22 * 48 + 26 + 2)

    def test_does_not_keep_the_id_from_being_found_elsewhere(self) -> None:
        page = sheet()
        write(page, ID, 400, 500)
        assert [one.reader for one in self.look(page, Reader({"row": [ID]}))] == ["row"]

    def test_with_nothing_in_it_is_not_read(self) -> None:
        engine = Reader({"row": [ID]})
        assert self.look(sheet(), engine) == ()
        assert engine.seen == []
