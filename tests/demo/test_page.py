"""The page as a whole: built without a launch, then launched for a client."""

import inspect

import gradio as gr
import pytest
from gradio.components.api_component import Api
from gradio_client import Client

from demo import page as page_module
from demo.i18n import LANGUAGES, WORDS, translate
from demo.page import Page, launch
from demo.train.tab import TRACKED
from demo.try_it.tab import EXAMPLES
from demo.try_it.what_if import EDITS
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
    return Page(site)


def opened(page, visitor, request):
    """Return language, what the browser keeps, the run shown and the run watched after a page was loaded."""
    updates, session = page.open(visitor, request), page.session
    return tuple(updates[part] for part in (session.lang, session.visitor, session.shown, session.watched))


@pytest.fixture
def address(site, page, tmp_path, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "cache"))
    _, address, _ = launch(page.blocks, site, prevent_thread_lock=True, quiet=True, server_name="127.0.0.1")
    yield address
    page.blocks.close()


def test_only_three_endpoints_are_offered(page):
    offered = {fn.api_name for fn in page.blocks.fns.values() if fn.api_visibility == "public"}
    assert offered == {"classify", "compare", "classify_batch"}


# Properties that hold text, and texts that are in no language: sentences to try, and hidden buttons' keys.
SHOWN = ("label", "info", "placeholder", "value")
UNTRANSLATED = {*EXAMPLES, *EDITS, "\n".join(TRACKED)}


def is_text(value):
    return isinstance(value, str) and value not in UNTRANSLATED and any(character.isalpha() for character in value)


def texts_of(page):
    """Return every text that a component shows when the page is built, by component and property."""
    found = {}
    for component in page.blocks.blocks.values():
        if not isinstance(component, gr.State | gr.BrowserState | Api):
            # The value of a choice is an id; what is shown of it is tested below.
            names = [name for name in SHOWN if name != "value" or not hasattr(component, "choices")]
            found |= {(component, name): getattr(component, name, None) for name in names}
    return {place: text for place, text in found.items() if is_text(text)}


def switched(page, lang):
    """Return what the handlers of the language field return, for a page just opened."""
    session, updates = page.session, {}
    values = {session.lang: lang, session.visitor: {}, session.shown: "demo", session.watched: "demo"}
    events = [fn for fn in page.blocks.fns.values() if (session.lang._id, "input") in fn.targets and fn.fn]
    assert len(events) > 10
    for event in events:
        given = [values.get(part, getattr(part, "value", None)) for part in event.inputs]
        function = getattr(event.fn, "func", event.fn)
        if "request" in inspect.signature(function).parameters:
            given.append(Request())
        result = event.fn(*given)
        for step in list(result) if inspect.isgenerator(result) else [result]:
            if step == gr.skip():
                continue
            if not isinstance(step, dict):
                step = dict(zip(event.outputs, step if isinstance(step, list) else [step], strict=True))
            assert set(step) <= set(event.outputs), event.name
            for part, new in step.items():
                updates.setdefault(part, {}).update(new if isinstance(new, dict) else {"value": new})
    return updates


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_visible_word_changes_with_the_language(page, lang):
    """A component with words that is not registered keeps its English ones, and is found here."""
    english, updates = texts_of(page), switched(page, lang)
    assert len(english) > 60
    keys = {}
    for key, words in WORDS["en"].items():
        keys.setdefault(words, set()).add(key)
    for (component, name), text in english.items():
        assert name in updates.get(component, {}), f"{component} with {name}={text!r} stays as it is"
        new = updates[component][name]
        if text in keys:
            assert new in {WORDS[lang][key] for key in keys[text]}, (component, name)
        if lang != "en":
            assert new != text, (component, name)


def test_the_choices_change_with_the_language(page):
    session, updates = page.session, switched(page, "bn")
    assert updates[session.shown]["choices"] == [(translate("bn", "demo_run"), "demo")]
    with_words = {part for part in page.blocks.blocks.values() if getattr(part, "choices", None)}
    with_words -= {session.lang, page.tabs["try"].corrections.choice, page.tabs["train"].encoders}
    for part in with_words:
        assert all(name != value or value == "demo" for name, value in updates[part]["choices"]), part.elem_id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_opened_by_a_link(page, lang):
    found, visitor, shown, watched = opened(page, None, Request(lang=lang, run="demo"))
    assert (found, shown["value"], watched) == (lang, "demo", "demo")
    assert len(visitor["secret"]) > 30


def test_what_a_browser_remembers_is_kept_and_nonsense_is_not_believed(page):
    _, visitor, *_ = opened(page, {"secret": "s" * 32, "lang": "bn"}, Request())
    assert (visitor["secret"], visitor["lang"]) == ("s" * 32, "bn")
    lang, _, shown, watched = opened(page, "nonsense", Request(lang="xx", run="../x"))
    assert (lang, shown["value"], watched) == ("en", "demo", "demo")


def test_a_newcomer_watches_the_training_at_work_and_sees_finished_models(site, page):
    in_state(site.root, "mine", "done")
    in_state(site.root, "now", "running")
    _, _, shown, watched = opened(page, None, Request())
    assert (shown["value"], watched) == ("demo", "now")
    _, _, shown, watched = opened(page, {"run": "mine"}, Request())
    assert (shown["value"], watched) == ("mine", "now")
    _, _, shown, watched = opened(page, None, Request(run="mine"))
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
