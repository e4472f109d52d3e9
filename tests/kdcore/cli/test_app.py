"""The commands as a person types them: in a process of their own where a killed terminal and exit codes matter."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
import typer

from kdcore.cli import app as cli

ROOT = Path(__file__).parents[3]
COMMANDS = typer.main.get_command(cli.app).commands


def in_a_process(*arguments):
    command = [sys.executable, "-m", "kdcore", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


def mistake(capsys, *arguments):
    """Return the one sentence on standard error that a wrong command ends with."""
    with pytest.raises(SystemExit) as end:
        cli.main(list(map(str, arguments)))
    assert end.value.code == 2
    written = capsys.readouterr().err
    assert "Traceback" not in written
    lines = [line for line in written.splitlines() if "Getting ready" not in line and line.strip()]
    assert len(lines) == 1, written
    assert "None" not in lines[0]
    return lines[0]


@pytest.fixture(scope="module")
def options(small_csv, tiny_bert, tiny_student):
    return ["--data", str(small_csv), "--encoders", f"{tiny_bert},{tiny_student}", "--preset", "quick"]


@pytest.fixture(scope="module")
def run(tmp_path_factory, options):
    """A training through the command line; returns the folder named on its last line."""
    runs, out = tmp_path_factory.mktemp("runs"), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builtins.print", out.append)
        cli.main(["train", *options, "--runs", str(runs), "--seed", "3", "--epochs", "2", "--teacher-epochs", "1"])
    folder = Path(out[-1])
    assert folder.parent == runs
    return folder


def test_settings_from_the_command_line_are_those_of_the_run(run):
    training = json.loads((run / "config.json").read_text())["training"]
    assert (training["seed"], training["student"]["epochs"], training["baseline_epochs"]) == (3, 2, 2)
    assert training["teacher"]["epochs"] == 1


def test_evaluate_prints_the_promised_json(run, small_csv, capsys):
    cli.main(["evaluate", str(run), "--data", str(small_csv), "--json"])
    report = json.loads(capsys.readouterr().out)
    assert set(report) == {"teacher", "student", "agreement", "n"}
    assert set(report["teacher"]) == set(report["student"]) == {"accuracy", "macro_f1"}
    assert report["n"] == len(pd.read_csv(small_csv))


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


def test_a_run_whose_terminal_was_closed_is_resumed(tmp_path, options, capsys):
    """End to end in real processes: `train` is killed, `resume` finishes it."""
    command = [sys.executable, "-m", "kdcore", "train", *options, "--runs", str(tmp_path), "--teacher-epochs", "30"]
    training = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 90
    while not list(tmp_path.glob("*/checkpoints/teacher-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    training.kill()
    training.wait()
    folder = next(tmp_path.glob("*/config.json")).parent
    config = json.loads((folder / "config.json").read_text())
    for kind in ("teacher", "student"):
        config["training"][kind]["epochs"] = 2  # the rest is soon done
    config["training"]["baseline_epochs"] = 1
    (folder / "config.json").write_text(json.dumps(config))
    done = in_a_process("resume", folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(folder)
    assert "Exam on" in done.stdout
    assert "epoch  2 of 2" in done.stdout
    assert "Resumed" in {json.loads(line)["event"] for line in (folder / "events.jsonl").read_text().splitlines()}
    assert "done cannot be resumed" in mistake(capsys, "resume", folder)


def test_training_longer_is_a_new_run(run, tmp_path, capsys):
    before = (run / "state.json").read_text()
    cli.main(["longer", str(run), "--runs", str(tmp_path)])
    new = Path(capsys.readouterr().out.splitlines()[-1])
    assert new.parent == tmp_path
    assert json.loads((new / "config.json").read_text())["continues"] == run.name
    assert (run / "state.json").read_text() == before


def test_a_column_that_cannot_be_held_out_is_said(small_csv, tmp_path, capsys):
    said = mistake(capsys, "train", "--data", small_csv, "--holdout", "voice=v07", "--runs", tmp_path / "runs")
    assert "no column 'voice'" in said
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


def test_help_comes_without_torch_and_names_every_command():
    done = in_a_process("--help")
    assert (done.returncode, done.stderr) == (0, "")
    shown = {line.split()[1] for line in done.stdout.splitlines() if line.startswith("│") and len(line.split()) > 2}
    assert set(COMMANDS) <= shown
    code = "import sys; from kdcore.cli.app import main; main(['train', '--help']); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.DEVNULL).returncode == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_and_its_options(name, capsys):
    command = COMMANDS[name]
    assert command.help.endswith(".")
    for option in command.params:
        assert option.param_type_name == "argument" or option.help, option.name
    cli.main([name, "--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert " ".join(command.help.split())[:40] in shown
    for option in command.params:
        title = option.opts[0] if option.param_type_name == "option" else option.metavar or option.name
        assert title in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_answers_an_unknown_option_with_one_sentence(name, capsys):
    assert "--nonsense" in mistake(capsys, name, "--nonsense")


@pytest.fixture
def files(tmp_path):
    (tmp_path / "noise.csv").write_bytes(bytes(range(1, 256)) * 40)
    (tmp_path / "one.csv").write_text("sentence,label\n" + "".join(f"line number {i},1\n" for i in range(50)))
    (tmp_path / "good.csv").write_text("sentence,label\n" + "".join(f"{'ab'[i % 2]} {i},{i % 2}\n" for i in range(90)))
    return tmp_path


BUILD = ["build-encoders", "--minilm", "nowhere", "--output", "out"]
MISTAKES = [
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
    (["fly"], "fly"),
    (["resume", "nowhere"], "nowhere"),
    (["longer", "nowhere"], "nowhere"),
    (["evaluate", "nowhere", "--data", "good.csv"], "nowhere"),
    (["evaluate", "nowhere"], "--data"),
    (["predict", "nowhere", "--input", "good.csv", "--output", "o.csv"], "nowhere"),
    (["examine", "nowhere"], "nowhere"),
    (["compare", "a", "b"], "no run"),
    (["runs", "extra"], "extra"),
    (["probe", "nobody"], "nobody"),
    (["ablate", "--seeds", "many"], "--seeds"),
    (["ablate", "--epochs", "0"], "epochs"),
    (["leave-one-out", "nobody"], "nobody"),
    ([*BUILD, "--corpus", "missing.tsv"], "missing.tsv"),
    ([*BUILD, "--corpus", "good.csv"], "text"),
    (["bench", "extra"], "extra"),
]


@pytest.mark.parametrize(("arguments", "word"), MISTAKES, ids=lambda v: " ".join(v) if isinstance(v, list) else "")
def test_a_mistake_is_one_sentence_and_exit_code_2(files, monkeypatch, capsys, arguments, word):
    monkeypatch.chdir(files)
    assert word in mistake(capsys, *arguments)


def test_every_command_is_given_a_mistake_of_its_own():
    assert set(COMMANDS) <= {arguments[0] for arguments, _ in MISTAKES}


def test_a_mistake_in_a_real_process_leaves_no_traceback(tmp_path):
    done = in_a_process("train", "--preset", "slow", "--runs", tmp_path / "runs")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "runs").exists()


def test_predict_into_a_folder_that_is_not_there(run, tmp_path, capsys):
    (tmp_path / "in.txt").write_text("a\n")
    output = tmp_path / "no" / "o.csv"
    assert "cannot be written" in mistake(capsys, "predict", run, "--input", tmp_path / "in.txt", "--output", output)
