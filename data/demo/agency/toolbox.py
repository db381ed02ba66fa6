"""What the agency makes pictures with: real models and ids, invented habits and error rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from data.demo.agency.people import MOTION, SHOP, STILLS

if TYPE_CHECKING:
    from data.demo.agency.dice import Dice

Ending = Literal["succeeded", "failed", "blocked", "canceled", "lost"]
"""How an attempt ended; of a `lost` one nobody ever heard again."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model as one provider offers it. Seconds are medians in a quiet hour."""

    log: str
    """Which log its requests are found in."""
    model_id: str
    per_call: int
    """Outputs one request can ask for."""
    wanted: int
    """Outputs people ask for in one operation."""
    queue_s: float
    render_s: float
    spread: float
    """Sigma of the logarithm of the render time."""
    size: str = "1K"
    credits_per_second: int = 0

    @property
    def film(self) -> bool:
        """Whether it makes video."""
        return self.log in {"ark", "runway"}


MODELS = {
    "nb": Model("gemini", "gemini-2.5-flash-image", 1, 4, 0.4, 6.5, 0.28),
    "nb2": Model("gemini", "gemini-3.1-flash-image", 1, 4, 0.6, 9.0, 0.3),
    "nb21": Model("gemini", "gemini-nano-banana-2.1", 1, 4, 0.5, 7.2, 0.3),
    "nbpro": Model("gemini", "gemini-3-pro-image", 1, 4, 1.2, 21.0, 0.32, "2K"),
    "nbpro-edit": Model("gemini", "gemini-3-pro-image", 1, 2, 1.2, 19.0, 0.3, "2K"),
    "flux-pro": Model("replicate", "black-forest-labs/flux-1.1-pro", 1, 3, 0.5, 4.2, 0.3),
    "flux-dev": Model("replicate", "black-forest-labs/flux-dev", 4, 4, 0.8, 7.5, 0.35),
    "esrgan": Model("replicate", "nightmareai/real-esrgan", 1, 1, 2.5, 4.8, 0.5, "2x"),
    "fal-nb2": Model("fal", "fal-ai/nano-banana-2", 4, 4, 1.0, 13.0, 0.3),
    "fal-flux": Model("fal", "fal-ai/flux/dev", 4, 4, 0.6, 3.4, 0.35),
    "fal-nbpro": Model("fal", "fal-ai/nano-banana-pro", 2, 2, 1.2, 22.0, 0.3, "2K"),
    "clarity": Model("fal", "fal-ai/clarity-upscaler", 1, 1, 1.5, 17.0, 0.4, "2x"),
    "seedream": Model("seedream", "seedream-4-5-251128", 4, 4, 0.8, 16.0, 0.3, "2K"),
    "gpt": Model("openai", "gpt-image-2", 1, 3, 0.5, 29.0, 0.35),
    "gpt-flare": Model("openai", "gpt-image-2.6-flare", 1, 3, 0.5, 17.0, 0.35),
    "sd2": Model("ark", "dreamina-seedance-2-0-260128", 1, 2, 22.0, 105.0, 0.5, "720p"),
    "sd2-fast": Model("ark", "dreamina-seedance-2-0-fast-260128", 1, 3, 16.0, 62.0, 0.5, "720p"),
    "sd15": Model("ark", "seedance-1-5-pro-251215", 1, 3, 15.0, 55.0, 0.5, "480p"),
    "gen45": Model("runway", "gen4.5", 1, 2, 20.0, 95.0, 0.5, "720p", 12),
    "gen4-turbo": Model("runway", "gen4_turbo", 1, 2, 12.0, 38.0, 0.45, "720p", 5),
    "aleph": Model("runway", "aleph2", 1, 1, 25.0, 120.0, 0.5, "720p", 28),
}
SWITCHES: dict[str, tuple[tuple[date, str], ...]] = {
    "cheap-still": ((date(2026, 10, 1), "nb"), (date(2026, 10, 12), "nb2"), (date.max, "nb21")),
    "fast-still": ((date(2026, 10, 12), "nb2"), (date.max, "nb21")),
    "image-api": ((date(2026, 11, 4), "gpt"), (date.max, "gpt-flare")),
    "clip": ((date(2026, 10, 5), "sd2"), (date.max, "sd2-fast")),
}
"""What a habit meant until (exclusive) which day: Nano Banana retired, 2 gave way to 2.1, …"""
HABITS: dict[tuple[str, str], tuple[tuple[str, float], ...]] = {
    (STILLS, "still"): (
        ("nbpro", 0.32), ("fast-still", 0.36), ("flux-pro", 0.15), ("flux-dev", 0.09),
        ("fal-flux", 0.08),
    ),
    (STILLS, "edit"): (("nbpro-edit", 0.85), ("fal-nbpro", 0.15)),
    (STILLS, "upscale"): (("clarity", 0.7), ("esrgan", 0.3)),
    (SHOP, "still"): (
        ("fal-nb2", 0.42), ("fal-flux", 0.16), ("seedream", 0.22), ("image-api", 0.2),
    ),
    (SHOP, "edit"): (("fal-nbpro", 0.6), ("nbpro-edit", 0.2), ("image-api", 0.2)),
    (SHOP, "upscale"): (("clarity", 1.0),),
    (MOTION, "still"): (("cheap-still", 0.4), ("fast-still", 0.4), ("nbpro", 0.2)),
    (MOTION, "clip"): (("clip", 0.52), ("sd2", 0.2), ("gen45", 0.12), ("gen4-turbo", 0.16)),
    (MOTION, "edit"): (("aleph", 1.0),),
}  # fmt: skip
"""Which models a team reaches for at which step, by weight."""
CLIP_SECONDS = ((5, 0.8), (8, 0.12), (10, 0.08))
SIZES: dict[tuple[str, str], tuple[int, int]] = {
    ("1:1", "1K"): (1024, 1024), ("1:1", "2K"): (2048, 2048),
    ("4:5", "1K"): (928, 1152), ("4:5", "2K"): (1856, 2304),
    ("16:9", "1K"): (1376, 768), ("16:9", "2K"): (2752, 1536),
    ("9:16", "1K"): (768, 1376), ("9:16", "2K"): (1536, 2752),
    ("16:9", "480p"): (864, 496), ("9:16", "480p"): (496, 864),
    ("16:9", "720p"): (1280, 720), ("9:16", "720p"): (720, 1280),
    ("16:9", "1080p"): (1920, 1080), ("9:16", "1080p"): (1080, 1920),
}  # fmt: skip
"""Width and height by aspect and size."""
OUTCOMES: dict[str, tuple[tuple[Ending, str, float], ...]] = {
    "gemini": (
        ("failed", "429", 0.016), ("failed", "503", 0.006), ("failed", "500", 0.003),
        ("failed", "NO_IMAGE", 0.008), ("failed", "TEXT_ONLY", 0.006),
        ("blocked", "IMAGE_SAFETY", 0.009), ("blocked", "PROHIBITED_CONTENT", 0.005),
        ("blocked", "SAFETY", 0.004),
    ),
    "replicate": (
        ("failed", "E1001", 0.012), ("failed", "E6716", 0.006), ("blocked", "NSFW", 0.009),
        ("canceled", "", 0.018), ("lost", "", 0.009),
    ),
    "fal": (
        ("failed", "500", 0.012), ("failed", "504", 0.005), ("blocked", "422", 0.01),
    ),
    "seedream": (
        ("failed", "InternalServiceError", 0.008),
        ("blocked", "OutputImageSensitiveContentDetected", 0.012),
    ),
    "openai": (
        ("failed", "429", 0.014), ("failed", "408", 0.008),
        ("blocked", "moderation_blocked", 0.016),
    ),
    "ark": (
        ("blocked", "OutputVideoSensitiveContentDetected", 0.028),
        ("blocked", "InputImageSensitiveContentDetected", 0.008),
        ("failed", "InternalServiceError", 0.014), ("failed", "ServerOverloaded", 0.006),
        ("canceled", "", 0.012), ("lost", "", 0.011),
    ),
    "runway": (
        ("blocked", "SAFETY.OUTPUT.VIDEO", 0.03), ("failed", "INTERNAL.BAD_OUTPUT.CODE01", 0.03),
        ("canceled", "", 0.012), ("lost", "", 0.012),
    ),
}  # fmt: skip
"""How often what goes wrong, by log: (ending, code, share of attempts)."""


def model_for(team: str, step: str, day: date, dice: Dice) -> Model:
    """The model a team reaches for at a step on that day."""
    habit = dice.weighed(HABITS[team, step])
    for until, name in SWITCHES.get(habit, ()):
        if day < until:
            return MODELS[name]
    return MODELS[habit]
