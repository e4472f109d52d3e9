"""Several sentences at once: limits, reading, and what comes out."""

import threading

import pandas as pd
import pytest

from demo.list_jobs import ListJobs
from demo.refusals import Refusal
from demo.try_it import batch
from kdcore.config import VisitorLimits
from kdcore.serving.predict import FinishedRun

VISITOR = {"secret": "a secret of sixteen letters or more"}
LINES = "report ta pathao\n\n  ami kal jabo  \n=1+1 koro\n🙂\nরিপোর্টটা পাঠাও\nreport ta pathao"


@pytest.fixture
def section(try_tab):
    return try_tab.batch


def start(section, visitor=VISITOR, run="demo", pasted=LINES, path=None):
    """Return the iterator over what a press on the button shows, step by step."""
    return section.classify_list("en", visitor, run, pasted, path, None)


def last(section, **given):
    """Return what is shown at the end."""
    *_, updates = start(section, **given)
    return updates


def last_view(section, **given):
    return last(section, **given)[section.view]


def test_pasted_lines_are_cleaned_and_those_without_a_word_left_out(site):
    assert batch.read_list(site, None, None, LINES) == [
        "report ta pathao", "ami kal jabo", "=1+1 koro", "রিপোর্টটা পাঠাও", "report ta pathao"
    ]  # fmt: skip


def test_the_answers_are_those_of_the_models_in_the_given_order(site, section):
    updates = last(section)
    table = pd.read_csv(
        updates[section.download]["value"], encoding="utf-8-sig", dtype={"teacher": str, "student": str}
    )
    texts = batch.read_list(site, None, None, LINES)
    assert list(table.sentence) == [f"'{text}" if text.startswith("=") else text for text in texts]
    expected = FinishedRun.open(site.store.folder("demo").path).classify(texts)
    for who in ("teacher", "student"):
        assert list(table[who]) == list(expected[who])
        assert list(table[f"{who}_confidence"]) == pytest.approx(list(expected[f"{who}_confidence"]), abs=1e-4)
    assert list(table.agree) == ["yes" if same else "no" for same in expected.agree]
    assert "5 sentences: both agree on" in updates[section.view]
    assert (updates[section.stop]["visible"], updates[section.start]["interactive"]) == (False, True)


def test_progress_grows_chunk_by_chunk(section, monkeypatch):
    monkeypatch.setattr("kdcore.serving.workers.CHUNK", 2)
    steps = list(start(section, pasted="\n".join(f"eta koro {i}" for i in range(6))))
    assert (steps[0][section.stop]["visible"], steps[0][section.start]["interactive"]) == (True, False)
    for step, words in zip(steps[1:4], ("2 of 6", "4 of 6", "6 of 6"), strict=True):
        assert words in step[section.view]
        assert section.download not in step


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


def test_a_file_offers_its_columns_and_says_what_is_wrong(section, tmp_path):
    def opened(lang, path):
        updates = section.open_file(lang, path)
        return updates.get(section.lines), updates[section.column], updates[section.view]

    (tmp_path / "a.csv").write_text("one,two\neta koro amake,x\nami jabo kalke,y\n", encoding="utf-8")
    lines, columns, message = opened("en", str(tmp_path / "a.csv"))
    assert (columns["visible"], columns["choices"]) == (True, ["one", "two"])
    assert "2 sentences" in message
    assert lines == ""
    (tmp_path / "b.csv").write_text("one,two\naa,bb\ncc,dd\n", encoding="utf-8")
    lines, columns, message = opened("en", str(tmp_path / "b.csv"))
    assert columns["visible"]
    assert "not clear which column" in message
    (tmp_path / "c.csv").write_bytes(bytes(range(256)) * 20)
    assert "kd-problem" in opened("bn", str(tmp_path / "c.csv"))[2]
    lines, columns, message = opened("en", None)
    assert (lines, columns["visible"], message) == (None, False, "")


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
def test_limits_hold_without_the_page(site, section, limits, pasted, key):
    site.limits = VisitorLimits(**limits)
    with pytest.raises(Refusal) as refusal:
        batch.read_list(site, None, None, pasted)
    assert refusal.value.key == key
    updates = last(section, pasted=pasted)
    assert "kd-problem" in updates[section.view]
    assert (updates[section.download]["visible"], updates[section.start]["interactive"]) == (False, True)


def test_a_file_of_too_many_lines_is_refused(site, section, tmp_path):
    site.limits = VisitorLimits(list_lines=3)
    (tmp_path / "a.txt").write_text("eta koro\n" * 9, encoding="utf-8")
    assert "kd-problem" in last_view(section, pasted="", path=str(tmp_path / "a.txt"))


def test_a_stop_ends_the_list_and_makes_room_for_another(section, monkeypatch):
    monkeypatch.setattr("kdcore.serving.workers.CHUNK", 2)
    first = start(section)
    next(first)
    next(first)
    assert "Stopped" in section.stop_list("en", VISITOR)[section.view]
    assert "5 sentences" in last_view(section)
    assert ["Stopped" in updates[section.view] for updates in first] == [True]
    section.stop_list("en", None)


def test_a_job_ends_by_itself_when_nothing_is_heard(monkeypatch):
    jobs = ListJobs()
    job = jobs.start("one")
    assert jobs.start("one") is None
    assert jobs.renew("one", job)
    monkeypatch.setattr("demo.list_jobs._TIMEOUT_S", 0.0)
    later = jobs.start("one")
    assert later is not None
    assert not jobs.renew("one", job)
    jobs.end("one", job)  # the older one cannot end the newer
    assert jobs.renew("one", later)


def test_one_list_each(section):
    first = start(section)
    next(first)
    assert "already" in last_view(section)
    assert "5 sentences" in last_view(section, visitor={"secret": "somebody else altogether"})
    first.close()  # as when its page is closed
    assert "5 sentences" in last_view(section)


@pytest.mark.parametrize(("visitor", "run"), [({}, "demo"), (None, "demo"), (VISITOR, "../x")])
def test_nobody_and_nothing_are_refused(section, visitor, run):
    assert "kd-problem" in last_view(section, visitor=visitor, run=run)


def test_a_single_sentence_does_not_wait_for_a_list(site, section):
    done = threading.Event()
    pasted = "\n".join(f"ami kal tomar sathe office jabo tarpor {i}" for i in range(1500))

    def whole_list():
        last(section, pasted=pasted)
        done.set()

    thread = threading.Thread(target=whole_list)
    thread.start()
    answers = [site.classify(site.store.folder("demo"), f"eta koro {i}") for i in range(5)]
    assert not done.is_set()
    assert len(answers) == 5
    thread.join()
