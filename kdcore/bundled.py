"""Where the bundled files are: the dataset, the encoders, and the demo run."""

from __future__ import annotations

from pathlib import Path

from kdcore.errors import KdError

_PACKAGE = Path(__file__).resolve().parent
# A checkout has them beside the package, an installed wheel inside it.
_CHECKOUT, _WHEEL = _PACKAGE.parent / "assets", _PACKAGE / "_assets"
ASSETS = _CHECKOUT if (_CHECKOUT / "data").is_dir() else _WHEEL

DATASET = ASSETS / "data" / "imperatives.csv"
ENCODERS = ASSETS / "encoders"
DEMO_RUN = ASSETS / "demo_run"


def require_bundled(path: Path, what: str, kind: type[KdError]) -> Path:
    """Return the path of bundled files; raises an error of this kind when the installation has none.

    `what` names the files in the message, in the plural.
    """
    if not path.exists():
        raise kind(
            f"The bundled {what} are missing from this installation.",
            "Reinstall the package, or run it from a checkout of the repository.",
        )
    return path
