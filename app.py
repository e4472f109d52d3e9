"""Opens the page: `python app.py`. Host, port and the folder of the runs come from the environment."""

import os

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

from pathlib import Path  # noqa: E402  (the settings above are read at import)

from demo.page import build_page, launch  # noqa: E402
from demo.site import Site  # noqa: E402

if __name__ == "__main__":
    site = Site(Path(os.environ.get("KD_RUNS", "runs")).resolve())
    site.launcher.keep_ticking()
    launch(
        build_page(site),
        site,
        server_name=os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1"),
        server_port=int(os.environ["GRADIO_SERVER_PORT"]) if "GRADIO_SERVER_PORT" in os.environ else None,
    )
