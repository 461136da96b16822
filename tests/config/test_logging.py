"""No application ID and no My Number ever stands in a log."""

import io
import json
import logging
import sys
import threading

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from config.logging import masked, set_up

GAP = st.sampled_from(["", " ", "-", "  ", ".", "_", "/", "\u3000", " - ", "\t", "\u00a0", "−"])


@pytest.fixture(autouse=True)
def _own_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `set_up` sets for the whole process ends with the test."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)


@given(st.text("0123456789", min_size=23, max_size=23), GAP, st.sampled_from([1, 4]))
def test_twenty_three_digits_are_masked_however_they_are_grouped(
    digits: str, gap: str, size: int
) -> None:
    written = gap.join(digits[at : at + size] for at in range(0, 23, size))
    assert not any(c.isdigit() for c in masked(f"read {written} here"))


@given(st.text("0123456789", min_size=12, max_size=12), GAP)
def test_twelve_digits_are_masked_however_they_are_grouped(digits: str, gap: str) -> None:
    written = gap.join((digits[:4], digits[4:8], digits[8:]))
    assert not any(c.isdigit() for c in masked(f"({written})"))


def test_full_width_digits_are_masked() -> None:
    assert "１" not in masked("１２３４ ５６７８ ９０１８")


def test_sizes_and_short_numbers_stay_readable() -> None:
    assert masked("page 3 of 12, 1048576 bytes") == "page 3 of 12, 1048576 bytes"


def test_a_log_line_is_json_and_masked_wherever_the_number_hides() -> None:
    out = io.StringIO()
    set_up(out)
    structlog.get_logger("hikae").warning("odd", seen=["1234 5678 9018"], deep={"id": "1" * 23})
    logging.getLogger("library").error("failed on %s", "9" * 23)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(lines) == 2
    assert "5678" not in out.getvalue()
    assert "11111" not in out.getvalue()
    assert "99999" not in out.getvalue()


def test_a_thread_that_dies_says_so_masked_and_in_one_line() -> None:
    out = io.StringIO()
    set_up(out)

    def die() -> None:
        raise ValueError("no such number: 123456789018")

    thread = threading.Thread(target=die)
    thread.start()
    thread.join()
    [line] = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (line["event"], line["level"]) == ("a defect ended a thread", "critical")
    assert "ValueError: no such number: ************" in line["exception"]
    assert "123456789018" not in out.getvalue()


def test_a_process_that_dies_says_so_masked_and_in_one_line() -> None:
    out = io.StringIO()
    set_up(out)
    try:
        raise ValueError("1" * 23)
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    [line] = [json.loads(line) for line in out.getvalue().splitlines()]
    assert line["event"] == "a defect ended the process"
    assert "11111" not in out.getvalue()
