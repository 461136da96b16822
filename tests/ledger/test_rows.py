"""What is written into a JSON column comes back as it was; what an older program wrote, too."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence import Margin, Proof, Witness
from ledger.ids import ApplicationId
from ledger.rows import proof_of, stored_proof

ids = st.text("0123456789", min_size=23, max_size=23).map(ApplicationId)
witnesses = st.lists(st.sampled_from(Witness), max_size=3).map(tuple)
texts = st.lists(st.text(max_size=9), max_size=3).map(tuple)
margins = st.none() | st.builds(Margin, ids, st.integers(0, 23), witnesses)


@given(st.none() | st.builds(Proof, witnesses, texts, texts, margins))
def test_a_proof_comes_back_as_it_was(proof: Proof | None) -> None:
    assert proof_of(json.loads(json.dumps(stored_proof(proof)))) == proof


def test_a_proof_of_an_older_program_has_neither_versions_nor_margin() -> None:
    stored = {"witnesses": ["code"], "readers": ["zxing"]}
    assert proof_of(stored) == Proof((Witness.CODE,), ("zxing",))
