"""How the readings of one document stand to each other."""

import pytest

from ledger.claims import Claims
from ledger.evidence import Candidate, Witness
from ledger.ids import ApplicationId

ID = "57544551344199156220273"


def claims(code: str, print_: str) -> Claims:
    return Claims.of(
        (
            Candidate(ApplicationId(code), Witness.CODE, "zxing", 1),
            Candidate(ApplicationId(print_), Witness.PRINT, "ppocr", 1),
        )
    )


@pytest.mark.parametrize(
    "misread",
    [
        ID,
        "57544551344199156220299",  # two digits
        "75445513441991562202731",  # one dropped, one seen where none is
        "57544881344199776220273",  # four digits
    ],
)
def test_four_digits_off_may_be_a_misreading(misread: str) -> None:
    assert not claims(ID, misread).is_far_from_print()


@pytest.mark.parametrize("other", ["11111111111111111111111", "57544881344199776229273"])
def test_more_is_another_number(other: str) -> None:
    assert claims(ID, other).is_far_from_print()
