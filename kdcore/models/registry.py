"""Where pretrained encoders are: bundled ones, local folders and Hub ids; nothing is loaded here."""

from __future__ import annotations

import re
from pathlib import Path

from kdcore.bundled import ENCODERS, require_bundled
from kdcore.errors import EncoderError

_HUB_ID = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}")


def bundled() -> list[str]:
    """Return the names of the encoders in `assets/encoders`."""
    return sorted(path.parent.name for path in ENCODERS.glob("*/config.json"))


def locate(name: str) -> str:
    """Return the folder or Hub id that `name` stands for: bundled name first, then a local folder, then the Hub.

    Raises EncoderError when it is none of the three.
    """
    if name in bundled():
        return str(ENCODERS / name)
    folder = Path(name).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").is_file():
            raise EncoderError(
                f"The folder {name} holds no encoder: config.json is missing.",
                "Name a folder made by save_pretrained.",
            )
        return str(folder)
    if _HUB_ID.fullmatch(name) and not name.startswith((".", "/")):
        return name
    require_bundled(ENCODERS, "encoders", EncoderError)
    raise EncoderError(
        f"There is no encoder called {name!r}.",
        f"Use a bundled one ({', '.join(bundled())}), a local folder, or a Hub id such as prajjwal1/bert-tiny.",
    )
