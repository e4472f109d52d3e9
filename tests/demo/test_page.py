"""The page as a whole: built without a launch, then launched for a client."""

import gradio as gr
import pytest
from gradio_client import Client

from demo import page as page_module
from demo.i18n import LANGUAGES, WORDS
from demo.page import arrive, build_page, launch
from tests.made_runs import make_run_folder, run_config


def in_state(root, name, state, **config):
    """Return a run in a state, however it came there."""
    run = make_run_folder(root, name, state, config=run_config(**config))
    if state == "done":
        (run.path / "results.json").write_text("{}")
    return run


class Request:
    def __init__(self, **query):
        self.query_params = query
        self.headers = {}


@pytest.fixture
def page(site):
    return build_page(site)


@pytest.fixture
def address(site, page, tmp_path, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "cache"))
    _, address, _ = launch(page, site, prevent_thread_lock=True, quiet=True, server_name="127.0.0.1")
    yield address
    page.close()


def test_only_three_endpoints_are_offered(page):
    offered = {fn.api_name for fn in page.fns.values() if fn.api_visibility == "public"}
    assert offered == {"classify", "compare", "classify_batch"}


def test_every_visible_word_changes_with_the_language(page):
    english = set(WORDS["en"].values())
    shown = []
    for component in page.config["components"]:
        props = component["props"]
        for name in ("label", "info", "placeholder", "value"):
            if isinstance(props.get(name), str) and props[name] in english and props.get("visible", True):
                shown.append(props[name])
    assert len(shown) > 30


@pytest.mark.parametrize("lang", LANGUAGES)
def test_arriving_by_link(site, lang):
    found, visitor, shown, watched = arrive(site, None, Request(lang=lang, run="demo"))
    assert (found, shown["value"], watched) == (lang, "demo", "demo")
    assert len(visitor["secret"]) > 30


def test_what_a_browser_remembers_is_kept_and_nonsense_is_not_believed(site):
    _, visitor, *_ = arrive(site, {"secret": "s" * 32, "lang": "bn"}, Request())
    assert (visitor["secret"], visitor["lang"]) == ("s" * 32, "bn")
    lang, _, shown, watched = arrive(site, "nonsense", Request(lang="xx", run="../x"))
    assert (lang, shown["value"], watched) == ("en", "demo", "demo")


def test_a_newcomer_watches_the_training_at_work_and_sees_finished_networks(site):
    in_state(site.root, "mine", "done")
    in_state(site.root, "now", "running")
    _, _, shown, watched = arrive(site, None, Request())
    assert (shown["value"], watched) == ("demo", "now")
    _, _, shown, watched = arrive(site, {"run": "mine"}, Request())
    assert (shown["value"], watched) == ("mine", "now")
    _, _, shown, watched = arrive(site, None, Request(run="mine"))
    assert (shown["value"], watched) == ("mine", "mine")


def test_launch_closes_what_gradio_leaves_open(monkeypatch, site):
    given = {}
    blocks = gr.Blocks()
    monkeypatch.setattr(blocks, "launch", lambda **settings: given.update(settings))
    page_module.launch(blocks, site)
    for name in ("run_history", "enable_monitoring", "show_error", "share"):
        assert given[name] is False
    assert given["footer_links"] == []
    assert given["max_file_size"] == "20mb"


def test_a_program_gets_typed_answers(address, demo_figures):
    client = Client(address, verbose=False)
    try:
        one = client.predict("vai eita ektu check kore dio", api_name="/classify")
        both = client.predict(text="ami kal jabo", api_name="/compare")
        assert one["label"] == "1"
        assert sum(one["probabilities"].values()) == pytest.approx(1, abs=1e-4)
        assert both["agree"] == (both["teacher"]["label"] == both["student"]["label"])
        assert both["sentence"] == "ami kal jabo"
        assert both["teacher"]["milliseconds"] > 0
        many = client.predict(["eta koro", "ami kal jabo", "eta koro"], api_name="/classify_batch")
        assert [row["sentence"] for row in many] == ["eta koro", "ami kal jabo", "eta koro"]
        assert (many[0]["student"], many[1]["student"]) == ("1", "0")
        assert many[0] == many[2]
        assert client.predict([], api_name="/classify_batch") == []
        for wrong in (["eta koro", ""], ["eta koro"] * 1001, "eta koro"):
            with pytest.raises(Exception, match=r"sentence"):
                client.predict(wrong, api_name="/classify_batch")
        assert both["figures"]["groups"] == demo_figures["groups"]
        assert both["figures"]["results"]["student"]["temperature"] > 1
        assert both["figures"]["verdict"].startswith(demo_figures["kept"])
        assert client.predict("eta koro", "demo", api_name="/classify")["confidence"] < 1
        with pytest.raises(Exception, match="no such run"):
            client.predict("eta koro", "../demo", api_name="/classify")
        for bad in ("", "x" * 10_000, "🙂"):
            with pytest.raises(Exception, match=r"sentence|Shorten"):
                client.predict(bad, api_name="/compare")
    finally:
        client.close()


def test_only_what_the_app_made_is_served(address, site):
    import httpx

    for path in ("/etc/passwd", "app.py", "../app.py", str(site.root)):
        assert httpx.get(f"{address}gradio_api/file={path}").status_code in (403, 404)
    assert httpx.get(f"{address}monitoring/summary").status_code in (403, 404)
    large = {"files": ("x.csv", b"x" * 21_000_000)}
    assert httpx.post(f"{address}gradio_api/upload", files=large).status_code == 413
