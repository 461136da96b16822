"""Keys say where things lie, and nothing about a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadKeyError
from archive.keys import (
    checked,
    document_key,
    is_key,
    later_texts_key,
    original_key,
    readings_key,
    texts_key,
)
from ledger.scans import ScanKind

SHA = "ab" + "cd" + "0" * 60
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_a_document_lies_under_its_hash() -> None:
    assert document_key(SHA) == f"documents/ab/cd/{SHA}.pdf"


def test_an_original_keeps_its_kind() -> None:
    assert original_key(SHA, ScanKind.TIFF) == f"originals/ab/cd/{SHA}.tiff"


def test_readings_lie_by_scan_and_attempt() -> None:
    assert readings_key(SHA, 2) == f"readings/ab/cd/{SHA}/0002.json"


def test_text_lies_beside_the_readings_and_later_text_by_its_hash() -> None:
    assert texts_key(SHA, 2) == f"readings/ab/cd/{SHA}/0002-text.json"
    later = later_texts_key(SHA, 2, SHA)
    assert checked(later) == f"readings/ab/cd/{SHA}/0002-text-{SHA}.json"
    with pytest.raises(ValueError, match="SHA-256"):
        later_texts_key(SHA, 2, "no hash")


@pytest.mark.parametrize("attempt", [0, -1, 10_000])
def test_attempts_count_from_one(attempt: int) -> None:
    with pytest.raises(ValueError, match="attempts"):
        readings_key(SHA, attempt)


@pytest.mark.parametrize("wrong", ["", "ab", SHA.upper(), SHA + "0", "../" + SHA[3:], SHA + "\n"])
def test_what_is_no_hash_makes_no_key(wrong: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        document_key(wrong)


@given(sha=HASHES, kind=st.sampled_from(ScanKind), attempt=st.integers(1, 9999))
def test_all_our_keys_are_keys_and_differ(sha: str, kind: ScanKind, attempt: int) -> None:
    keys = {document_key(sha), original_key(sha, kind), readings_key(sha, attempt)}
    assert len(keys) == 3
    assert all(checked(key) == key for key in keys)


@given(st.text(max_size=80))
def test_any_text_is_a_key_or_refused(text: str) -> None:
    if is_key(text):
        assert text.isascii()
        assert not any(part.startswith(".") or not part for part in text.split("/"))
    else:
        with pytest.raises(BadKeyError):
            checked(text)


def test_the_message_does_not_repeat_what_it_refused() -> None:
    with pytest.raises(BadKeyError) as caught:
        checked("佐藤 健一")
    assert "佐藤" not in str(caught.value)
