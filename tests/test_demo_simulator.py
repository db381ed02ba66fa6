"""The invented agency: repeatable, in the providers' formats, and with the story it promises."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

import pytest
from defusedxml import ElementTree

from data.credits.entries import Entry
from data.credits.ledger import value_entries
from data.demo import DEMO_AS_OF, DEMO_END, map_beside, write_demo
from data.demo.__main__ import main
from data.demo.agency.agenda import Agenda
from data.demo.agency.briefs import SUBJECTS
from data.demo.agency.dice import Dice
from data.demo.agency.events import Attempt, Rating, Verdict
from data.demo.agency.people import CLIENTS, PROJECTS, TEAMS
from data.demo.agency.production import play
from data.demo.logs.sheets import STRAYS
from data.warehouse.records import KINDS, LedgerEntry

FIRST_DAY = date(2026, 9, 7)
LABELS = {"client", "project", "campaign", "brief", "team", "user", "tier", "operation_id"}
PROBLEM = "petrichor-skin"


def digests(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


def documents(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def table(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    write_demo(folder)
    return folder


@pytest.fixture(scope="module")
def gemini(demo):
    return documents(demo / "gemini/exchanges.jsonl")


@pytest.fixture(scope="module")
def predictions(demo):
    return documents(demo / "replicate/predictions.jsonl")


@pytest.fixture(scope="module")
def webhooks(demo):
    return documents(demo / "fal/webhooks.jsonl")


@pytest.fixture(scope="module")
def ark(demo):
    return documents(demo / "ark/tasks.jsonl")


@pytest.fixture(scope="module")
def spend_logs(demo):
    return documents(demo / "litellm/spend_logs.jsonl")


@pytest.fixture(scope="module")
def jobs(demo):
    return table(demo / "studio/video_jobs.csv")


@pytest.fixture(scope="module")
def events():
    """What the default demo writes, before anybody's format, up to its last moment."""
    agenda = Agenda(7, FIRST_DAY, 1.0)
    days = [FIRST_DAY + timedelta(days=number) for number in range(70)]
    briefs = [brief for day in days for brief in agenda.briefs(day)]
    played = [
        event
        for brief in briefs
        for event in play(brief, Dice(7, brief.project.name, brief.brief_id))
    ]
    return [event for event in played if told_at(event) <= DEMO_AS_OF]


@pytest.fixture(scope="module")
def attempts(events):
    return [event for event in events if isinstance(event, Attempt)]


def told_at(event):
    names = ("submitted_at", "decided_at", "rated_at", "arrived_at", "at")
    return next(getattr(event, name) for name in names if hasattr(event, name))


def test_the_same_seed_gives_the_same_bytes_whatever_the_machine_says(tmp_path):
    for name, zone in (("one", "UTC"), ("two", "Asia/Tokyo")):
        environment = os.environ | {"PYTHONHASHSEED": str(len(zone)), "TZ": zone, "LC_ALL": "C"}
        command = [sys.executable, "-m", "data.demo", str(tmp_path / name), "--scale", "0.2"]
        root = Path(__file__).parents[1]
        subprocess.run(command, check=True, env=environment, cwd=root, capture_output=True)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_another_seed_gives_other_logs(tmp_path):
    write_demo(tmp_path / "one", scale=0.1)
    write_demo(tmp_path / "two", scale=0.1, seed=8)
    one, two = digests(tmp_path / "one"), digests(tmp_path / "two")
    logs = {name for name in one if name.endswith((".jsonl", ".csv"))}
    assert len(logs) == 10
    assert not [name for name in logs if one[name] == two[name]]


def test_writing_into_the_folder_of_an_earlier_demo_leaves_nothing_of_it(tmp_path):
    write_demo(tmp_path / "fresh", scale=0.3)
    write_demo(tmp_path / "used", scale=0.3, seed=8)
    write_demo(tmp_path / "used", scale=0.3)
    assert digests(tmp_path / "fresh") == digests(tmp_path / "used")


def test_somebody_elses_sidecars_stay(tmp_path):
    kept = tmp_path / "review/selects/mine.xmp"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine", encoding="utf-8")
    write_demo(tmp_path, scale=0.05, weeks=1)
    assert kept.read_text(encoding="utf-8") == "mine"


def test_the_returned_paths_exist_and_maps_lie_beside_those_that_need_one(tmp_path):
    paths = write_demo(tmp_path, scale=0.05)
    assert all(path.exists() for path in paths)
    mapped = [path.name for path in paths if map_beside(path)]
    assert mapped == ["video_jobs.csv", "timesheet.csv", "deliveries.csv"]


def test_the_default_demo_is_small_enough_to_carry_about(demo):
    sizes = [path.stat().st_size for path in demo.rglob("*") if path.is_file()]
    assert max(sizes) < 25 * 2**20
    assert sum(sizes) < 40 * 2**20


def test_it_says_that_it_is_invented(demo):
    words = (demo / "README.txt").read_text(encoding="utf-8")
    assert words.startswith("Fable & Finch: an invented agency")
    assert "one client's work got dearer in week 7" in words
    assert not [name for name in CLIENTS if name in words]


def test_scale_multiplies_the_attempts(tmp_path, attempts):
    write_demo(tmp_path, scale=0.25)
    jobs = len(documents(tmp_path / "gemini/exchanges.jsonl"))
    everything = sum(attempt.model.log == "gemini" for attempt in attempts)
    assert 0.18 < jobs / everything < 0.33


def test_weeks_and_end_move_the_window(tmp_path):
    write_demo(tmp_path, weeks=2, end=date(2026, 3, 29), scale=0.3)
    moments = [exchange_at(each) for each in documents(tmp_path / "gemini/exchanges.jsonl")]
    assert datetime(2026, 3, 16, tzinfo=UTC) < min(moments)
    assert max(moments) <= datetime(2026, 3, 30, tzinfo=UTC)


# --- formats ----------------------------------------------------------------------------------


def exchange_at(exchange):
    return parsedate_to_datetime(exchange["response_headers"]["date"])


def test_gemini_exchanges(gemini):
    for exchange in gemini:
        assert exchange["method"] == "POST"
        assert exchange["uri"].endswith(":generateContent")
        assert set(exchange["request_body"]["labels"]) >= LABELS
        assert "dur=" in exchange["response_headers"]["server-timing"]
    answers = [each["response_body"] for each in gemini if each["status"] == 200]
    assert {each["status"] for each in gemini} == {200, 429, 500, 503}
    assert {model_of(each) for each in answers} == {
        "gemini-2.5-flash-image", "gemini-3.1-flash-image", "gemini-nano-banana-2.1",
        "gemini-3-pro-image",
    }  # fmt: skip
    reasons = Counter(
        each["candidates"][0]["finishReason"] for each in answers if "candidates" in each
    )
    assert set(reasons) == {"STOP", "NO_IMAGE", "IMAGE_SAFETY"}
    blocks = {each["promptFeedback"]["blockReason"] for each in answers if "promptFeedback" in each}
    assert blocks == {"PROHIBITED_CONTENT", "SAFETY"}
    assert 0.5 < sum("createTime" in each for each in answers) / len(answers) < 0.95
    assert len({each["responseId"] for each in answers}) == len(answers)


def model_of(answer):
    return answer["modelVersion"]


def test_a_gemini_stop_can_come_without_a_picture(gemini):
    texts = [
        part
        for each in gemini
        for candidate in each["response_body"].get("candidates", [])
        for part in candidate.get("content", {}).get("parts", [])
        if "text" in part
    ]
    assert len(texts) > 5


def test_gemini_token_counts_add_up(gemini):
    for each in (each["response_body"] for each in gemini if each["status"] == 200):
        usage = each["usageMetadata"]
        parts = ("promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount")
        assert usage["totalTokenCount"] == sum(usage.get(part, 0) for part in parts)


def test_nano_banana_2_gives_way_to_2_1_on_the_twelfth_of_october(gemini):
    days = defaultdict(set)
    for each in gemini:
        days[re.search(r"models/(.+):", each["uri"])[1]].add(exchange_at(each).date())
    assert max(days["gemini-2.5-flash-image"]) <= date(2026, 10, 1)
    assert max(days["gemini-3.1-flash-image"]) < date(2026, 10, 12)
    assert min(days["gemini-nano-banana-2.1"]) == date(2026, 10, 12)


def test_replicate_polls_one_id_several_times_and_erases_files_later(predictions):
    by_id = defaultdict(list)
    for each in predictions:
        by_id[each["id"]].append(each)
    statuses = Counter(states[-1]["status"] for states in by_id.values())
    assert set(statuses) == {"succeeded", "failed", "canceled", "processing"}
    assert {each["status"] for each in predictions} - set(statuses) == {"starting"}
    erased = [each for each in predictions if each.get("data_removed")]
    assert erased
    for each in erased:
        assert (each["input"], each["output"]) == ({}, None)
        assert set(by_id[each["id"]][0]["input"]["offcut"]) >= LABELS
    outputs = [each["output"] for each in predictions if each["output"]]
    assert {type(output) for output in outputs} == {list, str}


def test_fal_webhooks(webhooks):
    by_id = defaultdict(set)
    for each in webhooks:
        assert set(each) == {"received_at", "headers", "body", "submitted"}
        assert set(each["submitted"]) >= {"endpoint_id", "submitted_at", "labels"}
        assert each["headers"]["x-fal-webhook-timestamp"].isdigit()
        by_id[each["body"]["request_id"]].add(each["body"]["gateway_request_id"])
    assert len(by_id) < len(webhooks) < 1.1 * len(by_id)
    assert max(map(len, by_id.values())) == 2
    payloads = [each["body"]["payload"] for each in webhooks if each["body"]["status"] == "OK"]
    assert {each["body"]["status"] for each in webhooks} == {"OK", "ERROR"}
    assert any(True in payload.get("has_nsfw_concepts", []) for payload in payloads)
    assert max(payload.get("seed", 0) for payload in payloads) > 2**63


def test_ark_tasks_and_seedream_answers(ark):
    tasks = [each for each in ark if "id" in each]
    answers = [each for each in ark if "id" not in each]
    statuses = {"succeeded", "failed", "cancelled", "queued", "running"}
    assert {each["status"] for each in tasks} == statuses
    assert all(re.fullmatch(r"cgt-\d{14}-\w{5}", each["id"]) for each in tasks)
    assert {each["service_tier"] for each in tasks} == {"default", "flex"}
    codes = {each["error"]["code"] for each in tasks if "error" in each}
    assert "OutputVideoSensitiveContentDetected" in codes
    drafts = {each["id"] for each in tasks if each.get("draft")}
    finals = [each for each in tasks if "draft_task_id" in each]
    assert finals
    assert {each["draft_task_id"] for each in finals} <= drafts
    assert any(item.get("url") for each in answers for item in each.get("data", []))
    assert all(set(each["metadata"]) >= LABELS for each in ark)


def test_five_seconds_of_720p_are_the_tokens_that_the_provider_bills(ark):
    usual = [each for each in ark if (each.get("resolution"), each.get("duration")) == ("720p", 5)]
    assert {each["usage"]["completion_tokens"] for each in usual} == {108_900}


def test_something_is_still_in_flight_at_the_end(ark):
    last = {each["id"]: each["status"] for each in ark if "id" in each}
    open_tasks = [name for name, status in last.items() if status in {"queued", "running"}]
    assert 3 <= len(open_tasks) <= 60


def test_spend_logs(spend_logs, gemini):
    known = {each["response_body"].get("responseId") for each in gemini}
    kinds = Counter()
    for row in spend_logs:
        metadata, tags = json.loads(row["metadata"]), json.loads(row["request_tags"])
        assert isinstance(tags, list)
        assert metadata["user_api_key_team_alias"] in TEAMS
        assert re.fullmatch(r"2026-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}", row["startTime"])
        seen_twice = row["request_id"] in known
        assert seen_twice == row["model"].startswith("vertex_ai/")
        kinds[row["call_type"], seen_twice, row["status"], row["cache_hit"]] += 1
        if row["status"] == "failure" or row["cache_hit"] == "True":
            assert row["spend"] == 0
    assert kinds["aimage_generation", True, "success", "False"] > 300
    assert kinds["aimage_generation", False, "success", "False"] > 200
    assert kinds["aimage_generation", False, "success", "True"] > 0
    assert kinds["aimage_generation", False, "failure", "False"] > 5
    assert kinds["acompletion", False, "success", "False"] > 300


def test_the_gateway_lacks_the_price_of_a_new_model_for_a_while(spend_logs):
    new = [row for row in spend_logs if "2.1" in row["model"]]
    free = [row for row in new if row["spend"] == 0]
    assert free
    assert len(free) < len(new)
    assert max(row["startTime"] for row in free) < "2026-11-04 09"


def test_maps_name_columns_that_exist_and_fields_that_exist(demo):
    for path in demo.rglob("*.map.toml"):
        described = tomllib.loads(path.read_text(encoding="utf-8"))
        header = set(table(path.with_name(path.name.replace(".map.toml", ".csv")))[0])
        fields = KINDS[described["record"]].model_fields
        assert set(described["columns"].values()) <= header
        assert set(described["columns"]) | set(described.get("constants", {})) <= set(fields)


def test_every_state_of_a_video_job_has_a_meaning(demo, jobs):
    described = tomllib.loads((demo / "studio/video_jobs.map.toml").read_text(encoding="utf-8"))
    assert {row["state"] for row in jobs} <= set(described["values"]["status"])
    assert {row["mode"] for row in jobs} == set(described["values"]["operation"])


def test_sidecars_hold_a_rating_and_a_time(demo):
    paths = sorted((demo / "review/selects").glob("*.xmp"))
    assert 100 < len(paths) < 400
    stars = Counter()
    for path in paths:
        described = ElementTree.parse(path).getroot().find(".//{*}Description")
        stars[described.get("{http://ns.adobe.com/xap/1.0/}Rating")] += 1
        assert described.get("{http://ns.adobe.com/xap/1.0/}MetadataDate")
    assert set(stars) <= {"-1", "0", "1", "2", "3", "4", "5"}
    assert stars["0"] > stars["5"] > 5


# --- the books --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ledger(demo):
    return table(demo / "credits/ledger.csv")


def test_the_ledger_reads_without_a_problem_and_its_lapses_are_its_expire_entries(ledger):
    rows = [{key: value or None for key, value in row.items()} for row in ledger]
    records = [LedgerEntry.model_validate({"source": "ledger"} | row) for row in rows]
    entries = [
        Entry(**{name: getattr(record, name) for name in Entry._fields if name != "entry_no"},
              entry_no=number)
        for number, record in enumerate(records)
    ]  # fmt: skip
    valued = value_entries(entries, DEMO_AS_OF)
    assert not valued.problems
    written = Counter()
    for record in records:
        if record.kind == "expire":
            written[record.at] += record.credits
    lapsed = sum(lapse.credits for lapse in valued.breakage)
    assert lapsed == sum(written.values()) > 1_000
    assert {lot.entry.kind for lot in valued.lots} == {"purchase", "grant"}
    assert any(lapse.money for lapse in valued.breakage)


def test_every_kind_of_booking_occurs_and_the_balance_never_goes_below_zero(ledger):
    signs = {"purchase": 1, "grant": 1, "refund": 1, "consume": -1, "expire": -1}
    assert {row["kind"] for row in ledger} == set(signs)
    balance = 0
    for row in ledger:
        balance += signs[row["kind"]] * int(row["credits"])
        assert balance >= 0
    assert [row["at"] for row in ledger] == sorted(row["at"] for row in ledger)


def test_what_is_consumed_is_what_the_jobs_cost(ledger, jobs):
    consumed = {row["attempt_ref"]: row["credits"] for row in ledger if row["kind"] == "consume"}
    assert consumed == {row["job"]: row["credits"] for row in jobs}
    refunded = {row["attempt_ref"] for row in ledger if row["kind"] == "refund"}
    assert refunded == {row["job"] for row in jobs if row["state"] == "FAILED"}


# --- references and times ---------------------------------------------------------------------


def test_references_resolve_but_for_a_few_strays(demo, events):
    known = set()
    for attempt in events:
        for output in attempt.outputs if isinstance(attempt, Attempt) else ():
            known |= {output.asset_id, output.uri, output.file_name}
    verdicts = table(demo / "review/verdicts.csv")
    missing = [row["Asset"] for row in verdicts if row["Asset"].split("?")[0] not in known]
    assert set(missing) <= set(STRAYS)
    assert 3 <= len(missing) <= len(verdicts) / 100
    assert {row["Asset"] for row in table(demo / "handover/deliveries.csv")} <= known
    rated = {path.name.removesuffix(".xmp") for path in (demo / "review/selects").iterdir()}
    assert rated <= known


def test_the_sheet_names_assets_in_three_ways(demo):
    ways = Counter()
    for row in table(demo / "review/verdicts.csv"):
        asset = row["Asset"]
        ways["address" if "://" in asset else "id" if "#" in asset else "file"] += 1
    assert all(count > 100 for count in ways.values())
    assert len(ways) == 3


def test_a_file_name_or_address_names_one_asset(attempts):
    outputs = [output for attempt in attempts for output in attempt.outputs]
    for name in ("asset_id", "uri", "file_name"):
        given = [value for output in outputs if (value := getattr(output, name))]
        assert len(given) == len(set(given))


def test_parents_are_finished_before_their_children_begin(attempts):
    finished = {output.asset_id: a.completed_at for a in attempts for output in a.outputs}
    drafts = {a.attempt_id: a.completed_at for a in attempts if a.draft}
    children = 0
    for attempt in attempts:
        for parent in attempt.parents:
            assert finished[parent.asset_id] < attempt.submitted_at
            children += 1
        if attempt.draft_of:
            assert drafts[attempt.draft_of] < attempt.submitted_at
    assert children > 1_000


def test_every_time_lies_in_the_window(demo, gemini, predictions, webhooks, ark):
    start = datetime(2026, 9, 7, tzinfo=UTC)
    moments = [exchange_at(each) for each in gemini]
    moments += [
        moment for each in predictions for moment in iso(each, "created_at", "completed_at")
    ]
    moments += [moment for each in webhooks for moment in iso(each, "received_at")]
    moments += [datetime.fromtimestamp(each["updated_at"], UTC) for each in ark if "id" in each]
    moments += [
        moment for row in table(demo / "review/verdicts.csv") for moment in iso(row, "Decided at")
    ]
    assert start <= min(moments)
    assert max(moments) <= DEMO_AS_OF
    assert datetime(2026, 11, 16, tzinfo=UTC) == DEMO_AS_OF
    assert date(2026, 11, 15) == DEMO_END


def iso(record, *names):
    return [datetime.fromisoformat(record[name]) for name in names if record.get(name)]


def test_lines_are_in_the_order_of_their_times(gemini, webhooks):
    finished = [exchange_at(each) for each in gemini]
    assert finished == sorted(finished)
    received = [each["received_at"] for each in webhooks]
    assert received == sorted(received)


def test_people_work_in_office_hours(attempts):
    hours = Counter(attempt.submitted_at.weekday() for attempt in attempts)
    assert hours[5] + hours[6] < 0.06 * len(attempts)
    busiest = Counter(attempt.submitted_at.hour for attempt in attempts).most_common(3)
    assert {hour for hour, _ in busiest} <= set(range(7, 17))


def test_queues_are_longer_in_the_afternoon(attempts):
    films = [a for a in attempts if a.model.log == "ark" and a.outputs and not a.flex]
    queues = defaultdict(list)
    for attempt in films:
        hour = attempt.submitted_at.hour
        queue_s = (attempt.started_at - attempt.submitted_at).total_seconds()
        queues[hour in {13, 14, 15}].append(queue_s)
    median = {peak: sorted(found)[len(found) // 2] for peak, found in queues.items()}
    assert median[True] > 1.5 * median[False]


# --- the story --------------------------------------------------------------------------------


def test_how_attempts_end(attempts):
    share = {
        name: count / len(attempts) for name, count in Counter(a.ending for a in attempts).items()
    }
    assert 6_000 < len(attempts) < 9_000
    assert share["succeeded"] > 0.9
    assert 0.02 < share["failed"] < 0.07
    assert 0.01 < share["blocked"] < 0.05
    assert 0 < share["lost"] < share["canceled"] * 2 < 0.03
    assert Counter(a.tier for a in attempts).keys() == {"generate", "refine", "upscale"}
    assert {a.brief.client.name for a in attempts} == set(CLIENTS)
    assert {a.brief.project.name for a in attempts} == {project.name for project in PROJECTS}


def usable(events):
    """Approved leaves, by a plain reading of the standing decision."""
    order = ("triage", "qc", "client", "audit")
    standing = {}
    for event in sorted(events, key=told_at):
        if isinstance(event, Rating) and event.stars in {-1, 4, 5}:
            standing[event.output.asset_id] = (1, event.stars >= 4)
        if isinstance(event, Verdict) and event.decision != "pending":
            found = (order.index(event.stage), event.decision == "approved")
            if found[0] >= standing.get(event.output.asset_id, found)[0]:
                standing[event.output.asset_id] = found
    approved = {asset for asset, (stage, good) in standing.items() if good and stage > 0}
    parents = {
        parent.asset_id: output.asset_id
        for attempt in events
        if isinstance(attempt, Attempt)
        for output in attempt.outputs
        if output.asset_id in approved
        for parent in attempt.parents
    }
    return approved - set(parents)


def test_most_outputs_are_discarded_and_most_of_them_in_silence(events, attempts):
    outputs = {output.asset_id for attempt in attempts for output in attempt.outputs}
    kept = usable(events)
    assert 0.1 < len(kept & outputs) / len(outputs) < 0.25
    judged = {e.output.asset_id for e in events if isinstance(e, Verdict)}
    judged |= {e.output.asset_id for e in events if isinstance(e, Rating) and e.stars}
    assert len(outputs - judged) > 0.5 * len(outputs)


def test_late_refusals_audits_pending_and_edits_occur(events):
    said = Counter((e.stage, e.decision) for e in events if isinstance(e, Verdict))
    for pair in (("client", "rejected"), ("client", "pending"), ("qc", "needs_edit")):
        assert said[pair] > 10
    assert said["audit", "approved"] > said["audit", "rejected"] >= 1
    assert said["triage", "approved"] > 500


def rerolls(attempts, client, weeks):
    """Generate operations after the first, per brief."""
    operations = defaultdict(set)
    for a in attempts:
        if a.brief.client.name == client and a.brief.week in weeks and a.tier == "generate":
            operations[a.brief.project.name, a.brief.brief_id].add(a.operation_id)
    return sum(len(found) - 1 for found in operations.values()) / len(operations)


def test_one_client_rerolls_far_more_from_week_seven_and_nobody_else(attempts):
    for client in CLIENTS:
        before = rerolls(attempts, client, range(1, 7))
        after = rerolls(attempts, client, range(7, 11))
        if client == PROBLEM:
            assert after > 1.6 * before
        else:
            assert after < 1.4 * before


def test_the_problem_clients_usable_asset_takes_more_attempts_from_week_seven(events, attempts):
    kept = usable(events)

    def attempts_per_usable(client, weeks):
        mine = [a for a in attempts if a.brief.client.name == client and a.brief.week in weeks]
        return len(mine) / sum(o.asset_id in kept for a in mine for o in a.outputs)

    rise = {
        client: attempts_per_usable(client, range(7, 10)) / attempts_per_usable(client, range(1, 7))
        for client in CLIENTS
    }
    assert rise[PROBLEM] > 1.4
    assert max(rise, key=rise.__getitem__) == PROBLEM


def test_prompts_are_made_of_our_own_harmless_words(attempts):
    subjects = tuple(subject for found in SUBJECTS.values() for subject in found)
    edits = [a for a in attempts if a.tier == "refine"]
    assert all(a.prompt.startswith(subjects) for a in attempts if a.tier == "generate")
    assert max(len(a.prompt) for a in attempts) < 400
    assert len({a.prompt for a in edits}) < 200
    unwanted = re.compile(r"nude|naked|blood|weapon|gun|child|kid|famous|celebrity", re.IGNORECASE)
    assert not [a.prompt for a in attempts if unwanted.search(a.prompt)]


# --- command line -----------------------------------------------------------------------------


def test_the_command_prints_what_to_load(tmp_path, capsys):
    assert main([str(tmp_path), "--scale", "0.05", "--weeks", "1"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 11
    assert (
        f"{tmp_path}/studio/video_jobs.csv\t--map {tmp_path}/studio/video_jobs.map.toml" in printed
    )


@pytest.mark.parametrize("scale", ["0", "-1", "nan", "1e9", "many"])
def test_a_scale_that_makes_no_sense_is_refused(tmp_path, capsys, scale):
    with pytest.raises(SystemExit) as stopped:
        main([str(tmp_path), "--scale", scale])
    assert stopped.value.code == 2
    assert "scale" in capsys.readouterr().err


def test_no_week_at_all_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main([str(tmp_path), "--weeks", "0"])
    assert "at least one week" in capsys.readouterr().err


def test_help_tells_what_it_does(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    assert "invented agency" in capsys.readouterr().out
