"""The check digit of the personal number (個人番号). Pure."""

_LENGTH = 12


def is_my_number(digits: str) -> bool:
    """Say whether twelve digits pass the check of ministerial ordinance 85 of 2014, article 5.

    One in ten numbers that are none passes too.
    """
    if len(digits) != _LENGTH or not (digits.isascii() and digits.isdigit()):
        return False
    backwards = [int(digit) for digit in reversed(digits[:-1])]
    total = sum(digit * (n + 1 if n <= 6 else n - 5) for n, digit in enumerate(backwards, start=1))
    check = 11 - total % 11 if total % 11 > 1 else 0
    return check == int(digits[-1])
