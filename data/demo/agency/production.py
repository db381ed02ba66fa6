"""One brief from its first prompt to the client's word, as the events it leaves behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.demo.agency import operations
from data.demo.agency.briefs import FIXES, GUIDELINE, MOTIONS, REVISIONS, opening_prompt, revised
from data.demo.agency.events import Attempt, Brief, Event, Output, Work
from data.demo.agency.office_hours import at_work, later, local
from data.demo.agency.operations import Wish
from data.demo.agency.people import GUIDELINE_FACTOR, STILLS
from data.demo.agency.reviewing import Reviewing
from data.demo.agency.toolbox import CLIP_SECONDS, MODELS, Model, model_for

if TYPE_CHECKING:
    from datetime import datetime

    from data.demo.agency.dice import Dice

ABANDONED = 0.06
OWN_KEYFRAME = 0.5
"""Share of film briefs that begin with a generated still rather than the client's photo."""
REFINED = {False: 0.4, True: 0.22}
"""Share of chosen outputs that are edited before review, stills and films."""
UPSCALED = 0.5
DRAFTED = 0.12
FILM_FACTOR = 1.5
"""How many more re-rolls films take than stills."""
EDITED_SECONDS = 5
VIA_GATEWAY = 0.45
"""Share of the brand team's Gemini operations that go through the gateway."""


def play(brief: Brief, dice: Dice) -> list[Event]:
    """Everything the brief leaves behind, in no particular order."""
    production = Production(brief, dice)
    production.play()
    return production.events


class Production:
    """A brief being worked on. `now` is the time of the person working on it."""

    def __init__(self, brief: Brief, dice: Dice) -> None:
        """Nothing has happened yet."""
        self.brief, self.dice = brief, dice
        self.events: list[Event] = []
        self.now = brief.starts_at
        self.prompt = opening_prompt(brief.client.name, dice)
        self.keyframe: tuple[Output, ...] = ()
        self.reviewing = Reviewing(brief, dice, self.events)

    def play(self) -> None:
        """Rounds, choice, finishing, review."""
        seen = self._rounds()
        self._book("prompt", 5 * (self.dice.whole(1, 4) + len(self._operations()) // 2))
        wanted = min(self.dice.weighed(self.brief.project.finals), len(seen))
        given_up = self.dice.chance(2 * ABANDONED if self.brief.guideline else ABANDONED)
        chosen = seen[-wanted:] if wanted and not given_up else ()
        self.reviewing.triage(seen, chosen, self.now)
        for output in chosen:
            self._finish(output, second_chance=True)

    def _operations(self) -> set[str]:
        return {e.operation_id for e in self.events if isinstance(e, Attempt)}

    # --- making -------------------------------------------------------------------------------

    def _rounds(self) -> tuple[Output, ...]:
        """All outputs of the first round and the re-rolls; those of the last round at the end."""
        if self.brief.project.film and not self.brief.scheduled:
            self._make_keyframe()
        seen = self._round()
        for _ in range(self._rerolls()):
            self._pause(self.dice.lognormal(420, 0.9))
            words = GUIDELINE if self.brief.guideline and self.dice.chance(0.5) else REVISIONS
            self.prompt = revised(self.prompt, words, self.dice)
            latest = self._round()
            seen = (*seen, *sorted(latest, key=lambda _: self.dice.share()))
        return seen

    def _rerolls(self) -> int:
        """How often everything is asked for again. The batch takes what comes."""
        if self.brief.scheduled:
            return 0
        mean = self.brief.client.rerolls
        mean *= FILM_FACTOR if self.brief.project.film else 1
        return self.dice.count(mean * GUIDELINE_FACTOR if self.brief.guideline else mean)

    def _make_keyframe(self) -> None:
        if self.dice.chance(OWN_KEYFRAME):
            found = self._run(self._wish("still", "generate", self.prompt))
            self.keyframe = found[-1:]
            self._pause(self.dice.lognormal(300, 0.7))
        self.prompt = f"{self.prompt}; {self.dice.pick(MOTIONS)}"

    def _round(self) -> tuple[Output, ...]:
        if not self.brief.project.film:
            return self._run(self._wish("still", "generate", self.prompt))
        if self.brief.scheduled:
            return self._run(replace(self._clips(MODELS["sd15"]), size="720p", flex=True))
        if self.dice.chance(DRAFTED):
            return self._drafted_clip()
        return self._run(self._clips(self._model("clip")))

    def _drafted_clip(self) -> tuple[Output, ...]:
        """Cheap drafts first; the best is rendered in full. The drafts are never shown."""
        drafts = self._run(replace(self._clips(MODELS["sd15"]), draft=True))
        if not drafts:
            return ()
        self._pause(self.dice.lognormal(240, 0.6))
        draft_of = drafts[-1].asset_id.removesuffix("#0")
        final = replace(self._clips(MODELS["sd15"]), size="1080p", wanted=1, draft_of=draft_of)
        return self._run(final)

    def _clips(self, model: Model) -> Wish:
        seconds = self.dice.weighed(CLIP_SECONDS)
        wish = Wish(self.brief, model, "generate", self.prompt, self.now, self.keyframe)
        return replace(wish, seconds=seconds)

    def _wish(self, step: str, tier: str, prompt: str, parents: tuple[Output, ...] = ()) -> Wish:
        model = self._model(step)
        via_gateway = (
            self.brief.project.team == STILLS
            and model.log == "gemini"
            and self.dice.chance(VIA_GATEWAY)
        )
        return Wish(
            self.brief, model, tier, prompt, self.now, parents,
            seconds=EDITED_SECONDS if model.film else None, gateway=via_gateway,
        )  # fmt: skip

    def _run(self, wish: Wish) -> tuple[Output, ...]:
        attempts = operations.run(wish, self.dice)
        self.events += attempts
        self.now = max(self.now, operations.settled_at(attempts))
        return operations.usable_outputs(attempts)

    def _model(self, step: str) -> Model:
        return model_for(self.brief.project.team, step, local(self.now).date(), self.dice)

    def _pause(self, seconds: float) -> None:
        self.now = at_work(later(self.now, seconds), self.dice)

    # --- finishing ----------------------------------------------------------------------------

    def _finish(self, output: Output, *, second_chance: bool) -> None:
        """Edit, upscale, review; a refusal leads to one more try."""
        film = self.brief.project.film
        if self.dice.chance(REFINED[film]):
            output = self._refined(output)
        if not film and self.dice.chance(UPSCALED):
            output = self._upscaled(output)
        word = self.reviewing.studio(output, self.now)
        self.now = max(self.now, word.at)
        if word.decision == "approved":
            self._deliver(output, second_chance=second_chance)
        elif second_chance and self.dice.chance(0.75):
            self._pause(self.dice.lognormal(1500, 0.8))
            self._finish(self._refined(output), second_chance=False)

    def _deliver(self, output: Output, *, second_chance: bool) -> None:
        if self.dice.chance(0.3):
            self._book("edit", 5 * self.dice.whole(2, 9), output)
        answer = self.reviewing.client(output, self.now)
        if answer and answer.decision == "rejected" and second_chance and self.dice.chance(0.6):
            self._remake(answer.at)

    def _remake(self, at: datetime) -> None:
        """After a client's refusal: one more full re-roll with the client's wish in the prompt."""
        self.now = at_work(later(at, self.dice.lognormal(5400, 0.8)), self.dice)
        self.prompt = revised(self.prompt, REVISIONS, self.dice)
        found = self._round()
        if found:
            self._pause(self.dice.lognormal(900, 0.6))
            self._finish(self.dice.pick(found), second_chance=False)

    def _refined(self, output: Output) -> Output:
        """An edited version of it, or the same where the edit failed."""
        for _ in range(2 if self.dice.chance(0.2) else 1):
            self._pause(self.dice.lognormal(360, 0.8))
            wish = self._wish("edit", "refine", self.dice.pick(FIXES), (output,))
            found = self._run(wish)
            output = self.dice.pick(found) if found else output
        return output

    def _upscaled(self, output: Output) -> Output:
        if self.dice.chance(0.3):
            word = self.reviewing.studio(output, self.now, surely=True)
            self.now = max(self.now, word.at)
        self._pause(self.dice.lognormal(240, 0.7))
        found = self._run(self._wish("upscale", "upscale", "", (output,)))
        return found[0] if found else output

    def _book(self, kind: str, minutes: int, output: Output | None = None) -> None:
        at = at_work(later(self.now, 600), self.dice)
        self.events.append(Work(self.brief.user, kind, minutes, at, self.brief, output))
