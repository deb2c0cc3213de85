"""Identifiers of persons in a text: numbers with their check digits, telephone, e-mail, postcode, date of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import phonenumbers

_TEN = re.compile(
    r"(?<![\w.£$/-])(\d{6})[ -]?(\d{4})(?![\w/%-])|(?<![\w.£$/-])(\d{3})[ -](\d{3})[ -](\d{4})(?![\w/%-])"
)
_NATIONAL_INSURANCE = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D](?!\w)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])(?P<who>[\w.+'’-]+)@(?:[\w-]+\.)+[A-Za-z]{2,}(?![\w-])")
_POSTCODE = re.compile(r"(?<!\w)(?:[A-Z]{1,2}\d[A-Z\d]?) ?\d[ABD-HJLNP-UW-Z]{2}(?!\w)")
_BIRTH = re.compile(
    r"(?:\b(?:d\.?o\.?b\b\.?|date of birth\b|born\b(?: on)?)[\s:–-]*(?:on\s+)?)"
    r"(?P<date>\d{1,2}(?:st|nd|rd|th)?[\s./-]+(?:\d{1,2}|[A-Za-z]{3,9})[\s./-]+(?:19|20)?\d{2}|(?:19|20)\d\d-\d\d-\d\d)",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?:(?:swis|swift|carefirst|care first|mosaic|liquidlogic|seemis)(?:\s*(?:id|no\.?|number|ref(?:erence)?\.?))?|"
    r"(?:chi|hospital|case|client|person|record|crime|incident|patient)\s*(?:id|no\.?|number|ref(?:erence)?\.?))"
    r"\s*[:#]?\s*(?P<number>[A-Z]{0,4}[-/]?\d[\d/-]{4,})",
    re.IGNORECASE,
)
# Mailboxes and lines of an office name no person.
_OFFICE = re.compile(
    r"^(?:info|enquir\w*|contact\w*|admin\w*|office|mail\w*|teams?\w*|comms|communications|duty\w*|help\w*|support|"
    r"press|media|feedback|complaints?|consult\w*|cpc\w*|child\w*|protect\w*|safeguard\w*|social\w*|services?|council|"
    r"hscp|nhs\w*|foi|data\w*|dpo|customer\w*|web\w*|no-?reply|participation|engagement|hub|partnership|carers?|"
    r"formats?|otherformats|regulation|statistics|inspection\w*|publication\w*)$",
    re.IGNORECASE,
)
_OPEN_LINES = ("0800", "0808", "03", "+44800", "+44808", "+443", "116", "101", "999", "111")


@dataclass(frozen=True, slots=True)
class Identifier:
    """What kind of identifier, and its range."""

    kind: str
    start: int
    end: int


def identifiers(text: str) -> list[Identifier]:
    """All identifiers of a text in order; where two overlap, the first kind of this list: CHI, NHS, National Insurance,
    record number, date of birth, e-mail, telephone, postcode."""
    found: list[Identifier] = []
    taken: list[tuple[int, int]] = []
    for item in (*_numbers(text), *_matches(text), *_telephones(text), *_postcodes(text)):
        if not any(start < item.end and item.start < end for start, end in taken):
            taken.append((item.start, item.end))
            found.append(item)
    return sorted(found, key=lambda item: item.start)


def _numbers(text: str) -> Iterator[Identifier]:
    for match in _TEN.finditer(text):
        digits = "".join(filter(str.isdigit, match[0]))
        if _check_digit(digits):
            kind = "chi" if _is_date(digits[:6]) else "nhs"
            if kind == "chi" or match[3]:
                yield Identifier(kind, *match.span())


def _matches(text: str) -> Iterator[Identifier]:
    for match in _NATIONAL_INSURANCE.finditer(text):
        yield Identifier("national-insurance", *match.span())
    for match in _RECORD.finditer(text):
        yield Identifier("record", *match.span("number"))
    for match in _BIRTH.finditer(text):
        yield Identifier("birth", *match.span("date"))
    for match in _EMAIL.finditer(text):
        if not any(_OFFICE.match(part) for part in re.split(r"[._+-]", match["who"])):
            yield Identifier("email", *match.span())


def _telephones(text: str) -> Iterator[Identifier]:
    if sum(map(str.isdigit, text)) < 9:
        return
    for match in phonenumbers.PhoneNumberMatcher(text, "GB", phonenumbers.Leniency.VALID):
        if not match.raw_string.replace(" ", "").startswith(_OPEN_LINES):
            yield Identifier("telephone", match.start, match.end)


def _postcodes(text: str) -> Iterator[Identifier]:
    for match in _POSTCODE.finditer(text):
        yield Identifier("postcode", *match.span())


def _check_digit(digits: str) -> bool:
    """The check digit of CHI and NHS numbers: weights 10 to 2, remainder of 11."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1


def _is_date(digits: str) -> bool:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True
