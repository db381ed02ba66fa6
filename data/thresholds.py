"""From where on a review speaks of something: the table `[review]` of the settings."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(gt=0, lt=1)]
Briefs = Annotated[int, Field(ge=2, le=100_000)]
Weeks = Annotated[int, Field(ge=1, le=52)]


class ReviewThresholds(BaseModel):
    """Thresholds of findings; each has a default that an agency of a few dozen briefs can use."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    confidence: Annotated[float, Field(ge=0.8, le=0.999)] = 0.95
    """How sure a finding must be, over all groups that its rule looks at together."""
    least_briefs: Briefs = 10
    """Briefs on either side of a comparison."""
    recent_weeks: Weeks = 4
    """Weeks up to the reviewed one that are held against those before them."""
    earlier_weeks: Weeks = 12
    """How many before them, at most."""
    least_change_share: Share = 0.25
    """Of the change of cost per usable asset: what a segment must explain to be named."""
    undecided_days: Annotated[float, Field(gt=0, le=365)] = 7
    """Outputs that wait longer for a decision are named."""
    many_attempts: Annotated[float, Field(gt=1, le=100)] = 3
    """Times the usual attempts of a brief from which it is named."""
    least_gap_share: Share = 0.05
    """Of the spend: money without a sure price that could change the story."""
    least_money_a_week: Annotated[Decimal, Field(ge=0)] = Decimal(1)
    """In the reporting currency: what is worth less is left out."""
    by_hand: dict[str, Annotated[Decimal, Field(gt=0)]] = {}
    """What one usable asset costs made by hand, by medium: past it, going on makes no sense. Only
    the team knows it: a medium without has no stop line."""
    most_findings: Annotated[int, Field(ge=1, le=7)] = 7
