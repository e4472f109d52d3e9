"""A dataset as tables of HTML."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from demo.i18n import translate
from demo.shared.display_names import word_of
from demo.shared.html import sentence, table, tag
from kdcore.data import Dataset


def data_tables(lang: str, dataset: Dataset, bundled: bool) -> Markup:
    """Return how many rows of each class each part has, and the first sentences."""
    parts = {"train_rows": dataset.train, "validation_rows": dataset.validation, "test_rows": dataset.test}
    words = [word_of(lang, bundled, name) for name in dataset.label_names]
    counts: list[Sequence[object]] = []
    for key, rows in parts.items():
        of_class = [rows.labels.count(number) for number in range(len(words))]
        cells = (tag("td", translate(lang, "whole", value=n), class_="kd-number") for n in of_class)
        counts.append([translate(lang, key), *cells])
    first = [
        [sentence(text), words[label]]
        for text, label in zip(dataset.train.texts[:8], dataset.train.labels[:8], strict=False)
    ]
    return Markup("").join(
        (
            table([translate(lang, "data_part"), *words], counts, caption=translate(lang, "data_counts")),
            table([translate(lang, "sentence"), translate(lang, "label")], first, caption=translate(lang, "data_rows")),
        )
    )
