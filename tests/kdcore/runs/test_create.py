import pytest

from kdcore.runs.create import n_cores


@pytest.mark.parametrize(("given", "threads"), [("1", 1), ("64", 5), ("", 5), ("all", 5), ("0", 5)])
def test_no_more_threads_are_used_than_asked_for_or_available(monkeypatch, given, threads):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(5)), raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", given)
    assert n_cores() == threads
