"""Who may do what with a run: whoever started it, and the person who sits at the machine; all others may watch."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import gradio as gr

from demo.refusals import Refusal
from kdcore.data.decoding import clean
from kdcore.errors import KdError, RunError
from kdcore.runs.annotations import NAME_CHARS
from kdcore.runs.folder import RunFolder
from kdcore.runs.launcher import Launcher
from kdcore.runs.store import DEMO, RunStore

# What proxies add to a request that they pass on.
_FORWARDED = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "fly-client-ip")


def is_local(environment: Mapping[str, str], bound_to: str, client: str, headers: Mapping[str, str]) -> bool:
    """Return whether a request comes from the person who sits at the machine that the server runs on.

    So it is when no other machine can reach the server (it is no Space, and listens on a loopback address alone), when
    the request was not passed on by a proxy, and when a page of this very server made it, rather than a web page of
    somebody else that is open in the same browser.

    Args:
        environment: of the server's process.
        bound_to: the host the server listens on; "" is unknown.
        client: the address the request came from.
        headers: of the request.
    """
    sent = {name.lower(): value for name, value in headers.items()}
    if "SPACE_ID" in environment or not _is_loopback(bound_to) or not _is_loopback(client):
        return False
    if any(name in _FORWARDED or name.startswith("x-forwarded-") for name in sent):
        return False
    asked = [f"//{sent.get('host', '')}", sent.get("origin", "//localhost")]
    return all(_is_loopback(_host_in(address)) for address in asked)


def _host_in(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


@dataclass(frozen=True)
class Person:
    """Somebody who asks for something."""

    secret: str  # that this browser keeps
    is_local: bool = False  # sits at the machine


@dataclass
class Access:
    """What may be asked of a run, for whoever may ask it."""

    store: RunStore
    launcher: Launcher
    bound_to: str = ""  # the host the server listens on; while it is unknown, nobody counts as local

    def person(self, visitor: Any, request: gr.Request | None) -> Person:
        """Return who asks: what the browser remembers, and where the request comes from."""
        secret = visitor.get("secret") if isinstance(visitor, dict) else ""
        client = getattr(request, "client", None)
        here = client is not None and is_local(
            os.environ, self.bound_to, str(getattr(client, "host", "")), dict(request.headers if request else {})
        )
        return Person(secret if isinstance(secret, str) else "", here)

    def may_change(self, run_id: str, person: Person) -> bool:
        """Return whether this person may stop, resume, rename, pin or delete a run; nobody may the demo run."""
        try:
            run = self._changeable(run_id)
            return person.is_local or self.launcher.is_owner(run, person.secret)
        except KdError:
            return False

    def stop(self, run_id: str, person: Person) -> None:
        """Ask for the end of a run; raises RunError when it is not this person's."""
        self.launcher.stop(self._changeable(run_id), person.secret, is_local=person.is_local)

    def resume(self, run_id: str, person: Person) -> None:
        """Let a stopped, failed or interrupted run go on; raises RunError when it is not this person's."""
        self.launcher.resume(self._changeable(run_id), person.secret, is_local=person.is_local)

    def throw_away(self, run_id: str, person: Person) -> None:
        """Delete a run; raises RunError when it is not this person's, or not over."""
        self.launcher.delete(self._changeable(run_id), person.secret, is_local=person.is_local)

    def rename(self, run_id: str, person: Person, name: Any) -> None:
        """Give a run a name, or take it away with an empty one.

        Raises:
            RunError: it is not this person's.
            Refusal: the name is too long.
        """
        written = clean(name) if isinstance(name, str) else ""
        if len(written) > NAME_CHARS:
            raise Refusal("error_name", n=len(written), limit=NAME_CHARS)
        self.launcher.rename(self._changeable(run_id), person.secret, written, is_local=person.is_local)

    def pin(self, run_id: str, person: Person, pinned: bool) -> None:
        """Keep a run from being deleted to make room, or no longer; raises RunError when it is not this person's."""
        self.launcher.pin(self._changeable(run_id), person.secret, pinned, is_local=person.is_local)

    def _changeable(self, run_id: str) -> RunFolder:
        if run_id == DEMO:
            raise RunError("The demo run stays as it is.", "Choose one of your own.")
        return self.store.folder(run_id)
