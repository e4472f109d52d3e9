"""Fetching a file over http or https, within a time and a size."""

from __future__ import annotations

import http.client
import threading
import time
import urllib.error
import urllib.request
from email.message import Message
from typing import IO
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from kdcore.config import Limits
from kdcore.errors import DownloadError

_CHUNK_BYTES = 65_536
_ALLOWED = ("http", "https")


class _SameKindOfLink(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https only."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        try:
            _check_scheme(newurl)
        except DownloadError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def fetch(url: str, limits: Limits | None = None) -> bytes:
    """Return the bytes behind an http(s) URL.

    At most `limits.file_bytes` bytes in at most `limits.download_s` seconds, redirects and headers included. A Dropbox
    link to a preview is turned into one to the file.

    Raises DownloadError when it cannot be had, is too large or too slow, or is a web page.
    """
    limits = limits or Limits()
    address = direct_link(url.strip())
    _check_scheme(address)
    deadline = time.monotonic() + limits.download_s
    outcome: list[bytes | BaseException] = []

    def work() -> None:
        try:
            outcome.append(_stream(address, deadline, limits))
        except BaseException as error:  # handed over to the thread that waits
            outcome.append(error)

    # A server that drips one header byte a second resets every socket timeout; only a second thread can be left alone.
    worker = threading.Thread(target=work, daemon=True, name="download")
    worker.start()
    worker.join(limits.download_s)
    if not outcome:
        raise _too_slow(address, limits)
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def direct_link(url: str) -> str:
    """Return the URL with Dropbox previews turned into downloads and odd characters escaped."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise DownloadError(f"{url!r} is not a link.", "Copy the link again; it starts with https://.") from error
    query = parts.query
    if host == "dropbox.com" or host.endswith(".dropbox.com"):
        kept = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key != "dl"]
        query = urlencode([*kept, ("dl", "1")])
    whole = urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
    return quote(whole, safe="%/:=&?~#+!$,;'@()*[]")


def _check_scheme(url: str) -> None:
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise DownloadError(f"The link {_shown(url)} holds a user name.", "Download the file yourself and give it.")
    if parts.scheme.lower() not in _ALLOWED or not parts.netloc:
        raise DownloadError(
            f"The link {_shown(url)} is not an http or https link.", "Use one that starts with https://."
        )


def _shown(url: str) -> str:
    """Return the URL without passwords and query, which may hold keys."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _too_slow(url: str, limits: Limits) -> DownloadError:
    return DownloadError(
        f"The file at {_shown(url)} did not arrive within {limits.download_s:g} seconds.",
        "Try again later, or download it yourself and give the file.",
    )


def _stream(url: str, deadline: float, limits: Limits) -> bytes:
    """Return the body behind `url`; network failures become DownloadError."""
    request = urllib.request.Request(url, headers={"User-Agent": "kdcore", "Accept": "text/csv, text/plain, */*"})
    opener = urllib.request.build_opener(_SameKindOfLink)
    try:
        with opener.open(request, timeout=max(0.01, deadline - time.monotonic())) as answer:
            _check_scheme(answer.geturl())
            if answer.headers.get_content_type() in ("text/html", "application/xhtml+xml"):
                raise DownloadError(
                    f"The link {_shown(url)} leads to a web page, not to a file.",
                    "Use the link of its download button, or the Raw link on GitHub.",
                )
            return _body(answer, url, deadline, limits)
    except urllib.error.HTTPError as error:
        error.close()
        raise DownloadError(
            f"The server answered {error.code} ({error.reason}) for {_shown(url)}.",
            "Open the link in a browser and check that anyone may download it.",
        ) from error
    except TimeoutError as error:
        raise _too_slow(url, limits) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise _too_slow(url, limits) from error
        raise DownloadError(
            f"The file at {_shown(url)} could not be fetched: {reason}.",
            "Check the link and the internet connection, or download the file yourself and give it.",
        ) from error


def _body(answer: http.client.HTTPResponse, url: str, deadline: float, limits: Limits) -> bytes:
    announced = answer.headers.get("Content-Length", "")
    expected = int(announced) if announced.isdecimal() else None
    too_large = DownloadError(
        f"The file at {_shown(url)} is larger than {limits.file_bytes / 1e6:g} MB.",
        "Give a smaller file, or part of it.",
    )
    if expected is not None and expected > limits.file_bytes:
        raise too_large
    body = bytearray()
    while piece := answer.read1(_CHUNK_BYTES):
        body += piece
        if len(body) > limits.file_bytes:
            raise too_large
        if time.monotonic() > deadline:
            raise _too_slow(url, limits)
    if expected is not None and len(body) < expected:
        raise DownloadError(
            f"The connection broke after {len(body):,} of {expected:,} bytes of {_shown(url)}.", "Try again."
        )
    return bytes(body)
