"""The rules of the house, read from the source: who may import whom, and how large a file may be."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("kdcore/**/*.py"), *ROOT.glob("demo/**/*.py"), *ROOT.glob("app.py")])
# Each room may import the rooms before it.
ORDER = [
    "errors",
    "config",
    "data",
    "judging",
    "learning",
    "recipe",
    "runs",
    "using",
    "bench",
    "studies",
    "terminal",
    "run_commands",
    "study_commands",
    "cli",
]
BESIDE = [{"data", "judging"}]  # these two do not know each other


def imported(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module


def every_import(file):
    """Return all imported names, those from the own package too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (alias.name for alias in node.names)


def room(name):
    return name.split(".")[1] if name.startswith("kdcore.") else None


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_file_keeps_the_rules(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 300
    name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    names = list(imported(file))
    top = {n.split(".")[0] for n in names}
    if name.startswith("kdcore"):
        assert not top & {"gradio", "plotly", "demo"}
    if name.startswith("demo"):
        assert "torch" not in top
        assert not any(n.startswith("kdcore.learning") for n in names)
        if name.endswith("_tab"):
            assert not [n for n in every_import(file) if n.endswith("_tab")], "tabs do not know each other"
    mine = room(name)
    for other in filter(None, map(room, names)):
        if mine in ORDER and other != mine:
            assert ORDER.index(other) < ORDER.index(mine), f"{name} imports {other}"
            assert not any({mine, other} == pair for pair in BESIDE), f"{name} imports {other}"
    assert not {"pickle", "joblib", "dill"} & top


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_functions_are_short(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and file.name != "cli.py":
            assert node.end_lineno - node.lineno < 45, f"{node.name} is long"


def test_the_backend_does_not_load_the_page():
    code = "import kdcore.cli, kdcore.recipe, sys; sys.exit(bool({'gradio', 'plotly'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_page_opens_without_torch():
    code = "import demo.page, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_no_word_of_other_places():
    for file in [*FILES, ROOT / "README.md", ROOT / "CHANGELOG.md"]:
        text = file.read_text(encoding="utf-8")
        assert "/" + "work/" not in text, file
        assert "TO" + "DO" not in text, file
