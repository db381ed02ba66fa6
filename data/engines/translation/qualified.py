"""QUALIFY: Spark has none, so that its condition is a column of the rows that are chosen from."""

from __future__ import annotations

from sqlglot import exp

from data.engines.translation.refused import NotTranslated

KEPT = "is_qualified"


def keep_qualified(tree: exp.Expr) -> exp.Expr:
    """The query with every QUALIFY as a subquery."""
    for select in [*tree.find_all(exp.Select)][::-1]:
        if select.args.get("qualify") is None:
            continue
        outer = _outer(select)
        if select is tree:
            tree = outer
        else:
            select.replace(outer)
    return tree


def _outer(select: exp.Select) -> exp.Select:
    if select.args.get("distinct"):
        raise NotTranslated("QUALIFY with DISTINCT")
    inner = select.copy()
    condition = inner.args["qualify"].this
    inner.set("qualify", None)
    names = [each.alias_or_name for each in inner.selects]
    inner.select(exp.alias_(condition, KEPT, quoted=True), copy=False)
    chosen = exp.select(*(exp.column(name, quoted=True) for name in names))
    rows = exp.Subquery(this=inner, alias=exp.TableAlias(this=exp.to_identifier("judged_rows")))
    return chosen.from_(rows).where(exp.column(KEPT, quoted=True))
