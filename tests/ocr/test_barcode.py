"""Codes are read where they lie, whichever way they lie, but only from this side of the paper."""

import numpy as np
import pytest

from ocr.barcode import see_codes
from ocr.page import turned
from tests.ocr.drawings import bars, put, qr_code, sheet, symbol

ID = "57544551344199156220273"


class TestACode:
    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_is_read_and_says_how_to_set_it_upright(self, turn: int) -> None:
        page = sheet()
        put(page, qr_code(ID), 1000, 200)
        (found,) = see_codes(turned(page, turn)).here
        assert found.text == ID
        assert found.turn == (360 - turn) % 360
        assert found.is_matrix

    def test_of_bars_is_read(self) -> None:
        page = sheet()
        put(page, bars(ID), 300, 800)
        (found,) = see_codes(page).here
        assert (found.text, found.turn, found.is_matrix) == (ID, 0, False)
        assert 300 < found.box[0] < found.box[2] < 1654
        assert 800 < found.box[1] < found.box[3] < 1000

    def test_is_read_beside_another(self) -> None:
        page = sheet()
        put(page, bars("12345678901"), 300, 800)
        put(page, qr_code(ID), 1000, 200)
        assert {found.text for found in see_codes(page).here} == {ID, "12345678901"}


class TestACodeThatShinesThrough:
    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    @pytest.mark.parametrize("text", ["HIKAE-SEPARATOR", ID, "https://shinsei.example/a?id=" + ID])
    def test_is_not_read_from_behind(self, text: str, turn: int) -> None:
        page = sheet()
        put(page, np.ascontiguousarray(qr_code(text)[:, ::-1]), 400, 500)
        assert see_codes(turned(page, turn)).here == ()

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    @pytest.mark.parametrize("symbology", ["DataMatrix", "Aztec"])
    def test_is_not_read_from_behind_in_other_symbols(self, symbology: str, turn: int) -> None:
        page, code = sheet(), symbol("SEP-0001", symbology)
        put(page, code, 400, 500)
        assert [found.text for found in see_codes(turned(page, turn)).here] == ["SEP-0001"]
        page = sheet()
        put(page, np.ascontiguousarray(code[:, ::-1]), 400, 500)
        assert see_codes(turned(page, turn)).here == ()
        assert [found.text for found in see_codes(turned(page, turn)).behind] == ["SEP-0001"]

    def test_is_not_read_when_it_is_faint(self) -> None:
        page = sheet()
        put(page, bars("PATCHT"), 300, 800, ink=215)
        assert see_codes(page).here == ()


def test_a_page_without_codes_gives_none() -> None:
    assert see_codes(sheet()).here == ()
