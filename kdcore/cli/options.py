"""What the commands share: the consoles they write to, and options that several of them take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

OUT, ERR = Console(), Console(stderr=True)

RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a finished run.", show_default=False)]
RunsOption = Annotated[Path, typer.Option("--runs", metavar="DIR", help="Folder that holds the runs.")]
TextColumn = Annotated[str | None, typer.Option(help="Column with the sentences, if not recognised.")]
LabelColumn = Annotated[str | None, typer.Option(help="Column with the labels, if not recognised.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@contextmanager
def waiting(sentence: str) -> Iterator[None]:
    """Show a sentence on standard error while the block runs."""
    with ERR.status(sentence):
        yield
