"""Only a file that is there to its last page is whole, and any bytes give a verdict."""

import os
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from ingest.whole import State, Verdict, inspect
from ledger.scans import ScanKind
from ledger.why import Unreadable

_HEADS = [b"", b"%PDF-1.4\n", b"II*\0", b"MM\0*", b"II+\0\x08\0\0\0", b"\xff\xd8\xff"]
_HEADS += [b"\x89PNG\r\n\x1a\n", b"\x1b%-12345X@PJL\r\n%PDF-1.3\n", b"II*\0\x08\0\0\0"]
_TAILS = [b"", b"\nstartxref\n9\n%%EOF\n", b"\xff\xd9", b"\0" * 40]


@pytest.fixture
def judged(tmp_path: Path) -> Callable[[bytes], Verdict]:
    path = tmp_path / "a file"

    def judge(content: bytes) -> Verdict:
        path.unlink(missing_ok=True)  # ext4 flushes a file that is cut to nothing and written anew
        path.write_bytes(content)
        return inspect(path)

    return judge


Judged = Callable[[bytes], Verdict]


class TestAWholeFile:
    def test_is_known_by_its_first_bytes_with_its_pages(
        self, whole_files: dict[str, bytes], judged: Judged
    ) -> None:
        found = {name: judged(content) for name, content in whole_files.items()}
        assert found == {
            "pdf": Verdict(ScanKind.PDF, State.WHOLE, pages=3),
            "linear pdf": Verdict(ScanKind.PDF, State.WHOLE, pages=3),
            "tiff": Verdict(ScanKind.TIFF, State.WHOLE, pages=2),
            "bigtiff": Verdict(ScanKind.TIFF, State.WHOLE, pages=2),
            "jpeg": Verdict(ScanKind.JPEG, State.WHOLE, pages=1),
            "progressive jpeg": Verdict(ScanKind.JPEG, State.WHOLE, pages=1),
            "png": Verdict(ScanKind.PNG, State.WHOLE, pages=1),
        }

    def test_may_carry_a_printer_header_and_trailer_around_a_pdf(
        self, a_pdf: bytes, judged: Judged
    ) -> None:
        content = b"\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n" + a_pdf + b"\x1b%-12345X"
        assert judged(content).state is State.WHOLE

    @pytest.mark.parametrize("name", ["jpeg", "progressive jpeg", "png", "tiff"])
    def test_may_be_followed_by_padding(
        self, name: str, whole_files: dict[str, bytes], judged: Judged
    ) -> None:
        assert judged(whole_files[name] + b"\0" * 700).state is State.WHOLE

    def test_opens_without_a_password_although_an_owner_set_one(
        self, a_pdf: bytes, judged: Judged
    ) -> None:
        assert judged(_locked(a_pdf, owner="x", user="")).state is State.WHOLE


class TestAFileWhoseEndIsMissing:
    def test_is_never_whole_wherever_it_was_cut(
        self, whole_files: dict[str, bytes], tmp_path: Path
    ) -> None:
        wrong = []
        for name, content in whole_files.items():
            path = tmp_path / name
            path.write_bytes(content)
            for length in reversed(range(len(content.rstrip(b"\n\0")))):  # behind it is padding
                os.truncate(path, length)
                if inspect(path).state is not State.INCOMPLETE:
                    wrong.append((name, length))
        assert not wrong

    def test_is_refused_as_truncated_if_nothing_more_comes(
        self, a_pdf: bytes, judged: Judged
    ) -> None:
        assert judged(a_pdf[: len(a_pdf) // 2]).why is Unreadable.TRUNCATED

    def test_is_refused_as_empty_if_it_has_no_bytes(self, judged: Judged) -> None:
        assert judged(b"") == Verdict(None, State.INCOMPLETE, Unreadable.EMPTY_FILE)

    def test_may_be_whole_where_an_earlier_revision_of_the_pdf_ended(
        self, a_pdf: bytes, judged: Judged
    ) -> None:
        revised = a_pdf + a_pdf[a_pdf.rindex(b"xref\n0") :]
        assert judged(revised[: len(a_pdf)]).state is State.WHOLE

    @pytest.mark.parametrize("name", ["pdf", "linear pdf", "jpeg", "png", "tiff"])
    def test_may_still_grow_where_room_is_reserved_and_not_yet_filled(
        self, name: str, whole_files: dict[str, bytes], judged: Judged
    ) -> None:
        content = whole_files[name]
        for filled in range(0, len(content) - 40, 7):
            reserved = content[:filled].ljust(len(content) + 5000, b"\0")
            assert judged(reserved).state is State.INCOMPLETE, filled


class TestATiffWrittenPageByPage:
    def test_is_whole_after_every_page_and_only_then(self, tmp_path: Path) -> None:
        path = tmp_path / "grows.tif"
        lengths = [0]
        for number in (1, 2, 3):
            sheet = Image.new("1", (40 + number, 30), number % 2)
            with AppendingTiffWriter(str(path), new=number == 1) as writer:
                sheet.save(writer, "TIFF", compression="group4")
            assert inspect(path) == Verdict(ScanKind.TIFF, State.WHOLE, pages=number)
            lengths.append(path.stat().st_size)
        assert all(before < after for before, after in pairwise(lengths))


class TestAFileThatIsNonsense:
    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"Dear Sir or Madam, please find attached", Unreadable.UNKNOWN_KIND),
            (b"PK\x03\x04" + b"zip" * 40, Unreadable.UNKNOWN_KIND),
            (
                b"II*\0\x08\0\0\0\1\0" + b"\1\0\3\0\1\0\0\0\5\0\0\0" + b"\0" * 4,
                Unreadable.DAMAGED_FILE,
            ),
            (b"\xff\xd8\xff\xd9" + b"no picture", Unreadable.DAMAGED_FILE),
            (b"\xff\xd8\xff\xe0\x00\x04abgarbage", Unreadable.DAMAGED_FILE),
            (b"\x89PNG\r\n\x1a\n\0\0\0\x01IDATxbadc", Unreadable.DAMAGED_FILE),
        ],
    )
    def test_is_broken_for_a_reason(self, content: bytes, why: Unreadable, judged: Judged) -> None:
        found = judged(content)
        assert (found.state, found.why) == (State.BROKEN, why)

    def test_has_a_chain_of_pages_that_bites_its_tail(self, a_tiff: bytes, judged: Judged) -> None:
        first = int.from_bytes(a_tiff[4:8], "little")
        count = int.from_bytes(a_tiff[first : first + 2], "little")
        link = first + 2 + 12 * count
        looped = a_tiff[:link] + first.to_bytes(4, "little") + a_tiff[link + 4 :]
        assert judged(looped).state is State.BROKEN

    def test_is_a_png_whose_picture_was_altered(self, a_png: bytes, judged: Judged) -> None:
        middle = a_png.index(b"IDAT") + 8
        altered = a_png[:middle] + bytes([a_png[middle] ^ 1]) + a_png[middle + 1 :]
        assert judged(altered).state is State.BROKEN


class TestAPdfThatCannotBeRead:
    def test_wants_a_password(self, a_pdf: bytes, judged: Judged) -> None:
        found = judged(_locked(a_pdf, owner="x", user="y"))
        assert (found.kind, found.state, found.why) == (
            ScanKind.PDF,
            State.BROKEN,
            Unreadable.ENCRYPTED,
        )

    def test_has_no_pages(self, judged: Judged) -> None:
        found = judged(
            _written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
        )
        assert (found.state, found.why) == (State.BROKEN, Unreadable.NO_PAGES)

    def test_has_a_page_tree_that_bites_its_tail(self, judged: Judged) -> None:
        tree = b"<</Type/Pages/Kids[2 0 R]/Count 1>>"
        found = judged(_written([b"<</Type/Catalog/Pages 2 0 R>>", tree]))
        assert (found.state, found.why) == (State.BROKEN, Unreadable.DAMAGED_FILE)

    def test_promises_more_pages_than_it_has(self, judged: Judged) -> None:
        tree = b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>"
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>"
        content = _written([b"<</Type/Catalog/Pages 2 0 R>>", tree, page, b"null"])
        assert judged(content).state is State.BROKEN

    def test_lacks_the_picture_of_a_page(self, judged: Judged) -> None:
        tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</I 9 0 R>>>>>>"
        content = _written([b"<</Type/Catalog/Pages 2 0 R>>", tree, page])
        assert judged(content).state is State.BROKEN

    def test_is_never_repaired_in_silence(self, a_pdf: bytes, judged: Judged) -> None:
        start = a_pdf.rindex(b"startxref")
        shifted = a_pdf[:start] + b"startxref\n12\n%%EOF\n"
        assert judged(shifted).state is State.BROKEN


class TestAnyBytes:
    @given(st.sampled_from(_HEADS), st.binary(max_size=300), st.sampled_from(_TAILS))
    @settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_give_a_verdict(self, judged: Judged, head: bytes, body: bytes, tail: bytes) -> None:
        found = judged(head + body + tail)
        assert (found.why is None) is (found.state is State.WHOLE)

    @given(st.data())
    @settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_of_a_damaged_file_give_a_verdict(
        self, whole_files: dict[str, bytes], judged: Judged, data: st.DataObject
    ) -> None:
        content = bytearray(whole_files[data.draw(st.sampled_from(sorted(whole_files)))])
        for _ in range(data.draw(st.integers(1, 6))):
            place = data.draw(st.integers(0, len(content) - 1))
            content[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
        found = judged(bytes(content))
        assert (found.why is None) is (found.state is State.WHOLE)


class TestALinkOrNothing:
    def test_is_not_followed(self, a_pdf: bytes, tmp_path: Path) -> None:
        (tmp_path / "real").write_bytes(a_pdf)
        (tmp_path / "link").symlink_to(tmp_path / "real")
        with pytest.raises(OSError, match="symbolic"):
            inspect(tmp_path / "link")

    def test_is_the_callers_trouble(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            inspect(tmp_path / "gone")


def _locked(pdf: bytes, *, owner: str, user: str) -> bytes:
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(file, encryption=pikepdf.Encryption(owner=owner, user=user))
    return file.getvalue()


def _written(objects: list[bytes]) -> bytes:
    """Write a PDF by hand, with a right table of places."""
    content, places = b"%PDF-1.4\n", []
    for number, told in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, told)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(content))
    return content + head + table + end
