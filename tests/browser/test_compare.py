"""What a visitor does in the tab Compare, in a real browser; and the report as a file of its own."""

import json
import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing, so the page was not opened")
expect = sync_api.expect
expect.set_options(timeout=15_000)


@pytest.fixture
def compare(visit):
    """Return a function that opens the tab Compare as a new visitor."""

    def open_tab(query="", **settings):
        page = visit(query, **settings)
        page.get_by_role("tab", name=re.compile("^(Compare|তুলনা)$")).click()
        expect(page.locator("#kd-report .kd-verdict")).to_be_visible()
        expect(page.locator("#kd-sentences table")).to_be_visible()
        return page

    return open_tab


def first_count(page):
    return int(page.locator("#kd-sentences caption").inner_text().split(" of ")[1].split(" ")[0].replace(",", ""))


def test_a_group_a_kind_and_a_search_choose_the_sentences(compare, demo_figures):
    page = compare()
    expect(page.locator("#kd-report .kd-verdict").first).to_contain_text(demo_figures["kept"])
    expect(page.locator("#kd-sentences caption")).to_contain_text(f"25 of {demo_figures['disagree']} sentences")
    page.get_by_role("radio", name=re.compile("Only the student right")).check()
    n = demo_figures["groups"]["only_student"]
    expect(page.locator("#kd-sentences caption")).to_contain_text(f"25 of {n} sentences")
    expect(page.locator("#kd-sentences tbody td:nth-child(3)").first).to_contain_text("✗")
    page.locator("#kd-more").click()
    expect(page.locator("#kd-sentences caption")).to_contain_text(f"50 of {n} sentences")
    page.locator("#kd-search input, #kd-search textarea").fill("KORE")
    expect(page.locator("#kd-sentences caption")).not_to_contain_text(f"of {n}")
    for button in page.locator("#kd-sentences .kd-open").all():
        assert "kore" in button.inner_text().lower()
    page.locator("#kd-search input, #kd-search textarea").fill("zzzzqq")
    expect(page.locator("#kd-sentences")).to_contain_text("No sentence matches.")
    page.locator("#kd-search input, #kd-search textarea").fill("")
    page.get_by_role("radio", name=re.compile("^All")).check()
    page.locator("#kd-kind input").click()
    page.get_by_role("option", name=f"Both scripts mixed · {demo_figures['n_mixed']}").click()
    expect(page.locator("#kd-sentences caption")).to_contain_text(f"25 of {demo_figures['n_mixed']} sentences")


def test_a_sentence_opens_in_try_with_its_answer_by_mouse_and_by_keyboard(compare):
    page = compare()
    for place, press in ((0, "click"), (1, "Enter")):
        button = page.locator("#kd-sentences .kd-open").nth(place)
        text = button.inner_text()
        if press == "click":
            button.click()
        else:
            button.focus()
            page.keyboard.press(press)
        expect(page.get_by_role("tab", name="Try", exact=True)).to_have_attribute("aria-selected", "true")
        expect(page.locator("#kd-sentence textarea")).to_have_value(text)
        expect(page.locator("#kd-answer bdi").first).to_have_text(text)
        expect(page.locator("#kd-answer .kd-verdict").first).to_contain_text("They disagree")
        page.get_by_role("tab", name="Compare", exact=True).click()


def test_the_slider_and_the_costs_change_both_matrices(compare, demo_figures):
    page = compare()
    shown = {
        who: page.locator(f"#kd-matrices .kd-matrix-{who} .kd-number").first for who in demo_figures["says_yes_rightly"]
    }
    at_half = {who: f"{count:,}" for who, count in demo_figures["says_yes_rightly"].items()}
    for who, count in at_half.items():
        expect(shown[who]).to_have_text(count)
    before = page.locator("#kd-matrices").inner_text()
    slider = page.locator("#kd-threshold input[type=range]")
    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#kd-matrices .kd-now")).to_contain_text("With a threshold of 60 %")
    for who, count in at_half.items():
        expect(shown[who]).not_to_have_text(count)
    assert page.locator("#kd-matrices").inner_text() != before
    page.locator("#kd-cost_miss").get_by_role("textbox").fill("5")
    page.locator("#kd-base_rate").get_by_role("textbox").fill("10")
    expect(page.locator("#kd-matrices")).to_contain_text("where 10.0 % of the sentences are")
    page.locator("#kd-cheapest").click()
    expect(page.locator("#kd-cheapest-message")).to_contain_text("the cheapest threshold is")
    best = re.search(r"is (\d+) % for the student", page.locator("#kd-cheapest-message").inner_text()).group(1)
    expect(page.locator("#kd-matrices .kd-now")).to_contain_text(f"With a threshold of {best} %")
    page.locator("#kd-cost_alarm").get_by_role("textbox").fill("much")
    expect(page.locator("#kd-matrices")).to_contain_text("“much” is not a number")


def test_speed_is_measured_again(compare):
    page = compare()
    expect(page.locator("#kd-speed")).to_contain_text("Measured when the run was tested")
    page.locator("#kd-again").click()
    expect(page.locator("#kd-speed")).to_contain_text("95 in 100 faster", timeout=60_000)


def test_the_results_can_be_taken_away(compare, demo_figures):
    page = compare()
    with page.expect_download() as download:
        page.locator("#kd-download-json").click()
    results = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert results["groups"] == demo_figures["groups"]
    assert results["results"]["student"]["temperature"] > 1


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("bn", "dark")])
def test_the_report_opens_from_disk_without_network(compare, browser, tmp_path, lang, scheme, demo_figures):
    page = compare(f"?lang={lang}")
    with page.expect_download() as download:
        page.locator("#kd-download-report").click()
    file = tmp_path / "report.html"
    download.value.save_as(file)
    context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 740}, offline=True)
    problems, requests = [], []
    report = context.new_page()
    report.on("pageerror", lambda error: problems.append(str(error)))
    report.on("console", lambda m: problems.append(m.text))
    report.on("request", lambda r: requests.append(r.url))
    report.goto(file.as_uri())
    expect(report.locator(".kd-verdict").first).to_be_visible()
    expect(report.locator("html")).to_have_attribute("lang", lang)
    expect(report.locator("svg")).to_have_count(4)
    expect(report.locator(".kd-stacked tbody tr")).to_have_count(demo_figures["disagree"])
    assert report.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    background = report.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(15, 23, 34)" if scheme == "dark" else "rgb(255, 255, 255)")
    assert (problems, requests) == ([], [file.as_uri()])
    context.close()


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), pytest.param("bn", "dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_serious(compare, lang, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = compare(f"?lang={lang}", color_scheme=scheme)
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    page.locator("#kd-cheapest").click()
    expect(page.locator("#kd-cheapest-message p")).to_be_visible()
    found = axe.run(page).response["violations"]
    bad = [(f["id"], f["nodes"][0]["html"][:200]) for f in found if f["impact"] in ("serious", "critical")]
    assert bad == []


def test_a_phone_is_not_scrolled_sideways(compare):
    page = compare("?lang=bn", viewport={"width": 360, "height": 740})
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    for picture in page.locator(".kd-svg").all():
        assert picture.bounding_box()["width"] <= 330
    answer = page.locator(".kd-stacked tbody tr").first.locator("> *").last.bounding_box()
    assert answer["x"] + answer["width"] <= 360, "the student's answer is seen without scrolling the table"
