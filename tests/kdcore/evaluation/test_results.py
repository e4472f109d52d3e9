"""The typed results: files of every version are read, and written as they were."""

import json

import pytest

from kdcore.bundled import DEMO_RUN
from kdcore.errors import RunError
from kdcore.evaluation.results import ExamResults, Interval
from kdcore.storage import read_json, write_json

FILE = DEMO_RUN / "results.json"


def test_the_bundled_file_is_read_and_written_with_the_same_keys_and_values():
    results = read_json(FILE, ExamResults)
    assert results.as_json() == json.loads(FILE.read_text())
    assert results.student.accuracy_interval == Interval(
        *json.loads(FILE.read_text())["results"]["student"]["accuracy_interval"]
    )
    assert results.student.calibration_temperature > 1
    assert results.teacher_vs_student.n == results.n


def test_parts_that_older_versions_did_not_have_are_none_and_stay_away(tmp_path):
    plain = json.loads(FILE.read_text())
    del plain["fidelity"], plain["n_validation"]
    for one in plain["results"].values():
        for key in ("noise_accuracy", "temperature", "calibration_error_scaled", "reliability"):
            one.pop(key, None)
    write_json(tmp_path / "results.json", plain)
    results = read_json(tmp_path / "results.json", ExamResults)
    assert results.fidelity is results.student.noise_accuracy is results.student.reliability is None
    assert results.as_json() == plain


@pytest.mark.parametrize("key", ["results", "retention", "majority", "teacher_vs_student"])
def test_a_file_without_a_part_that_every_exam_has_is_broken(tmp_path, key):
    plain = json.loads(FILE.read_text())
    del plain[key]
    write_json(tmp_path / "results.json", plain)
    with pytest.raises(RunError, match="missing or broken"):
        read_json(tmp_path / "results.json", ExamResults)
