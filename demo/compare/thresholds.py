"""The decision threshold: both networks' mistakes on the test rows at a threshold, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup

from demo.compare.figures import cost_figure
from demo.compare.tables import count_cell
from demo.i18n import translate
from demo.refusals import Refusal
from demo.shared.display_names import candidate_name, label_word
from demo.shared.html import table, tag
from demo.shared.number_field import parse_number
from kdcore.config import ROLES
from kdcore.evaluation.thresholds import GRID, Costs, Matrix, cheapest_threshold, cost_curve, matrix_at
from kdcore.runs.folder import RunFolder
from kdcore.serving.stored_exam import Array, Part, StoredExam

_MOST_COST = 1_000_000.0


@dataclass(frozen=True)
class ThresholdSettings:
    """Which class is predicted, at what decision threshold, and what mistakes cost."""

    class_number: int
    threshold: float
    costs: Costs

    @classmethod
    def read(
        cls, found: StoredExam, class_number: Any, threshold: Any, miss: Any, alarm: Any, base_rate: Any
    ) -> ThresholdSettings:  # noqa: PLR0913
        """Return the settings in the form's fields; an empty cost is 1, an empty base rate that of the test rows.

        Raises Refusal when a field holds no number, or one outside its range.
        """
        text = str(class_number)
        number = int(text) if text.isdecimal() and int(text) < len(found.label_names) else default_class(found)
        if not isinstance(threshold, (int, float)) or not 0 <= threshold <= 1:
            raise Refusal("error_threshold")
        costs = [
            1.0 if cost is None else cost
            for cost in (parse_number(miss, "cost_miss"), parse_number(alarm, "cost_alarm"))
        ]
        if not all(0 <= cost <= _MOST_COST for cost in costs):
            raise Refusal("error_costs", limit=_MOST_COST)
        rate = parse_number(str(base_rate or "").replace("%", ""), "base_rate")
        if rate is not None and not 0 <= rate <= 100:
            raise Refusal("error_base_rate")
        return cls(number, float(threshold), Costs(costs[0], costs[1], None if rate is None else rate / 100))


def default_class(found: StoredExam) -> int:
    """Return the class that is chosen at first: the second of two, else the first."""
    return 1 if len(found.label_names) == 2 else 0


def _one_against_rest(part: Part, who: str, number: int) -> tuple[Array, Array]:
    return np.asarray(part.truth == number), np.asarray(part.of[who].probabilities[:, number])


def cheapest_thresholds(found: StoredExam, settings: ThresholdSettings) -> dict[str, float]:
    """Return for each network the threshold that costs least on the validation rows.

    Raises Refusal when the run has none.
    """
    if found.validation is None:
        raise Refusal("threshold_missing")
    part = found.validation
    return {
        who: cheapest_threshold(*_one_against_rest(part, who, settings.class_number), settings.costs) for who in ROLES
    }


def threshold_html(lang: str, run: RunFolder, found: StoredExam, settings: ThresholdSettings) -> Markup:
    """Return both networks' confusion matrix on the test rows at the threshold, what they cost, and the cost curve."""
    name = label_word(lang, run, settings.class_number)
    matrices, curves = {}, {}
    for who in ROLES:
        rows = _one_against_rest(found.test, who, settings.class_number)
        matrices[who] = matrix_at(*rows, settings.threshold)
        curves[who] = [1000 * float(cost) for cost in cost_curve(*rows, settings.costs)]
    expected = {who: matrices[who].expected(settings.costs) for who in ROLES}
    rate = settings.costs.base_rate
    shown = [_matrix(lang, run, found, settings, matrices[who], expected[who], who) for who in ROLES]
    rate_note = translate(lang, "threshold_rate" if rate is None else "threshold_other_rate",
                    rate=matrices["teacher"].prevalence if rate is None else rate, name=name)  # fmt: skip
    return Markup("").join(
        (
            tag("p", _cost_sentence(lang, settings.threshold, name, expected), class_="kd-now", role="status"),
            tag("p", rate_note, class_="kd-quiet"),
            tag("div", *shown, class_="kd-grid"),
            tag("p", translate(lang, "cost_help"), class_="kd-quiet"),
            cost_figure(lang, [float(t) for t in GRID], curves, settings.threshold),
        )
    )


def _cost_sentence(lang: str, threshold: float, name: str, expected: Mapping[str, tuple[float, float, float]]) -> str:
    teacher, student = (1000 * expected[who][2] for who in ROLES)
    same = abs(teacher - student) < 0.05 * max(teacher, student, 1e-9)
    key = "threshold_same" if same else "threshold_student" if student < teacher else "threshold_teacher"
    return translate(lang, key, threshold=threshold, name=name, teacher=teacher, student=student)


def _matrix(
    lang: str,
    run: RunFolder,
    found: StoredExam,
    settings: ThresholdSettings,
    matrix: Matrix,
    expected: tuple[float, float, float],
    who: str,
) -> Markup:
    name = label_word(lang, run, settings.class_number)
    two = len(found.label_names) == 2
    other = label_word(lang, run, 1 - settings.class_number) if two else translate(lang, "threshold_others")

    rows = [
        [name, count_cell(lang, matrix.hits, True), count_cell(lang, matrix.misses, False)],
        [other, count_cell(lang, matrix.false_alarms, False), count_cell(lang, matrix.rejections, True)],
    ]
    corner = f"{translate(lang, 'truth')} ↓  {translate(lang, 'answer')} →"
    shown = table([corner, name, other], rows, caption=candidate_name(lang, who))
    misses, alarms, cost = (1000 * value for value in expected)
    mistakes = translate(lang, "threshold_mistakes", misses=misses, alarms=alarms, cost=cost)
    return tag("section", shown, tag("p", mistakes), class_=f"kd-matrix kd-matrix-{who}")
