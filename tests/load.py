"""Many visitors at once against a running page: `python tests/load.py --visitors 50` starts one and measures it.

Every visitor does what a browser does: asks a sentence through the page's queue, then asks which words decided, then
thinks; timed is the answer. `--burst` lets all ask at the same moment. `--list` judges 10,000 sentences meanwhile,
`--train` trains.
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
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import pandas as pd
from gradio_client import Client

ROOT = Path(__file__).parents[1]
SENTENCES = list(pd.read_csv(ROOT / "assets/data/imperatives.csv", keep_default_na=False).sentence)


@dataclass(frozen=True)
class Page:
    """Where the page answers, and by which numbers its events are called: to ask, and those that follow."""

    url: str
    ask: int
    after: list[int]

    @classmethod
    def at(cls, url: str) -> Page:
        """Return the running page's numbers."""
        config = httpx.get(f"{url}config", timeout=60).json()
        ids = {part["props"].get("elem_id"): part["id"] for part in config["components"]}

        def number(matches: Callable[[dict[str, Any]], bool]) -> int:
            return int(next(event["id"] for event in config["dependencies"] if matches(event)))

        box, after = ids["kd-sentence"], (ids["kd-words"], ids["kd-right"])
        ask = number(lambda event: [box, "submit"] in [target[:2] for target in event["targets"]])
        follow = [
            number(lambda event, i=i: event["outputs"][:1] == [i] and event["targets"][0][1] == "change") for i in after
        ]
        return cls(url, ask, follow)

    async def call(self, client: httpx.AsyncClient, session: str, number: int, data: list[Any]) -> float:
        """Return the seconds until an event is over, the way a browser calls it; raises RuntimeError if it fails."""
        started = time.perf_counter()
        event = {"data": data, "fn_index": number, "session_hash": session, "event_data": None, "trigger_id": None}
        joined = await client.post(f"{self.url}gradio_api/queue/join", json=event)
        event_id = joined.raise_for_status().json()["event_id"]
        async with client.stream("GET", f"{self.url}gradio_api/queue/data?session_hash={session}") as answer:
            async for line in answer.aiter_lines():
                told = json.loads(line[6:]) if line.startswith("data: ") else {}
                if told.get("msg") == "process_completed" and told["event_id"] == event_id:
                    if not told["success"]:
                        raise RuntimeError(str(told["output"])[:200])
                    if number == self.ask and "kd-card" not in str(told["output"]["data"][0]):
                        raise RuntimeError("no answer")
                    return time.perf_counter() - started
        raise RuntimeError("the queue ended without an answer")


async def visitor(page: Page, seconds: float, think_s: float, rng: random.Random) -> tuple[list[float], list[str]]:
    """Return the seconds of each answer, and what failed."""
    times: list[float] = []
    failed: list[str] = []
    session, until = f"load{rng.getrandbits(40):x}", time.perf_counter() + seconds
    async with httpx.AsyncClient(timeout=120) as client:
        await asyncio.sleep(rng.uniform(0, think_s))
        while time.perf_counter() < until:
            try:
                text = rng.choice(SENTENCES)
                times.append(await page.call(client, session, page.ask, ["en", "demo", text]))
                for number in page.after:
                    await page.call(client, session, number, ["en", None, None][: 2 if number == page.after[0] else 3])
            except (httpx.HTTPError, RuntimeError) as error:
                failed.append(repr(error))
            if think_s == 0:
                break
            await asyncio.sleep(rng.uniform(0.5, 1.5) * think_s)
    return times, failed


async def crowd(page: Page, n: int, seconds: float, think_s: float) -> dict[str, object]:
    """Return the figures of n visitors at once."""
    found = await asyncio.gather(*(visitor(page, seconds, think_s, random.Random(i)) for i in range(n)))
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
    asyncio.run(crowd(Page.at(url), 2, 1, 0))  # the networks are loaded now
    return page, url


def judge_list(url: str, figures: dict[str, object]) -> None:
    """Have 10,000 sentences judged by both networks, in ten lists, and note the seconds."""
    started = time.perf_counter()
    client = Client(url, verbose=False)
    for start in range(0, 10_000, 1_000):
        client.predict(SENTENCES[start : start + 1_000], api_name="/classify_batch")
    figures["10000_sentences_s"] = round(time.perf_counter() - started, 1)


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
            other = threading.Thread(target=judge_list, args=(url, figures))
            if wish.list:
                other.start()
                time.sleep(3)
            figures |= asyncio.run(crowd(Page.at(url), wish.visitors, wish.seconds, 0 if wish.burst else wish.think))
            if wish.list:
                other.join()
        finally:
            for process in filter(None, (training, page)):
                process.terminate()
                process.wait(timeout=30)
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
