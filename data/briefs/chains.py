"""What each output was made from, step by step back to where it began."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.briefs.story import BriefOutput, Link, Piece


class Chain(NamedTuple):
    """An output, and those it was made from, the earliest first."""

    made_from: tuple[BriefOutput, ...]
    output: BriefOutput


def chains(outputs: Sequence[BriefOutput], links: Sequence[Link]) -> tuple[Chain, ...]:
    """The chains of the usable outputs, else of those from which nothing more was made.

    In the order of the outputs; one that was made from nothing has none. Of a parent that is
    only known as an attempt, the output that came furthest stands for it: the first of them.
    """
    parents = _parents(outputs, links)
    ends = [each for each in outputs if each.outcome == "usable"]
    if not ends:
        used = {piece for found in parents.values() for piece in found}
        ends = [each for each in outputs if each.piece not in used]
    known = {each.piece: each for each in outputs}
    found = (Chain(_ancestors(each, parents, known), each) for each in ends)
    return tuple(each for each in found if each.made_from)


def _parents(
    outputs: Sequence[BriefOutput], links: Sequence[Link]
) -> Mapping[Piece, tuple[Piece, ...]]:
    """The parents of each output; one with parents of its own does not take its attempt's."""
    of_child: dict[Piece, list[Piece]] = {}
    for link in links:
        of_child.setdefault(link.child, []).append(link.parent)
    known = {each.piece for each in outputs}
    first: dict[int, Piece] = {}
    for each in outputs:
        first.setdefault(each.attempt_no, each.piece)
    found: dict[Piece, tuple[Piece, ...]] = {}
    for each in outputs:
        of_all = of_child.get(each.piece._replace(output_index=None), [])
        mine = [_sure(parent, first) for parent in of_child.get(each.piece, of_all)]
        found[each.piece] = tuple(parent for parent in mine if parent in known)
    return found


def _sure(parent: Piece, first: Mapping[int, Piece]) -> Piece:
    return first.get(parent.attempt_no, parent) if parent.output_index is None else parent


def _ancestors(
    output: BriefOutput,
    parents: Mapping[Piece, tuple[Piece, ...]],
    known: Mapping[Piece, BriefOutput],
) -> tuple[BriefOutput, ...]:
    """All it was made from; a link that leads back to it ends there."""
    seen, waiting = {output.piece}, [*parents[output.piece]]
    while waiting:
        piece = waiting.pop()
        if piece not in seen:
            seen.add(piece)
            waiting += parents[piece]
    found = [known[piece] for piece in seen - {output.piece}]
    return tuple(
        sorted(found, key=lambda each: (each.submitted_at, each.source_id, each.output_index))
    )
