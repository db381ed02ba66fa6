"""Which files are written, how often is loaded and scanned: by a clock of the test's own."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.watch.pace import Pace, ScanPace
from ingest.watch.stillness import RETRY_S, Patience, Stamp, Stillness

PATIENCE = Patience(still_s=5, growing_every_s=60)
LOG, SHEET = "log.jsonl", "sheet.xlsx"


def stamp(n_bytes):
    return Stamp(n_bytes, n_bytes, n_bytes)


def paths(ready):
    return [(each.path, each.is_growing) for each in ready]


def seen(looks, path=LOG, patience=PATIENCE):
    """The stillness after looks at (second, bytes)."""
    stillness = Stillness(patience)
    for at, n_bytes in looks:
        stillness.see({path: stamp(n_bytes)}, at)
    return stillness


def test_a_file_waits_until_size_and_time_stood_still():
    stillness = seen([(0, 10), (4, 10)])
    assert stillness.ready(4.9) == []
    assert stillness.writing(4.9) == [LOG]
    assert stillness.next_at() == 5
    assert paths(stillness.ready(5)) == [(LOG, False)]
    assert stillness.writing(5) == []


def test_a_change_begins_the_wait_anew():
    stillness = seen([(0, 10), (4, 11)])
    assert stillness.ready(8.9) == []
    assert paths(stillness.ready(9)) == [(LOG, False)]


def test_what_was_loaded_is_loaded_again_only_once_it_changed():
    stillness = seen([(0, 10), (5, 10)])
    stillness.loaded(stillness.ready(5), 6)
    assert stillness.ready(100) == []
    assert stillness.next_at() is None
    stillness.see({LOG: stamp(12)}, 100)
    assert stillness.ready(104) == []
    assert paths(stillness.ready(105)) == [(LOG, False)]


def test_a_file_that_changed_while_it_was_loaded_is_loaded_again():
    stillness = seen([(0, 10)])
    [taken] = stillness.ready(5)
    stillness.see({LOG: stamp(11)}, 6)
    stillness.loaded([taken], 7)
    assert paths(stillness.ready(11)) == [(LOG, False)]


def test_new_rights_or_another_map_beside_it_make_a_file_one_to_load():
    stillness = seen([(0, 10)])
    stillness.loaded(stillness.ready(5), 5)
    stillness.see({LOG: stamp(10)._replace(changed_ns=11)}, 20)
    assert paths(stillness.ready(25)) == [(LOG, False)]
    stillness.loaded(stillness.ready(25), 25)
    stillness.see({LOG: stamp(10)._replace(changed_ns=11, map_ns=1)}, 30)
    assert paths(stillness.ready(35)) == [(LOG, False)]


def growing(path):
    """One more byte a second, looked at as often, for so long that it may never end."""
    return seen([(at, at) for at in range(61)], path)


def test_a_log_without_an_end_is_loaded_every_so_often_and_told_of_once():
    stillness = growing(LOG)
    assert stillness.ready(59.9) == []
    assert paths(stillness.ready(60)) == [(LOG, True)]
    assert stillness.never_still(60) == [LOG]
    stillness.loaded(stillness.ready(60), 61)
    for at in range(61, 121):
        stillness.see({LOG: stamp(at)}, at)
        assert stillness.never_still(at) == []
        assert stillness.writing(at) == [LOG]
    stillness.see({LOG: stamp(121)}, 121)
    assert paths(stillness.ready(121)) == [(LOG, True)]


def test_once_it_stands_still_it_is_loaded_to_its_very_end():
    stillness = growing(LOG)
    stillness.loaded(stillness.ready(60), 60)
    assert paths(stillness.ready(65)) == [(LOG, False)]
    stillness.loaded(stillness.ready(65), 65)
    assert stillness.ready(1000) == []


def test_of_what_is_no_file_of_lines_no_part_is_loaded():
    stillness = growing(SHEET)
    assert stillness.ready(60) == []
    assert stillness.never_still(60) == [SHEET]
    assert stillness.writing(60) == [SHEET]


def test_a_refused_file_is_tried_again_later_and_not_before():
    stillness = seen([(0, 10)])
    stillness.loaded(stillness.ready(5), 5, refused={LOG})
    stillness.see({LOG: stamp(10)}, 4 + RETRY_S)
    assert stillness.ready(4 + RETRY_S) == []
    stillness.see({LOG: stamp(10)}, 5 + RETRY_S)
    assert paths(stillness.ready(5 + RETRY_S)) == [(LOG, False)]


def test_what_is_gone_waits_for_nothing():
    stillness = seen([(0, 10)])
    stillness.see({}, 1)
    assert (stillness.ready(100), stillness.writing(100), stillness.next_at()) == ([], [], None)


def test_with_other_maps_all_is_loaded_again():
    stillness = seen([(0, 10)])
    stillness.loaded(stillness.ready(5), 5)
    stillness.forget_loaded()
    assert paths(stillness.ready(6)) == [(LOG, False)]


def test_lines_of_the_desk_wait_for_nothing_and_are_read_to_their_end_afterwards():
    stillness = seen([(0, 10)], patience=Patience(still_s=5, growing_every_s=0))
    assert paths(stillness.ready(0)) == [(LOG, True)]
    stillness.loaded(stillness.ready(0), 1)
    stillness.see({LOG: stamp(11)}, 2)
    assert paths(stillness.ready(2)) == [(LOG, True)]
    assert paths(stillness.ready(7)) == [(LOG, False)]


@given(st.lists(st.tuples(st.floats(0.1, 30), st.integers(0, 3)), min_size=1, max_size=30))
def test_whatever_was_written_when_it_is_loaded_whole_once_it_rests(steps):
    """And no load of a whole file happens sooner than still_s after it was seen to change."""
    stillness, now, changed_at, n_bytes = Stillness(PATIENCE), 0.0, 0.0, -1
    for pause, written in steps:
        now += pause
        changed_at = now if written != n_bytes else changed_at
        n_bytes = written
        stillness.see({LOG: stamp(n_bytes)}, now)
        ready = stillness.ready(now)
        assert all(each.is_growing or now - changed_at >= 5 for each in ready)
        assert len(ready) + len(stillness.writing(now)) <= 1
        stillness.loaded(ready, now)
    stillness.see({LOG: stamp(n_bytes)}, now + 5.01)
    rest = stillness.ready(now + 5.01)
    last = stillness._seen[LOG]
    assert last.loaded == stamp(n_bytes) or [each.stamp for each in rest] == [stamp(n_bytes)]
    assert not any(each.is_growing for each in rest)


# --- how often --------------------------------------------------------------------------------


def test_the_first_load_waits_for_nothing_and_the_next_for_a_minute():
    pace = Pace(60)
    assert pace.may(0)
    pace.done(10)
    assert not pace.may(69.9)
    assert pace.may(70)
    assert pace.next_at == 70


@given(st.lists(st.floats(0, 20), max_size=60))
def test_under_a_storm_there_is_at_most_one_publication_a_minute(pauses):
    pace, now, published = Pace(60), 0.0, []
    for pause in pauses:
        now += pause
        if pace.may(now):
            published.append(now)
            pace.done(now)
    assert all(b - a >= 60 for a, b in pairwise(published))
    assert len(published) >= now // 80  # 60 s of waiting and at most 20 to the next chance


def test_media_are_scanned_at_the_beginning_once_two_looks_see_the_same():
    scans = ScanPace(every_s=1800, still_s=5)
    assert scans.may_look(0)
    assert not scans.is_due("a", 0)
    assert not scans.may_look(4)
    assert scans.is_due("a", 5)


def scanned_at(now, digest="a"):
    scans = ScanPace(every_s=1800, still_s=5)
    scans.scanned(digest, now)
    return scans


def test_without_a_change_nobody_scans():
    scans = scanned_at(0)
    assert not scans.may_look(1799)
    assert not scans.is_due("a", 1800)
    assert not scans.may_look(3599)


def test_what_changed_is_scanned_when_it_rests():
    scans = scanned_at(0)
    assert not scans.is_due("b", 1800)
    assert not scans.is_due("c", 1805)
    assert scans.is_due("c", 1810)


def test_what_never_rests_is_scanned_anyhow():
    scans = scanned_at(0)
    due = [at for at in range(1800, 3700, 5) if scans.is_due(str(at), at)]
    assert due[0] == 3600


def test_after_logs_came_files_may_match_so_they_are_looked_at_again():
    scans = scanned_at(0)
    scans.logs_came()
    assert scans.is_due("a", 1800)
    scans.scanned("a", 1801)
    assert not scans.is_due("a", 3601)
