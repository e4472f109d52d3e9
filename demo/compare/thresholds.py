"""From how sure on a sentence is called one of a class: both networks' mistakes at a threshold, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup

from demo.compare.figures import cost_figure
from demo.i18n import translate
from demo.refusals import Refusal
from demo.shared.display_names import candidate_name, label_word
from demo.shared.html import table, tag
from demo.shared.number_field import parse_number
from kdcore.config import ROLES
from kdcore.evaluation.thresholds import GRID, Costs, Matrix, cheapest, cost_curve, matrix_at
from kdcore.runs.folder import RunFolder
from kdcore.serving.stored_exam import Array, Part, StoredExam

_MOST_COST = 1_000_000.0


@dataclass(frozen=True)
class Question:
    """Which class is looked for, from how sure on, and at what costs."""

    class_number: int
    threshold: float
    costs: Costs

    @classmethod
    def read(
        cls, found: StoredExam, class_number: Any, threshold: Any, miss: Any, alarm: Any, base_rate: Any
    ) -> Question:  # noqa: PLR0913
        """Return what the fields say; an empty cost is 1, an empty base rate that of the test rows.

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
    """Return the class that is looked for at first: the second of two, else the first."""
    return 1 if len(found.label_names) == 2 else 0


def _of_class(part: Part, who: str, number: int) -> tuple[Array, Array]:
    return np.asarray(part.truth == number), np.asarray(part.of[who].probabilities[:, number])


def cheapest_thresholds(found: StoredExam, question: Question) -> dict[str, float]:
    """Return for each network the threshold that costs least on the validation rows.

    Raises Refusal when the run has none.
    """
    if found.validation is None:
        raise Refusal("threshold_missing")
    part = found.validation
    return {who: cheapest(*_of_class(part, who, question.class_number), question.costs) for who in ROLES}


def threshold_html(lang: str, run: RunFolder, found: StoredExam, question: Question) -> Markup:
    """Return both networks' confusion matrix on the test rows at the threshold, what they cost, and the cost curve."""
    name = label_word(lang, run, question.class_number)
    matrices, curves = {}, {}
    for who in ROLES:
        rows = _of_class(found.test, who, question.class_number)
        matrices[who] = matrix_at(*rows, question.threshold)
        curves[who] = [1000 * float(cost) for cost in cost_curve(*rows, question.costs)]
    expected = {who: matrices[who].expected(question.costs) for who in ROLES}
    rate = question.costs.base_rate
    shown = [_matrix(lang, run, found, question, matrices[who], expected[who], who) for who in ROLES]
    rate_told = translate(lang, "threshold_rate" if rate is None else "threshold_other_rate",
                    rate=matrices["teacher"].prevalence if rate is None else rate, name=name)  # fmt: skip
    return Markup("").join(
        (
            tag("p", _told(lang, question.threshold, name, expected), class_="kd-now", role="status"),
            tag("p", rate_told, class_="kd-quiet"),
            tag("div", *shown, class_="kd-grid"),
            tag("p", translate(lang, "cost_help"), class_="kd-quiet"),
            cost_figure(lang, [float(t) for t in GRID], curves, question.threshold),
        )
    )


def _told(lang: str, threshold: float, name: str, expected: Mapping[str, tuple[float, float, float]]) -> str:
    teacher, student = (1000 * expected[who][2] for who in ROLES)
    same = abs(teacher - student) < 0.05 * max(teacher, student, 1e-9)
    key = "threshold_same" if same else "threshold_student" if student < teacher else "threshold_teacher"
    return translate(lang, key, threshold=threshold, name=name, teacher=teacher, student=student)


def _matrix(
    lang: str,
    run: RunFolder,
    found: StoredExam,
    question: Question,
    matrix: Matrix,
    expected: tuple[float, float, float],
    who: str,
) -> Markup:
    name = label_word(lang, run, question.class_number)
    two = len(found.label_names) == 2
    other = label_word(lang, run, 1 - question.class_number) if two else translate(lang, "threshold_others")

    def count(value: int, right: bool) -> Markup:
        return tag(
            "td", translate(lang, "whole", value=value), class_="kd-number kd-diagonal" if right else "kd-number"
        )

    rows = [
        [name, count(matrix.hits, True), count(matrix.misses, False)],
        [other, count(matrix.false_alarms, False), count(matrix.rejections, True)],
    ]
    corner = f"{translate(lang, 'truth')} ↓  {translate(lang, 'answer')} →"
    shown = table([corner, name, other], rows, caption=candidate_name(lang, who))
    misses, alarms, cost = (1000 * value for value in expected)
    told = translate(lang, "threshold_mistakes", misses=misses, alarms=alarms, cost=cost)
    return tag("section", shown, tag("p", told), class_=f"kd-matrix kd-matrix-{who}")
