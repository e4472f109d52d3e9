"""The wheel: it holds every module and the bundled files, and works where there is no checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BUNDLED = ("data", "encoders", "demo_run")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    [file] = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return a folder with the wheel's files, as pip lays them out; the libraries are those of this environment."""
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def python(installed, cwd, *arguments):
    environment = os.environ | {"PYTHONPATH": str(installed)}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300)


def test_it_holds_every_module_and_the_bundled_files_and_nothing_else(wheel):
    modules = {str(file.relative_to(ROOT)) for file in ROOT.glob("kdcore/**/*.py")}
    bundled = {
        str(Path("kdcore/_assets") / file.relative_to(ROOT / "assets"))
        for name in BUNDLED
        for file in (ROOT / "assets" / name).rglob("*")
        if file.is_file()
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        [metadata] = [archive.read(name).decode() for name in archive.namelist() if name.endswith("/METADATA")]
    assert held == modules | bundled
    assert "Requires-Dist: torch" in metadata


def test_the_command_line_works_without_a_checkout(installed, tmp_path):
    done = python(installed, tmp_path, "-m", "kdcore", "--help")
    assert done.returncode == 0, done.stderr
    assert "train" in done.stdout


TRAIN = """
import sys, time
from pathlib import Path
import kdcore
from kdcore.bundled import ASSETS, DEMO_RUN
from kdcore.config import preset_config
from kdcore.data import load_dataset
from kdcore.runs.folder import RunFolder
from kdcore.runs.launcher import Launcher

site_packages = Path(sys.argv[1])
assert Path(kdcore.__file__).is_relative_to(site_packages) and ASSETS.is_relative_to(site_packages)
assert RunFolder.open(DEMO_RUN, finished=True).run_id == "demo_run"
print(len(load_dataset().train))
launcher, ending = Launcher(Path("runs")), time.monotonic() + 120
run = launcher.submit(preset_config("quick", n_train=56), load_dataset("tiny.csv"), "secret")
launcher.tick()
log = run.path / "events.jsonl"
while not (log.exists() and "StepDone" in log.read_text()):
    assert run.has_worker() and time.monotonic() < ending, (run.path / "worker.log").read_text()
    time.sleep(0.05)
run.request_stop()
while run.has_worker():
    time.sleep(0.05)
print(run.state().state)
"""


def test_a_worker_process_trains_the_bundled_encoders_without_a_checkout(installed, tmp_path, bundled_frame):
    bundled_frame[["sentence", "label"]].sample(80, random_state=1).to_csv(tmp_path / "tiny.csv", index=False)
    done = python(installed, tmp_path, "-c", TRAIN, installed)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.split() == [str((bundled_frame.split == "train").sum()), "stopped"]
