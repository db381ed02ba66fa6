"""How many finals are found, and how many wrongly: `python -m tests.media_recall [SCENES]`.

Two sets of scenes, apart: windows were chosen by the first, the second is held out. One take of
each scene is delivered in every way of `planted_pictures.TREATED`, and looked for twice: with all
outputs there, and with its own and its edits taken away, where whatever is found is wrong. What the
windows do not find is looked for by sliding, among the takes of its scene and of others: `SLID`
finals of the ways that it is for, as this takes a second each. Some minutes a set; one alone with
`--set 1`.

`--demo`: the demo's pictures of its last week, each brief a scene, delivered in the same ways.
`--apart 700`: one final each of so many scenes, its source absent. `--speed`: 2,000 finals against
20,000 outputs, all of random bits. `docs/evidence_recall.md` has the tables as last printed.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import combinations, pairwise
from time import perf_counter

import numpy as np

from data.demo import DEMO_END
from data.demo.agency.agenda import Agenda
from data.demo.agency.dice import Dice
from data.demo.agency.production import play
from data.demo.media.album import Album
from data.demo.media.drawing import picture, size_of
from ingest.media.fingerprints.families import families_of
from ingest.media.fingerprints.nearest import Match, nearest
from ingest.media.fingerprints.outputs import Outputs
from ingest.media.fingerprints.sliding import looked_into
from ingest.media.fingerprints.still import FIXED, HEAD, STILL, VERSION, fingerprint_of
from tests.planted_pictures import TREATED, Taken, invented, photos

SETS = ("The set that windows were chosen by", "Held out")
TAKES = 4
SLID, FELLOWS = 16, 20
"""Finals of a way that slide, and outputs of other scenes that they slide over."""
SLIDING = (
    "cut 30 %",
    "corner 8 % off",
    "off-centre 20 %",
    "rotated 2°",
    "combined",
    "in a layout, 70 %",
    "in a layout, 45 %",
)


@dataclass(frozen=True)
class Shelf:
    """Outputs of one set, and which of them are delivered."""

    taken: list[Taken]
    fingerprints: list[bytes | None]
    outputs: Outputs
    families: np.ndarray
    asked: list[int]
    related: list[tuple[int, int]]

    def kin(self, place: int) -> set[int]:
        """The picture, and those of which one was made from the other."""
        pairs = [pair for pair in self.related if place in pair]
        return {place, *(each for pair in pairs for each in pair)}

    def without(self, place: int) -> Outputs:
        return self.outputs.among(np.setdiff1d(self.outputs.places, [*self.kin(place)]))

    def candidates(self, place: int, *, with_own: bool) -> dict[int, bytes]:
        """The takes of its scene, and some of others."""
        scene, dice = self.taken[place].scene, np.random.default_rng(place)
        own = [n for n, taken in enumerate(self.taken) if taken.scene == scene]
        others = np.setdiff1d(self.outputs.places, own)
        fellows = dice.choice(others, min(FELLOWS, len(others)), replace=False)
        kept = {*own, *(int(n) for n in fellows)} - (set() if with_own else self.kin(place))
        return {n: self.fingerprints[n] for n in sorted(kept) if self.fingerprints[n]}


def demo_shelf(scenes: int) -> Shelf:
    """The demo's stills of as many briefs; edits of one picture are of one family by lineage."""
    album = Album(datetime.combine(DEMO_END + timedelta(days=1), time(), tzinfo=UTC))
    agenda = Agenda(7, DEMO_END - timedelta(days=69), 1.0)
    for number in range(60, 70):
        for brief in agenda.briefs(DEMO_END - timedelta(days=69 - number)):
            album.note(brief, play(brief, Dice(7, brief.project.name, brief.brief_id)))
    pieces = sorted(album.stills, key=lambda piece: (piece.brief.brief_id, piece.number))
    briefs = sorted({piece.brief.brief_id for piece in pieces})[:scenes]
    pieces = [piece for piece in pieces if piece.brief.brief_id in briefs]
    taken = [Taken(each.brief.brief_id, picture(each, size_of(each))) for each in pieces]
    related = [
        (one, other)
        for one, other in combinations(range(len(pieces)), 2)
        if pieces[one].root == pieces[other].root
    ]
    return filled(taken, related)


def shelf_of(which: int, scenes: int) -> Shelf:
    """One of the two sets: no scene is in both."""
    seen = sorted(photos(), key=lambda taken: taken.scene)
    mine = set(sorted({taken.scene for taken in seen})[which::2])
    taken = [each for each in seen if each.scene in mine]
    numbers = range(which, 2 * scenes, 2)
    taken += [invented(scene, seed) for scene in numbers for seed in range(TAKES)]
    return filled(taken)


def filled(taken: list[Taken], related: list[tuple[int, int]] | None = None) -> Shelf:
    """A shelf of these pictures, of which the first of each scene is delivered."""
    fingerprints = [fingerprint_of(each.picture) for each in taken]
    outputs = Outputs.of(fingerprints)
    firsts = [0, *(n + 1 for n, (a, b) in enumerate(pairwise(taken)) if a.scene != b.scene)]
    families = families_of(outputs, related or ())
    return Shelf(taken, fingerprints, outputs, families, firsts, related or [])


@dataclass(frozen=True)
class Row:
    """One way of delivery: shares of the finals."""

    name: str
    n: int
    certain: float
    found: float
    wrong: float
    certain_absent: float
    possible_absent: float
    slid: float | None
    slid_absent: float | None


def row_of(name: str, shelf: Shelf, *, slide: bool) -> Row:
    pictures = [TREATED[name](shelf.taken[place].picture) for place in shelf.asked]
    finals = [fingerprint_of(picture) for picture in pictures]
    there = nearest(finals, shelf.outputs, shelf.families)
    absent = [
        nearest([final], shelf.without(place), shelf.families)[0]
        for final, place in zip(finals, shelf.asked, strict=True)
    ]
    told = [m.certainty != "none" for m in there]
    right = [is_right(m, place) for m, place in zip(there, shelf.asked, strict=True)]
    return Row(
        name,
        len(finals),
        share([r and m.certainty == "certain" for r, m in zip(right, there, strict=True)]),
        share([r and t for r, t in zip(right, told, strict=True)]),
        share([t and not r for r, t in zip(right, told, strict=True)]),
        share([m.certainty == "certain" for m in absent]),
        share([m.certainty == "possible" for m in absent]),
        *(slid_shares(finals, there, shelf) if slide else (None, None)),
    )


def slid_shares(finals, there: list[Match], shelf: Shelf) -> tuple[float, float]:
    """Found once what was not found slides, and wrongly found by sliding without the source."""
    few = [(f, m, p) for f, m, p in zip(finals, there, shelf.asked, strict=True) if f]
    few = few[:: max(1, len(few) // SLID)][:SLID]
    found, wrong = [], []
    for final, match, place in few:
        among = shelf.candidates(place, with_own=True)
        last = match
        if match.certainty == "none":
            last = looked_into(final, among, shelf.families)
        found.append(is_right(last, place) and last.certainty != "none")
        others = shelf.candidates(place, with_own=False)
        wrong.append(looked_into(final, others, shelf.families).certainty != "none")
    return share(found), share(wrong)


def is_right(match: Match, place: int) -> bool:
    return place in match.one_of


def share(flags: list[bool]) -> float:
    return 100 * sum(flags) / len(flags)


def printed(title: str, shelf: Shelf) -> None:
    """One table, as Markdown."""
    print(f"\n## {title}: {len(shelf.asked)} scenes, {len(shelf.taken)} outputs\n")
    print("| delivered as | certain | found | wrong | absent: certain | absent: possible |", end="")
    print(" slid: found | slid, absent |\n|---|" + "---:|" * 7)
    rows = []
    for name in TREATED:
        rows.append(row := row_of(name, shelf, slide=name in SLIDING))
        shares = (row.certain, row.found, row.wrong, row.certain_absent, row.possible_absent)
        more = ("" if each is None else f" {each:.0f}" for each in (row.slid, row.slid_absent))
        print(f"| {name} | {' | '.join(f'{each:.1f}' for each in shares)} |{' |'.join(more)} |")
        sys.stdout.flush()
    means = [np.mean([getattr(row, name) for row in rows]) for name in MEANS]
    print(f"| all {sum(row.n for row in rows)} | {' | '.join(f'{m:.2f}' for m in means)} | | |")


MEANS = ("certain", "found", "wrong", "certain_absent", "possible_absent")


def printed_apart(scenes: int) -> None:
    """One final of each of many scenes, in one way each: cases that do not depend on each other."""
    ways = [name for name in TREATED if name not in SLIDING or name in {"rotated 2°", "combined"}]
    takes = [[invented(n, seed).picture for seed in range(3)] for n in range(1000, 1000 + scenes)]
    known = [fingerprint_of(picture) for each in takes for picture in each]
    outputs = Outputs.of(known)
    families, wrong = families_of(outputs), {"certain": 0, "possible": 0, "none": 0}
    for n, each in enumerate(takes):
        final = fingerprint_of(TREATED[ways[n % len(ways)]](each[0]))
        others = outputs.among(np.setdiff1d(outputs.places, [3 * n]))
        wrong[nearest([final], others, families)[0].certainty] += 1
    print(f"{scenes} finals without their source: {wrong}")


def timed(finals: int = 2000, outputs: int = 20_000) -> None:
    dice = np.random.default_rng(0)

    def random() -> bytes:
        head = HEAD.pack(VERSION, STILL, 50, 250, 128, 128)
        return head + dice.integers(0, 256, FIXED - HEAD.size, np.uint8).tobytes()

    known = [random() for _ in range(outputs)]
    started = perf_counter()
    table = Outputs.of(known)
    families = families_of(table)
    print(f"{outputs} outputs and their families: {perf_counter() - started:.1f} s")
    started = perf_counter()
    nearest([random() for _ in range(finals)], table, families)
    print(f"{finals} finals against them: {perf_counter() - started:.1f} s")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("scenes", nargs="?", type=int, default=60)
    asked.add_argument("--set", type=int, choices=(0, 1))
    asked.add_argument("--apart", type=int, metavar="SCENES")
    asked.add_argument("--demo", action="store_true")
    asked.add_argument("--speed", action="store_true")
    given = asked.parse_args()
    if given.speed:
        timed()
        return
    if given.demo:
        printed("The demo's last week", demo_shelf(given.scenes))
        return
    if given.apart:
        printed_apart(given.apart)
        return
    for which in (0, 1) if given.set is None else (given.set,):
        printed(SETS[which], shelf_of(which, given.scenes))


if __name__ == "__main__":
    main()
