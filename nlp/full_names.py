"""Acronyms and the words that spell them out: "IRD" and "inter-agency referral discussion"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp.lexicon import lexicon

LONGEST = 140  # characters of a full name
_WORD = re.compile(r"&|[^\W_](?:[\w’']*\w)?(?:[-/‐–][^\W_](?:[\w’']*\w)?)*")
_CUT = re.compile(r"[.;:!?•\t\n|()\[\]\"“”,–—]")
_LIKE = 0.6  # share of the letters that begin words, for a full name that is not spelt out letter by letter
_SHORT = re.compile(r"(?<!\w)[A-Z]{2,}(?!\w)")
_NO_NAME = re.compile(r"\w+(?:ed|ing)\s+(?:by|in|on|at|from|to|with|of)\b")


def same_name(one: str, other: str) -> bool:
    """True where two full names differ in nothing but number, hyphens, spelling, small words or an added word."""
    if _SHORT.search(one) or _SHORT.search(other):
        return True  # "Voice over IP": an acronym within cannot be compared
    here, there = _stems(one), _stems(other)
    if set(here) <= set(there) or set(there) <= set(here) or "".join(here) == "".join(there):
        return True
    if len(here) != len(there):
        return False
    return all(_is_form(a, b) or _is_slip(a, b) for a, b in zip(here, there, strict=True))


def name_key(words: str) -> str:
    """A full name without what does not tell it from another."""
    return "".join(_stems(words))


def name_before(name: str, text: str, end: int, *, loose: bool) -> tuple[int, bool] | None:
    """Where the full name begins that stands right before a place, and whether it spells the acronym out word by word.
    `loose` lets one word pass and takes letters from within words too."""
    opening = max(0, end - LONGEST)
    cuts = [match.end() for match in _CUT.finditer(text, opening, end) if text[match.start() : end].strip(" ,–—-“”\"'")]
    hard = max((cut for cut in cuts if text[cut - 1] not in ',“”"'), default=opening)
    near = max(cuts, default=opening)
    for limit in (near, hard) if loose else (near,):
        pieces = _pieces(text[limit:end])
        first = _walk(name.lower(), pieces, len(pieces) - 1, 1 if loose else 0)
        strict = first is not None
        if first is None and loose:
            first = _letters_within(name.lower(), pieces)
        if first is not None and first < len(pieces):
            return limit + pieces[first][1], strict
    return None


def is_like(name: str, text: str, end: int) -> bool:
    """True where most of the letters, in order, begin words right before a place."""
    pieces = _pieces(text[max(0, end - LONGEST) : end])[-(len(name) + 5) :]
    longest = [0] * (len(name) + 1)
    for piece, _ in pieces:
        row = longest[:]
        for i, letter in enumerate(name.lower()):
            row[i + 1] = max(row[i], longest[i + 1], longest[i] + (piece[0] == letter))
        longest = row
    return len(name) >= 3 and longest[-1] >= _LIKE * len(name)


def spelt_out(name: str, words: str) -> str | None:
    """The words, where from the first to the last they spell the acronym out; "" where they do so only by letters from
    within them."""
    pieces = _pieces(words)
    while pieces and pieces[0][0] in ("the", "a", "an", "our") and pieces[0][0][0] != name[0].lower():
        pieces = pieces[1:]
    if not 1 < len(pieces) <= 2 * len(name) + 4 or _NO_NAME.match(words.strip()) or pieces[0][0] == name.lower():
        return None
    if _walk(name.lower(), pieces, len(pieces) - 1, 1) == 0:
        return words[pieces[0][1] :].strip()
    return "" if len(name) > 3 and _letters_within(name.lower(), pieces) == 0 else None


def spelt_from_start(name: str, words: str) -> str | None:
    """The opening words that spell the acronym out, word by word."""
    segment = re.split(r"[.;:!?\n\t|()\[\]]", words[:LONGEST])[0]
    pieces = _pieces(segment)
    for count in range(len(name) - 1, min(len(pieces), 2 * len(name) + 2)):
        if pieces[count][0][0] == name[-1].lower() and _walk(name.lower(), pieces[: count + 1], count, 0) == 0:
            end = next((start for _, start in pieces[count + 1 :] if start != pieces[count][1]), len(segment))
            return segment[:end].strip(" ,–—-")
    return None


def spelt_in(name: str, words: str) -> bool:
    """True where the acronym is spelt out somewhere in the words."""
    pieces = _pieces(words)
    return any(_walk(name.lower(), pieces, last, 0) is not None for last in range(len(pieces)))


def initials(text: str) -> Iterator[tuple[str, int]]:
    """The initials of every run of three words and more, with and without small words, and where the run begins."""
    words = list(_WORD.finditer(text))
    for first in range(len(words)):
        short = whole = ""
        for word in words[first : first + 12]:
            for part in re.split(r"[-/‐–]", word[0]):
                whole += part[:1].upper()
                short += part[:1].upper() if part.lower() not in _small_words() else ""
            if len(short) >= 3:
                yield short, words[first].start()
            if len(whole) >= 3 and whole != short:
                yield whole, words[first].start()


def _pieces(text: str) -> list[tuple[str, int]]:
    """The words of a text in lower case, those joined by hyphens or strokes apart, each with the start of its word."""
    return [
        ("and" if part == "&" else part.lower(), match.start())
        for match in _WORD.finditer(text)
        for part in re.split(r"[-/‐–]", match[0])
        if part
    ]


def _walk(letters: str, pieces: list[tuple[str, int]], last: int, spare: int) -> int | None:
    """The index of the piece with which the letters begin, each opening a piece, the last of them at `last` or before;
    small words and second halves of joined words may be passed over, and `spare` others."""
    if not letters:
        return last + 1
    for place in range(last, -1, -1):
        piece, start = pieces[place]
        if piece[0] == letters[-1]:
            found = _walk(letters[:-1], pieces, place - 1, spare)
            if found is not None:
                return found
        joined = place > 0 and pieces[place - 1][1] == start
        if piece not in _small_words() and not joined:
            spare -= 1
            if spare < 0:
                return None
    return None


def _letters_within(letters: str, pieces: list[tuple[str, int]]) -> int | None:
    """The letters in order anywhere in the words, the first of them at the start of one.

    Source: Schwartz and Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text, 2003.
    """
    left = len(letters) - 1
    for place in range(len(pieces) - 1, max(-1, len(pieces) - 1 - len(letters) - 5), -1):
        piece = pieces[place][0]
        for at in range(len(piece) - 1, -1, -1):
            if piece[at] == letters[left] and (left > 0 or at == 0):
                left -= 1
                if left < 0:
                    return place
    return None


def _stems(words: str) -> list[str]:
    same = lexicon("acronyms")["same_words"]
    found = []
    for word in re.findall(r"[^\W_]+(?:[’'][^\W_]+)?", words.lower()):
        plain = re.sub(r"[’']s?$|[’']s$", "", word)
        plain = same.get(plain, plain).replace("isation", "ization").replace("ising", "izing")
        if plain not in _small_words():
            found.append(re.sub(r"(?<=[^s])s$", "", plain))
    return found


def _is_form(one: str, other: str) -> bool:
    """Two forms of one word: "plan" and "planning"."""
    same = max(4, min(len(one), len(other)) - 2)
    return one == other or (len(one) >= same <= len(other) and one[:same] == other[:same])


def _is_slip(one: str, other: str) -> bool:
    """One letter added, left out or mistaken, in a word of some length."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 5:
        return False
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[same + 1 :] in (other[same:], other[same + 1 :]) or one[same:] == other[same + 1 :]


@cache
def _small_words() -> frozenset[str]:
    return frozenset(lexicon("acronyms")["small_words"].split())
