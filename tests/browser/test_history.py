"""The tab Runs, as the person at the machine sees it, and what a passer-by sees of it."""

import json
import re
import shutil
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing, so the page was not opened")
expect = sync_api.expect
expect.set_options(timeout=15_000)
DEMO_RUN = Path(__file__).parents[2] / "assets" / "demo_run"
RUN_ID = "20260131-154500-balanced-3f9a"
BUTTONS = ("rename", "pin", "delete")


def copy_of_the_demo_run(root):
    """Put a second run beside the demo run, with another seed and temperature, as somebody else's."""
    shutil.copytree(DEMO_RUN, root / RUN_ID)
    config = json.loads((root / RUN_ID / "config.json").read_text())
    config["training"]["seed"], config["training"]["distill"]["temperature"] = 1, 5.0
    (root / RUN_ID / "config.json").write_text(json.dumps({**config, "owner": "somebody else"}))


@pytest.fixture(scope="module")
def local_app(running_app):
    """Return address and runs of an app that only its own machine reaches."""
    with running_app(GRADIO_SERVER_NAME="127.0.0.1") as (address, runs):
        yield address, runs


@pytest.fixture(scope="module")
def server(local_app):
    """Let `visit` open that app in this file."""
    return local_app[0]


@pytest.fixture
def run(local_app):
    _, runs = local_app
    copy_of_the_demo_run(runs)
    yield runs / RUN_ID
    shutil.rmtree(runs / RUN_ID, ignore_errors=True)


def open_runs(page):
    page.get_by_role("tab", name="Runs", exact=True).click()
    expect(page.locator("#kd-runs")).to_contain_text("2026-01-31 15:45")


def choose(page, *names):
    """Choose exactly these runs."""
    box = page.locator("#kd-runs-choice")
    chosen = box.locator(".token")
    while chosen.count():
        left = chosen.count() - 1
        chosen.first.locator(".token-remove").click()
        expect(chosen).to_have_count(left)
    for i, name in enumerate(names):
        box.locator("input").click()
        page.get_by_role("option", name=name).click()
        expect(chosen).to_have_count(i + 1)
    page.keyboard.press("Escape")


def test_the_person_at_the_machine_names_and_pins_a_run(visit, run):
    page = visit()
    open_runs(page)
    choose(page, "2026-01-31")
    name = page.locator("#kd-runs-name").get_by_role("textbox")
    expect(name).to_be_editable()
    name.fill("Hotter")
    page.locator("#kd-runs_rename").click()
    expect(page.locator("#kd-runs-message")).to_contain_text("Renamed.")
    expect(page.locator("#kd-runs")).to_contain_text("Hotter · 2026-01-31 15:45")
    page.locator("#kd-runs_pin").click()
    expect(page.locator("#kd-runs-message")).to_contain_text("Pinned")
    expect(page.locator("#kd-runs_pin")).to_have_text("Unpin")
    expect(page.locator("#kd-runs tbody tr").first).to_contain_text("★ pinned")
    assert json.loads((run / "about.json").read_text()) == {"name": "Hotter", "pinned": True}

    page.locator("#kd-runs_show").click()
    expect(page.locator("#kd-runs-message")).to_contain_text("now show it")
    expect(page.locator("#kd-shown input")).to_have_value(re.compile("^Hotter"))
    page.get_by_role("tab", name="Train", exact=True).click()
    expect(page.locator("#kd-status")).to_contain_text("Shown below: Hotter")
    expect(page.locator("#kd-throw_away")).to_be_visible()


def test_runs_beside_each_other_in_either_language(visit, run, demo_figures):
    page = visit()
    open_runs(page)
    expect(page.locator("#kd-runs_compare")).to_be_disabled()
    choose(page, "Demo run", "2026-01-31")
    page.locator("#kd-runs_compare").click()
    expect(page.locator("#kd-versus")).to_contain_text(
        f"equally many of the same {demo_figures['n_test']:,} test sentences"
    )
    expect(page.locator("#kd-plot-versus .scatterlayer .trace")).to_have_count(2)
    settings = page.get_by_role("table", name="Only the settings that differ")
    expect(settings.locator("tbody tr")).to_have_count(2)
    expect(settings).to_contain_text("Temperature35")
    expect(settings).to_contain_text("Seed01")
    expect(page.get_by_role("table", name="Results")).to_contain_text(f"{demo_figures['parameters']:,}")
    page.get_by_role("radio", name="বাংলা").check()
    expect(page.locator("#kd-versus")).to_contain_text("সমান সংখ্যক ঠিক")
    expect(page.locator("#kd-versus-tables")).to_contain_text("টেম্পারেচার৩৫")


def test_deleting_asks_once(visit, run):
    page = visit()
    open_runs(page)
    choose(page, "2026-01-31")
    sure = page.locator("#kd-runs-sure")
    expect(page.locator("#kd-runs_delete")).to_be_enabled()
    expect(sure).to_be_hidden()
    page.locator("#kd-runs_delete").click()
    expect(sure).to_be_visible()
    choose(page, "Demo run")  # another choice takes the question back
    expect(sure).to_be_hidden()
    expect(page.locator("#kd-runs_delete")).to_be_disabled()
    assert run.exists()
    choose(page, "2026-01-31")
    page.locator("#kd-runs_delete").click()
    sure.click()
    expect(page.locator("#kd-runs-message")).to_contain_text("Deleted.")
    expect(page.locator("#kd-runs")).not_to_contain_text("2026-01-31")
    assert not run.exists()


@pytest.mark.parametrize("headers", [{"X-Forwarded-For": "203.0.113.9"}, {"Forwarded": "for=203.0.113.9"}])
def test_whoever_comes_through_a_proxy_may_only_watch(visit, run, headers):
    page = visit(f"?run={RUN_ID}", extra_http_headers=headers)
    open_runs(page)
    choose(page, "2026-01-31")
    expect(page.locator("#kd-runs_show")).to_be_enabled()
    for name in BUTTONS:
        expect(page.locator(f"#kd-runs_{name}")).to_be_disabled()
    page.get_by_role("tab", name="Train", exact=True).click()
    expect(page.locator("#kd-status")).to_contain_text("Shown below: 2026-01-31")
    expect(page.locator("#kd-throw_away")).to_be_hidden()


@pytest.mark.parametrize("scheme", [pytest.param("light", marks=pytest.mark.slow), "dark"])
def test_axe_finds_nothing_serious_in_a_comparison_on_a_phone(visit, run, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(color_scheme=scheme, viewport={"width": 360, "height": 740})
    open_runs(page)
    choose(page, "Demo run", "2026-01-31")
    page.locator("#kd-runs_compare").click()
    expect(page.locator("#kd-plot-versus .scatterlayer .trace")).to_have_count(2)
    found = axe.run(page).response["violations"]
    assert [(f["id"], f["nodes"][0]["html"][:200]) for f in found if f["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
