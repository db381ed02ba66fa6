"""Label Studio tasks as JSON: each annotation is an item, and a verdict if it judges.

A choice or a number of stars judges what is shown; which controls do is said under [label_studio].
Not said, only words that can mean nothing else do (`Approved`, not `Yes`, which answers any
question), and no stars. Other choices and texts are the reason. A review
judges the annotation: one that does not accept it takes back what it said. Only where an annotation
answers nothing itself (boxes, say) is the newest review the decision. JSON_MIN and CSV have no
reviews; for them there is a map.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from data.warehouse.records import Verdict
from ingest.source import Ignored, Item, Opened, Refused, Source, shortened
from ingest.sources.label_studio.payload import Annotation, Region, Review, Task, person
from ingest.sources.parts.payloads import opened_pages
from ingest.sources.parts.review_tools import ToolWords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.settings import Settings
    from data.warehouse.records import Decision


STARS = "a rating"


class Judgement(NamedTuple):
    """What an annotation says of what is shown."""

    decision: Decision | None
    others: list[str]
    """What else was answered."""
    notes: list[str]
    """What was written."""

    @property
    def reason(self) -> str | None:
        """What else was answered and written, stars aside."""
        return "; ".join(each for each in (*self.others, *self.notes) if each != STARS) or None


class Judged(NamedTuple):
    """What one control of it says."""

    decisions: Iterable[Decision]
    others: list[str]


class LabelStudio(Source):
    """Reads exports in the format JSON, and pages of tasks with their annotations."""

    name = "label_studio"
    title = "Label Studio choices, ratings and reviews (JSON export)"
    origin = "studio"
    where = "Export, format JSON; or GET /api/projects/…/export?exportType=JSON."
    read_with = ("label_studio", "approve_from_rating", "reject_to_rating")

    evidence = "real exports"

    def identify(self, file: Opened) -> str | None:
        """By tasks: what is shown, and the annotations of it."""
        objects = (each for document in file.first_documents for each in self.unwrap(document))
        return "tasks of Label Studio (data, annotations)" if any(map(_is_task, objects)) else None

    def unwrap(self, document: Any) -> Iterable[Any]:
        """Each annotation, in its task; a task without is one item, too."""
        return [each for task in opened_pages(document, "tasks") for each in _annotations(task)]

    def records(self, item: Item, file: Opened) -> Iterable[Verdict]:
        """The verdict of an annotation, or of the review of one that judges nothing itself."""
        task = Task.model_validate(item.value)
        if not task.annotations:
            raise Ignored("a task without an annotation")
        (annotation,) = task.annotations
        if annotation.was_cancelled:
            raise Ignored("skipped by the annotator")
        judgement = _judgement(annotation, file.settings)
        if judgement.decision is None and (judgement.others or annotation.review is None):
            raise Ignored(_no_decision(judgement.others))
        fields = _fields(annotation, judgement)
        decided_at = fields.pop("decided_at") or file.submitted_at
        if decided_at is None:
            raise Refused("no created_at or updated_at: pass --submitted-at")
        yield Verdict(
            source=self.name,
            asset_ref=task.asset,
            decided_at=decided_at,
            stage=file.settings.label_studio.stage,
            verdict_id=annotation.id,
            **fields,
        )


def _is_task(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("data"), dict)
        and isinstance(value.get("annotations"), list)
    )


def _annotations(task: Any) -> list[Any]:
    given = task.get("annotations") if isinstance(task, dict) else None
    if not isinstance(given, list) or len(given) < 2:
        return [task]
    return [task | {"annotations": [each]} for each in given]


def _judgement(annotation: Annotation, settings: Settings) -> Judgement:
    named = settings.label_studio.fields
    said: dict[Decision, None] = {}
    others: list[str] = []
    for region in annotation.result:
        decides = region.from_name in named if named else True
        found = _said(region, settings) if decides else Judged((), region.choices)
        said |= dict.fromkeys(found.decisions)
        others += found.others
    if len(said) > 1:
        raise Refused(f"it says {' and '.join(map(repr, said))} at once: correct one of them")
    notes = [text for region in annotation.result for text in region.texts]
    return Judgement(next(iter(said), None), others, notes)


def _said(region: Region, settings: Settings) -> Judged:
    """What a control says that may decide. Raises Refused where one that does is not understood."""
    tool = settings.label_studio
    words = ToolWords("label_studio", tool)
    if region.type == "rating":
        stars = (region.value or {}).get("rating")
        return Judged((words.starred(stars, settings),), []) if tool.fields else Judged((), [STARS])
    if tool.fields:
        return Judged(tuple(words.decisions(str(region.from_name), region.choices)), [])
    meant = {choice: words.plain_meaning(choice) for choice in region.choices}
    decisions = tuple(each for each in meant.values() if each is not None and each != "nothing")
    return Judged(decisions, [each for each, meaning in meant.items() if meaning is None])


def _no_decision(others: list[str]) -> str:
    if others:
        return f"{shortened(others[0], 40)!r} decides nothing; if it does, say so in [label_studio]"
    return "no choice, rating or review in it"


def _fields(annotation: Annotation, judgement: Judgement) -> dict[str, Any]:
    review = annotation.review
    if review is not None and (judgement.decision is None or not review.accepted):
        return _reviewed(judgement, review)
    return {
        "decision": judgement.decision,
        "decided_at": annotation.updated_at or annotation.created_at,
        "reviewer": person(annotation.completed_by),
        "review_seconds": annotation.lead_time,
        "reason": judgement.reason,
    }


def _reviewed(judgement: Judgement, review: Review) -> dict[str, Any]:
    own = "approved" if review.accepted else "rejected"
    return {
        "decision": "pending" if judgement.decision else own,
        "decided_at": review.created_at,
        "reviewer": person(review.created_by),
    }
