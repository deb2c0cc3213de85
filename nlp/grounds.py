"""What a figure rests on: how many cases, and of which period, where its paragraph or what goes with it says so.

With a paragraph go its headings, the words that open its list, its table with what stands around it, what the
document says elsewhere under the same evidence code, and of the same survey or audit.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from models.document import BlockKind
from nlp.dates import dates
from nlp.figures import Figure, Kind, figures
from nlp.lexicon import lexicon, words
from nlp.outline import is_section_heading
from nlp.reading import Reading

_BEFORE_CASES = 4  # words between a count and what it counts


@lru_cache(maxsize=2)
def grounds(reading: Reading) -> Grounds:
    """The grounds of a reading, worked out once."""
    return Grounds(reading)


class Grounds:
    """For every block, whether a number of cases and whether a period is in reach."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._document = reading.document
        self._blocks = reading.document.blocks

    def has_base(self, block: int) -> bool:
        """True where a number of cases is told for the figures of a block."""
        if any(self._says_base[other] for other in self._together[block]):
            return True
        if any(code in self._based_codes for code in self._codes[block]):
            return True
        return any((self._section[block], source) in self._based_sources for source in self._sources[block])

    def has_period(self, block: int) -> bool:
        """True where a period is told for the figures of a block."""
        if any(self._says_period[other] for other in self._together[block]):
            return True
        if any(dates(self._reading)[heading] for heading in self._headings[block]):
            return True
        if any(code in self._dated_codes for code in self._codes[block]):
            return True
        if any(self._samples_of(figure) & self._dated_samples for figure in figures(self._reading)[block]):
            return True
        return bool(self._sources[block] & self._dated_sources)

    # What each block says by itself

    @cached_property
    def _says_base(self) -> list[bool]:
        return [any(is_base(self._reading, figure) for figure in found) for found in figures(self._reading)]

    @cached_property
    def _says_period(self) -> list[bool]:
        pattern = re.compile(lexicon("figures")["period"], re.IGNORECASE)
        found = dates(self._reading)
        return [
            bool(found[index])
            or (not is_section_heading(self._document, block) and bool(pattern.search(self._document.text_of(block))))
            for index, block in enumerate(self._blocks)
        ]

    @cached_property
    def _sources(self) -> list[frozenset[str]]:
        """The surveys, audits and the like that a block names, each with the group it was of."""
        pattern, groups = words("figures", "sources"), words("figures", "groups")
        found = []
        for block in self._blocks:
            text = self._document.text_of(block)
            named = {_singular(match[0]) for match in pattern.finditer(text)}
            asked = {_singular(match[0]) for match in groups.finditer(text)} if named else set()
            found.append(frozenset({*named, *(f"{source} of {group}" for source in named for group in asked)}))
        return found

    # What goes with each block

    @cached_property
    def _together(self) -> list[list[int]]:
        """A block itself, with its list's opening or its table."""
        tables: dict[int, list[int]] = {}
        for index, block in enumerate(self._blocks):
            if block.cell is not None:
                tables.setdefault(block.cell.table, []).append(index)
        near = {table: self._around(indexes) for table, indexes in tables.items()}
        found = []
        opening: int | None = None
        for index, block in enumerate(self._blocks):
            if block.cell is not None:
                found.append(near[block.cell.table] if len(near[block.cell.table]) < 400 else [index])
                continue
            is_item = block.kind is BlockKind.LIST_ITEM
            found.append([index, opening] if is_item and opening is not None else [index])
            if not is_item:
                opening = index
        return found

    def _around(self, indexes: list[int]) -> list[int]:
        """The blocks of a table, with the two before it and the one behind."""
        first, last = indexes[0], indexes[-1]
        beside = [*range(max(0, first - 2), first), *range(last + 1, min(len(self._blocks), last + 2))]
        return [*indexes, *(index for index in beside if self._blocks[index].cell is None)]

    @cached_property
    def _headings(self) -> list[tuple[int, ...]]:
        """The headings above each block, outermost first."""
        path: tuple[int, ...] = ()
        found = []
        for index, block in enumerate(self._blocks):
            if is_section_heading(self._document, block):
                level = block.level or 9
                path = (*(other for other in path if (self._blocks[other].level or 9) < level), index)
            found.append(path)
        return found

    @cached_property
    def _section(self) -> list[int]:
        return [path[-1] if path else -1 for path in self._headings]

    # What the document says elsewhere

    @cached_property
    def _codes(self) -> list[frozenset[str]]:
        """The evidence codes that a block bears."""
        found: list[set[str]] = [set() for _ in self._blocks]
        for reference in self._reading.evidence.references:
            found[self._document.block_at(reference.start)].update(reference.codes)
        return [frozenset(codes) for codes in found]

    def _codes_where(self, says: list[bool]) -> frozenset[str]:
        """The codes of blocks, or of entries of the evidence list, that say it."""
        codes = {code for index, here in enumerate(self._codes) if says[index] for code in here}
        for entry in self._reading.evidence.entries:
            first = self._document.block_at(entry.start)
            cell = self._blocks[first].cell
            row = [first]
            while cell is not None and row[-1] + 1 < len(self._blocks):
                other = self._blocks[row[-1] + 1].cell
                if other is None or (other.table, other.row) != (cell.table, cell.row):
                    break
                row.append(row[-1] + 1)
            if any(says[index] for index in row):
                codes.add(entry.code)
        return frozenset(codes)

    @cached_property
    def _based_codes(self) -> frozenset[str]:
        return self._codes_where(self._says_base)

    @cached_property
    def _dated_codes(self) -> frozenset[str]:
        return self._codes_where([bool(found) for found in dates(self._reading)])

    @cached_property
    def _based_sources(self) -> frozenset[tuple[int, str]]:
        """(section, source) where a paragraph of the section gives the source's number of cases."""
        return frozenset(
            (self._section[index], source)
            for index, sources in enumerate(self._sources)
            if self._says_base[index]
            for source in sources
            if " of " in source
        )

    @cached_property
    def _dated_samples(self) -> frozenset[tuple[float, str]]:
        """The numbers of cases that stand beside a date somewhere."""
        return frozenset(
            sample
            for index, found in enumerate(figures(self._reading))
            if dates(self._reading)[index]
            for figure in found
            for sample in self._samples_of(figure)
        )

    def _samples_of(self, figure: Figure) -> frozenset[tuple[float, str]]:
        """What tells a sample again: its number of cases with their name, and by itself where it is no round one."""
        whole = figure.whole or (figure.value if figure.kind is Kind.COUNT else 0)
        if whole <= 10 or figure.kind not in (Kind.SHARE, Kind.COUNT):
            return frozenset()
        after = re.match(r"\s([a-z]+)", self._reading.text(figure.end, figure.end + 30))
        told = {(whole, _singular(after[1]))} if after else set()
        return frozenset(told | ({(whole, "")} if whole % 10 else set()))

    @cached_property
    def _dated_sources(self) -> frozenset[str]:
        """The sources that the document dates somewhere."""
        return frozenset(
            source for index, sources in enumerate(self._sources) if dates(self._reading)[index] for source in sources
        )


def is_base(reading: Reading, figure: Figure) -> bool:
    """True for a figure that tells a number of cases: "45 of 60", "n = 60", "60 records"."""
    if figure.kind is Kind.SHARE or figure.base:
        return True
    if figure.kind is not Kind.COUNT or figure.decimals:
        return False
    return counts_cases(reading.text(figure.end, figure.end + 60))


def counts_cases(following: str) -> bool:
    """True where the words after a count name people, records or the like."""
    near = re.match(r"(?:\s[\w’'-]+){1,5}", following)
    return bool(near and words("figures", "cases").search(near[0]))


def _singular(word: str) -> str:
    return re.sub(r"(?:ies|s|ren)$", "", word.lower().replace("-", " "))
