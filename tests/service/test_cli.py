"""The main way with real processes: dropped, read, filed, recorded, found; and a clean end."""

from collections.abc import Iterator

import pytest

from hikae.samples import applicant, one_receipt
from ledger.scans import ArrivalState, Outcome
from tests.service.office import RunningOffice, running

pytestmark = pytest.mark.service

_PERSON = applicant(1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    with running(tmp_path_factory.mktemp("cli") / "office") as office:
        assert office.know(_PERSON).exit_code == 0
        one_receipt(office.drop / "receipt.pdf", _PERSON)
        office.wait_until_ended(1)
        yield office


class TestAReceiptThatWasDropped:
    def test_is_filed_under_its_application(self, office: RunningOffice) -> None:
        (arrival,) = office.scans()
        assert arrival.state is ArrivalState.ENDED
        assert [document.outcome for document in arrival.documents] == [Outcome.FILED]
