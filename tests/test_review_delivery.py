"""A review is delivered once, tried again where that can help, and no secret is said.

Against real servers on this machine: a mail server, and web servers that answer 429, 500, nothing.
"""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import AuthResult

from dashboard.report.delivery import delivered, retries, slack
from dashboard.report.delivery.deliver import carrier, deliver
from dashboard.report.delivery.folder import file_stem
from dashboard.report.published import read_review
from data.errors import QuestionError, RefusedFileError, SettingsError, UndeliveredError
from tests.answering_server import NOTHING, answering
from tests.hand_made_review import BRIDGE, FINDINGS, hand_made_review

# apprise imports it, where Python still has it
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

REVIEW = replace(
    hand_made_review(), headline="Nothing moved.", selection=(), parts=(FINDINGS, BRIDGE)
)
SECRET = "SECRETmark0123456789"  # noqa: S105
OK = (200, {}, "ok")
BUSY = (429, {"Retry-After": "7"}, "")
BROKEN = (500, {}, "")


@pytest.fixture
def pauses(monkeypatch):
    """The pauses between tries, none of which is waited for."""
    found = []
    monkeypatch.setattr(retries, "sleep", found.append)
    return found


@pytest.fixture
def reviews(tmp_path):
    return tmp_path / "reviews"


def webhook(server):
    return {"OFFCUT_SLACK_WEBHOOK": f"http://{server.address}/services/{SECRET}"}


def said_when(call):
    with pytest.raises(UndeliveredError) as caught:
        call()
    assert SECRET not in str(caught.value)
    return str(caught.value)


def remembered(reviews):
    file = reviews / "delivered.json"
    return json.loads(file.read_text()) if file.exists() else {}


# --- once -------------------------------------------------------------------------------------


def test_it_is_sent_once_unless_asked_for_again(reviews):
    with answering(OK) as server:
        first = deliver(REVIEW, "slack:", webhook(server), reviews=reviews)
        second = deliver(REVIEW, "slack", webhook(server), reviews=reviews)
        assert len(server.asked) == 1
        third = deliver(REVIEW, "slack:", webhook(server), reviews=reviews, again=True)
        assert len(server.asked) == 2
    at = remembered(reviews)["2026-W45"]["slack:"]
    assert first == third == "2026-W45 is delivered to slack:."
    assert second.startswith("2026-W45 was delivered to slack: at 20")
    assert second.endswith(" UTC, and is not sent again.")
    assert at.endswith(" UTC")


def test_another_week_another_selection_and_another_target_are_others(reviews, tmp_path):
    with answering(OK) as server:
        for review in (
            REVIEW,
            replace(REVIEW, name="2026-W46"),
            replace(REVIEW, selection=("a=b",)),
        ):
            deliver(review, "slack:", webhook(server), reviews=reviews)
        deliver(REVIEW, f"folder:{tmp_path}", {}, reviews=reviews)
        assert len(server.asked) == 3
    assert {name: list(targets) for name, targets in remembered(reviews).items()} == {
        "2026-W45": ["slack:", f"folder:{tmp_path}"],
        "2026-W46": ["slack:"],
        "2026-W45 a=b": ["slack:"],
    }


def test_two_deliveries_at_once_send_it_once(reviews):
    with answering(OK) as server, ThreadPoolExecutor() as threads:
        calls = [
            threads.submit(deliver, REVIEW, "slack:", webhook(server), reviews=reviews)
            for _ in range(4)
        ]
        said = sorted(call.result().partition(" slack:")[0] for call in calls)
        assert len(server.asked) == 1
    assert said == ["2026-W45 is delivered to", *["2026-W45 was delivered to"] * 3]


def test_what_was_not_delivered_is_not_remembered(reviews, pauses):
    with answering(BROKEN) as server:
        said_when(lambda: deliver(REVIEW, "slack:", webhook(server), reviews=reviews))
    assert remembered(reviews) == {}


def test_a_damaged_memory_sends_nothing(reviews):
    reviews.mkdir()
    (reviews / "delivered.json").write_text('{"2026-W45": ')
    with answering(OK) as server:
        with pytest.raises(RefusedFileError, match="nobody knows what was delivered"):
            deliver(REVIEW, "slack:", webhook(server), reviews=reviews)
        assert server.asked == []


def test_where_nothing_can_be_remembered_nothing_is_sent(tmp_path):
    (tmp_path / "reviews").touch()
    with answering(OK) as server:
        said = said_when(
            lambda: deliver(REVIEW, "slack:", webhook(server), reviews=tmp_path / "reviews")
        )
        assert server.asked == []
    assert said.endswith("Nothing was sent.")


def test_a_full_disk_after_the_delivery_says_that_a_repeat_would_send_again(reviews, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(delivered, "replace_file", full)
    with answering(OK) as server:
        said = said_when(lambda: deliver(REVIEW, "slack:", webhook(server), reviews=reviews))
    assert said == (
        "2026-W45 was delivered to slack:, but that cannot be remembered in "
        f"{reviews / 'delivered.json'}: No space left on device. A repeat would send it again."
    )


# --- a Slack webhook --------------------------------------------------------------------------


def test_the_webhook_gets_the_blocks(reviews):
    with answering(OK) as server:
        deliver(REVIEW, "slack:", webhook(server), reviews=reviews)
        ((path, _, body),) = server.asked
    assert path == f"/services/{SECRET}"
    message = json.loads(body)
    assert message["text"] == "Nothing moved."
    assert message["blocks"][0]["text"]["text"] == "Week 45 of 2026"


@pytest.mark.parametrize(
    ("answers", "waited"),
    [
        ([BUSY, OK], [7.0]),
        ([BROKEN, BROKEN, OK], [1.0, 2.0]),
        ([(503, {}, ""), (502, {}, ""), (429, {}, ""), OK], [1.0, 2.0, 4.0]),
        ([NOTHING, OK], [1.0]),
        ([(429, {"Retry-After": "0"}, ""), (429, {"Retry-After": "-5"}, ""), OK], [0.0, 0.0]),
        ([(429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, ""), OK], [1.0]),
    ],
)
def test_it_is_tried_again_until_it_is_taken(reviews, pauses, answers, waited):
    with answering(*answers) as server:
        said = deliver(REVIEW, "slack:", webhook(server), reviews=reviews)
        assert len(server.asked) == len(answers)
    assert said == "2026-W45 is delivered to slack:."
    assert pauses == waited


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (BUSY, "slack: answers 429, 4 times: nothing was delivered. Try again later."),
        (BROKEN, "slack: answers 500, 4 times: nothing was delivered. Try again later."),
        (NOTHING, "slack: cannot be reached, 4 times: nothing was delivered. Try again later."),
    ],
)
def test_after_four_times_it_says_so(reviews, pauses, answer, said):
    with answering(answer) as server:
        found = said_when(lambda: deliver(REVIEW, "slack:", webhook(server), reviews=reviews))
        assert len(server.asked) == 4
    assert found == said
    assert len(pauses) == 3


def test_a_server_that_never_answers_is_not_waited_for_for_ever(reviews, pauses, monkeypatch):
    monkeypatch.setattr(slack, "TIMEOUT_S", 0.2)
    with answering("hold") as server:
        found = said_when(lambda: deliver(REVIEW, "slack:", webhook(server), reviews=reviews))
    assert found.startswith("slack: cannot be reached, 4 times")


def test_nobody_at_the_address_is_a_sentence(reviews, pauses):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    environment = {"OFFCUT_SLACK_WEBHOOK": f"http://127.0.0.1:{free}/{SECRET}"}
    found = said_when(lambda: deliver(REVIEW, "slack:", environment, reviews=reviews))
    assert found.startswith("slack: cannot be reached, 4 times")


def test_a_server_that_asks_for_an_hour_is_left_alone(reviews, pauses):
    with answering((429, {"Retry-After": "3600"}, "")) as server:
        found = said_when(lambda: deliver(REVIEW, "slack:", webhook(server), reviews=reviews))
    assert found == (
        "slack: answers 429, and asks to be left alone for 3,600 seconds: nothing was delivered. "
        "Try again then."
    )
    assert pauses == []


def test_a_refusal_is_not_tried_again(reviews, pauses):
    with answering((404, {}, "no_service")) as server:
        found = said_when(lambda: deliver(REVIEW, "slack:", webhook(server), reviews=reviews))
        assert len(server.asked) == 1
    assert found.startswith("slack: refuses it (404, no_service): nothing was delivered.")


def test_what_a_server_says_is_not_repeated_where_it_is_no_word(reviews, pauses):
    with answering((403, {}, f"no {SECRET}")) as server:
        found = said_when(lambda: deliver(REVIEW, "slack:", webhook(server), reviews=reviews))
    assert found.startswith("slack: refuses it (403): ")


def test_an_address_that_is_none_is_a_sentence(reviews):
    environment = {"OFFCUT_SLACK_WEBHOOK": SECRET}
    found = said_when(lambda: deliver(REVIEW, "slack:", environment, reviews=reviews))
    assert "look at OFFCUT_SLACK_WEBHOOK" in found


# --- a Slack token ----------------------------------------------------------------------------


TOKEN = {"OFFCUT_SLACK_TOKEN": SECRET}


@contextmanager
def slack_api(monkeypatch, **answers):
    """Slack's API, with other answers by the name of the method, as dots are underscores."""

    def answer(path):
        method = path.rpartition("/")[2].partition("?")[0]
        if method in answers:
            return answers[method]
        upload = f"http://{server.address}/upload"
        bodies = {
            "chat.postMessage": {"ok": True, "channel": "C1", "ts": "17.01"},
            "files.getUploadURLExternal": {"ok": True, "upload_url": upload, "file_id": "F1"},
            "files.completeUploadExternal": {"ok": True, "files": [{"id": "F1"}]},
        }
        return 200, {"Content-Type": "application/json"}, bodies.get(method, "OK")

    with answering(answer) as server:
        monkeypatch.setattr(slack, "API", f"http://{server.address}/api/")
        yield server


def test_a_token_posts_the_message_and_the_page_as_a_picture(reviews, monkeypatch):
    with slack_api(monkeypatch) as server:
        said = deliver(REVIEW, "slack:#weekly", TOKEN, reviews=reviews)
        asked = {path.rpartition("/")[2].partition("?")[0]: body for path, _, body in server.asked}
        tokens = {headers.get("Authorization") for _, headers, _ in server.asked}
    assert said == "2026-W45 is delivered to slack:#weekly."
    message = json.loads(asked["chat.postMessage"])
    assert (message["channel"], message["text"]) == ("#weekly", "Nothing moved.")
    assert message["mrkdwn"] is False
    assert b"\x89PNG" in asked["upload"]
    assert b"17.01" in asked["files.completeUploadExternal"]
    assert f"Bearer {SECRET}" in tokens


def test_the_channel_may_stand_in_the_environment(reviews, monkeypatch):
    beside = reviews / "of" / "the warehouse"
    with slack_api(monkeypatch):
        deliver(REVIEW, "slack:", TOKEN | {"OFFCUT_SLACK_CHANNEL": "#büro"}, reviews=beside)
    assert list(remembered(beside)["2026-W45"]) == ["slack:#büro"]
    assert '"slack:#büro"' in (beside / "delivered.json").read_text("utf-8")


def test_slack_says_in_a_word_what_is_wrong(reviews, monkeypatch):
    refused = (200, {}, {"ok": False, "error": "channel_not_found"})
    with slack_api(monkeypatch, **{"chat.postMessage": refused}) as server:
        found = said_when(lambda: deliver(REVIEW, "slack:#no", TOKEN, reviews=reviews))
        assert len(server.asked) == 1
    assert found.startswith("slack:#no refuses it (200, channel_not_found): nothing was delivered.")


def test_a_token_too_is_tried_again(reviews, pauses, monkeypatch):
    busy = (429, {"Retry-After": "3"}, {"ok": False, "error": "ratelimited"})
    with slack_api(monkeypatch, **{"chat.postMessage": busy}) as server:
        found = said_when(lambda: deliver(REVIEW, "slack:#weekly", TOKEN, reviews=reviews))
        assert len(server.asked) == 4
    assert found.startswith("slack:#weekly answers 429, ratelimited, 4 times")
    assert pauses == [3.0, 3.0, 3.0]


@pytest.mark.parametrize("word", ["ratelimited", "internal_error", "fatal_error"])
def test_a_fault_of_slack_that_is_said_with_200_is_tried_again(reviews, pauses, monkeypatch, word):
    fault = (200, {}, {"ok": False, "error": word})
    with slack_api(monkeypatch, **{"chat.postMessage": fault}):
        found = said_when(lambda: deliver(REVIEW, "slack:#weekly", TOKEN, reviews=reviews))
    assert found.startswith(f"slack:#weekly answers 200, {word}, 4 times")
    assert pauses == [1.0, 2.0, 4.0]


def test_a_message_without_its_picture_is_remembered_and_said(reviews, pauses, monkeypatch):
    refused = (200, {}, {"ok": False, "error": "missing_scope"})
    with slack_api(monkeypatch, **{"files.getUploadURLExternal": refused}):
        found = said_when(lambda: deliver(REVIEW, "slack:#weekly", TOKEN, reviews=reviews))
    assert found.startswith(
        "2026-W45 was delivered to slack:#weekly, but without its picture: slack:#weekly refuses "
        "it (200, missing_scope)"
    )
    assert list(remembered(reviews)["2026-W45"]) == ["slack:#weekly"]


@pytest.mark.parametrize(
    ("target", "environment", "said"),
    [
        ("slack:", {}, "The environment has neither OFFCUT_SLACK_WEBHOOK, nor OFFCUT_SLACK_TOKEN"),
        ("slack:", TOKEN, "slack: needs one of them."),
        ("slack:#x", {"OFFCUT_SLACK_WEBHOOK": SECRET}, "a webhook posts into its own channel"),
        ("apprise:ops", {}, "the environment has no OFFCUT_TARGET_OPS"),
    ],
)
def test_a_secret_that_is_missing_is_named(target, environment, said):
    with pytest.raises(SettingsError) as caught:
        carrier(target, environment)
    assert said in str(caught.value)
    assert SECRET not in str(caught.value)


# --- mail and other services ------------------------------------------------------------------


class Inbox(Message):
    """Keeps the messages it is given."""

    def __init__(self):
        super().__init__()
        self.messages = []

    def handle_message(self, message):
        self.messages.append(message_from_bytes(message.as_bytes(), policy=default))


@contextmanager
def mail_server(**options):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port, inbox.messages
    finally:
        controller.stop()


def mail(port):
    return {
        "OFFCUT_TARGET_OPS": f"mailto://127.0.0.1:{port}?from=offcut@studio.example"
        "&to=team@studio.example&mode=insecure"
    }


def test_a_mail_says_the_findings_and_has_the_page_attached(reviews):
    with mail_server() as (port, messages):
        said = deliver(REVIEW, "apprise:ops", mail(port), reviews=reviews)
    assert said == "2026-W45 is delivered to apprise:ops."
    (message,) = messages
    assert message["Subject"] == "Week 45 of 2026"
    assert message["To"] == "team@studio.example"
    body = message.get_body(("html", "plain"))
    assert body.get_content_type() == "text/plain"
    assert "Nothing moved." in body.get_content()
    assert "1. $412.20 petrichor-skin re-rolls" in body.get_content()
    assert "2. −$38.70 <script>alert(1)</script> waits less." in body.get_content()
    (page,) = message.iter_attachments()
    assert page.get_filename() == "2026-W45.html"
    content = page.get_content()
    text = content.decode() if isinstance(content, bytes) else content
    assert text.lower().startswith("<!doctype html>")


def test_where_a_service_shows_html_a_name_is_text_in_it(reviews):
    with mail_server() as (port, messages):
        environment = {name: f"{address}&format=html" for name, address in mail(port).items()}
        deliver(REVIEW, "apprise:ops", environment, reviews=reviews)
    page = messages[0].get_body(("html",)).get_content()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page


def test_no_mail_server_is_a_sentence_and_leaks_nothing(
    reviews, pauses, capfd, caplog, monkeypatch
):
    monkeypatch.setattr("apprise.plugins.base.NotifyBase.request_rate_per_sec", 0)
    caplog.set_level("DEBUG")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    address = (
        f"mailto://ana:{SECRET}@127.0.0.1:{port}?from=a@b.example&to=c@d.example&mode=insecure"
    )
    environment = {"OFFCUT_TARGET_OPS": address}
    found = said_when(lambda: deliver(REVIEW, "apprise:ops", environment, reviews=reviews))
    assert found == (
        "apprise:ops does not take it, 4 times: nothing was delivered. Try again later."
    )
    captured = capfd.readouterr()
    assert SECRET not in captured.out + captured.err
    assert [record for record in caplog.records if record.name.startswith("apprise")] == []
    assert remembered(reviews) == {}


def test_a_login_that_is_refused_is_not_tried_again(reviews, pauses, capfd):
    tried = []

    def refused(*_):
        tried.append(1)
        return AuthResult(success=False, handled=False)

    options = {"authenticator": refused, "auth_require_tls": False}
    with mail_server(**options) as (port, messages):
        address = f"mailto://ana:{SECRET}@127.0.0.1:{port}?from=a@b.example&to=c@d.example"
        environment = {"OFFCUT_TARGET_OPS": f"{address}&mode=insecure&user=ana"}
        found = said_when(lambda: deliver(REVIEW, "apprise:ops", environment, reviews=reviews))
    assert found.startswith("apprise:ops refuses it (535): nothing was delivered.")
    assert pauses == messages == []
    assert tried
    captured = capfd.readouterr()
    assert SECRET not in captured.out + captured.err


def json_service(server):
    return {"OFFCUT_TARGET_STUDIO_HOOK": f"json://ana:{SECRET}@{server.address}/in"}


@pytest.mark.parametrize(
    ("answers", "tries"), [([OK], 1), ([BUSY, BROKEN, OK], 3), ([NOTHING, OK], 2)]
)
def test_a_service_is_tried_again_too(reviews, pauses, answers, tries):
    with answering(*answers) as server:
        deliver(REVIEW, "apprise:studio-hook", json_service(server), reviews=reviews)
        assert len(server.asked) == tries
        message = json.loads(server.asked[-1][2])
    assert message["title"] == "Week 45 of 2026"
    assert message["attachments"][0]["filename"] == "2026-W45.html"


@pytest.mark.parametrize(
    ("answer", "said", "tries"),
    [
        (BROKEN, "apprise:studio-hook answers 500, 4 times: nothing was delivered.", 4),
        (BUSY, "apprise:studio-hook answers 429, 4 times: nothing was delivered.", 4),
        ((403, {}, ""), "apprise:studio-hook refuses it (403): nothing was delivered.", 1),
    ],
)
def test_what_a_service_does_not_take_is_said(reviews, pauses, capfd, answer, said, tries):
    with answering(answer) as server:
        call = lambda: deliver(  # noqa: E731
            REVIEW, "apprise:studio-hook", json_service(server), reviews=reviews
        )
        assert said_when(call).startswith(said)
        assert len(server.asked) == tries
    captured = capfd.readouterr()
    assert SECRET not in captured.out + captured.err


def test_the_last_answer_of_a_service_decides(reviews, pauses):
    with answering(BROKEN, (403, {}, "")) as server:
        found = said_when(
            lambda: deliver(REVIEW, "apprise:studio-hook", json_service(server), reviews=reviews)
        )
        assert len(server.asked) == 2
    assert found.startswith("apprise:studio-hook refuses it (403)")


@pytest.mark.parametrize(
    "address", [f"nosuch://{SECRET}", f"json://a:{SECRET}@b.example,json://c.example"]
)
def test_an_address_that_apprise_does_not_know_is_not_repeated(reviews, capfd, address):
    with pytest.raises(SettingsError) as caught:
        deliver(REVIEW, "apprise:OPS", {"OFFCUT_TARGET_OPS": address}, reviews=reviews)
    captured = capfd.readouterr()
    assert "OFFCUT_TARGET_OPS has to hold one address that apprise knows" in str(caught.value)
    assert SECRET not in str(caught.value) + captured.out + captured.err


# --- folders, and other targets ---------------------------------------------------------------


def test_a_folder_gets_the_page_and_every_figure(reviews, tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    said = deliver(REVIEW, f"folder:{folder}", {}, reviews=reviews)
    assert said == f"2026-W45 is delivered to folder:{folder}."
    assert sorted(each.name for each in folder.iterdir()) == ["2026-W45.html", "2026-W45.json"]
    assert read_review(folder / "2026-W45.json") == REVIEW


@pytest.mark.parametrize(
    ("name", "selection", "stem"),
    [
        ("2026-W45", (), "2026-W45"),
        ("2026-11-02..2026-11-08", (), "2026-11-02..2026-11-08"),
        ("2026-W45", ("media=image",), "2026-W45_media=image"),
        ("../../etc/passwd", (), "_.._etc_passwd-3754d6cb"),
        ("...", (), "_-ab5df625"),
        ("x" * 80, (), "x" * 80),
        ("x" * 81, (), f"{'x' * 80}-4d1f7bb8"),
    ],
)
def test_a_file_has_the_name_of_the_review_and_no_folder(name, selection, stem):
    assert file_stem(replace(REVIEW, name=name, selection=selection)) == stem


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(QuestionError, match=r"nowhere' is none\. Make it"):
        carrier(f"folder:{tmp_path / 'nowhere'}", {})
    with pytest.raises(QuestionError, match=r"and '' is none\."):
        carrier("folder:", {})


def test_a_folder_that_cannot_be_written_to_is_said(reviews, tmp_path):
    (tmp_path / "2026-W45.html").mkdir()
    found = said_when(lambda: deliver(REVIEW, f"folder:{tmp_path}", {}, reviews=reviews))
    assert "Is a directory" in found
    assert remembered(reviews) == {}


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (f"mailto://ana:{SECRET}@mail.example", "this one with mailto. "),
        (SECRET * 3, "this one with neither. "),
        ("", "this one with neither. "),
        (f"apprise:json://{SECRET}@a.example", "followed by a name of letters"),
    ],
)
def test_another_target_is_refused_without_being_repeated(target, said):
    with pytest.raises(QuestionError) as caught:
        carrier(target, {})
    assert said in str(caught.value)
    assert SECRET not in str(caught.value)


def test_no_secret_is_kept_or_shown(reviews):
    with answering(OK) as server:
        to = carrier("slack:", webhook(server))
        deliver(REVIEW, "slack:", webhook(server), reviews=reviews)
    assert SECRET not in repr(to)
    assert SECRET not in repr(carrier("slack:#a", TOKEN))
    assert SECRET not in (reviews / "delivered.json").read_text()
