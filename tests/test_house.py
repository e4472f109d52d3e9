"""The rules of the house, read from the source: who may import whom, and how large a file may be."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("kdcore/**/*.py"), *ROOT.glob("demo/**/*.py"), *ROOT.glob("app.py")])
# Each room may import the rooms before it.
ROOMS = [
    "errors",
    "stages",
    "config",
    "bundled",
    "storage",
    "language",
    "data",
    "evaluation",
    "models",
    "training",
    "pretraining",
    "runs",
    "serving",
    "studies",
    "api",
    "cli",
]
BESIDE = [{"data", "evaluation"}]  # these two do not know each other
TABS = ("try_it", "train", "compare", "data", "runs")
MOST_LINES = 400
WORDS = ROOT / "demo" / "i18n"  # a language is one file, as long as its words are many


def module_name(file):
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(file): file for file in FILES}


def imports(name):
    """Return the full names of all modules that a module imports, wherever and however it does."""
    file, found = MODULES[name], set()
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            # `from package import module` imports the module too.
            found |= {module, *(f"{module}.{a.name}" for a in node.names if f"{module}.{a.name}" in MODULES)}
    return found


def room(name):
    parts = name.split(".")
    return parts[1] if parts[0] == "kdcore" and len(parts) > 1 else None


def test_relative_imports_are_seen():
    tree = "from . import a\nfrom .b import c\nfrom .. import d"
    file = ROOT / "demo" / "train" / "tab.py"
    package, levels = module_name(file).rpartition(".")[0], []
    for node in ast.parse(tree).body:
        levels.append(".".join(package.split(".")[: len(package.split(".")) - node.level + 1]))
    assert levels == ["demo.train", "demo.train", "demo"]


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_one_way(name):
    seen = imports(name)
    top = {n.split(".")[0] for n in seen}
    assert not top & {"pickle", "joblib", "dill"}
    if name.startswith("kdcore"):
        assert not top & {"gradio", "plotly", "demo"}
    if name.startswith("demo"):
        assert "torch" not in top
        assert not [n for n in seen if n.startswith(("kdcore.training.", "kdcore.models.", "kdcore.pretraining."))]
    mine = room(name)
    for other in filter(None, map(room, seen)):
        if mine in ROOMS and other != mine:
            assert ROOMS.index(other) < ROOMS.index(mine), f"{name} imports {other}"
            assert {mine, other} not in BESIDE, f"{name} imports {other}"


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith(tuple(f"demo.{tab}." for tab in TABS))])
def test_tabs_do_not_know_each_other(name):
    own = name.split(".")[1]
    assert not [n for n in imports(name) if n.split(".")[0] == "demo" and n.split(".")[1] in set(TABS) - {own}]


def test_no_circle():
    graph = {name: {n for n in imports(name) if n in MODULES and n != name} for name in MODULES}
    # A package is not its parts: importing one of them runs its `__init__`, which may import the others.
    graph = {name: {n for n in seen if not name.startswith(f"{n}.")} for name, seen in graph.items()}
    list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def test_every_room_is_listed():
    assert {room(name) for name in MODULES if room(name)} - {"__main__"} == set(ROOMS)


@pytest.mark.parametrize("name", MODULES)
def test_files_and_functions_are_short(name):
    file = MODULES[name]
    text = file.read_text(encoding="utf-8")
    assert file.parent == WORDS or len(text.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        # A command's options are its parameters, one a line.
        if isinstance(node, ast.FunctionDef) and not name.startswith("kdcore.cli."):
            assert node.end_lineno - node.lineno < 45, f"{node.name} is long"


def test_no_module_says_nothing():
    vague = {"utils", "util", "helpers", "helper", "manager", "misc", "common", "about", "names", "choices", "asked"}
    assert not [name for name in MODULES if name.rpartition(".")[2] in vague]


def test_the_backend_does_not_load_the_page():
    code = "import kdcore.cli.app, kdcore.training.recipe, sys; sys.exit(bool({'gradio', 'plotly'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_page_opens_without_torch():
    code = "import demo.page, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_no_word_of_other_places():
    for file in [*FILES, ROOT / "README.md", ROOT / "CHANGELOG.md"]:
        text = file.read_text(encoding="utf-8")
        assert "/" + "work/" not in text, file
        assert "TO" + "DO" not in text, file
