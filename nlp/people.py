"""Candidates for the names of persons. No list is complete: what is found is to be looked at, what is not found is not
shown to be absent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.lexicon import lexicon

_CAPITAL = r"[A-Z][a-zà-ÿ]+(?:[’'-][A-Z][a-zà-ÿ]+)*"
_SURNAME = rf"(?:(?:Mac|Mc|O[’'])?{_CAPITAL})"
_YEARS = r"\d{1,2}|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_AGED = rf"(?:\s*\(\s*aged?\s*(?:{_YEARS})[^)]{{0,12}}\)|,?\s*(?:who (?:is|was)\s+)?aged?\s+(?:of\s+)?(?:{_YEARS})\b)"
_IS = r"(?:is|was|(?:has\s+)?(?:just\s+)?turned)"
_NO_PLACE = "".join(rf"(?<!\b{word} )" for word in ("in", "at", "from", "near", "across", "around", "within"))
_NO_RANGE = r"(?!\s*(?:%|per cent|to\b|or\b|[–-]|and (?:over|under|above|below)|of\b|weeks?\b|days?\b|cases?\b))"
_AGE = (
    rf"(?:{_AGED}|\s*\(\s*\d{{1,2}}\s*(?:years?(?: old)?|months?)?\s*\)|,\s*\d{{1,2}}(?=\s*[,.;)–-])|"
    rf"\s+is\s+(?:{_YEARS})\b)"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A candidate: how it was recognised, and its range."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Patterns:
    titled: re.Pattern[str]
    office: re.Pattern[str]
    role: re.Pattern[str]
    full: re.Pattern[str]
    aged: re.Pattern[str]
    initials: re.Pattern[str]
    alone: re.Pattern[str]
    attributed: re.Pattern[str]
    kin: re.Pattern[str]
    sure: tuple[re.Pattern[str], ...]
    named: tuple[re.Pattern[str], ...]
    not_before: re.Pattern[str]
    offices_near: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = lexicon("people")
    first = "|".join(sorted(data["forenames"].split(), key=len, reverse=True))
    roles = re.sub(r"\|\s+", "|", data["roles"].strip())
    return _Patterns(
        titled=re.compile(rf"\b(?:{data['titles']})\.?\s+(?P<name>(?:[A-Z]\.?\s+)?{_SURNAME}(?:\s+{_SURNAME})?)"),
        office=re.compile(rf"\b(?:{data['office_titles']})\s+{_SURNAME}"),
        role=re.compile(rf"\b(?i:{roles}),?\s+\(?(?P<name>{_CAPITAL}\s+{_SURNAME})"),
        full=re.compile(rf"\b(?P<name>(?:{first})\s+(?:[A-Z]\.?\s+)?{_SURNAME})"),
        aged=re.compile(rf"\b(?P<name>{_CAPITAL}){_AGE}"),
        initials=re.compile(
            rf"(?<![\w.])(?<!Child )(?<!Family )(?<!child )(?<!family )(?P<name>(?:[A-Z]\.?){{1,3}})(?!\w)\s*{_AGED}"
        ),
        sure=tuple(
            re.compile(pattern)
            for pattern in (
                rf"{_NO_PLACE}\b(?P<name>{_CAPITAL}(?:\s+{_SURNAME})?),?\s+aged\s+(?:{_YEARS})\b{_NO_RANGE}",
                rf"{_NO_PLACE}\b(?P<name>{_CAPITAL}(?:\s+{_SURNAME})?),\s+who\s+{_IS}\s+(?:{_YEARS})\b{_NO_RANGE}",
                rf"\b(?P<name>{_CAPITAL}(?:\s+{_SURNAME})?)\s*\((?:aged?\s*)?1?\d\)\s+(?:{data['does']})\b",
                rf"\b(?i:{data['children']})\s+(?:called|named)\s+(?P<name>{_CAPITAL}(?:\s+{_SURNAME})?)",
                rf"\b(?!family\b)(?i:{data['children']}),\s+(?P<name>{_CAPITAL}\s+{_SURNAME}),\s+(?:{data['does']}|who)\b",
            )
        ),
        named=tuple(
            re.compile(pattern)
            for pattern in (
                rf"(?i:\b(?:{_YEARS})[- ]year[- ]olds?,?)\s+(?P<name>{_CAPITAL})\b",
                rf"\b(?P<name>{_CAPITAL}),\s*(?:{_YEARS}),?\s+(?:had|has|was|is|said|told|lives?|waited|who|and)\b",
                rf"\b(?P<name>{_CAPITAL}),\s+(?:the|a|an|his|her|their|whose)\s+(?:\w+\s+)?(?:{data['kin']})\b",
                rf"[,”\"’]\s+(?P<name>{_CAPITAL})\s+(?:told\s+(?:us|inspectors|me)|said)\b",
            )
        ),
        alone=re.compile(rf"\b(?P<name>{first})\b(?!\s+(?:{_CAPITAL}))"),
        attributed=re.compile(rf"[”\"’']\s*(?:[–—-]|\()\s*(?P<name>{_CAPITAL}(?:\s+{_SURNAME})?)\s*[,)]"),
        kin=re.compile(
            rf"\b(?:(?i:{data['children']})(?:\s+called|\s+named|,)?\s+)(?P<name>{_CAPITAL})\b(?=\s+(?:is|was|has|had|who|and|said|told)\b|[’']s\b|,)"
        ),
        not_before=re.compile(rf"\s*(?:{data['not_before']})\b|[’']s\s+(?:{data['not_before']})\b"),
        offices_near=re.compile(rf"\b(?:{data['offices']})\b", re.IGNORECASE),
    )


@cache
def _forenames() -> frozenset[str]:
    return frozenset(lexicon("people")["forenames"].split())


@cache
def _not_names() -> frozenset[str]:
    """Capitalised words that stand where a name may stand."""
    return frozenset(lexicon("people")["not_names"].lower().split())


def names(text: str) -> list[Name]:
    """The candidates of one paragraph, in order; each range once, by the surest way that found it."""
    found: dict[tuple[int, int], Name] = {}
    taken: list[tuple[int, int]] = []
    for name in _candidates(text):
        if _is_other(text, name) or any(start < name.end and name.start < end for start, end in taken):
            continue
        taken.append((name.start, name.end))
        found[name.start, name.end] = name
    return [found[key] for key in sorted(found)]


def _candidates(text: str) -> Iterator[Name]:
    """The surest ways first."""
    patterns, forenames, others = _patterns(), _forenames(), _not_names()
    ways: list[tuple[str, re.Pattern[str], bool]] = [  # kind, pattern, only forenames that we know
        *(("child", pattern, False) for pattern in patterns.sure),
        ("titled", patterns.titled, False),
        ("role", patterns.role, True),
        ("full", patterns.full, False),
        ("child", patterns.aged, True),
        ("initials", patterns.initials, False),
        ("quoted", patterns.attributed, True),
        ("child", patterns.kin, True),
        *(("child", pattern, False) for pattern in patterns.named),
        ("first", patterns.alone, False),
    ]
    for kind, pattern, known in ways:
        for match in pattern.finditer(text):
            name = match["name"]
            if not others.intersection(name.lower().split()) and (not known or name.split()[0] in forenames):
                yield Name(kind, *match.span("name"))


def _is_other(text: str, name: Name) -> bool:
    """Part of the name of a place, a body or a work; an author cited; a saint."""
    before, after = text[max(0, name.start - 25) : name.start], text[name.end : name.end + 30]
    if _patterns().not_before.match(after) or re.search(r"\b(?:St|Saint|Mount|Loch|Ben|Port|Fort|Glen)\.?\s+$", before):
        return True
    if re.match(r"\s*(?:,|and|&|et al\.?)?[^.]{0,25}\(?(?:19|20)\d\d\w?\)", after) or re.match(r"\s+et al\b", after):
        return True  # cited as an author
    return bool(re.search(r"\b(?:Queen|King|Prince|Princess|Lady|Lord)\s+$", before))


def has_office(text: str, name: Name) -> bool:
    """True where the words beside the name say that it is the holder of a public office."""
    near = text[max(0, name.start - 60) : name.end + 80]
    return bool(_patterns().offices_near.search(near)) or bool(_patterns().office.search(near))
