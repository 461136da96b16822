"""The name that we keep of a file tells nobody's personal number."""

from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.personal import without_my_numbers
from ingest.scan import shown
from ingest.walk import walk

STARS = "*" * 12


class TestANameThatIsKept:
    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("田中 123456789012.pdf", f"田中 {STARS}.pdf"),
            ("123456789012", STARS),
            ("1234-5678-9012.pdf", f"{STARS}.pdf"),
            ("1234 5678 9012.pdf", f"{STARS}.pdf"),
            ("1234_5678_9012.pdf", f"{STARS}.pdf"),
            ("1234　5678　9012.pdf", f"{STARS}.pdf"),
            ("１２３４５６７８９０１２.pdf", f"{STARS}.pdf"),
            ("20251020 1234-5678-9012.pdf", f"20251020 {STARS}.pdf"),
            ("20251020-1234-5678-9012.pdf", f"20251020-{STARS}.pdf"),
            ("2025-10-20-1234-5678-9012.pdf", f"2025-10-20-{STARS}.pdf"),
            ("a123456789012b.pdf", f"a{STARS}b.pdf"),
            ("123456789012/123456789012.pdf", f"{STARS}/{STARS}.pdf"),
            ("202613050931.jpg", f"{STARS}.jpg"),  # no month
            ("202602300931.jpg", f"{STARS}.jpg"),  # no day
            ("202611052432.jpg", f"{STARS}.jpg"),  # no hour
            ("202611050961.jpg", f"{STARS}.jpg"),  # no minute
            ("302611050931.jpg", f"{STARS}.jpg"),  # no year
        ],
    )
    def test_hides_twelve_digits_that_stand_alone(self, name: str, kept: str) -> None:
        assert shown(PurePath(name)) == kept

    @pytest.mark.parametrize(
        "name",
        [
            "20251020093000.pdf",  # a time to the second
            "202611050931.jpg",  # a time to the minute
            "FAX-2026-1105-0931.pdf",
            "２０２６１１０５０９３１.pdf",
            "20251020_093000_0001.pdf",
            "2025-10-20 09-30-00.pdf",
            "57544551344199156220273.pdf",  # an application ID
            "5754-4551-3441-9915-6220-273.pdf",
            "1234-5678-9012-3456.pdf",
            "12345678901.pdf",
            "1234-56789012.pdf",
            "令和7年10月20日.pdf",
            "SKM_C25825102009300.pdf",
        ],
    )
    def test_keeps_every_other_number(self, name: str) -> None:
        assert shown(PurePath(name)) == name

    @given(st.text(st.characters(categories=["L", "P", "Z"]), max_size=40))
    def test_without_numbers_stays_as_it_is(self, text: str) -> None:
        assert without_my_numbers(text) == text

    def test_leaves_the_file_its_own(self, tmp_path: Path) -> None:
        (tmp_path / "123456789012.pdf").touch()
        [drop] = walk(tmp_path)
        assert getattr(drop, "file", "") == f"{STARS}.pdf"
        assert (tmp_path / "123456789012.pdf").exists()
