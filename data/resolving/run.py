"""Running stages of the pipeline: each relation made in its turn, and let go after its last use."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from data.relations.pipeline import PIPELINE, relations

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.relations.builder import RelationBuilder
    from data.relations.relation import Given, Relation, Stage
    from data.resolving.targets import Target

    Maker = Callable[["Run"], None]

KEPT = frozenset({"rows", "table", "wide", "numbered", "loop"})
"""Kinds that may take room, and are let go."""


@dataclass
class Run:
    """One resolving: what makes relations, what only Python can make, and where facts go.

    `into` is None while it is not known yet whether all calls will be resolved.
    """

    build: RelationBuilder
    makers: Mapping[str, Maker]
    into: Target | None = None
    _found: dict[Given, bool] = field(default_factory=dict)

    @property
    def target(self) -> Target:
        """Where facts go, once it is known."""
        assert self.into is not None
        return self.into

    def stage(self, stage: Stage) -> None:
        """Make the relations of a stage that this resolving takes, and let go of what is done."""
        for relation in stage.relations:
            if self._takes(relation):
                self.make(relation)
            elif relation.or_empty:
                self.build.empty(relation.name)
            self.build.drop(*done_with(relation.name))

    def _takes(self, relation: Relation) -> bool:
        if relation.kind in {"step", "listed"}:
            return False
        if relation.only == "part":
            return self.into is None or not self.into.is_whole
        return relation.only != "matching" or self.target.matches_references

    def make(self, relation: Relation) -> None:
        """Make one relation; empty, or not at all, where nothing can be in it."""
        is_given = relation.given is None or self._any(relation.given)
        if relation.kind == "stored":
            self._store(relation, is_given=is_given)
        elif is_given:
            self._make(relation)
        elif relation.otherwise:
            self.build.view(relation.name, f"FROM {relation.otherwise}")
        elif not relation.skipped:
            self.build.empty(relation.name)
        for given in [each for each in self._found if each.relation == relation.name]:
            del self._found[given]

    def _any(self, given: Given) -> bool:
        if given not in self._found:
            self._found[given] = self.build.any(*given)
        return self._found[given]

    def _make(self, relation: Relation) -> None:
        build, name = self.build, relation.name
        match relation.kind:
            case "function" | "expression":
                build.expression(name, relation.arguments)
            case "rows":
                self.makers[name](self)
            case "loop" if name in self.makers:
                self.makers[name](self)
            case "loop":
                build.grown(name, *relation.runs)
            case "table" if relation.of_wide:
                build.table_of_wide(name)
            case "table":
                build.table(name)
            case "wide":
                build.wide(name)
            case "numbered":
                build.numbered(name, *relation.needs)
            case "told":
                build.view(name, self.target.tell(name))
            case "shown":
                self.target.show(name)
            case _:
                build.view(name)

    def _store(self, relation: Relation, *, is_given: bool) -> None:
        if not relation.into:
            self.target.make_room(relation.name)
        if not is_given:
            return
        table = self.target.table_of(relation.into or relation.name)
        if not relation.sorted_by:
            self.build.store(relation.name, table)
        elif self.target.is_whole and self.build.is_scattered():
            self.build.store_sorted(relation.name, table, relation.sorted_by)
        else:
            self.build.store_wide(relation.name, table)


@cache
def _let_go() -> dict[str, tuple[str, ...]]:
    """What is needed for the last time by each relation, by the name of that one."""
    last: dict[str, str] = {}
    for relation in relations().values():
        last |= dict.fromkeys(_reach(relation.name), relation.name)
    kept = [
        each.name
        for stage in PIPELINE[2:]
        for each in stage.relations
        if each.kind in KEPT and each.only != "part" and each.name in last
    ]
    return {name: tuple(each for each in kept if last[each] == name) for name in relations()}


def done_with(name: str) -> tuple[str, ...]:
    """The relations that nothing needs any more once this one is made.

    What belongs to a part of the calls is small, and asked for by whoever makes room for it.
    """
    return _let_go()[name]


@cache
def _reach(name: str) -> frozenset[str]:
    """Every relation that is read where this one is made, by way of views too."""
    relation = relations()[name]
    given = () if relation.given is None else (relation.given.relation,)
    direct = [each for each in (*relation.needs, *relation.runs, *given) if each in relations()]
    through = [_reach(each) for each in direct if relations()[each].kind not in KEPT - {"wide"}]
    return frozenset(direct).union(*through)
