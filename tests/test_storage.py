"""Storage as a library: it writes bytes, raises clear errors, and prints nothing."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness.messages.problems import ReadinessError
from readiness.source.source import MAX_BYTES
from readiness.storage import files, lock
from readiness.storage.lock import Busy, exclusive

HOLDER = """\
import sys
from pathlib import Path
from readiness.storage.lock import exclusive

with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that does not exist yet."""
    return tmp_path / "file.bin"


@pytest.fixture
def holder(file: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has locked `file`."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


@pytest.mark.parametrize("content", [b"", b"\xff\x00\r\n\n", b"x" * 300_000], ids=["none", "any", "many"])
def test_the_written_file_has_exactly_the_given_bytes(
    content: bytes, file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(b"old")
    files.write_file(file, content)
    assert files.content(file) == content
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert capfd.readouterr() == ("", "")


def test_one_byte_beyond_the_limit_is_read(file: Path) -> None:
    file.write_bytes(b"x" * (MAX_BYTES + 10))
    assert len(files.content(file) or b"") == MAX_BYTES + 1
    assert files.content(file.parent) is None


def test_an_unused_name_is_free_or_has_the_wanted_content(file: Path) -> None:
    assert files.unused(file) == file
    file.write_bytes(b"one")
    file.with_name("file.bin.2").write_bytes(b"two")
    assert files.unused(file).name == "file.bin.3"
    assert files.unused(file, b"one") == file
    assert files.unused(file, b"two").name == "file.bin.2"


def test_a_file_locked_by_another_process_is_an_error_that_names_it(
    file: Path, holder: subprocess.Popen[str], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Busy) as caught, exclusive(file):
        pytest.fail("it is not ours")
    assert isinstance(caught.value, ReadinessError)
    assert caught.value.path == file
    assert caught.value.owner.startswith(f"{holder.pid} on ")
    assert str(caught.value) == f"{file} is in use by process {caught.value.owner}"
    assert capfd.readouterr() == ("", "")
    holder.communicate("")
    with exclusive(file):
        assert [path.name for path in file.parent.iterdir()] == [".file.bin.lock"]
    assert list(file.parent.iterdir()) == []


def test_a_missing_folder_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "none" / "file"
    with pytest.raises(FileNotFoundError) as caught:
        files.write_file(file, b"new")
    assert caught.value.filename == str(file)
    with pytest.raises(FileNotFoundError) as caught, exclusive(file):
        pytest.fail("there is nothing to hold")
    assert caught.value.filename == str(file)


def test_a_new_file_that_another_process_locks_first_is_created_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the other process cleans up between the creation and the locking of the file."""
    hold = lock.hold
    taken: list[Path] = []

    def once(part: Path) -> int:
        if not taken:
            taken.append(part)
            raise Busy(part, "1 on another machine")
        return hold(part)

    monkeypatch.setattr(lock, "hold", once)
    files.write_file(file, b"new")
    assert taken[0].name.startswith(".file.bin.")
    assert file.read_bytes() == b"new"


def test_a_failed_write_leaves_the_old_file_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="No space left") as caught:
        files.write_file(file, b"new")
    assert caught.value.filename == str(file)
    assert file.read_bytes() == b"old"
    assert [path.name for path in file.parent.iterdir()] == [file.name]
