"""A target or a budget: a figure of some of the work that is to stay at most, or reach at least.

In the settings:

    [[targets]]
    metric = "spend"
    where = { client = "acme" }
    at_most = 400
    period = "month"
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

TargetPeriod = Literal["week", "month"]
Where = tuple[tuple[str, tuple[str, ...]], ...]


def _filters(given: Any) -> Any:
    """`{client = "acme"}`, or `{client = ["acme", "bolt"]}`, as the filters of a selection."""
    if isinstance(given, tuple):
        return given
    if not isinstance(given, dict):
        raise ValueError('write it as { client = "acme" }')
    return tuple(
        (name, (value,) if isinstance(value, str) else value) for name, value in given.items()
    )


class Target(BaseModel):
    """One limit; whether the metric and the dimensions exist is checked where they are known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    metric: str
    where: Annotated[Where, BeforeValidator(_filters)] = ()
    at_most: Decimal | None = None
    at_least: Decimal | None = None
    period: TargetPeriod = "week"

    @model_validator(mode="after")
    def _has_one_limit(self) -> Target:
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError(f"{self.metric}: say at_most or at_least, one of the two")
        return self

    @property
    def limit(self) -> Decimal:
        """What it may be at most, or is to be at least."""
        limit = self.at_least if self.at_most is None else self.at_most
        assert limit is not None
        return limit

    @property
    def title(self) -> str:
        """`spend, client acme, at most 400 a month`."""
        work = [f"{name} {' or '.join(values)}" for name, values in self.where]
        which = "at least" if self.at_most is None else "at most"
        return ", ".join([self.metric, *work, f"{which} {self.limit:f} a {self.period}"])

    def is_met(self, value: Decimal | float) -> bool:
        """Whether a value keeps to it."""
        exact = Decimal(str(value))
        return exact >= self.limit if self.at_most is None else exact <= self.limit
