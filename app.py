"""Opens the page: `python app.py`. Host, port and the folder of the runs come from the environment."""

import os
from pathlib import Path

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

if __name__ == "__main__":
    # Imports stand here because the process that answers sentences imports this file too, and needs none of the page;
    # and in this order because it loads the networks while the page is still being put together.
    from kdcore.using.asking import DEMO_RUN, Desk

    desk = Desk()
    if "SPACES_ZERO_GPU" not in os.environ:  # there, sentences are answered in this process
        desk.prepare(DEMO_RUN)

    from demo.page import build_page, launch
    from demo.site import Site

    site = Site(Path(os.environ.get("KD_RUNS", "runs")).resolve(), desk)
    site.launcher.keep_ticking()
    port = os.environ.get("GRADIO_SERVER_PORT")
    host = os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1")
    launch(build_page(site), site, server_name=host, server_port=int(port) if port else None)
