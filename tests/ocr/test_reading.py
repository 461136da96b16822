"""A reading travels as JSON and comes back the same."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence import Candidate, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.scans import PageRole
from ocr.reading import Code, Reading, Word

pixels = st.integers(0, 5000)
boxes = st.tuples(pixels, pixels, pixels, pixels)
words = st.builds(Word, st.text(max_size=8), *[pixels] * 4, st.floats(0, 1), st.integers(0, 50))
codes = st.builds(Code, st.text(max_size=8), st.text(max_size=30), *[pixels] * 4)
ids = st.text("0123456789", min_size=23, max_size=23).map(ApplicationId)
candidates = st.builds(
    Candidate,
    ids,
    st.sampled_from(Witness),
    st.sampled_from(["zxing", "tesseract-page"]),
    st.integers(1, 99),
    st.none() | boxes,
)
readings = st.builds(
    Reading,
    page=st.integers(1, 999),
    turn=st.sampled_from([0, 90, 180, 270]),
    width=pixels,
    height=pixels,
    dpi=st.integers(72, 600),
    role=st.sampled_from(PageRole),
    form=st.sampled_from(FormKind),
    opens=st.booleans(),
    words=st.lists(words, max_size=3).map(tuple),
    lines=st.lists(st.text(max_size=20), max_size=3).map(tuple),
    codes=st.lists(codes, max_size=2).map(tuple),
    candidates=st.lists(candidates, max_size=3).map(tuple),
    masked=st.lists(boxes, max_size=2).map(tuple),
    text_complete=st.booleans(),
    versions=st.lists(st.text(max_size=20), max_size=2).map(tuple),
    form_file=st.text(max_size=20),
)


@given(readings)
def test_a_reading_comes_back_as_it_was(reading: Reading) -> None:
    assert Reading.from_json(reading.to_json()) == reading


@given(readings)
def test_the_same_reading_gives_the_same_text(reading: Reading) -> None:
    assert Reading.from_json(reading.to_json()).to_json() == reading.to_json()


@given(readings)
def test_one_of_an_older_program_does_not_know_who_read_it_nor_which_form_file_fitted(
    reading: Reading,
) -> None:
    fields = json.loads(reading.to_json())
    del fields["versions"], fields["form_file"]
    older = Reading.from_json(json.dumps(fields))
    assert (older.versions, older.form_file) == ((), "")
