"""A dataset as HTML: rows per label and split, first sentences, notes on how the file was read."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from demo.i18n import digits, translate
from demo.shared.display_names import word_of
from demo.shared.html import sentence, table, tag
from demo.uploads import bundled_dataset
from kdcore.data import Dataset
from kdcore.data.reading_notes import Note


def bundled_view(lang: str) -> Markup:
    """Return the bundled sentences, with a sentence that says what they are."""
    return Markup("").join((tag("p", translate(lang, "data_bundled")), data_tables(lang, bundled_dataset(), True)))


def file_view(lang: str, dataset: Dataset) -> Markup:
    """Return a visitor's file, with the notes on how it was read."""
    notes = tag("ul", *(tag("li", _translated(lang, note)) for note in dataset.notes), class_="kd-list")
    heading = tag("h2", translate(lang, "data_notes"), class_="kd-h")
    return Markup("").join((data_tables(lang, dataset, False), heading, notes))


def _translated(lang: str, note: str) -> str:
    if lang == "en" or not isinstance(note, Note):
        return note
    values = dict(note.values)
    if "rows" in values:
        values["rows"] = translate(lang, "rows_named", n=values["n"], numbers=digits(lang, values["numbers"]))
    return translate(lang, note.key, **values)


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
