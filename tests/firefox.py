"""A headless Firefox, driven by its own protocol: Marionette, JSON messages with their length before them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from programs import program

ENTER, SPACE, DOWN = "\ue007", "\ue00d", "\ue015"
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key of an element in a message. Source: WebDriver, section 12."""
_PREFERENCES = """\
user_pref("browser.download.folderList", 2);
user_pref("browser.download.dir", "{folder}");
user_pref("browser.download.always_ask_before_handling_new_types", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
"""


class Firefox:
    """A running Firefox; what it saves goes to the folder `downloads`."""

    def __init__(self, stream: socket.socket, downloads: Path) -> None:
        self._stream = stream
        self._count = 0
        self.downloads = downloads
        self._receive()  # which protocol it speaks
        self.ask("WebDriver:NewSession")

    def ask(self, command: str, **values: Any) -> Any:
        """The answer to a command."""
        self._count += 1
        message = json.dumps([0, self._count, command, values]).encode()
        self._stream.sendall(b"%d:%s" % (len(message), message))
        _kind, _id, error, result = self._receive()
        assert error is None, error
        return result["value"] if isinstance(result, dict) and "value" in result else result

    def _receive(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._stream.recv(1)
        message = b""
        while len(message) < int(length[:-1]):
            message += self._stream.recv(65536)
        return json.loads(message)

    def _element(self, selector: str) -> str:
        found = self.ask("WebDriver:FindElement", using="css selector", value=selector)
        return str(found[_ELEMENT])

    def press(self, selector: str, *keys: str) -> None:
        """Press keys, or type texts, in an element."""
        for each in keys:
            self.ask("WebDriver:ElementSendKeys", id=self._element(selector), text=each)

    def text(self, selector: str) -> str:
        """The text of an element."""
        return str(self.ask("WebDriver:GetElementText", id=self._element(selector)))

    def saved(self) -> Path:
        """The answers file that was saved, taken out of the way of the next one."""
        for _ in range(300):
            found = [path for path in self.downloads.glob("*.answers.yaml") if path.stat().st_size]
            if found and not list(self.downloads.glob("*.part")):
                return found[0].rename(self.downloads / "saved.yaml")
            time.sleep(0.1)
        raise TimeoutError


@contextmanager
def running_firefox() -> Iterator[Firefox]:
    """Start Firefox with a profile of its own, and end it."""
    name = program("firefox-esr", "firefox")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile, downloads = Path(folder, "profile"), Path(folder, "downloads")
        profile.mkdir()
        downloads.mkdir()
        (profile / "user.js").write_text(_PREFERENCES.format(folder=downloads), encoding="utf-8")
        command = [name, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
        started = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(profile)},
        )
        try:
            with socket.create_connection(("127.0.0.1", _port(profile)), timeout=60) as stream:
                yield Firefox(stream, downloads)
        finally:
            started.kill()
            started.wait()


def _port(profile: Path) -> int:
    """Where Firefox listens, once it does."""
    for _ in range(600):
        try:
            return int((profile / "MarionetteActivePort").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            time.sleep(0.1)
    raise TimeoutError
