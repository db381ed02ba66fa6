"""What a finding or a lever claims of the weeks to come, so that it can meet its later truth."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Filters = tuple[tuple[str, tuple[str | None, ...]], ...]


class Prediction(BaseModel):
    """A claim about one figure over the four weeks after the reviewed days.

    The figure is `metric` of the work that `where` selects: by the week for sums and counts, over
    all four weeks for anything else. It is claimed itself where `against` is None, else by how much
    it will lie above `against` (below: negative).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, Field(min_length=1)]
    """Of the finding: its rule and selection, as `finding_key` makes it."""
    kind: Literal["finding", "lever"] = "finding"
    sentence: str
    metric: str
    where: Filters = ()
    expected: Decimal
    low: Decimal
    high: Decimal
    against: Decimal | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Prediction:
        if not self.low <= self.expected <= self.high:
            raise ValueError(
                f"low {self.low}, expected {self.expected}, high {self.high}: not in this order"
            )
        return self


def finding_key(rule: str, where: Filters = ()) -> str:
    """What a finding is known by from week to week: `rerolls:client=acme,model=flux`."""
    filters = ",".join(f"{name}={value or ''}" for name, values in where for value in values)
    return f"{rule}:{filters}" if filters else rule
