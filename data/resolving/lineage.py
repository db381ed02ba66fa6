"""Which brief a call without a brief_id belongs to.

That of its earliest parent; else that of the chain it hangs together with by lineage and
operations: the brief of the chain's earliest member that inherited one, else a brief of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from data.relations.builder import RelationBuilder
    from data.resolving.run import Run

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]

NO_BRIEF = -1


def inherit_briefs(run: Run) -> None:
    """Make inherited: the number of the brief's group, for each call of unnamed_links."""
    build = run.build
    build.table("linked_attempts")
    nodes = build.arrays(
        "SELECT attempt_no, coalesce(brief_no, -1) AS brief_no FROM linked_attempts"
        " ORDER BY submitted_at, source, source_id"
    )
    briefs, numbers = _numbers(nodes["brief_no"]), _numbers(nodes["attempt_no"])
    parents, chains = (_links(build, link, numbers) for link in ("parent", "chain"))
    groups = grouped(numbers, briefs, parents, chains)
    unnamed = briefs == NO_BRIEF
    build.keep("inherited", {"attempt_no": numbers[unnamed], "group_no": groups[unnamed]})
    build.drop("linked_attempts")


def _links(build: RelationBuilder, link: str, numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Both ends of the links of one kind, as places in `numbers`."""
    import numpy as np

    ends = build.arrays(
        f"SELECT attempt_no, linked_attempt_no FROM unnamed_links WHERE link = '{link}'"
    )
    by_number = np.argsort(numbers)
    first, second = (
        by_number[np.searchsorted(numbers, _numbers(ends[end]), sorter=by_number)]
        for end in ("attempt_no", "linked_attempt_no")
    )
    return first, second


def _numbers(column: object) -> Numbers:
    import numpy as np

    return np.asarray(column, dtype=np.int64)


def grouped(
    numbers: Numbers,
    briefs: Numbers,
    parents: tuple[Numbers, Numbers],
    chains: tuple[Numbers, Numbers],
) -> Numbers:
    """The group of every call, the earliest call first; `briefs` is -1 where a log names none."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(numbers)
    upwards = np.arange(n)
    upwards[parents[0]] = parents[1]
    upwards[briefs != NO_BRIEF] = np.flatnonzero(briefs != NO_BRIEF)
    while not np.array_equal(upwards, upwards[upwards]):
        upwards = upwards[upwards]
    inherited = briefs[upwards]
    links = coo_array((np.ones(len(chains[0]), dtype=np.int8), chains), shape=(n, n))
    chain = _numbers(connected_components(links, directed=False)[1])
    in_chains = (briefs == NO_BRIEF) & (inherited != NO_BRIEF)
    own = _first_of_each(chain, np.arange(n), numbers)
    adopted = _first_of_each(chain, np.flatnonzero(in_chains), inherited)
    of_chain = np.where(adopted[chain] != NO_BRIEF, adopted[chain], own[chain])
    return np.where(inherited != NO_BRIEF, inherited, of_chain)


def _first_of_each(chain: Numbers, members: Numbers, values: Numbers) -> Numbers:
    """Per chain, the value of the first of these members; -1 where it has none of them."""
    import numpy as np

    first = np.full(int(chain.max()) + 1, NO_BRIEF, dtype=np.int64)
    backwards = members[::-1]
    first[chain[backwards]] = values[backwards]
    return first
