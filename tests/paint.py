"""How soon the tab Compare is seen, and how soon a filter is obeyed, in a browser: `python tests/paint.py`.

Measured as five new visitors: from the press to what is seen, for the bundled run, and for the same with its test
sentences repeated to 10,000. Prints a line of JSON for each: milliseconds, median and largest.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pandas as pd
from load import start_page
from playwright.sync_api import Browser, Page, sync_playwright

DEMO_RUN = Path(__file__).parents[1] / "assets" / "demo_run"
N_TEST = len(pd.read_csv(DEMO_RUN / "predictions.csv", keep_default_na=False))
LARGE = "20260131-154500-balanced-3f9a"
CHANGED = "before => document.querySelector('#kd-sentences caption')?.innerText !== before"
FILTERS = ("Only the student right", "Both wrong", "All")


def enlarge(run: Path) -> None:
    """Copy the demo run, with 10,000 test sentences."""
    shutil.copytree(DEMO_RUN, run)
    table = pd.read_csv(run / "predictions.csv", keep_default_na=False, dtype=str)
    pd.concat([table] * 4).head(10_000).to_csv(run / "predictions.csv", index=False)


def took(act: Callable[[], object], seen: Callable[[], object]) -> float:
    """Return the milliseconds from the act until it is seen."""
    started = time.perf_counter()
    act()
    seen()
    return 1000 * (time.perf_counter() - started)


def one_visit(page: Page, rows: int) -> tuple[float, list[float]]:
    """Return the milliseconds of the first paint, and those of the filters and of a search."""
    caption = page.locator("#kd-sentences caption")
    verdict = page.locator("#kd-report .kd-verdict").first
    tab = page.get_by_role("tab", name="Compare", exact=True)
    paint = took(tab.click, lambda: verdict.wait_for(state="visible"))
    caption.wait_for()
    page.wait_for_timeout(1000)

    def filtered(act: Callable[[], object]) -> float:
        before = caption.inner_text()
        return took(act, lambda: page.wait_for_function(CHANGED, arg=before))

    choices = [page.locator("#kd-groups label", has_text=name).first for name in FILTERS]
    times = [filtered(choice.click) for choice in choices]
    assert f"of {rows:,} sentences" in caption.inner_text(), caption.inner_text()
    search = page.locator("#kd-search input, #kd-search textarea")
    return paint, [*times, filtered(lambda: search.fill("kore"))]


def figures(browser: Browser, address: str, rows: int) -> dict[str, int]:
    """Return the figures of five visitors."""
    paints: list[float] = []
    filters: list[float] = []
    for _ in range(5):
        page = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
        page.goto(address)
        page.wait_for_selector(".kd-words")
        page.wait_for_timeout(1000)
        paint, times = one_visit(page, rows)
        paints.append(paint)
        filters += times
        page.context.close()
    found = {"rows": rows}
    for what, taken in (("first_paint", paints), ("filter", filters)):
        found |= {f"{what}_median_ms": round(median(taken)), f"{what}_largest_ms": round(max(taken))}
    return found


def main() -> None:
    """Measure, and print the figures."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as folder:
        enlarge(Path(folder) / "runs" / LARGE)
        server, url = start_page(Path(folder) / "runs")
        try:
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                for query, rows in (("", N_TEST), (f"?run={LARGE}", 10_000)):
                    sys.stdout.write(json.dumps(figures(browser, url + query, rows)) + "\n")
                browser.close()
        finally:
            server.terminate()
            server.wait(timeout=30)


if __name__ == "__main__":
    main()
