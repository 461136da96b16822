"""Invented numbers: application IDs, their neighbours, and twelve digits that are no My Number."""

from random import Random

from ledger.ids import APPLICATION_ID_LENGTH, ApplicationId
from ocr.check_digit import is_my_number

SAMPLE_MY_NUMBER = "123456789018"  # printed in the government's own leaflets; nobody's


def application_id(rng: Random) -> ApplicationId:
    """Draw an application ID at random: nothing is known of its structure."""
    return ApplicationId("".join(rng.choices("0123456789", k=APPLICATION_ID_LENGTH)))


def neighbour(of: ApplicationId, distance: int, rng: Random) -> ApplicationId:
    """Change `distance` digits of an ID: the number that one bad reading away would be."""
    digits = list(of.digits)
    for at in rng.sample(range(APPLICATION_ID_LENGTH), distance):
        digits[at] = rng.choice("0123456789".replace(digits[at], ""))
    return ApplicationId("".join(digits))


def grouped(application_id: ApplicationId, between: str = " ") -> str:
    """Write an ID for people, in groups of 4-4-4-4-4-3."""
    digits = application_id.digits
    return between.join(digits[at : at + 4] for at in range(0, APPLICATION_ID_LENGTH, 4))


def no_my_number(rng: Random) -> str:
    """Draw twelve digits whose check digit is wrong, so that no living person's number appears."""
    digits = "".join(rng.choices("0123456789", k=12))
    return digits if not is_my_number(digits) else no_my_number(rng)


def tracking_number(rng: Random) -> str:
    """Draw a postal number (引受番号): eleven digits, as registered mail carries."""
    return "".join(rng.choices("0123456789", k=11))
