"""Records with much of what makes relations go wrong, the same on every machine.

Unnamed briefs, blocked, weighted and shifted outputs, three currencies, calls that two sources
logged, dangling, prefixed and ambiguous references, lapsing credits, work and handovers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from data.pricing.book import SHIPPED, PriceBook

FIRST_SUBMIT = datetime(2026, 11, 2, 9)
RATES = """\
[[rate]]
base = "EUR"
quote = "USD"
day = 2026-11-01
rate = "1.0871"
source = "an example"
[[rate]]
base = "GBP"
quote = "EUR"
day = 2026-11-01
rate = "1.1913"
source = "an example"
"""
STATUSES = ("succeeded",) * 8 + ("failed", "blocked", "canceled", "unknown", "running")
MODELS = (
    ("gemini-3-pro-image", "google", "text_to_image"),
    ("fal-ai/flux/dev", "fal", "image_to_image"),
    ("gen4_turbo", "runway", "image_to_video"),
    ("home-made", "in-house", "upscale"),
    (None, None, None),
)


def book_with_rates(folder) -> PriceBook:
    """The shipped price book, and rates by way of a third currency."""
    (folder / "rates.toml").write_text(RATES, "utf-8")
    return PriceBook.load((SHIPPED, folder))


KINDS = ("image", "video")


class Nasty:
    """Fills raw tables; a second call adds to what there is."""

    def __init__(self, records, seed: int = 11) -> None:
        self.records, self.dice, self.n = records, Random(seed), 0
        for name, origin in (("fal", "provider"), ("gateway", "gateway"), ("sheet", "studio")):
            records.source(name, origin, estimates=name == "gateway")

    def add(self, n: int) -> None:
        """So many calls, and what hangs on them."""
        for _ in range(n):
            self._call()
        for _ in range(n):
            self._verdict()
        for _ in range(n // 6):
            self._around()
            self._evidence()

    def _maybe(self, value, chance=0.5):
        return value if self.dice.random() < chance else None

    def _a_call(self) -> str:
        return f"r{self.dice.randrange(1, self.n + 6)}"

    def _output(self) -> str:
        return f"{self._a_call()}#{self.dice.randrange(4)}"

    def _reference(self) -> str:
        choices = (
            self._output(), self._a_call(), f"fal:{self._output()}", "hero", "cut.png", "gone#0",
            f"https://x/{self.dice.randrange(9)}.png?sig=1", "ab" * 32,
        )  # fmt: skip
        return self.dice.choice(choices)

    def _call(self) -> None:
        dice = self.dice
        self.n += 1
        number, source = self.n, dice.choice(("log", "fal", "gateway"))
        status, (model, channel, operation) = dice.choice(STATUSES), dice.choice(MODELS)
        at = FIRST_SUBMIT + timedelta(hours=3 * number + dice.randrange(5))
        n_outputs = dice.choice((1, 1, 2, 4)) if status == "succeeded" else None
        self.records.attempt(
            f"r{number}", source=source, submitted_at=at, status=status,
            completed_at=self._maybe(at + timedelta(seconds=dice.randrange(-5, 90)), 0.9),
            started_at=self._maybe(at + timedelta(seconds=2)), latency_s=self._maybe(7.25, 0.2),
            n_requested=dice.choice((1, 2, 4)), n_outputs=self._maybe(n_outputs, 0.9),
            brief_id=self._maybe(f"B{dice.randrange(6)}", 0.6), client=self._maybe("acme"),
            project=self._maybe("p", 0.7), operation_id=self._maybe(f"o{dice.randrange(9)}", 0.3),
            user=self._maybe("Rita"), tier=self._maybe("refine", 0.1), operation=operation,
            model=model, channel=channel, cache_hit=self._maybe(True, 0.1),  # noqa: FBT003
            parent_asset_ids=self._maybe([self._reference(), self._output()], 0.3),
            output_uris=self._maybe([f"https://x/{n}.png?s={number}" for n in range(2)], 0.3),
            reported_cost=self._maybe(dice.choice(("0", "0.10", "1.333333333", "7")), 0.7),
            currency=self._maybe(dice.choice(("USD", "EUR", "GBP", "XXX")), 0.8),
            provider_request_id=self._maybe(f"q{number // 3}", 0.3),
            prompt_sha256=f"{number % 7:064}",
            requested_width=self._maybe(1024), requested_height=self._maybe(1024),
            requested_seconds=self._maybe(5.0, 0.2), tokens_image_out=self._maybe(1290, 0.2),
            account=self._maybe("team", 0.3), updated_at=self._maybe(at + timedelta(days=2), 0.2),
            raw_status=self._maybe("200", 0.1), error_code=self._maybe("SAFETY", 0.1),
        )  # fmt: skip
        for index in range(dice.choice((0, 0, 1, 3))):
            self._asset(source, number, index)

    def _asset(self, source: str, number: int, index: int) -> None:
        dice = self.dice
        self.records.asset(
            f"r{number}", index + dice.choice((0, 0, 0, 2)) * 5, source=source,
            asset_id=self._maybe("hero", 0.05), file_name=self._maybe("cut.png", 0.1),
            uri=self._maybe(f"https://x/{dice.randrange(9)}.png?a=b", 0.3),
            sha256=self._maybe("ab" * 32, 0.05), blocked=self._maybe(True, 0.2),  # noqa: FBT003
            width=self._maybe(1024), height=self._maybe(dice.choice((1024, 1000))),
            seconds=self._maybe(5.0, 0.2), weight=self._maybe(str(dice.randrange(3)), 0.6),
            parent_asset_ids=self._maybe([self._output()], 0.2),
        )  # fmt: skip

    def _verdict(self) -> None:
        dice = self.dice
        asset = {
            "asset_ref": self._reference(),
            "output_index": self._maybe(dice.randrange(3), 0.1),
        }
        number = self.records.verdict(**asset, **self._decision())
        if dice.random() < 0.1:
            for _ in range(2):
                self.records.verdict_version(number, **asset, **self._decision())

    def _decision(self) -> dict[str, object]:
        dice = self.dice
        return {
            "decision": dice.choice(("approved", "approved", "rejected", "needs_edit", "pending")),
            "at": FIRST_SUBMIT + timedelta(hours=dice.randrange(3 * self.n + 200)),
            "stage": dice.choice(("triage", "qc", "qc", "client", "audit")),
            "reviewer": self._maybe(dice.choice(("ana", "bo"))),
            "review_seconds": self._maybe(30.5),
            "reason": self._maybe("hands"),
        }

    def _around(self) -> None:
        dice = self.dice
        at = FIRST_SUBMIT + timedelta(hours=dice.randrange(3 * self.n))
        self.records.entry(
            dice.choice(("purchase", "consume", "consume", "refund")), at, credits="12.5",
            money=self._maybe("3.10"), currency=dice.choice(("USD", "GBP")),
            attempt_ref=self._maybe(self._a_call()),
            **({"expires_at": at + timedelta(days=4)} if dice.random() < 0.3 else {}),
        )  # fmt: skip
        self.records.handover(
            self._reference(), at, arrived_at=self._maybe(at + timedelta(hours=1))
        )
        self.records.labour(
            dice.choice(("review", "edit")), "12.5", at, person=self._maybe("ana"),
            brief_id=self._maybe(f"B{dice.randrange(6)}"), asset_ref=self._maybe(self._reference()),
        )  # fmt: skip

    def _evidence(self) -> None:
        """A file that is, or may be, an output; a place in a timeline; what they give."""
        dice, records = self.dice, self.records
        output = {"source_id": self._a_call(), "output_index": dice.randrange(3)}
        output["source"] = dice.choice(("log", "fal", "gateway"))
        at = FIRST_SUBMIT + timedelta(hours=dice.randrange(3 * self.n))
        path = f"files/{self.n}/{dice.randrange(10**6)}.png"
        records.file(
            path, dice.choice(("output", "final", "final")), at, kind=dice.choice(KINDS),
            width=self._maybe(1024), height=self._maybe(512), seconds=self._maybe(6.5),
            codec=self._maybe("h264"), generator=self._maybe("ComfyUI"),
            gone_at=self._maybe(at + timedelta(days=3), 0.2),
        )  # fmt: skip
        records.shows(path, confidence=dice.choice(("certain", "certain", "possible")), **output)
        start = dice.randrange(4)
        records.use(
            f"film_{dice.randrange(3)}", at=at, is_newest=dice.random() < 0.8,
            enabled=dice.random() < 0.9, source_start_s=self._maybe(start),
            source_end_s=self._maybe(start + 2.5), seconds_used=self._maybe(2.5), **output,
        )  # fmt: skip
        records.by_use(self._output(), dice.choice(("finals", "uses")), at)
