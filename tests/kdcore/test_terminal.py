from io import StringIO

from rich.console import Console

from kdcore.runs.about import rename
from kdcore.runs.folder import RunFolder
from kdcore.terminal import runs_table


def test_the_list_of_runs_shows_given_names_as_they_were_written(tmp_path):
    config = {"data": {"name": "mine"}, "training": {"preset": "quick"}}
    runs = [RunFolder.create(tmp_path, name, config) for name in ("one", "two")]
    rename(runs[0], "[red]Hotter")
    console = Console(width=200, record=True, file=StringIO())
    console.print(runs_table(runs))
    first, second = (line for line in console.export_text().splitlines() if "queued" in line)
    assert "[red]Hotter" in first
    assert second.split()[1:4] == ["two", "│", "│"]
