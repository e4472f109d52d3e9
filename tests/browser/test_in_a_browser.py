"""What a visitor does, in a real browser against the real app."""

import re

import pandas as pd
import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing, so the page was not opened")
expect = sync_api.expect
expect.set_options(timeout=15_000)
TABS = {"en": ("Try", "Train", "Compare", "Data", "Runs"), "bn": ("পরখ", "প্রশিক্ষণ", "তুলনা", "ডেটা", "রান")}


def tab(page, name):
    page.get_by_role("tab", name=name, exact=True).click()


def ask(page, text):
    box = page.locator("#kd-sentence textarea")
    box.fill(text)
    box.press("Enter")


def choose_file(page, file):
    with page.expect_file_chooser() as chooser:
        page.locator("#kd-upload").click()
    chooser.value.set_files(file)


def test_try_a_sentence_and_an_example(visit):
    page = visit()
    answer = page.locator("#kd-answer")
    expect(answer).to_contain_text("Both say: Imperative.")
    ask(page, "I went home early because it rained.")
    expect(answer).to_contain_text("Not imperative")
    expect(answer.locator(".kd-card")).to_have_count(2)
    expect(answer).to_contain_text(re.compile(r"\d+\.\d ms · 13\.\d million parameters"))
    page.get_by_role("button", name="report ta kal pathao", exact=True).click()
    expect(page.locator("#kd-sentence textarea")).to_have_value("report ta kal pathao")
    expect(answer.locator("bdi")).to_have_text("report ta kal pathao")


NO_TABLES = [
    ("noise.csv", bytes(range(256)) * 40, "noise"),
    ("one.csv", b"sentence,label\n" + b"eta koro,1\n" * 30, "only one class"),
    ("empty.csv", b"", "empty"),
    ("page.csv", b"<!doctype html><p>hi", "web page"),
]
BAD_INPUT = [
    (" ", "Write a sentence first"),
    ("🙂🙂 !!", "This text contains no words"),
    ("koro " * 2000, "has 9,999 characters"),
    ("<img src=x onerror=\"document.title='run'\"> koro", "<img src=x"),
    ("${document.title='run'} {{7*7}} eta dao", "${document.title='run'} {{7*7}} eta dao"),
    ("eta dao.\nota nao.", "looks like 2 sentences"),
    ("abc\x00\u202ekoro\u202c\x07 eta", "abckoro eta"),
    ("eta khub bhalo ekta " * 60, "Long text: the student read only the first 320"),
]


def test_bad_input_is_answered_with_a_sentence_and_runs_no_script(visit):
    page = visit()
    for text, words in BAD_INPUT:
        ask(page, text)
        expect(page.locator("#kd-answer")).to_contain_text(words)
        assert page.title() == "Distil"


def test_the_demo_run_fills_every_tab(visit, demo_figures):
    page = visit()
    tab(page, "Train")
    expect(page.locator("#kd-status")).to_contain_text("Demo run")
    expect(page.locator("#kd-plot-accuracy .scatterlayer .trace").first).to_be_visible()
    tab(page, "Compare")
    expect(page.locator("#kd-report")).to_contain_text(demo_figures["kept_between"])
    expect(page.locator("#kd-report table")).to_have_count(5)
    with page.expect_download() as download:
        page.locator("#kd-download").click()
    table = pd.read_csv(download.value.path(), encoding="utf-8-sig")
    assert len(table) == demo_figures["n_test"]
    tab(page, "Data")
    expect(page.locator("#kd-data-view")).to_contain_text(f"{demo_figures['train_labels'][0]:,}")
    tab(page, "Runs")
    expect(page.locator("#kd-runs")).to_contain_text("finished")


def test_a_file_that_is_no_table_is_answered_with_a_sentence(visit, tmp_path):
    page = visit()
    tab(page, "Data")
    expect(page.locator("#kd-data-view")).to_contain_text("No file yet")
    for name, content, words in NO_TABLES:
        (tmp_path / name).write_bytes(content)
        choose_file(page, tmp_path / name)
        expect(page.locator("#kd-data-message .kd-problem, #kd-data-view .kd-problem").first).to_contain_text(words)
        expect(page.locator("#kd-use")).to_be_hidden()


def test_bengali_is_switched_live_remembered_and_linked(visit):
    page = visit()
    page.wait_for_function("localStorage.distil")
    remembered = page.evaluate("localStorage.distil")
    page.get_by_role("radio", name="বাংলা").check()
    expect(page.get_by_role("heading", level=1)).to_have_text("পাতন")
    expect(page.locator("#kd-answer")).to_contain_text("দুটি মডেলই বলছে")
    expect(page.locator("html")).to_have_attribute("lang", "bn")
    page.wait_for_function("before => localStorage.distil !== before", arg=remembered)
    visit.reload(page, page.url.split("?")[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("পাতন")
    linked = visit("?lang=bn")
    expect(linked.get_by_role("tab", name="তুলনা", exact=True)).to_be_visible()
    expect(linked.locator("#kd-sentence")).to_contain_text("আপনার বাক্য")


@pytest.mark.parametrize("lang", TABS)
def test_a_phone_shows_every_tab_without_scrolling_sideways(visit, lang):
    page = visit(f"?lang={lang}", viewport={"width": 360, "height": 740})
    for name in TABS[lang]:
        expect(page.get_by_role("tab", name=name, exact=True)).to_be_visible()
        tab(page, name)
        page.wait_for_timeout(300)
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width == 0, name


@pytest.mark.parametrize(("lang", "scheme"), [pytest.param("en", "light", marks=pytest.mark.slow), ("bn", "dark")])
def test_axe_finds_nothing_serious(visit, lang, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(f"?lang={lang}", color_scheme=scheme)
    for name in TABS[lang]:
        tab(page, name)
        if name == TABS[lang][1]:  # a plot that is not drawn yet has no role
            expect(page.locator("#kd-plot-accuracy .scatterlayer .trace").first).to_be_visible()
        page.wait_for_timeout(500)
        found = axe.run(page).response["violations"]
        bad = [(f["id"], f["nodes"][0]["html"][:200]) for f in found if f["impact"] in ("serious", "critical")]
        assert bad == [], name
