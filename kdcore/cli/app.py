"""The same actions without a browser: `python -m kdcore ...`. Each command imports torch only when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import typer

from kdcore.cli import runs, studies, train
from kdcore.errors import KdError
from kdcore.runs.create import THREAD_SETTINGS

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Distil a large text classifier into a tiny one: a teacher is trained on your sentences, a student on its "
    "answers.",
)

COMMANDS: dict[str, Callable[..., None]] = {
    "train": train.train,
    "resume": train.resume,
    "longer": train.train_longer,
    "evaluate": runs.evaluate,
    "predict": runs.predict,
    "examine": runs.examine,
    "compare": runs.compare,
    "runs": runs.list_all,
    "probe": studies.probe,
    "ablate": studies.ablate,
    "leave-one-out": studies.leave_one_out,
    "build-encoders": studies.build_encoders,
    "bench": studies.bench,
}
for _name, _command in COMMANDS.items():
    app.command(_name)(_command)


def main(arguments: list[str] | None = None) -> None:
    """Run a command; a mistake is one sentence on standard error and exit code 2, never a traceback."""
    quiet = {"TRANSFORMERS_VERBOSITY": "error", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    for name, value in {"TOKENIZERS_PARALLELISM": "true", **quiet, **THREAD_SETTINGS}.items():
        os.environ.setdefault(name, value)
    try:
        app(arguments, standalone_mode=False)
    except KdError as error:
        _end(str(error), 2)
    except (KeyboardInterrupt, typer.Abort):
        _end("Stopped. `python -m kdcore resume RUN` continues from the newest checkpoint.", 130)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        # Wrong arguments: typer's own classes moved between its versions, what they share is format_message.
        if not hasattr(error, "format_message"):
            raise
        _end(f"{error.format_message().rstrip('.')}. See --help.", 2)


def _end(sentence: str, code: int) -> None:
    print(" ".join(sentence.split()), file=sys.stderr)
    sys.exit(code)
