"""Calls with the money they cost, worked by hand from the dated prices: each to its last digit.

The sheet lies beside the checkout. Its calls are priced as they stand there, and those of services
that have a source here once more as the source reads them, through a warehouse.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from data.pricing.book import PriceBook
from tests.loaded_studio import Studio
from tests.test_computed_costs import costs

SHEET = Path(__file__).parents[2] / "shared" / "reference" / "worked_prices.csv"
NOT_SETTLED = {"f1": "the sheet does not say how it rounds megapixels; the book has 4 of them"}
"""Calls whose money the sheet leaves open although it knows a price."""
TOKENS = ("text_in", "image_in", "image_out", "text_out", "video_out", "thinking")

pytestmark = pytest.mark.skipif(not SHEET.is_file(), reason="the worked prices are not here")


def worked() -> list[dict[str, str]]:
    if not SHEET.is_file():
        return []
    with SHEET.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def when(row: dict[str, str]) -> datetime:
    return datetime.strptime(row["when"], "%Y-%m-%dT%H:%M%z")


def whole(text: str) -> int | None:
    return int(text) if text else None


def call(row: dict[str, str]) -> dict:
    """The row as an attempt to price; what is blank is not known."""
    width, height, n = whole(row["w"]), whole(row["h"]), int(row["n"])
    found = {
        "channel": row["channel"],
        "model": row["model"],
        "operation": row["operation"],
        "variant": row["variant"] or None,
        "submitted_at": when(row).replace(tzinfo=None),
        "n_requested": n,
        "n_outputs": n,
        "requested_width": width,
        "requested_height": height,
        "requested_seconds": float(row["secs"]) if row["secs"] else None,
        "output_megapixels": n * width * height / 1e6 if width and height else None,
        **{f"tokens_{kind}": whole(row[kind]) for kind in TOKENS},
    }
    return {name: value for name, value in found.items() if value is not None}


@pytest.fixture(scope="module")
def priced() -> dict[str, dict]:
    rows = worked()
    return dict(
        zip((r["id"] for r in rows), costs(PriceBook.load(), *map(call, rows)), strict=True)
    )


@pytest.mark.parametrize(
    "row", [each for each in worked() if each["id"] not in NOT_SETTLED], ids=lambda row: row["id"]
)
def test_a_worked_call_costs_what_it_costs(priced, row):
    cost = priced[row["id"]].get("computed_cost")
    assert cost == (Decimal(row["expect"]) if row["expect"] else None)


# --- The same calls as the services log them ----------------------------------------------------


def sent(uri: str, request: dict, body: dict, row: dict[str, str], **beside) -> dict:
    at = when(row)
    times = {"submitted_at": at.isoformat(), "received_at": at.replace(second=9).isoformat()}
    line = {"method": "POST", "uri": uri, "status": 200, "request_body": request}
    return line | {"response_body": body} | times | {"labels": {"brief": row["id"]}} | beside


def files(row: dict[str, str]) -> list[dict]:
    return [{"url": f"https://files.example/{row['id']}-{n}.png"} for n in range(int(row["n"]))]


def openai(row: dict[str, str]) -> dict:
    text, image = int(row["text_in"]), int(row["image_in"] or 0)
    usage = {
        "input_tokens": text + image,
        "input_tokens_details": {"text_tokens": text, "image_tokens": image},
        "output_tokens": int(row["image_out"]),
    }
    step = "edits" if row["operation"] == "edit" else "generations"
    uri = f"https://api.openai.com/v1/images/{step}"
    return sent(uri, {"model": row["model"], "prompt": "x"}, {"created": epoch(row),
                "data": files(row), "usage": usage}, row)  # fmt: skip


def epoch(row: dict[str, str]) -> int:
    at = when(row)
    return int(at.timestamp()) + 9


def bfl(row: dict[str, str]) -> list[dict]:
    uri = "https://api.bfl.ai/v1/"
    asked = {"prompt": "x", "width": int(row["w"]), "height": int(row["h"])}
    place = f"{uri}get_result?id={row['id']}"
    done = {"id": row["id"], "status": "Ready", "result": {"sample": files(row)[0]["url"]}}
    return [
        sent(uri + row["model"], asked, {"id": row["id"], "polling_url": place}, row),
        sent(place, {}, done, row, method="GET"),
    ]


def kling(row: dict[str, str]) -> dict:
    task = {
        "task_id": row["id"],
        "task_status": "succeed",
        "created_at": epoch(row) * 1000 - 9000,
        "updated_at": epoch(row) * 1000,
        "task_result": {"videos": [{"url": files(row)[0]["url"], "duration": row["secs"]}]},
    }
    asked = {"model_name": row["model"], "mode": "pro", "sound": "on", "duration": row["secs"]}
    uri = "https://api-singapore.klingai.com/v1/videos/text2video"
    return sent(uri, asked, {"code": 0, "data": task}, row)


def runway(row: dict[str, str]) -> dict:
    at = when(row)
    task = {"id": row["id"], "status": "SUCCEEDED", "createdAt": at.isoformat(),
            "output": [files(row)[0]["url"]]}  # fmt: skip
    asked = {"model": row["model"], "promptText": "x", "duration": int(row["secs"])}
    return sent("https://api.dev.runwayml.com/v1/text_to_video", asked, task, row)


def xai(row: dict[str, str]) -> list[dict]:
    uri, job = "https://api.x.ai/v1/videos/", f"job-{row['id']}-0001"
    asked = {
        "model": row["model"],
        "prompt": "x",
        "duration": int(row["secs"]),
        "resolution": row["variant"],
    }
    clip = {"url": files(row)[0]["url"], "duration": int(row["secs"])}
    return [
        sent(uri + "generations", asked, {"request_id": job}, row),
        sent(uri + job, {}, {"status": "done", "video": clip}, row, method="GET"),
    ]


def recraft(row: dict[str, str]) -> dict:
    asked = {"model": row["model"], "prompt": "x"}
    uri = "https://external.api.recraft.ai/v1/images/generations"
    return sent(uri, asked, {"created": epoch(row), "data": files(row)}, row)


def ideogram(row: dict[str, str]) -> dict:
    asked = {"prompt": "x", "rendering_speed": row["variant"].upper()}
    at = when(row)
    data = [each | {"is_image_safe": True} for each in files(row)]
    uri = f"https://api.ideogram.ai/v1/{row['model']}/generate"
    return sent(uri, asked, {"created": at.isoformat(), "data": data}, row)


def stability(row: dict[str, str]) -> dict:
    uri = "https://api.stability.ai/v2beta/stable-image/generate/sd3"
    body = {"image": "aW1hZ2U=", "finish_reason": "SUCCESS"}
    return sent(uri, {"prompt": "x", "model": row["model"]}, body, row)


LOGGED = {
    "openai": openai,
    "bfl": bfl,
    "kling": kling,
    "runway": runway,
    "xai": xai,
    "recraft": recraft,
    "ideogram": ideogram,
    "stability": stability,
}
"""How a call of a channel stands in the service's own log."""
HERE = [row for row in worked() if row["channel"] in LOGGED]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> dict[str, tuple]:
    """Every such call through its source: brief to cost and basis."""
    studio = Studio(tmp_path_factory.mktemp("worked"))
    studio.settings = studio.settings.model_copy(
        update={"as_of": datetime(2026, 12, 1, tzinfo=UTC)}
    )
    paths = []
    for channel, logged in LOGGED.items():
        lines = [logged(row) for row in HERE if row["channel"] == channel]
        flat = [e for line in lines for e in (line if isinstance(line, list) else [line])]
        paths.append(studio.write(f"{channel}.jsonl", flat))
    studio.load(*paths)
    rows = studio.rows("SELECT brief, cost, cost_basis FROM attempt_facts")
    assert len(rows) == len(HERE)
    return {brief: (cost, basis) for brief, cost, basis in rows}


@pytest.mark.parametrize("row", HERE, ids=lambda row: row["id"])
def test_the_call_as_its_service_logs_it_costs_the_same(loaded, row):
    wanted = Decimal(row["expect"]) if row["expect"] else None
    assert loaded[row["id"]] == (wanted, "computed" if row["expect"] else "unpriced")
