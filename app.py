"""Opens the page: `python app.py`. Host, port and the folder of runs come from environment variables."""

import os
import socket
import sys
from pathlib import Path

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")


def number(name: str, default: int | None) -> int | None:
    """Return the whole number in an environment variable; ends the program with a message if it is not one."""
    text = os.environ.get(name, "")
    if text and not text.isdecimal():
        sys.exit(f"{name} is {text!r}; set it to a whole number, or not at all.")
    return int(text) if text else default


def check_port(host: str, port: int) -> None:
    """End the program with a message if the port is taken: better now than after the models are loaded."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        fix = "Set GRADIO_SERVER_NAME and GRADIO_SERVER_PORT to a host and a port that are free."
        sys.exit(f"The page cannot be opened at {host}, port {port}: {error.strerror}. {fix}")


def main() -> None:
    """Open the page and serve it until it is stopped."""
    port, n_parallel = number("GRADIO_SERVER_PORT", None), number("KD_MAX_PARALLEL", 1)
    quota_gb = number("KD_QUOTA_GB", None)
    host = os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1")
    if port is not None:
        check_port(host, port)
    # Imported here because the inference process imports this file too and needs none of the page; in this order
    # because that process loads the models while the page is being built.
    from kdcore.bundled import DEMO_RUN, require_bundled
    from kdcore.errors import RunError
    from kdcore.serving.workers import InferenceWorker

    try:
        require_bundled(DEMO_RUN, "demo run and sentences", RunError)
    except RunError as error:
        sys.exit(str(error))
    worker = InferenceWorker()
    if "SPACES_ZERO_GPU" not in os.environ:  # there, inference runs in this process
        worker.prepare(DEMO_RUN)

    from demo.page import build_page, launch
    from demo.site import Site
    from kdcore.runs.quota import quota_of

    site = Site(Path(os.environ.get("KD_DATA_DIR", "runs")).resolve(), worker)
    site.list_worker.prepare(DEMO_RUN)
    site.launcher.n_parallel = max(1, n_parallel or 1)
    site.launcher.quota_bytes = quota_of(os.environ, quota_gb)
    site.throughput.trials = os.environ.get("KD_MEASURE_SPEED") != "0"
    site.launcher.tick_in_background()
    site.access.bound_to = host
    try:
        launch(build_page(site), site, server_name=host, server_port=port)
    except OSError as error:
        worker.close()
        site.list_worker.close()
        sys.exit(f"The page cannot be opened: {error}")


if __name__ == "__main__":
    main()
