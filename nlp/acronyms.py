"""Acronyms: where they are used, and where and how the text says what they stand for.

An acronym counts as explained by its full name beside it ("Full Name (FN)", "FN (Full Name)", "FN stands for ..."), by a
glossary or a table row, by a note at it, by words that say what it is ("CEDAR is a group programme ...") and by its full
name with capitals elsewhere. Only full names that spell it out can differ from one another.
"""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from models.document import Block, BlockKind, Document, Story
from nlp.lexicon import lexicon
from nlp.outline import blocks_under
from nlp.places import is_heading
from nlp.reading import Reading

_ACRONYM = re.compile(
    r"(?<![\w.@#\\])(?P<name>[a-z]?[A-Z](?:&?[A-Z]|[a-z](?=[A-Z]))*&?[A-Z])(?P<digits>\d{0,2})"
    r"(?:s(?!\w)|[’']s(?!\w))?(?![\w@\\])"
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,140})[)\]]")
_WORD = re.compile(r"&|[^\W_](?:[\w’']*\w)?(?:[-/‐–][^\W_](?:[\w’']*\w)?)*")
_CUT = re.compile(r"[.;:!?•\t\n|()\[\]\"“”,–—]")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*|\S+\.(?:docx?|pdf|xlsx?|pptx?|msg)\b")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})$")
_SHOUT = re.compile(r"(?<!\w)[A-Z][A-Z’'-]+(?:[ ,&/–-]+[A-Z][A-Z’'-]+){2,}(?!\w)")
_CAPITAL_RUN = re.compile(
    r"(?:[A-Z][\w’'-]*|\d)(?:,?\s+(?:(?:and|of|for|the|in|on|to|at|with|&)\s+){0,2}(?:[A-Z][\w’'-]*)){1,9}"
)
_LONGEST = 140  # characters of a full name
_LIKE = 0.6  # share of the letters that begin words, for a full name that is not spelt out letter by letter


@dataclass(frozen=True, slots=True)
class Use:
    """One use of an acronym in the running text; `at` is where a reader meets it (a note is read where it is called)."""

    name: str
    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where an acronym is explained. `words` is the full name where it spells the acronym out, else "". `listed`: in a
    glossary or a table, where a reader looks it up."""

    name: str
    start: int
    end: int
    at: int
    words: str
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Acronyms:
    """All uses and explanations, by the acronym in capitals without its plural; each in the order of the text."""

    uses: dict[str, list[Use]]
    explanations: dict[str, list[Explanation]]


@lru_cache(maxsize=2)
def acronyms(reading: Reading) -> Acronyms:
    """The acronyms of a reading, worked out once."""
    return _Search(reading).found()


@cache
def known(lists: tuple[str, ...]) -> frozenset[str]:
    """The acronyms of those lists of the lexicon."""
    return frozenset(name.upper() for item in lists for name in lexicon("acronyms")[item].split())


def same_name(one: str, other: str) -> bool:
    """True where two full names differ in nothing but number, hyphens, spelling, small words or an added word."""
    here, there = _stems(one), _stems(other)
    if set(here) <= set(there) or set(there) <= set(here) or "".join(here) == "".join(there):
        return True
    if len(here) != len(there):
        return False
    return all(a == b or a[:4] == b[:4] or _distance_is_one(a, b) for a, b in zip(here, there, strict=True))


def name_key(words: str) -> str:
    """A full name without what does not tell it from another."""
    return "".join(_stems(words))


def _stems(words: str) -> list[str]:
    same = lexicon("acronyms")["same_words"]
    found = []
    for word in re.findall(r"[^\W_]+(?:[’'][^\W_]+)?", words.lower()):
        plain = re.sub(r"[’']s?$|[’']s$", "", word)
        plain = same.get(plain, plain)
        if plain not in _small_words():
            found.append(re.sub(r"(?<=[^s])s$", "", plain.replace("isation", "ization").replace("ising", "izing")))
    return found


def _distance_is_one(one: str, other: str) -> bool:
    """One letter added, left out or mistaken."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 5:
        return False
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[same + 1 :] in (other[same:], other[same + 1 :]) or one[same:] == other[same + 1 :]


@cache
def _small_words() -> frozenset[str]:
    return frozenset(lexicon("acronyms")["small_words"].split())


@dataclass(frozen=True, slots=True)
class _Patterns:
    between: re.Pattern[str]
    stands_for: re.Pattern[str]
    is_a: re.Pattern[str]
    kind: re.Pattern[str]
    described: re.Pattern[str]
    introduces: re.Pattern[str]
    glossary_columns: re.Pattern[str]
    glossary_openings: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = lexicon("acronyms")
    kinds = re.sub(r"\|\s+", "|", data["kinds"].strip())
    some = r"(?:[\w’'-]+\s+){0,7}?"
    return _Patterns(
        between=re.compile(rf"(?<!\w)(?:{data['between']})(?!\w)", re.IGNORECASE),
        stands_for=re.compile(
            rf"[”\"’')]?\s*,?\s*(?:\(\s*)?(?:which\s+|that\s+|it\s+)?(?:{data['stands_for']})\s+[“\"‘']?(?:the\s+|a\s+|an\s+|our\s+)?",
            re.IGNORECASE,
        ),
        is_a=re.compile(
            rf"[”\"’']?\s*(?:,\s*)?(?:(?:which|that)\s+)?(?:is|was|are|were)\s+(?:a|an|our|the|their|one|what)\s+{some}(?:{kinds})\b"
            rf"|[”\"’']?\s*[,–—]\s*(?:a|an|our|their)\s+{some}(?:{kinds})\b"
            rf"|[”\"’']?\s*[,–—]\s*(?:the|one of)\s+{some}(?:{kinds})\s+(?:that|which|who|for|where|through|used|set up|of|by|to)\b",
            re.IGNORECASE,
        ),
        kind=re.compile(rf"\b(?:{kinds})\b(?:\s+[\w’'-]+){{0,3}}\s*$", re.IGNORECASE),
        described=re.compile(
            rf"\s*(?:(?:an?|the|our|their|this is|formerly|i\.?e\.?|that is|short for|meaning|or)\s+(?:[\w’'-]+\s+)+[\w’'-]+|(?:{data['stands_for']})\s+\w+)",
            re.IGNORECASE,
        ),
        introduces=re.compile(data["introduces"], re.IGNORECASE),
        glossary_columns=re.compile(data["glossary_columns"], re.IGNORECASE),
        glossary_openings=re.compile(data["glossary_openings"], re.IGNORECASE),
    )


@dataclass(frozen=True, slots=True)
class _Token:
    """An acronym as it stands in a block's text."""

    name: str
    start: int
    end: int


class _Search:
    """Goes through a document once, block by block."""

    def __init__(self, reading: Reading) -> None:
        self._reading, self._document = reading, reading.document
        self._text = reading.document.text
        self._uses: dict[str, list[Use]] = defaultdict(list)
        self._explanations: dict[str, list[Explanation]] = defaultdict(list)
        self._capitals = frozenset(lexicon("acronyms")["capitals"].split())
        self._plain = frozenset(re.findall(r"(?<![\w’'-])[a-z]{2,}(?![\w’'])", self._text))
        self._glossary = blocks_under(self._document, lexicon("acronyms")["glossary"]) | _glossary_tables(self._document)
        self._apart = blocks_under(self._document, lexicon("acronyms")["references"])
        self._called = {self._document.block_at(note.start): note.at for note in self._document.notes}
        self._noted = sorted((note.at, note.start, note.end) for note in self._document.notes)
        self._rows: dict[tuple[int, int], list[tuple[int, list[_Token]]]] = defaultdict(list)

    def found(self) -> Acronyms:
        for index, block in enumerate(self._document.blocks):
            if block.kind is BlockKind.CONTENTS:
                continue
            text = self._document.text_of(block)
            tokens = list(_tokens(text))
            if block.cell is not None:
                self._rows[block.cell.table, block.cell.row].append((index, tokens))
            if not tokens:
                continue
            if index in self._glossary:
                self._read_glossary(index, text, tokens)
            self._read_brackets(index, text)
            for token in tokens:
                self._read_around(index, text, token)
            self._read_uses(index, block, text, tokens)
        self._read_rows()
        self._read_names_in_full()
        self._read_allowances()
        for items in self._explanations.values():
            items.sort(key=lambda item: (item.at, item.start))
        for uses in self._uses.values():
            uses.sort(key=lambda item: (item.at, item.start))
        return Acronyms(dict(self._uses), dict(self._explanations))

    def _at(self, index: int, start: int) -> int:
        return self._called.get(index, start)

    def _explained(self, index: int, name: str, start: int, end: int, words: str = "") -> None:
        offset = self._document.blocks[index].start
        listed = index in self._glossary
        place = (offset + start, offset + end, self._at(index, offset + start))
        self._explanations[name].append(Explanation(name, *place, words=_tidy(words), listed=listed))

    def _read_uses(self, index: int, block: Block, text: str, tokens: list[_Token]) -> None:
        if (
            index in self._glossary | self._apart
            or index in self._reading.evidence.list_blocks
            or block.story is Story.GRAPHIC
            or block.kind is BlockKind.CAPTION
            or (block.cell is not None and block.cell.header)
            or is_heading(self._document, block)
            or _is_shouted(text)
        ):
            return
        shouts = [match.span() for match in _SHOUT.finditer(text)]
        for token in tokens:
            word = text[token.start : token.end]
            if token.name in self._capitals or (word.isupper() and word.lower() in self._plain):
                continue
            if any(start <= token.start < end for start, end in shouts):
                continue
            start = block.start + token.start
            if not self._reading.evidence.within(start, start + 1):
                self._uses[token.name].append(Use(token.name, start, block.start + token.end, self._at(index, start)))

    def _read_brackets(self, index: int, text: str) -> None:
        """"Full Name (FN)" and "FN (Full Name)"."""
        for match in _BRACKET.finditer(text):
            inside = list(_tokens(match[1]))
            before = text[: match.start()].rstrip(" ”\"’'")
            if inside:
                self._read_short_in_bracket(index, text, match, inside)
            token = next((item for item in _tokens(before[-12:]) if item.end == len(before[-12:])), None)
            if token is not None:
                words = re.split(r"[,;:]", match[1])[0]
                full = _spelt_out(token.name, words)
                if full is not None:
                    self._explained(index, token.name, match.start(), match.end(), full)
                elif _patterns().described.match(match[1]):
                    self._explained(index, token.name, match.start(), match.end())

    def _read_short_in_bracket(self, index: int, text: str, match: re.Match[str], inside: list[_Token]) -> None:
        rest = match[1]
        for token in reversed(inside):
            rest = rest[: token.start] + " " + rest[token.end :]
        pure = not re.search(r"\w", _patterns().between.sub(" ", rest).replace("s ", " "))
        opening = _patterns().between.sub(" ", match[1][: inside[0].start])
        if not pure and re.search(r"\w", opening):
            return
        for token in inside if pure else inside[:1]:
            start = _full_name_before(token.name, text, match.start(), loose=pure)
            if start is not None:
                self._explained(index, token.name, start, match.end(), text[start : match.start()])
            elif pure and (
                _is_like(token.name, text, match.start()) or _patterns().kind.search(text[: match.start()][-60:])
            ):
                self._explained(index, token.name, match.start(), match.end())

    def _read_around(self, index: int, text: str, token: _Token) -> None:
        """"FN: full name", "FN stands for ...", "full name, or FN", "FN is a group that ...", and notes at FN."""
        patterns = _patterns()
        after, before = text[token.end : token.end + _LONGEST], text[max(0, token.start - _LONGEST) : token.start]
        link = patterns.stands_for.match(after) or re.match(r"\s*[”\"’']?\s*[:=,–—-]\s*(?:the\s+|our\s+|or\s+)?|\t\s*", after)
        full = _spelt_from_start(token.name, after[link.end() :]) if link else None
        if full is None and token.start == 0:
            full = _spelt_from_start(token.name, after)
        if full is not None:
            self._explained(index, token.name, token.start, token.end, full)
        elif patterns.is_a.match(after) or patterns.introduces.search(before[-60:]):
            self._explained(index, token.name, token.start, token.end)
        joint = re.search(
            r"\s*(?:[,–—/]|\s-|,?\s*(?:or|known as|called|hereafter|abbreviated (?:to|as)|shortened to))\s+(?:the\s+|our\s+)?[“\"‘']?$|/$",
            before,
        )
        if joint and len(token.name) >= 3:
            end = token.start - len(before) + joint.start()
            start = _full_name_before(token.name, text, end, loose=False)
            if start is not None and text[start:end].strip():
                self._explained(index, token.name, start, token.end, text[start:end])
        offset = self._document.blocks[index].start + token.end
        place = bisect.bisect_left(self._noted, (offset, 0, 0))
        if place < len(self._noted) and self._noted[place][0] - offset <= 2:
            note = self._text[self._noted[place][1] : self._noted[place][2]]
            if len(note.split()) >= 4 and (token.name in note or patterns.kind.search(note) or _spelt_in(token.name, note)):
                self._explained(index, token.name, token.start, token.end)

    def _read_glossary(self, index: int, text: str, tokens: list[_Token]) -> None:
        """Every acronym that opens a line of a glossary, or stands before a colon or a dash in it."""
        for token in tokens:
            opens = not re.search(r"\w", re.split(r"[\n;,.]", text[: token.start])[-1])
            if opens or re.match(r"\s*[)”\"]?\s*[:=–—-]", text[token.end :]):
                full = _spelt_from_start(token.name, text[token.end :].lstrip(" :=–—-\t("))
                self._explained(index, token.name, token.start, token.end, full or "")

    def _read_rows(self) -> None:
        """Table rows in which one cell holds an acronym alone and another its full name."""
        for cells in self._rows.values():
            for index, tokens in cells:
                text = self._document.text_of(self._document.blocks[index]).strip()
                if len(tokens) != 1 or len(text) > tokens[0].end - tokens[0].start + 6:
                    continue
                for other, _ in cells:
                    name = tokens[0].name
                    full = _spelt_out(name, self._document.text_of(self._document.blocks[other])) if other != index else None
                    if full is not None:
                        block = self._document.blocks[index]
                        self._explanations[name].append(
                            Explanation(name, block.start, block.end, block.start, _tidy(full), listed=True)
                        )

    def _read_names_in_full(self) -> None:
        """Names with capitals whose initials spell an acronym that is explained nowhere else."""
        wanted = {name for name in self._uses if len(name) >= 3 and name not in self._explanations}
        if not wanted:
            return
        for match in _CAPITAL_RUN.finditer(self._text):
            words = [word for word in _WORD.finditer(match[0])]
            for first in range(len(words)):
                for name in _initials(words[first:]):
                    if name in wanted:
                        start = match.start() + words[first].start()
                        self._explanations[name].append(Explanation(name, start, match.end(), 0, ""))

    def _read_allowances(self) -> None:
        allowed = self._reading.allowed
        names = [_key(name) for name in allowed.acronyms]
        names += [token.name for term in allowed.terms for token in _tokens(term)]
        for name in names:
            self._explanations[name].append(Explanation(name, 0, 0, 0, "", listed=True))


def _glossary_tables(document: Document) -> set[int]:
    """The blocks of tables with a column for acronyms, and paragraphs that open as a list of them."""
    found: set[int] = set()
    tables: set[int] = set()
    patterns = _patterns()
    for index, block in enumerate(document.blocks):
        text = document.text_of(block).strip()
        if block.cell is None:
            if len(text) > 12 and patterns.glossary_openings.match(text):
                found.add(index)
        elif block.cell.row == 0 and patterns.glossary_columns.match(text):
            tables.add(block.cell.table)
    for index, block in enumerate(document.blocks):
        if block.cell is not None and block.cell.table in tables:
            found.add(index)
    return found


def _key(name: str) -> str:
    return name.replace("&", "").upper()


def _tokens(text: str) -> Iterator[_Token]:
    """The acronyms of a text; codes, numerals, placeholders and parts of addresses are none."""
    addresses = [match.span() for match in _ADDRESS.finditer(text)] if re.search(r"@|://|www\.|\.\w", text) else []
    for match in _ACRONYM.finditer(text):
        name = _key(match["name"])
        after, before = text[match.end() : match.end() + 2], text[max(0, match.start() - 2) : match.start()]
        if match["digits"] and len(name) < 4:
            continue
        if _ROMAN.fullmatch(name) or len(set(name)) == 1 or len(name) > 9:
            continue
        if re.match(r"[-/.]\d|\.[A-Za-z]", after) or re.search(r"\d[-/]$|[A-Z]\d?[.]$", before):
            continue
        if any(start <= match.start() < end for start, end in addresses):
            continue
        yield _Token(name, match.start(), match.start() + len(match["name"]) + len(match["digits"]))


def _is_shouted(text: str) -> bool:
    """True for a line most of whose words are in capitals."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    return len(words) >= 3 and sum(word.isupper() for word in words) >= 0.6 * len(words)


def _tidy(words: str) -> str:
    return " ".join(words.split()).strip(" ,;:–—-“”\"‘’'(")


def _pieces(text: str) -> list[tuple[str, int]]:
    """The words of a text in lower case, those joined by hyphens or strokes apart, each with the start of its word."""
    found = []
    for match in _WORD.finditer(text):
        for part in re.split(r"[-/‐–]", match[0]):
            if part:
                found.append(("and" if part == "&" else part.lower(), match.start()))
    return found


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


def _full_name_before(name: str, text: str, end: int, *, loose: bool) -> int | None:
    """Where the full name begins that stands right before a place; `loose` also takes letters from within words."""
    opening = max(0, end - _LONGEST)
    cuts = [match.end() for match in _CUT.finditer(text, opening, end) if text[match.start() : end].strip(" ,–—-“”\"")]
    commas = [cut for cut in cuts if text[cut - 1] == ","]
    hard = max((cut for cut in cuts if text[cut - 1] not in ",“”\""), default=opening)
    limits = [max([hard, *commas]), hard] if loose else [max([hard, *commas])]
    for limit in limits:
        pieces = _pieces(text[limit:end])
        first = _walk(name.lower(), pieces, len(pieces) - 1, 1 if loose else 0)
        if first is None and loose:
            first = _letters_within(name.lower(), pieces)
        if first is not None and first < len(pieces):
            return limit + pieces[first][1]
    return None


def _letters_within(letters: str, pieces: list[tuple[str, int]]) -> int | None:
    """As Schwartz and Hearst: the letters in order anywhere, the first of them at the start of a word."""
    left = len(letters) - 1
    for place in range(len(pieces) - 1, max(-1, len(pieces) - 1 - len(letters) - 5), -1):
        piece = pieces[place][0]
        for at in range(len(piece) - 1, -1, -1):
            if piece[at] == letters[left] and (left > 0 or at == 0):
                left -= 1
                if left < 0:
                    return place
    return None


def _is_like(name: str, text: str, end: int) -> bool:
    """True where most of the letters, in order, begin words right before a place."""
    pieces = _pieces(text[max(0, end - _LONGEST) : end])[-(len(name) + 5) :]
    longest = [0] * (len(name) + 1)
    for piece, _ in pieces:
        row = longest[:]
        for i, letter in enumerate(name.lower()):
            row[i + 1] = max(row[i], longest[i + 1], longest[i] + (piece[0] == letter))
        longest = row
    return len(name) >= 3 and longest[-1] >= _LIKE * len(name)


def _spelt_out(name: str, words: str) -> str | None:
    """The words, where from the first to the last they spell the acronym out."""
    pieces = _pieces(words)
    while pieces and pieces[0][0] in ("the", "a", "an", "our") and pieces[0][0][0] != name[0].lower():
        pieces = pieces[1:]
    if not pieces or len(pieces) > 2 * len(name) + 4 or re.match(r"\w+(?:ed|ing)\s+(?:by|in|on|at|from|to|with)\b", words.strip()):
        return None
    first = _walk(name.lower(), pieces, len(pieces) - 1, 1)
    if first == 0 or (first is None and _letters_within(name.lower(), pieces) == 0 and len(name) > 3):
        return words[pieces[0][1] :].strip()
    return None


def _spelt_from_start(name: str, words: str) -> str | None:
    """The opening words that spell the acronym out, letter by letter."""
    if len(name) < 2:
        return None
    segment = re.split(r"[.;:!?\n\t|()\[\]]", words)[0][:_LONGEST]
    pieces = _pieces(segment)
    for count in range(len(name) - 1, min(len(pieces), 2 * len(name) + 2)):
        if _walk(name.lower(), pieces[: count + 1], count, 0) == 0 and pieces[count][0][0] == name[-1].lower():
            end = next((start for piece, start in pieces[count + 1 :] if start != pieces[count][1]), len(segment))
            return segment[:end].strip(" ,–—-")
    return None


def _spelt_in(name: str, words: str) -> bool:
    pieces = _pieces(words)
    return any(_walk(name.lower(), pieces, last, 0) is not None for last in range(len(pieces)))


def _initials(words: list[re.Match[str]]) -> Iterator[str]:
    """The initials of the first words, with and without small words, from three letters on."""
    short = whole = ""
    for word in words[:12]:
        for part in re.split(r"[-/‐–]", word[0]):
            letter = part[:1].upper()
            whole += letter
            if part.lower() not in _small_words():
                short += letter
        if len(short) >= 3:
            yield short
        if len(whole) >= 3 and whole != short:
            yield whole
