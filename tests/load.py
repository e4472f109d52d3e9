"""Many visitors at once against a running page: `python tests/load.py --visitors 50` starts one and measures it.

Every visitor is a client of its own that asks single sentences through the same queue as the page, and thinks between
two of them; `--burst` lets all ask at the same moment. `--list` judges 10,000 sentences meanwhile, `--train` trains.
Prints one line of JSON: seconds (median, 95th percentile, largest), how many were asked, and how many failed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

import httpx
import pandas as pd

ROOT = Path(__file__).parents[1]
SENTENCES = list(pd.read_csv(ROOT / "assets/data/imperatives.csv", keep_default_na=False).sentence)


async def ask(client: httpx.AsyncClient, url: str, text: str) -> float:
    """Return the seconds until the answer; raises RuntimeError when there is none."""
    started = time.perf_counter()
    joined = await client.post(f"{url}gradio_api/call/compare", json={"data": [text]})
    event = joined.raise_for_status().json()["event_id"]
    async with client.stream("GET", f"{url}gradio_api/call/compare/{event}") as answer:
        lines = [line async for line in answer.aiter_lines()]
    if "event: complete" not in lines:
        raise RuntimeError(" ".join(lines)[:200])
    return time.perf_counter() - started


async def visitor(url: str, seconds: float, think_s: float, rng: random.Random) -> tuple[list[float], list[str]]:
    """Return the seconds of each answer, and what failed."""
    times: list[float] = []
    failed: list[str] = []
    until = time.perf_counter() + seconds
    async with httpx.AsyncClient(timeout=120) as client:
        await asyncio.sleep(rng.uniform(0, think_s))
        while time.perf_counter() < until:
            try:
                times.append(await ask(client, url, rng.choice(SENTENCES)))
            except (httpx.HTTPError, RuntimeError) as error:
                failed.append(repr(error))
            if think_s == 0:
                break
            await asyncio.sleep(rng.uniform(0.5, 1.5) * think_s)
    return times, failed


async def crowd(url: str, n: int, seconds: float, think_s: float) -> dict[str, object]:
    """Return the figures of n visitors at once."""
    found = await asyncio.gather(*(visitor(url, seconds, think_s, random.Random(i)) for i in range(n)))
    times = sorted(second for own, _ in found for second in own)
    failed = [why for _, own in found for why in own]
    figures: dict[str, object] = {"visitors": n, "asked": len(times) + len(failed), "failed": len(failed)}
    if times:
        p95 = times[min(len(times) - 1, round(0.95 * len(times)))]
        figures |= {"median_s": round(median(times), 3), "p95_s": round(p95, 3), "largest_s": round(times[-1], 3)}
    return figures | ({"first_failure": failed[0]} if failed else {})


def start_page(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start the page with its own folder of runs; returns the process and the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "KD_DATA_DIR": str(folder), "GRADIO_SERVER_PORT": str(port), "HF_HUB_OFFLINE": "1"}
    page = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/"
    for _ in range(1200):
        try:
            httpx.get(url, timeout=5)
            break
        except httpx.HTTPError:
            time.sleep(0.2)
    asyncio.run(crowd(url, 2, 5, 0))  # the networks are loaded now
    return page, url


def judge_list(figures: dict[str, object], folder: Path) -> None:
    """Judge 10,000 sentences with both networks, the way the page does, beside what else goes on."""
    code = (
        "import sys, time, pandas as pd\n"
        "from kdcore.using.asking import DEMO_RUN\n"
        "from kdcore.using.backroom import Backroom\n"
        "if __name__ == '__main__':\n"
        "    texts = pd.read_csv('assets/data/imperatives.csv', keep_default_na=False).sentence.sample(10_000, random_state=0)\n"
        "    room = Backroom(); room.prepare(DEMO_RUN); list(room.judge(DEMO_RUN, ['eta koro']))\n"
        "    started = time.perf_counter(); *_, last = room.judge(DEMO_RUN, list(texts))\n"
        "    print(time.perf_counter() - started); room.close()\n"
    )
    script = folder / "list.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], cwd=ROOT, env={**os.environ, "PYTHONPATH": "."}, stdout=subprocess.PIPE, text=True, check=True)  # fmt: skip
    figures["list_of_10000_s"] = round(float(done.stdout.split()[-1]), 1)


def main() -> None:
    """Measure, and print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--visitors", type=int, default=50)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--think", type=float, default=5.0, help="seconds a visitor thinks between two sentences")
    options.add_argument("--burst", action="store_true", help="everybody asks once, at the same moment")
    options.add_argument("--list", action="store_true", help="a list of 10,000 sentences is judged meanwhile")
    options.add_argument("--train", action="store_true", help="a training runs meanwhile")
    wish = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        page, url = start_page(Path(folder) / "runs")
        training = None
        figures: dict[str, object] = {}
        try:
            if wish.train:
                command = [sys.executable, "-m", "kdcore", "train", "--preset", "quick", "--runs", f"{folder}/runs"]
                training = subprocess.Popen(["nice", "-n", "19", *command], cwd=ROOT, stdout=subprocess.DEVNULL)
                time.sleep(30)
            other = threading.Thread(target=judge_list, args=(figures, Path(folder)))
            if wish.list:
                other.start()
                time.sleep(8)
            figures |= asyncio.run(crowd(url, wish.visitors, wish.seconds, 0 if wish.burst else wish.think))
            if wish.list:
                other.join()
        finally:
            for process in filter(None, (training, page)):
                process.terminate()
                process.wait(timeout=30)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
