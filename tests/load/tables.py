"""The bench's output: aligned columns, a ratio against its budget, and a word about each."""

import dataclasses
from collections.abc import Iterable
from statistics import median

NO_BUDGET = "-"


@dataclasses.dataclass(frozen=True)
class Line:
    """One comparison: `ours` against `base`, both in `unit`; without a bound it is only shown."""

    what: str
    base: float
    ours: float
    ratio: float
    budget: float | None = None
    unit: str = "ms"

    @property
    def verdict(self) -> str:
        """Whether it keeps its budget; "shown" where it has none."""
        if self.budget is None:
            return "shown"
        return "ok" if self.ratio <= self.budget else "OVER"

    def cells(self) -> list[str]:
        """What stands in each column."""
        bound = f"<= {self.budget:g} x" if self.budget is not None else NO_BUDGET
        times = [f"{self.base:.1f} {self.unit}", f"{self.ours:.1f} {self.unit}"]
        return [self.what, *times, f"{self.ratio:.2f} x", bound, self.verdict]


@dataclasses.dataclass(frozen=True)
class Bound:
    """One time against a bound in the same unit."""

    what: str
    taken: float
    most: float | None
    unit: str = "ms"

    def cells(self) -> list[str]:
        """What stands in each column."""
        if self.most is None:
            return [self.what, f"{self.taken:.2f} {self.unit}", NO_BUDGET, "shown"]
        verdict = "ok" if self.taken <= self.most else "OVER"
        return [self.what, f"{self.taken:.2f} {self.unit}", f"<= {self.most:g} {self.unit}", verdict]


@dataclasses.dataclass(frozen=True)
class Rate:
    """How many a second, by the clock and by the seconds of its one core, the latter against a least."""

    what: str
    by_clock: float
    by_core: float
    least: float

    def cells(self) -> list[str]:
        """What stands in each column."""
        verdict = "ok" if self.by_core >= self.least else "UNDER"
        return [self.what, f"{self.by_clock:,.0f} /s", f"{self.by_core:,.0f} /s", f">= {self.least:,.0f} /s", verdict]


def of_pairs(what: str, base: list[float], ours: list[float], budget: float | None = None, *, unit: str = "ms") -> Line:
    """A line of times taken in turns: the ratio is the median of the ratios, not the ratio of the medians."""
    ratio = median(mine / other for mine, other in zip(ours, base, strict=True))
    return Line(what, median(base), median(ours), ratio, budget, unit)


def table(title: str, head: list[str], rows: Iterable[list[str]]) -> str:
    """Columns as wide as their widest cell; the first to the left, numbers to the right."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    drawn = [
        "  ".join(cell.ljust(width) if not column else cell.rjust(width) for column, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(line, widths, strict=True)) for line in lines)
    ]
    return "\n".join([title, *(f"  {line}".rstrip() for line in drawn), "", ""])
