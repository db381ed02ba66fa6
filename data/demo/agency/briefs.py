"""What the invented briefs ask for. Every product, place and scene here is made up and harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.demo.agency.dice import Dice

SUBJECTS: dict[str, tuple[str, ...]] = {
    "halvorsen-oat": (
        "matte oat-drink carton beside a bowl of berries",
        "barista pouring oat foam into a stoneware cup",
        "oat field at harvest with a single carton on a fence post",
        "breakfast table seen from above, oat carton in the middle",
        "iced oat latte on a windowsill after rain",
    ),
    "lumen-and-loft": (
        "brass arc lamp on a seamless warm grey background",
        "walnut side table with a linen table lamp",
        "pendant lamp of folded paper above a dining table",
        "boucle armchair with a reading lamp, three-quarter view",
        "ceramic table lamp, packshot, straight-on",
        "modular shelf in pale ash, packshot",
    ),
    "tandem-and-tide": (
        "commuter bicycle leaning on a harbour railing",
        "cargo bike loaded with flowers on a cobbled street",
        "close view of a belt drive with fine water drops",
        "rider in a rain cape crossing a bridge, seen from behind",
        "folded city bike in a stairwell",
    ),
    "petrichor-skin": (
        "glass serum bottle on wet slate with morning light",
        "hand with a drop of serum on the fingertips",
        "three skincare jars on travertine, soft shadows",
        "portrait of a woman in her fifties by a misty window",
        "serum texture swirl, macro, pale green",
        "bathroom shelf with fern leaves and a frosted bottle",
    ),
    "kestrel-rail": (
        "night train crossing a viaduct under stars",
        "sleeper compartment with a folded blanket and a reading light",
        "traveller with a thermos watching the dawn from a train window",
        "empty platform in blue hour with a long train arriving",
        "dining car with small lamps and mountain views",
    ),
    "saffron-post": (
        "meal-kit box with vegetables spilling onto a wooden counter",
        "bowl of saffron rice with roasted squash, overhead",
        "hands chopping herbs beside a recipe card",
        "noodle soup with steam, side light",
        "tray of roasted roots and lemon, rustic",
    ),
}
SETTINGS = (
    "soft window light",
    "overcast daylight",
    "golden hour backlight",
    "studio light with a large soft box",
    "low evening light, warm lamps",
    "cool morning light",
)
LOOKS = (
    "muted palette",
    "clean editorial look",
    "grainy 35 mm look",
    "bright catalogue look",
    "calm, lots of negative space",
    "shallow depth of field",
)
REVISIONS = (
    "warmer light",
    "less clutter in the background",
    "more space at the top for the headline",
    "closer crop",
    "wider crop",
    "softer shadows",
    "colours exactly as in the reference",
    "calmer background",
    "more natural materials",
    "move the subject to the left third",
    "less saturated",
    "lower camera",
)
GUIDELINE = (
    "new brand green as the only accent",
    "no hard shadows, as in the new guideline",
    "logo lock-up as in the new guideline",
    "textures untouched, as in the new guideline",
    "background in the new stone palette",
)
SOFTENED = ("fully clothed, family-friendly", "neutral pose", "no people in the picture")
MOTIONS = (
    "slow push in",
    "gentle pan from left to right",
    "locked camera, only steam moves",
    "handheld, slight sway",
    "slow orbit around the product",
    "rack focus from front to back",
)
FIXES = (
    "remove the second reflection",
    "straighten the horizon and keep everything else",
    "repair the warped edge on the left",
    "match the main colour to the reference",
    "extend the background to the right",
    "remove the lettering in the background",
    "remove the stray object at the bottom edge",
    "clean up the artifacts in the shadows",
)
REASONS = (
    ("distorted shape", 1.5),
    ("too generic", 0.5),
    ("colour off", 1.2),
    ("artifacts", 1.4),
    ("composition", 1.5),
    ("lettering", 0.9),
    ("lighting", 0.8),
)
GUIDELINE_REASON = "brand guideline"


def opening_prompt(client: str, dice: Dice) -> str:
    """The first prompt of a brief."""
    return f"{dice.pick(SUBJECTS[client])}, {dice.pick(SETTINGS)}, {dice.pick(LOOKS)}"


def revised(prompt: str, words: tuple[str, ...], dice: Dice) -> str:
    """The prompt with one more wish; at most four wishes are kept."""
    parts = prompt.split("; ")
    return "; ".join([parts[0], *parts[1:][-3:], dice.pick(words)])
