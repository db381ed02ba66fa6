"""The invented agency Fable & Finch: its clients, projects and people.

Everybody here is made up. Names are slugs, because request labels allow nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

STILLS, SHOP, MOTION = "brand-stills", "commerce", "motion"


@dataclass(frozen=True, slots=True)
class Client:
    """Who pays. Means and rates are per brief or per request."""

    name: str
    rerolls: float
    """Mean number of full re-rolls after a brief's first round."""
    blocks: float = 1.0
    """How much oftener than usual a filter stops its motifs."""
    refuses: float = 0.11
    """Share of the studio's approvals the client turns down."""
    guideline_week: int | None = None
    """Week from which a changed brand guideline applies."""


@dataclass(frozen=True, slots=True)
class Project:
    """One piece of work for a client. `a_week` is its mean number of briefs."""

    name: str
    code: str
    client: str
    campaign: str
    team: str
    aspect: str
    a_week: float
    finals: tuple[tuple[int, float], ...] = ((1, 0.75), (2, 0.25))
    to_client: float = 0.9
    """Share of approved assets the client gets to see."""
    sunday_batch: bool = False
    rated_briefs: int = 0
    """So many of its first briefs are reviewed with stars in a photo browser, not in the sheet."""

    @property
    def film(self) -> bool:
        """Whether it asks for video."""
        return self.team == MOTION


CLIENTS = {
    client.name: client
    for client in (
        Client("halvorsen-oat", 0.8),
        Client("lumen-and-loft", 0.5, refuses=0.06),
        Client("tandem-and-tide", 0.8),
        Client("petrichor-skin", 1.0, blocks=1.7, guideline_week=7),
        Client("kestrel-rail", 1.0),
        Client("saffron-post", 0.6, refuses=0.08),
    )
}
GUIDELINE_FACTOR = 2.4
"""What the changed brand guideline does to the mean number of re-rolls."""
GUIDELINE_REFUSES = 0.2

PROJECTS = (
    Project("autumn-oats", "oat", "halvorsen-oat", "autumn-2026", STILLS, "4:5", 8.0),
    Project("barista-film", "bar", "halvorsen-oat", "autumn-2026", MOTION, "16:9", 4.0),
    Project(
        "catalogue-aw26", "cat", "lumen-and-loft", "always-on", SHOP, "1:1", 16.0,
        finals=((1, 0.55), (2, 0.35), (3, 0.1)), to_client=0.25,
    ),
    Project(
        "room-sets", "room", "lumen-and-loft", "winter-rooms", SHOP, "4:5", 4.0,
        to_client=0.5, rated_briefs=45,
    ),
    Project(
        "lamp-loops", "loop", "lumen-and-loft", "winter-rooms", MOTION, "9:16", 2.5,
        sunday_batch=True,
    ),
    Project("city-launch", "city", "tandem-and-tide", "harbour-launch", STILLS, "16:9", 7.0),
    Project("commute-clips", "com", "tandem-and-tide", "harbour-launch", MOTION, "9:16", 4.5),
    Project("serum-launch", "ser", "petrichor-skin", "first-rain", STILLS, "4:5", 10.0),
    Project("ritual-films", "rit", "petrichor-skin", "first-rain", MOTION, "9:16", 4.5),
    Project("retail-screens", "ret", "petrichor-skin", "retail-2026", STILLS, "9:16", 5.0),
    Project("night-trains", "nt", "kestrel-rail", "winter-timetable", MOTION, "16:9", 5.5),
    Project("station-posters", "sta", "kestrel-rail", "winter-timetable", STILLS, "4:5", 6.0),
    Project(
        "weekly-menu", "menu", "saffron-post", "always-on", SHOP, "4:5", 13.0,
        finals=((1, 0.7), (2, 0.3)), to_client=0.3,
    ),
    Project("recipe-shorts", "rec", "saffron-post", "always-on", MOTION, "9:16", 3.5),
)  # fmt: skip
TEAMS = {
    STILLS: ("ines", "tomasz", "rhea"),
    SHOP: ("oskar", "mei"),
    MOTION: ("juno", "malik", "sofie"),
}
REVIEWERS = {STILLS: "nadia", SHOP: "nadia", MOTION: "bruno"}
AUDITOR = "bruno"
