"""Misread and misleading papers by the million, through `ledger.identify` as it is.

For numbers issued at random, one after the other, and in blocks. A false acceptance is a document
filed under another number than its owner's. 0 in n cases means: the rate is below 3/n (95 %).
Papers of an older application that the ledger does not know, filed under the newer one of the same
person, are counted apart.
Nothing is counted on but the rule: what `ocr.separate` notices of two persons' papers comes before.
Neighbours of whom nothing stands on a paper are left out for speed; every so many cases, and
whatever was accepted wrongly, are judged with all of them, and the answers compared.
"""

import argparse
import json
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import repeat
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table

from bench.ablations import Off, without
from bench.case import Case, Kind
from bench.cases import Cases
from bench.machine import Machine, machine
from bench.neighbourhood import Neighbourhood, named
from bench.slips import Slips
from bench.town import Order, Town
from ledger.evidence import Doubtful, Identified
from ledger.identify import identify

RESULTS = Path(__file__).with_name("results")
_PEOPLE = 10_000
_TODAY = date(2026, 1, 1)  # no paper says when it was signed
_WITH_ALL_EVERY = 5_000
_WITHOUT_EVERY = 20
_SHOWN = 5  # false acceptances of one kind, written down to be looked at


@dataclass(slots=True)
class Judged:
    """What became of the cases of one kind."""

    cases: int = 0
    right: int = 0
    false: int = 0
    newer: int = 0  # filed under another application of the same person
    held: dict[str, int] = field(default_factory=dict)  # by reason


@dataclass(frozen=True, slots=True)
class Mistake:
    """A document filed under another's number. Invented people only."""

    kind: Kind
    owner: str
    filed_under: str
    proof: tuple[str, ...]
    candidates: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the cases of one order of numbers showed."""

    order: Order
    kinds: dict[Kind, Judged]
    without: dict[Off, Judged]
    with_all: Judged  # judged again with every neighbour; `false`: another answer than before
    mistakes: list[Mistake]
    seconds: float

    @property
    def whole(self) -> Judged:
        """All kinds together."""
        return _sum(self.kinds.values())


def measure(order: Order, cases: int, seed: int, people: int = _PEOPLE) -> Shown:
    """Judge so many cases in a town of this order. The same seed gives the same cases."""
    began, rng = time.process_time(), Random(f"{order}-{seed}")  # noqa: S311
    town = Town.build(order, people, rng)
    around, drawing = Neighbourhood.of(town), Cases(town, Slips.learned(), rng)
    kinds, offs = {kind: Judged() for kind in Kind}, {off: Judged() for off in Off}
    with_all, mistakes = Judged(), list[Mistake]()
    for number in range(cases):
        case = drawing.draw()
        answer = _judge(case, around, with_all, is_compared=number % _WITH_ALL_EVERY == 0)
        _count(kinds[case.kind], case, answer)
        false = _is_false(case, answer)
        if isinstance(answer, Identified) and false and kinds[case.kind].false <= _SHOWN:
            mistakes.append(_mistake(case, answer))
        if number % _WITHOUT_EVERY == 0:
            for off, judged in offs.items():
                _count(judged, case, identify(*without(off, case, around), _TODAY))
    spent = round(time.process_time() - began, 1)
    return Shown(order, kinds, offs, with_all, mistakes, spent)


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(prog="script/bench misreads")
    options.add_argument("--cases", type=int, default=1_000_000, help="for each order of numbers")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--processes", type=int, default=1, help="an order each, at once")
    chosen = options.parse_args()
    seen = machine(Path(__file__).parent)
    shown = []
    with ProcessPoolExecutor(chosen.processes) as pool:
        for one in pool.map(measure, Order, repeat(chosen.cases), repeat(chosen.seed)):
            shown.append(one)
            Console().print(f"{one.order}: {_of(one.whole)}, {one.seconds} s")
    for table in (_by_kind(shown), _by_part(shown), _in_short(shown)):
        Console().print(table)
    Console().print(seen.told())
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "misreads.json").write_text(as_json(seen, chosen.seed, shown), "utf-8")


def _judge(
    case: Case, around: Neighbourhood, with_all: Judged, *, is_compared: bool
) -> Identified | Doubtful:
    """Judge beside the neighbours that are spoken of; now and then with all of them, too."""
    facts = case.facts
    names = named(facts)
    answer = identify(facts, around.known_beside(case.read, names, facts.lines), _TODAY)
    if is_compared or _is_false(case, answer):
        whole = identify(facts, around.known(case.read, names), _TODAY)
        with_all.cases += 1
        with_all.false += whole != answer
        return whole
    return answer


def _count(judged: Judged, case: Case, answer: Identified | Doubtful) -> None:
    judged.cases += 1
    if isinstance(answer, Doubtful):
        judged.held[answer.why] = judged.held.get(answer.why, 0) + 1
    elif _is_false(case, answer):
        judged.false += 1
    elif answer.application_id == case.newer:
        judged.newer += 1
    else:
        judged.right += 1


def _is_false(case: Case, answer: Identified | Doubtful) -> bool:
    if isinstance(answer, Doubtful):
        return False
    owners = case.owner and case.owner.application_id
    return answer.application_id not in (owners, case.newer)


def _mistake(case: Case, answer: Identified) -> Mistake:
    read = (f"{one.witness} {one.reader} {one.application_id.digits}" for one in case.candidates)
    return Mistake(
        case.kind,
        case.owner.application_id.digits if case.owner else "nobody",
        answer.application_id.digits,
        answer.proof.witnesses,
        tuple(read),
        tuple(f"p{row.line.page} {row.line.text}" for row in case.rows),
    )


def _sum(several: Iterable[Judged]) -> Judged:
    total = Judged()
    for one in several:
        total.cases += one.cases
        total.right += one.right
        total.false += one.false
        total.newer += one.newer
        for why, times in one.held.items():
            total.held[why] = total.held.get(why, 0) + times
    return total


def _by_kind(shown: list[Shown]) -> Table:
    table = Table("false acceptances", *(one.order for one in shown), title="the rule in force")
    for kind in Kind:
        table.add_row(kind, *(_of(one.kinds[kind]) for one in shown))
    table.add_section()
    table.add_row("all", *(_of(one.whole) for one in shown))
    table.add_section()
    twice = [one.kinds[Kind.TWICE] for one in shown]
    newer = (f"{one.newer} of {one.cases:,}" for one in twice)
    table.add_row("applied twice, filed under the newer", *newer)
    return table


def _by_part(shown: list[Shown]) -> Table:
    table = Table("false acceptances", *(one.order for one in shown), title="what it would be with")
    for off in Off:
        table.add_row(off, *(_of(one.without[off]) for one in shown))
    return table


def _in_short(shown: list[Shown]) -> Table:
    table = Table("", *(one.order for one in shown))
    wells = [one.kinds[Kind.UNDAMAGED] for one in shown]
    table.add_row("undamaged, filed at once", *(f"{one.right / one.cases:.4f}" for one in wells))
    table.add_row("rate of false ones below", *(_bound(one.whole) for one in shown))
    same = [f"{one.with_all.cases - one.with_all.false} of {one.with_all.cases}" for one in shown]
    table.add_row("same answer with all neighbours", *same)
    table.add_row("CPU seconds", *(str(one.seconds) for one in shown))
    return table


def _of(judged: Judged) -> str:
    return f"{judged.false} of {judged.cases:,}"


def _bound(judged: Judged) -> str:
    """The rule of three, where nothing was false."""
    return f"{3 / judged.cases:.1e}" if judged.cases and not judged.false else "-"


def as_json(seen: Machine, seed: int, shown: list[Shown]) -> str:
    """Give everything that was shown."""
    whole = {"machine": asdict(seen), "seed": seed, "orders": [asdict(one) for one in shown]}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    main()
