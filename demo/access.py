"""Access control: a run is changed by its owner (who started it) and by the local operator; everyone may watch."""

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

# Headers that proxies add to a request they forward.
_FORWARDED = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "fly-client-ip")


def is_local(environment: Mapping[str, str], bound_to: str, client: str, headers: Mapping[str, str]) -> bool:
    """Return whether a request comes from the local operator: the person at the machine that runs the server.

    Three conditions must hold: no other machine can reach the server (it is no Space, and listens on a loopback address
    only), no proxy forwarded the request, and this server's own page sent it, not another web page that is open in the
    same browser.

    Args:
        environment: of the server's process.
        bound_to: the host the server listens on; "" if unknown.
        client: the address the request came from.
        headers: of the request.
    """
    sent = {name.lower(): value for name, value in headers.items()}
    if "SPACE_ID" in environment or not _is_loopback(bound_to) or not _is_loopback(client):
        return False
    if any(name in _FORWARDED or name.startswith("x-forwarded-") for name in sent):
        return False
    addresses = [f"//{sent.get('host', '')}", sent.get("origin", "//localhost")]
    return all(_is_loopback(_host_in(address)) for address in addresses)


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
class Caller:
    """Who sends a request."""

    secret: str  # kept by the visitor's browser; proves that a run is theirs
    is_local: bool = False  # the local operator


@dataclass
class Access:
    """The permissions on runs, and the changes to a run by a caller who has them."""

    store: RunStore
    launcher: Launcher
    bound_to: str = ""  # the host the server listens on; while it is unknown, nobody is the local operator

    def caller(self, visitor: Any, request: gr.Request | None) -> Caller:
        """Return who sends a request: the secret that the browser keeps, and whether it is the local operator."""
        secret = visitor.get("secret") if isinstance(visitor, dict) else ""
        client = getattr(request, "client", None)
        local = client is not None and is_local(
            os.environ, self.bound_to, str(getattr(client, "host", "")), dict(request.headers if request else {})
        )
        return Caller(secret if isinstance(secret, str) else "", local)

    def may_change(self, run_id: str, caller: Caller) -> bool:
        """Return whether a caller may stop, resume, rename, pin or delete a run; the demo run never changes."""
        try:
            run = self._changeable(run_id)
            return caller.is_local or self.launcher.is_owner(run, caller.secret)
        except KdError:
            return False

    def stop(self, run_id: str, caller: Caller) -> None:
        """Request that a run stops; raises RunError if the caller may not."""
        self.launcher.stop(self._changeable(run_id), caller.secret, is_local=caller.is_local)

    def resume(self, run_id: str, caller: Caller) -> None:
        """Continue a stopped, failed or interrupted run; raises RunError if the caller may not."""
        self.launcher.resume(self._changeable(run_id), caller.secret, is_local=caller.is_local)

    def delete(self, run_id: str, caller: Caller) -> None:
        """Delete a run; raises RunError if the caller may not, or the run is not over."""
        self.launcher.delete(self._changeable(run_id), caller.secret, is_local=caller.is_local)

    def rename(self, run_id: str, caller: Caller, name: Any) -> None:
        """Give a run a name; an empty one removes it.

        Raises:
            RunError: the caller may not.
            Refusal: the name is too long.
        """
        cleaned = clean(name) if isinstance(name, str) else ""
        if len(cleaned) > NAME_CHARS:
            raise Refusal("error_name", n=len(cleaned), limit=NAME_CHARS)
        self.launcher.rename(self._changeable(run_id), caller.secret, cleaned, is_local=caller.is_local)

    def pin(self, run_id: str, caller: Caller, pinned: bool) -> None:
        """Protect a run from being deleted to make room, or no longer; raises RunError if the caller may not."""
        self.launcher.pin(self._changeable(run_id), caller.secret, pinned, is_local=caller.is_local)

    def _changeable(self, run_id: str) -> RunFolder:
        if run_id == DEMO:
            raise RunError("The demo run stays as it is.", "Choose one of your own.")
        return self.store.folder(run_id)
