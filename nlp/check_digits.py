"""Numbers that prove themselves: the last digits are worked out from the others.

Each takes a number without spaces or dashes and says whether it can be one; `nhs` and `card` raise `ValueError` for
anything but digits. Sources: NHS Data Dictionary (modulus 11); ISO/IEC 7812-1 (Luhn); ISO 13616 with ISO 7064 (IBAN).
"""


def nhs(digits: str) -> bool:
    """NHS number: modulus 11 over the first nine digits gives the tenth."""
    numbers = [int(c) for c in digits]
    check = 11 - sum(d * w for d, w in zip(numbers, range(10, 1, -1), strict=False)) % 11
    return len(numbers) == 10 and check != 10 and check % 11 == numbers[9] and len(set(numbers)) > 1


def card(digits: str) -> bool:
    """Bank card: the Luhn sum ends in nought."""
    numbers = [int(c) for c in digits][::-1]
    doubled = [d * 2 - 9 * (d > 4) for d in numbers[1::2]]
    return len(set(numbers)) > 1 and sum(numbers[::2] + doubled) % 10 == 0


def iban(letters: str) -> bool:
    """International account number (ISO 13616): country and check digits moved to the end, it leaves 1 from 97."""
    turned = letters[4:] + letters[:4]
    return turned.isalnum() and turned.isascii() and int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def telephone(digits: str) -> bool:
    """United Kingdom: ten or eleven digits after the country's own 44 became 0, of a range that is in use."""
    if digits.startswith(("0044", "44")):
        digits = "0" + digits.removeprefix("00").removeprefix("44").removeprefix("0")
    return len(digits) in {10, 11} and digits[1] in "1235789" and len(set(digits)) > 2


def national_insurance(letters: str) -> bool:
    """Some prefixes were never given out."""
    return letters[:2].upper() not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}
