"""A compiled questionnaire is used only if it equals its files."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

from readiness import load_questionnaire
from readiness.loading import finding
from readiness.loading.compiled import compiled, file_name, read_compiled

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A compiled copy of the built-in questionnaire, which tests may change."""
    place = tmp_path / "questionnaires" / "going-global"
    shutil.copytree(ROOT / "questionnaires" / "going-global", place)
    monkeypatch.setattr(finding, "_builtin_folder", lambda: tmp_path / "questionnaires")
    (place / file_name(None)).write_bytes(compiled(load_questionnaire(), place))
    return place


def test_the_compiled_questionnaire_equals_its_files(folder: Path) -> None:
    ready = read_compiled(folder, None)
    from_files = load_questionnaire(folder)  # by its path, as any folder
    assert ready == from_files
    assert ready is not None
    assert ready.digest == from_files.digest
    assert list(ready.questions) == list(from_files.questions)
    assert load_questionnaire() == ready


def test_it_is_used_only_under_the_name_of_the_questionnaire(folder: Path) -> None:
    marked = load_questionnaire(folder).model_copy(update={"title": "Compiled"})
    marked.__dict__.pop("digest", None)
    (folder / file_name(None)).write_bytes(compiled(marked, folder))
    assert load_questionnaire().title == "Compiled"
    assert load_questionnaire("going-global").title == "Compiled"
    # A folder that anybody may have written is read from its YAML files alone.
    assert load_questionnaire(folder).title != "Compiled"
    assert load_questionnaire(str(folder)).title != "Compiled"
    assert load_questionnaire(folder / "questionnaire.yaml").title != "Compiled"


def test_it_is_not_used_once_a_file_has_changed(folder: Path) -> None:
    main = folder / "questionnaire.yaml"
    text = main.read_text(encoding="utf-8")
    main.write_text(text.replace("title: ", "title: New ", 1), encoding="utf-8")
    assert load_questionnaire().title.startswith("New ")
    main.write_text(text, encoding="utf-8")
    assert read_compiled(folder, None) is not None
    (folder / "another.yaml").write_text("", encoding="utf-8")
    assert read_compiled(folder, None) is None


@pytest.mark.parametrize("damage", ["absent", "empty", "cut", "noise", "other", "folder"])
def test_a_damaged_compiled_file_is_ignored(folder: Path, damage: str) -> None:
    file = folder / file_name(None)
    content = file.read_bytes()
    file.unlink()
    if damage == "folder":
        file.mkdir()
    elif damage != "absent":
        stamp = content[:64]
        file.write_bytes(
            {
                "empty": b"",
                "cut": content[: len(content) // 2],
                "noise": stamp + b"\x80\x05garbage",
                "other": stamp + pickle.dumps({"title": "no model"}),
            }[damage]
        )
    assert read_compiled(folder, None) is None
    assert load_questionnaire() == load_questionnaire(folder)


def test_each_language_has_its_own_file() -> None:
    assert [file_name(code) for code in (None, "zh", "zh-CN")] == [
        "compiled.pickle",
        "compiled.zh.pickle",
        "compiled.zh-CN.pickle",
    ]
