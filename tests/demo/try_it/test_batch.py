"""Several sentences at once: limits, reading, and what comes out."""

import threading

import pandas as pd
import pytest

from demo.list_jobs import ListJobs
from demo.site import Refusal
from demo.try_it import batch
from kdcore.config import VisitorLimits
from kdcore.serving.predict import FinishedRun

VISITOR = {"secret": "a secret of sixteen letters or more"}
LINES = "report ta pathao\n\n  ami kal jabo  \n=1+1 koro\n🙂\nরিপোর্টটা পাঠাও\nreport ta pathao"


def run_all(site, lang="en", visitor=VISITOR, run="demo", pasted=LINES, path=None, column=None):
    return list(batch.judged(site, lang, visitor, run, pasted, path, column))


def test_pasted_lines_are_cleaned_and_those_without_a_word_left_out(site):
    assert batch.read_list(site, None, None, LINES) == [
        "report ta pathao", "ami kal jabo", "=1+1 koro", "রিপোর্টটা পাঠাও", "report ta pathao"
    ]  # fmt: skip


def test_the_answers_are_those_of_the_networks_in_the_given_order(site):
    *_, (view, download, stop, start) = run_all(site)
    table = pd.read_csv(download["value"], encoding="utf-8-sig", dtype={"teacher": str, "student": str})
    texts = batch.read_list(site, None, None, LINES)
    assert list(table.sentence) == [f"'{text}" if text.startswith("=") else text for text in texts]
    expected = FinishedRun.open(site.store.folder("demo").path).classify(texts)
    for who in ("teacher", "student"):
        assert list(table[who]) == list(expected[who])
        assert list(table[f"{who}_confidence"]) == pytest.approx(list(expected[f"{who}_confidence"]), abs=1e-4)
    assert list(table.agree) == ["yes" if same else "no" for same in expected.agree]
    assert "5 sentences: both agree on" in view
    assert (stop["visible"], start["interactive"]) == (False, True)


def test_progress_grows_chunk_by_chunk(site, monkeypatch):
    monkeypatch.setattr("kdcore.serving.workers.CHUNK", 2)
    steps = run_all(site, pasted="\n".join(f"eta koro {i}" for i in range(6)))
    for step, words in zip(steps[1:4], ("2 of 6", "4 of 6", "6 of 6"), strict=True):
        assert words in step[0]


@pytest.mark.parametrize(
    ("name", "content", "column", "texts"),
    [
        ("a.txt", "eta koro\nami jabo\n", None, ["eta koro", "ami jabo"]),
        ("a.csv", "id,sentence\n1,eta koro\n2,ami jabo\n", None, ["eta koro", "ami jabo"]),
        ("a.csv", "one,two\neta koro,x y\nami jabo,z z\n", "two", ["x y", "z z"]),
        ("a.tsv", "one\ttext\nx\teta koro\n", None, ["eta koro"]),
    ],
)
def test_files_are_read_as_they_are_written(site, tmp_path, name, content, column, texts):
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    assert batch.read_list(site, str(file), column, " \n") == texts
    assert batch.read_list(site, str(file), column, "eta nao") == ["eta nao"]  # written after the file was given


def test_a_file_offers_its_columns_and_says_what_is_wrong(site, tmp_path):
    (tmp_path / "a.csv").write_text("one,two\neta koro amake,x\nami jabo kalke,y\n", encoding="utf-8")
    emptied, columns, said = batch.opened(site, "en", str(tmp_path / "a.csv"))
    assert (columns["visible"], columns["choices"]) == (True, ["one", "two"])
    assert "2 sentences" in said
    assert emptied == ""
    (tmp_path / "b.csv").write_text("one,two\naa,bb\ncc,dd\n", encoding="utf-8")
    emptied, columns, said = batch.opened(site, "en", str(tmp_path / "b.csv"))
    assert columns["visible"]
    assert "not clear which column" in said
    (tmp_path / "c.csv").write_bytes(bytes(range(256)) * 20)
    assert "kd-problem" in batch.opened(site, "bn", str(tmp_path / "c.csv"))[2]
    assert batch.opened(site, "en", None)[2] == ""


@pytest.mark.parametrize(
    ("limits", "pasted", "key"),
    [
        ({}, "", "batch_empty"),
        ({}, None, "batch_empty"),
        ({}, "🙂\n!!", "batch_empty"),
        ({"list_lines": 2}, "a b\nc d\ne f", "batch_too_many"),
        ({"list_chars": 5}, "eta koro", "batch_too_much"),
        ({"sentence_chars": 5}, "eta\neta koro", "batch_too_long"),
    ],
)
def test_limits_hold_without_the_page(site, limits, pasted, key):
    site.limits = VisitorLimits(**limits)
    with pytest.raises(Refusal) as refusal:
        batch.read_list(site, None, None, pasted)
    assert refusal.value.key == key
    view, download, stop, start = run_all(site, pasted=pasted)[-1]
    assert "kd-problem" in view
    assert (download["visible"], start["interactive"]) == (False, True)


def test_a_file_of_too_many_lines_is_refused(site, tmp_path):
    site.limits = VisitorLimits(list_lines=3)
    (tmp_path / "a.txt").write_text("eta koro\n" * 9, encoding="utf-8")
    assert "kd-problem" in run_all(site, pasted="", path=str(tmp_path / "a.txt"))[-1][0]


def test_a_stop_ends_the_list_and_makes_room_for_another(site, monkeypatch):
    monkeypatch.setattr("kdcore.serving.workers.CHUNK", 2)
    first = batch.judged(site, "en", VISITOR, "demo", LINES, None, None)
    next(first)
    next(first)
    said, *_ = batch.stopped(site, "en", VISITOR)
    assert "Stopped" in said
    assert "5 sentences" in run_all(site)[-1][0]
    assert ["Stopped" in view for view, *_ in first] == [True]
    batch.stopped(site, "en", None)


def test_a_turn_ends_by_itself_when_nothing_is_heard(monkeypatch):
    turns = ListJobs()
    turn = turns.take("one")
    assert turns.take("one") is None
    assert turns.renew("one", turn)
    monkeypatch.setattr("demo.list_jobs._SILENT_S", 0.0)
    later = turns.take("one")
    assert later is not None
    assert not turns.renew("one", turn)
    turns.end("one", turn)  # the older one cannot end the newer
    assert turns.renew("one", later)


def test_one_list_each(site):
    first = batch.judged(site, "en", VISITOR, "demo", LINES, None, None)
    next(first)
    assert "already" in run_all(site)[-1][0]
    assert "5 sentences" in run_all(site, visitor={"secret": "somebody else altogether"})[-1][0]
    first.close()  # as when its page is closed
    assert "5 sentences" in run_all(site)[-1][0]


@pytest.mark.parametrize(("visitor", "run"), [({}, "demo"), (None, "demo"), (VISITOR, "../x")])
def test_nobody_and_nothing_are_refused(site, visitor, run):
    assert "kd-problem" in run_all(site, visitor=visitor, run=run)[-1][0]


def test_a_single_sentence_does_not_wait_for_a_list(site):
    done = threading.Event()
    pasted = "\n".join(f"ami kal tomar sathe office jabo tarpor {i}" for i in range(1500))

    def whole_list():
        run_all(site, pasted=pasted)
        done.set()

    thread = threading.Thread(target=whole_list)
    thread.start()
    answers = [site.ask(site.store.folder("demo"), f"eta koro {i}") for i in range(5)]
    assert not done.is_set()
    assert len(answers) == 5
    thread.join()
