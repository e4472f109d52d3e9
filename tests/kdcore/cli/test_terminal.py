from io import StringIO

from rich.console import Console

from kdcore.cli.terminal import runs_table, stage_name
from kdcore.runs.annotations import rename_run
from kdcore.runs.folder import RunFolder


def test_the_list_of_runs_shows_given_names_as_they_were_written(tmp_path):
    config = {"data": {"name": "mine"}, "training": {"preset": "quick"}}
    runs = [RunFolder.create(tmp_path, name, config) for name in ("one", "two")]
    rename_run(runs[0], "[red]Hotter")
    console = Console(width=200, record=True, file=StringIO())
    console.print(runs_table(runs))
    first, second = (line for line in console.export_text().splitlines() if "queued" in line)
    assert "[red]Hotter" in first
    assert second.split()[1:4] == ["two", "│", "│"]


def test_every_teacher_has_a_name_of_its_own():
    names = [stage_name(stage) for stage in ("teacher", "teacher_2", "fold_1", "soft_targets", "baseline")]
    assert names == ["Teacher", "Teacher 2", "Fold teacher 1", "Soft targets", "Student alone"]
