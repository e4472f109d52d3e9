"""The commands as a person types them: in a process of their own where streams and exit codes matter."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from kdcore.cli import app as cli

ROOT = Path(__file__).parents[3]


def kdcore(*arguments, cwd=ROOT):
    command = [sys.executable, "-m", "kdcore", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def run(tmp_path_factory, small_csv, tiny_bert, tiny_student):
    """A training through the real command line; returns the folder named on its last line."""
    runs = tmp_path_factory.mktemp("runs")
    pair = f"{tiny_bert},{tiny_student}"
    options = ["--data", small_csv, "--encoders", pair, "--runs", runs, "--seed", "3"]
    done = kdcore("train", *options, "--preset", "quick", "--epochs", "2", "--teacher-epochs", "1")
    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout.splitlines()[-1])
    assert folder.parent == runs
    assert "Exam on" in done.stdout
    assert "epoch  2 of 2" in done.stdout
    return folder


def test_settings_from_the_command_line_are_those_of_the_run(run):
    training = json.loads((run / "config.json").read_text())["training"]
    assert (training["seed"], training["student"]["epochs"], training["baseline_epochs"]) == (3, 2, 2)


def test_evaluate_prints_the_promised_json(run, small_csv, capsys):
    cli.main(["evaluate", str(run), "--data", str(small_csv), "--json"])
    report = json.loads(capsys.readouterr().out)
    assert set(report) == {"teacher", "student", "agreement", "n"}
    assert set(report["teacher"]) == set(report["student"]) == {"accuracy", "macro_f1"}
    assert report["n"] == 300


def test_evaluate_agrees_with_the_exam(run, tmp_path, capsys):
    predictions = pd.read_csv(run / "predictions.csv", keep_default_na=False)
    predictions[["sentence", "label"]].to_csv(tmp_path / "test.csv", index=False)
    cli.main(["evaluate", str(run), "--data", str(tmp_path / "test.csv"), "--json"])
    report = json.loads(capsys.readouterr().out)
    results = json.loads((run / "results.json").read_text())
    for who in ("teacher", "student"):
        assert report[who]["accuracy"] == pytest.approx(results["results"][who]["accuracy"])


def test_a_finished_run_is_examined_again(run, capsys):
    before = (run / "results.json").read_text()
    (run / "validation.csv").unlink()
    cli.main(["examine", str(run)])
    assert (run / "validation.csv").exists()
    again, first = json.loads((run / "results.json").read_text()), json.loads(before)
    for who in ("teacher", "student"):
        assert again["results"][who]["accuracy"] == first["results"][who]["accuracy"]
        assert again["results"][who]["temperature"] == pytest.approx(first["results"][who]["temperature"], rel=0.01)
    assert "student: temperature" in capsys.readouterr().out


@pytest.mark.parametrize("who", ["teacher", "student", "both"])
def test_predict_keeps_every_line_in_order(run, tmp_path, capsys, who):
    lines = ["vai eita ektu check kore dio", "", "=1+1", 'he said "no", twice', "রিপোর্টটা পাঠাও"]
    (tmp_path / "in.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    cli.main(
        ["predict", str(run), "--input", str(tmp_path / "in.txt"), "--output", str(tmp_path / "o.csv"), "--with", who]
    )
    table = pd.read_csv(tmp_path / "o.csv", keep_default_na=False, dtype=str)
    assert table["sentence"].tolist() == lines
    assert ("agree" in table) == (who == "both")
    assert ("student" in table) == (who != "teacher")
    assert "5 sentences" in capsys.readouterr().out


def test_a_run_whose_terminal_was_closed_is_resumed(tmp_path, small_csv, tiny_bert, tiny_student):
    options = ["--data", small_csv, "--encoders", f"{tiny_bert},{tiny_student}", "--runs", tmp_path]
    command = [sys.executable, "-m", "kdcore", "train", *map(str, options), "--epochs", "30"]
    training = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 90
    while not list(tmp_path.glob("*/checkpoints/teacher-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    training.kill()
    training.wait()
    folder = next(tmp_path.glob("*/config.json")).parent
    config = json.loads((folder / "config.json").read_text())
    config["training"]["student"]["epochs"] = config["training"]["baseline_epochs"] = 1  # the rest is soon done
    (folder / "config.json").write_text(json.dumps(config))
    done = kdcore("resume", folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(folder)
    assert "Exam on" in done.stdout
    again = kdcore("resume", folder)
    assert again.returncode == 2
    assert "done cannot be resumed" in again.stderr
    more = kdcore("longer", folder, "--runs", tmp_path / "more")
    assert more.returncode == 0, more.stderr
    new = Path(more.stdout.splitlines()[-1])
    assert json.loads((new / "config.json").read_text())["continues"] == folder.name


def test_a_column_that_cannot_be_held_out_is_said(small_csv, tmp_path, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["train", "--data", str(small_csv), "--holdout", "voice=v07", "--runs", str(tmp_path / "runs")])
    assert end.value.code == 2
    assert "no column 'voice'" in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()


def test_runs_lists_it(run, capsys):
    cli.main(["runs", "--runs", str(run.parent)])
    assert "done" in capsys.readouterr().out


def test_runs_of_an_empty_folder_says_how_to_start(tmp_path, capsys):
    cli.main(["runs", "--runs", str(tmp_path)])
    assert "python -m kdcore train" in capsys.readouterr().out


def test_a_run_compared_with_itself_differs_in_nothing(run, capsys):
    cli.main(["compare", str(run), str(run)])
    assert capsys.readouterr().out.count("+0.00 points") == 2


def test_help_names_every_command():
    done = kdcore("--help")
    assert done.returncode == 0
    for command in ("train", "resume", "longer", "evaluate", "predict", "runs", "compare", "bench"):
        assert command in done.stdout


@pytest.fixture
def files(tmp_path):
    (tmp_path / "noise.csv").write_bytes(bytes(range(1, 256)) * 40)
    (tmp_path / "one.csv").write_text("sentence,label\n" + "".join(f"line number {i},1\n" for i in range(50)))
    (tmp_path / "good.csv").write_text("sentence,label\n" + "".join(f"{'ab'[i % 2]} {i},{i % 2}\n" for i in range(90)))
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["train", "--data", "missing.csv"], "missing.csv"),
        (["train", "--data", "noise.csv"], "noise.csv"),
        (["train", "--data", "one.csv"], "class"),
        (["train", "--data", "good.csv", "--encoders", "nonsense"], "nonsense"),
        (["train", "--data", "good.csv", "--encoders", "nobody,compact-student"], "nobody"),
        (["train", "--data", "good.csv", "--preset", "slow"], "slow"),
        (["train", "--data", "good.csv", "--temperature", "0"], "temperature"),
        (["train", "--data", "good.csv", "--alpha", "x"], "alpha"),
        (["train", "--data", "good.csv", "--epochs", "0"], "epochs"),
        (["train", "--data", "good.csv", "--text-column", "nope"], "nope"),
        (["train", "--data", "http://127.0.0.1:9/x.csv"], "127.0.0.1"),
        (["train", "--flag"], "--flag"),
        (["fly"], "fly"),
        (["evaluate", "nowhere", "--data", "good.csv"], "nowhere"),
        (["evaluate", "nowhere"], "--data"),
        (["predict", "nowhere", "--input", "good.csv", "--output", "o.csv"], "nowhere"),
        (["compare", "a", "b"], "no run"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_one_sentence_and_exit_code_2(files, monkeypatch, capsys, arguments, word):
    monkeypatch.chdir(files)
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    captured = capsys.readouterr()
    assert end.value.code == 2
    lines = [line for line in captured.err.splitlines() if "Getting ready" not in line and line.strip()]
    assert len(lines) == 1, captured.err
    assert word in lines[0]
    assert "Traceback" not in captured.err


def test_a_mistake_in_a_real_process_leaves_no_traceback(tmp_path):
    done = kdcore("train", "--data", tmp_path / "missing.csv", "--runs", tmp_path / "runs")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "runs").exists()


def test_predict_into_a_folder_that_is_not_there(run, tmp_path, capsys):
    (tmp_path / "in.txt").write_text("a\n")
    with pytest.raises(SystemExit) as end:
        cli.main(["predict", str(run), "--input", str(tmp_path / "in.txt"), "--output", str(tmp_path / "no" / "o.csv")])
    assert end.value.code == 2
    assert "cannot be written" in capsys.readouterr().err
