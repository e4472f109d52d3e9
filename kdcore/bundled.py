"""Where the bundled files lie: the dataset, the encoders, and the demo run."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# A checkout has them beside the package, an installed wheel inside of it.
_CHECKOUT, _WHEEL = _PACKAGE.parent / "assets", _PACKAGE / "_assets"
ASSETS = _CHECKOUT if (_CHECKOUT / "data").is_dir() else _WHEEL

DATASET = ASSETS / "data" / "imperatives.csv"
ENCODERS = ASSETS / "encoders"
DEMO_RUN = ASSETS / "demo_run"
