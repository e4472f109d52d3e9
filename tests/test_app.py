"""`python app.py` answers a mistake with one sentence."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def started(**environment):
    settings = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=settings, capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize("name", ["GRADIO_SERVER_PORT", "KD_MAX_PARALLEL", "KD_QUOTA_GB"])
def test_a_setting_that_is_no_number(name):
    ended = started(**{name: "many"})
    assert ended.returncode == 1
    assert ended.stderr.strip() == f"{name} is 'many'; set it to a whole number, or not at all."


def test_a_port_that_is_taken(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = started(GRADIO_SERVER_PORT=str(taken.getsockname()[1]), KD_DATA_DIR=str(tmp_path))
    assert ended.returncode == 1
    assert "The page cannot be opened" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_checkout_without_assets(tmp_path):
    shutil.copytree(ROOT / "kdcore", tmp_path / "kdcore", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", tmp_path)
    ended = subprocess.run([sys.executable, "app.py"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.strip() == (
        "The bundled demo run and sentences are missing from this installation. "
        "Reinstall the package, or run it from a checkout of the repository."
    )
