"""The tab Try in a real browser: which words decided, what if, several sentences, corrections."""

import re

import pandas as pd
import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing, so the page was not opened")
expect = sync_api.expect
expect.set_options(timeout=30_000)


def ask(page, text):
    box = page.locator("#kd-sentence textarea")
    box.fill(text)
    box.press("Enter")
    expect(page.locator("#kd-answer bdi")).to_have_text(text)


def open_section(page, name):
    page.locator(f"#kd-{name}-section > button").click()


def test_which_words_decided_follows_every_answer_and_speaks_bengali(visit):
    page = visit()
    ask(page, "report ta kal pathao, please!")
    words = page.locator("#kd-words")
    expect(words.locator(".kd-words").first.locator("bdi")).to_have_text(
        ["report", "ta", "kal", "pathao", ",", "please", "!"]
    )
    expect(words.locator(".kd-words")).to_have_count(2)
    expect(words).to_contain_text(re.compile(r"The teacher was influenced most by “\w+”"))
    colours = "bars => [...new Set(bars.map(bar => getComputedStyle(bar).backgroundColor))]"
    assert words.locator(".kd-against").evaluate_all(colours) == ["rgba(0, 0, 0, 0)"], "empty, as the legend says"
    assert "rgba(0, 0, 0, 0)" not in words.locator(".kd-for").evaluate_all(colours)
    words.locator("summary").click()
    expect(words.locator("table")).to_contain_text("without any word")
    page.get_by_role("radio", name="বাংলা").check()
    expect(words).to_contain_text("কোন শব্দগুলো উত্তর ঠিক করল")
    expect(words.locator(".kd-words").first.locator("bdi").nth(3)).to_have_text("pathao")
    page.locator("#kd-sentence textarea").fill("🙂")
    page.locator("#kd-ask").click()
    expect(words.locator(".kd-words")).to_have_count(0)


def test_pin_and_edit(visit):
    page = visit()
    ask(page, "report ta kal pathao")
    open_section(page, "what-if")
    page.locator("#kd-pin").click()
    table = page.locator("#kd-what-if")
    expect(table).to_contain_text("the reference sentence")
    ask(page, "report ta kal pathabo")
    expect(table).to_contain_text("your version")
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(table).to_contain_text(re.compile(r"Imperative: −\d+ points"))
    page.locator("#kd-unpin").click()
    expect(table.locator("table")).to_have_count(0)


def test_a_phone_shows_both_answers_to_every_change(visit):
    page = visit(viewport={"width": 360, "height": 740})
    ask(page, "report ta kal pathao")
    open_section(page, "what-if")
    page.locator("#kd-edit-all").click()
    rows = page.locator("#kd-what-if tbody tr")
    expect(rows.nth(3)).to_be_visible()
    for row in rows.all():
        cells = [cell.bounding_box() for cell in row.locator("> *").all()]
        assert all(cell["x"] + cell["width"] <= 360 for cell in cells)
    fits = "cells => cells.every(cell => cell.scrollWidth <= cell.clientWidth + 1)"
    assert page.locator("#kd-what-if tbody td").evaluate_all(fits), "nothing is written across its neighbour"


def test_one_click_edits(visit):
    page = visit()
    ask(page, "report ta kal pathao, please")
    open_section(page, "what-if")
    chip = page.locator("#kd-edit-first")
    expect(chip).to_have_text("pathao → pathai (I do)")
    expect(page.locator("#kd-edit-latin")).to_be_hidden()
    chip.click()
    table = page.locator("#kd-what-if")
    expect(table).to_contain_text("report ta kal pathai, please")
    expect(table).to_contain_text("change to: Not imperative")
    expect(table).to_contain_text(re.compile("as expected"))
    page.locator("#kd-edit-drop_please").click()
    expect(table).to_contain_text("no change")
    expect(table.locator("tbody tr")).to_have_count(3)
    page.locator("#kd-edit-all").click()
    expect(table.locator("tbody tr")).to_have_count(7)
    ask(page, "রিপোর্টটা পাঠাও")
    expect(table.locator("tbody tr")).to_have_count(8)
    page.locator("#kd-unpin").click()
    expect(page.locator("#kd-edit-latin")).to_be_visible()


def test_paste_several_lines_and_download(visit):
    page = visit()
    open_section(page, "batch")
    page.locator("#kd-lines textarea").fill("report ta pathao\n\nami kal jabo\n=1+1 koro\nরিপোর্টটা পাঠাও")
    page.locator("#kd-batch").click()
    view = page.locator("#kd-batch-view")
    expect(view).to_contain_text("4 sentences: both agree on")
    with page.expect_download() as download:
        page.locator("#kd-batch-download").click()
    table = pd.read_csv(download.value.path(), encoding="utf-8-sig")
    assert list(table.sentence) == ["report ta pathao", "ami kal jabo", "'=1+1 koro", "রিপোর্টটা পাঠাও"]
    assert list(table.student) == [1, 0, 1, 1]
    page.locator("#kd-lines textarea").fill("🙂")
    page.locator("#kd-batch").click()
    expect(view).to_contain_text("There is no sentence to classify")
    expect(page.locator("#kd-batch-download")).to_be_hidden()


def test_a_file_whose_column_is_picked(visit, tmp_path):
    (tmp_path / "list.csv").write_text("one,two\naa bb,eta koro\ncc dd,ami jabo\n", encoding="utf-8")
    page = visit()
    open_section(page, "batch")
    with page.expect_file_chooser() as chooser:
        page.locator("#kd-list").click()
    chooser.value.set_files(tmp_path / "list.csv")
    page.locator("#kd-list-column input").click()
    page.get_by_role("option", name="two").click()
    page.locator("#kd-batch").click()
    expect(page.locator("#kd-batch-view")).to_contain_text("2 sentences")
    expect(page.locator("#kd-batch-view")).to_contain_text("eta koro")


def test_a_list_can_be_stopped_and_another_begun(visit, tmp_path):
    (tmp_path / "long.txt").write_text("\n".join(f"ami kal tomar sathe office jabo {i}" for i in range(4000)))
    page = visit()
    open_section(page, "batch")
    with page.expect_file_chooser() as chooser:
        page.locator("#kd-list").click()
    chooser.value.set_files(tmp_path / "long.txt")
    expect(page.locator("#kd-batch-view")).to_contain_text("4,000 sentences in the file")
    page.locator("#kd-batch").click()
    view = page.locator("#kd-batch-view")
    expect(view).to_contain_text(re.compile(r"\d+ of 4,000 sentences"))
    page.locator("#kd-batch-stop").click()
    expect(view).to_contain_text("Stopped.")
    page.locator("#kd-lines textarea").fill("eta koro")
    page.locator("#kd-batch").click()
    expect(view).to_contain_text("1 sentences: both agree")


def test_mark_as_wrong_keep_after_a_reload_add_and_delete(visit, demo_figures):
    page = visit()
    ask(page, "amar nijer ekta notun kotha pathaiya dio")
    page.locator("#kd-right").get_by_text("Not imperative", exact=True).click()
    expect(page.locator("#kd-marked")).to_contain_text("Saved: “Not imperative” is the correct label. Your")
    open_section(page, "own")
    listing = page.locator("#kd-corrections")
    expect(listing).to_contain_text("amar nijer ekta notun kotha pathaiya dio")
    with page.expect_download() as download:
        page.locator("#kd-own-file").click()
    assert list(pd.read_csv(download.value.path(), encoding="utf-8-sig").label) == [0]

    page.wait_for_timeout(1000)  # leaving while answers are on their way would be an error in the console
    visit.reload(page)
    page.wait_for_selector(".kd-words")
    open_section(page, "own")
    expect(listing).to_contain_text("amar nijer ekta notun kotha pathaiya dio")
    page.locator("#kd-train-own").click()
    expect(page.get_by_role("radio", name=f"imperatives + 1 · {demo_figures['n_rows'] + 1:,} rows")).to_be_checked()
    page.get_by_role("tab", name="Try", exact=True).click()
    page.locator("#kd-correction input").click()
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    page.locator("#kd-delete").click()
    expect(listing).to_contain_text("None yet.")

    stranger = visit()
    open_section(stranger, "own")
    expect(stranger.locator("#kd-corrections")).to_contain_text("None yet.")


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_a_phone_shows_every_section_without_scrolling_sideways(visit, lang):
    page = visit(f"?lang={lang}", viewport={"width": 360, "height": 740})
    for name in ("what-if", "batch", "own"):
        open_section(page, name)
    page.locator("#kd-edit-all").click()
    expect(page.locator("#kd-what-if table")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize(("lang", "scheme"), [pytest.param("en", "light", marks=pytest.mark.slow), ("bn", "dark")])
def test_axe_finds_nothing_serious_in_the_open_sections(visit, lang, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(f"?lang={lang}", color_scheme=scheme)
    for name in ("what-if", "batch", "own"):
        open_section(page, name)
    page.locator("#kd-right label").first.click()
    page.locator("#kd-edit-all").click()
    expect(page.locator("#kd-what-if table")).to_be_visible()
    expect(page.locator("#kd-words .kd-words").first).to_be_visible()
    page.wait_for_timeout(500)
    found = axe.run(page).response["violations"]
    assert [(f["id"], f["nodes"][0]["html"][:200]) for f in found if f["impact"] in ("serious", "critical")] == []
