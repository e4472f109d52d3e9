import pytest

from kdcore.errors import RunError
from kdcore.runs.store import DEMO, RunStore


def test_an_installation_without_the_demo_run_says_where_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr("kdcore.runs.store.DEMO_RUN", tmp_path / "missing")
    with pytest.raises(RunError, match=r"demo run are missing from this installation.* checkout of the repository"):
        RunStore(tmp_path).folder(DEMO)
