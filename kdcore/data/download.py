"""Downloading a file over http or https, within a time and a size."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading

import httpx

from kdcore.config import Limits
from kdcore.errors import DownloadError

_MAX_REDIRECTS = 10
# No compression: sizes are those of the file, and a small answer cannot unpack into a huge one.
_HEADERS = {"User-Agent": "kdcore", "Accept": "text/csv, text/plain, */*", "Accept-Encoding": "identity"}


def fetch(url: str, limits: Limits | None = None) -> bytes:
    """Return the bytes behind an http(s) URL.

    At most `limits.file_bytes` bytes in at most `limits.download_s` seconds, redirects and headers included. A Dropbox
    link to a preview is turned into one to the file.

    Raises DownloadError when the file is unavailable, too large or too slow, or is a web page.
    """
    limits = limits or Limits()
    link = direct_link(url.strip())
    _check(link)
    outcome: concurrent.futures.Future[bytes] = concurrent.futures.Future()

    def work() -> None:
        try:
            outcome.set_result(asyncio.run(asyncio.wait_for(_download(link, limits), limits.download_s)))
        except BaseException as error:  # passed on to the caller's thread
            outcome.set_exception(error)

    # A thread, because the caller may have an event loop of its own (a notebook has), and because the look-up of a host
    # name cannot be cancelled: only a thread can be left behind.
    threading.Thread(target=work, daemon=True, name="download").start()
    try:
        return outcome.result(limits.download_s)
    except (asyncio.TimeoutError, concurrent.futures.TimeoutError) as error:
        raise DownloadError(
            f"The file at {_shown(link)} did not arrive within {limits.download_s:g} seconds.",
            "Try again later, or download it yourself and give the file.",
        ) from error


def direct_link(url: str) -> httpx.URL:
    """Return the parsed URL, Dropbox previews turned into downloads; raises DownloadError when it is malformed."""
    try:
        link = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        shown = url.rpartition("@")[2].partition("?")[0]  # without password and keys
        raise DownloadError(
            f"The file could not be fetched: {shown!r} is not a link.", "Copy the link again; it starts with https://."
        ) from error
    if link.host == "dropbox.com" or link.host.endswith(".dropbox.com"):
        return link.copy_set_param("dl", "1")
    return link


def _check(link: httpx.URL) -> None:
    """Raise DownloadError unless this is an http(s) link without a user name."""
    if link.userinfo:
        raise DownloadError(f"The link {_shown(link)} holds a user name.", "Download the file yourself and give it.")
    if link.scheme not in ("http", "https") or not link.host:
        raise DownloadError(
            f"The link {_shown(link)} is not an http or https link.", "Use one that starts with https://."
        )


def _shown(link: httpx.URL) -> str:
    """Return the URL without password and query, which may hold keys."""
    return str(link.copy_with(username=None, password=None, query=None, fragment=None))


async def _download(link: httpx.URL, limits: Limits) -> bytes:
    """Return the body behind `link`, each redirect checked; network failures become DownloadError."""
    address = link
    try:
        # The time of the whole download is limited by the caller. Redirects are followed here, because httpx would read
        # their bodies to the end, whatever their size.
        async with httpx.AsyncClient(headers=_HEADERS, timeout=None, follow_redirects=False) as client:
            for _ in range(_MAX_REDIRECTS):
                async with client.stream("GET", address) as response:
                    if response.next_request is None:
                        _check_answer(response, link)
                        return await _body(response, link, limits)
                    address = response.next_request.url
                    _check(address)
    except httpx.HTTPError as error:
        raise DownloadError(
            f"The file at {_shown(link)} could not be fetched: {error or type(error).__name__}.",
            "Check the link and the internet connection, or download the file yourself and give it.",
        ) from error
    raise DownloadError(
        f"The server answered {response.status_code} (a redirect) {_MAX_REDIRECTS} times for {_shown(link)}.",
        "Use the link of the file itself.",
    )


def _check_answer(response: httpx.Response, link: httpx.URL) -> None:
    """Raise DownloadError unless the answer is a file."""
    if not response.is_success:
        raise DownloadError(
            f"The server answered {response.status_code} ({response.reason_phrase}) for {_shown(link)}.",
            "Open the link in a browser and check that anyone may download it.",
        )
    content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if content_type in ("text/html", "application/xhtml+xml"):
        raise DownloadError(
            f"The link {_shown(link)} leads to a web page, not to a file.",
            "Use the link of its download button, or the Raw link on GitHub.",
        )


async def _body(response: httpx.Response, link: httpx.URL, limits: Limits) -> bytes:
    too_large = DownloadError(
        f"The file at {_shown(link)} is larger than {limits.file_bytes / 1e6:g} MB.",
        "Give a smaller file, or part of it.",
    )
    announced = response.headers.get("Content-Length")  # httpx refuses what is no number
    if announced and int(announced) > limits.file_bytes:
        raise too_large
    body = bytearray()
    try:
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > limits.file_bytes:
                raise too_large
    except httpx.TransportError as error:
        total = f" of {int(announced):,}" if announced else ""
        raise DownloadError(
            f"The connection broke after {len(body):,}{total} bytes of {_shown(link)}.", "Try again."
        ) from error
    return bytes(body)
