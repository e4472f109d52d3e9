import asyncio
import gzip
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kdcore.config import Limits
from kdcore.data.download import direct_link, fetch
from kdcore.data.reading import read_table
from kdcore.errors import DownloadError

CSV = b"sentence,label\nCut it,1\n"
PACKED = gzip.compress(b"x" * 100_000)

ANSWERS = {
    "/data.csv": {"body": CSV},
    "/page": {"body": b"<html></html>", "kind": "text/html; charset=utf-8"},
    "/disguised.csv": {"body": b"<!DOCTYPE html><html></html>"},
    "/moved": {"status": 302, "location": "/data.csv"},
    "/to-file": {"status": 302, "location": "file:///etc/hostname"},
    "/to-ftp": {"status": 302, "location": "ftp://127.0.0.1/x"},
    "/to-user": {"status": 302, "location": "http://me:secret@127.0.0.1/data.csv"},
    "/moved-large": {"status": 302, "location": "/data.csv", "body": b"x" * 5000},
    "/loop": {"status": 302, "location": "/loop"},
    "/large": {"body": b"x" * 5000},
    "/large-unannounced": {"body": b"x" * 5000, "length": None},
    "/packed": {"body": PACKED, "encoding": "gzip"},
    "/short": {"body": b"abc", "length": 100},
}
DRIPS = {
    "/drip-body": b"HTTP/1.0 200 OK\r\nContent-Type: text/csv\r\n\r\n",
    "/drip-head": b"HTTP/1.0 200 OK\r\nX-Slow: ",
    "/silent": b"",
    "/redirected-head": b"HTTP/1.0 302 Found\r\nX-Slow: ",
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.partition("?")[0]
        if path in ANSWERS:
            self.answer(**ANSWERS[path])
        elif path == "/chunked":
            self.close_connection = True
            self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n5\r\nab")
        elif path in DRIPS:
            self.drip(DRIPS[path])
        else:
            self.send_error(404)

    def answer(self, body=b"", kind="text/csv", status=200, location=None, length=-1, encoding=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(len(body) if length < 0 else length))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, start):
        self.close_connection = True
        try:
            self.wfile.write(start)
            for _ in range(30):
                self.wfile.write(b"x" if start else b"")
                time.sleep(0.05)
        except OSError:
            pass

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.mark.parametrize("path", ["/data.csv", "/moved", "/moved-large", "/data.csv?key=a b&name=আম", "/data.csv#top"])
def test_a_file_arrives(site, path):
    assert fetch(site + path, Limits(file_bytes=1000)) == CSV


def test_a_file_arrives_where_an_event_loop_runs_as_in_a_notebook(site):
    async def cell():
        return fetch(site + "/data.csv")

    # In a thread of its own: where the browser tests ran before, the main thread has a loop already.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(lambda: asyncio.run(cell())).result() == CSV


def test_nothing_is_unpacked_on_the_way(site):
    """A server that compresses unasked gives the archive, whose size is the one that counts."""
    assert fetch(site + "/packed", Limits(file_bytes=1000)) == PACKED


def test_a_table_from_a_link(site):
    table = read_table(f"{site}/data.csv?raw=1")
    assert table.name == "data"
    assert table.frame.to_numpy().tolist() == [["Cut it", "1"]]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/missing", "answered 404"),
        ("/page", "leads to a web page"),
        ("/to-file", "not an http or https link"),
        ("/to-user", "holds a user name"),
        ("/chunked", "broke after 5 bytes"),
        ("/to-ftp", "not an http or https link"),
        ("/loop", "answered 302"),
        ("/large", "larger than 0.001 MB"),
        ("/large-unannounced", "larger than 0.001 MB"),
        ("/short", "broke after 3 of 100 bytes"),
    ],
)
def test_what_cannot_be_had(site, path, sentence):
    with pytest.raises(DownloadError, match=sentence) as caught:
        fetch(site + path, Limits(file_bytes=1000))
    assert caught.value.fix


def test_a_page_that_calls_itself_csv(site):
    with pytest.raises(DownloadError, match="leads to a web page"):
        read_table(f"{site}/disguised.csv")


@pytest.mark.parametrize("path", list(DRIPS))
def test_a_slow_server_is_left(site, path):
    start = time.monotonic()
    with pytest.raises(DownloadError, match=r"within 0\.3 seconds"):
        fetch(site + path, Limits(download_s=0.3))
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x/y.csv", "data:,abc", "https://", "http:/x", "", "x.csv"]
)
def test_other_links_are_refused(url):
    with pytest.raises(DownloadError, match="not an http or https link"):
        fetch(url)


def test_a_broken_link_is_no_crash():
    with pytest.raises(DownloadError, match="not a link"):
        fetch("http://[::1/x.csv")
    with pytest.raises(DownloadError, match="could not be fetched"):
        fetch("http://127.0.0.1:1/x.csv")
    with pytest.raises(DownloadError, match="could not be fetched"):
        fetch("http://127.0.0.1:port/x.csv")


def test_messages_hide_passwords_and_keys(site):
    for url in (f"{site}/missing?token=secret", "http://me:secret@127.0.0.1/x.csv", "ftp://me:secret@127.0.0.1/x.csv"):
        with pytest.raises(DownloadError) as caught:
            fetch(url)
        assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "direct"),
    [
        ("https://www.dropbox.com/s/a/f.csv?dl=0", "https://www.dropbox.com/s/a/f.csv?dl=1"),
        ("https://www.dropbox.com/s/a/f.csv", "https://www.dropbox.com/s/a/f.csv?dl=1"),
        ("https://www.dropbox.com/scl/f.csv?rlkey=k&dl=0", "https://www.dropbox.com/scl/f.csv?rlkey=k&dl=1"),
        ("https://dropbox.com.evil.org/f?dl=0", "https://dropbox.com.evil.org/f?dl=0"),
        ("https://example.org/f.csv?dl=0", "https://example.org/f.csv?dl=0"),
    ],
)
def test_dropbox_links(url, direct):
    assert direct_link(url) == direct
