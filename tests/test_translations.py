"""Texts of a questionnaire in files of their own: read, checked, written and updated."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from readiness import load_questionnaire
from readiness.authoring.doubts.doubts import examine_files
from readiness.loading.keys import pattern_at
from readiness.loading.translations import TEXT_KEYS, stamp
from readiness.questionnaire.questionnaire import Questionnaire
from test_command_line import run

MAIN = """\
id: door
version: 1.0.0
languages: [en, zh]
title: The door
bands:
  - {id: any, title: Any, texts: [{when: {answer: door.closes, equals: "yes"}, text: It is shut.}]}
sections: [door.yaml]
"""
SECTION = """\
id: door
title: The door
questions:
  - id: door.closes
    type: yes-no
    title: Closing
    text: >-
      Does it close
      by itself?
    evidence: [A film, A photograph]
    yes: {text: It does.}
"""
CHINESE = """\
title: 门
questions:
  door.closes:
    title: {zh: 关门}
    text: {zh: 门会自己关上吗？, of: "%s"}
    evidence: [录像, ""]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A questionnaire whose only section is partly translated."""
    (tmp_path / "zh").mkdir()
    (tmp_path / "questionnaire.yaml").write_text(MAIN, encoding="utf-8")
    (tmp_path / "door.yaml").write_text(SECTION.replace("    yes: {text: It does.}\n", ""), encoding="utf-8")
    text = CHINESE % stamp("Does it close by itself?")
    (tmp_path / "zh" / "door.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in examine_files(folder)]


def test_texts_come_from_the_files_and_else_from_the_first_language(folder: Path) -> None:
    asked = load_questionnaire(folder, "zh-CN").questions["door.closes"]
    assert (asked.title, asked.text, asked.evidence) == ("关门", "门会自己关上吗？", ("录像", "A photograph"))
    found = load_questionnaire(folder, "zh")
    assert (found.title, found.sections[0].title) == ("The door", "门")
    assert load_questionnaire(folder).sections[0].title == "The door"


def test_the_digest_is_that_of_the_first_language(folder: Path) -> None:
    assert load_questionnaire(folder, "zh").digest == load_questionnaire(folder).digest
    assert load_questionnaire(language="zh").digest == load_questionnaire().digest


def test_only_the_language_of_the_run_is_read(folder: Path) -> None:
    (folder / "zh" / "door.yaml").write_text("title: [", encoding="utf-8")
    assert load_questionnaire(folder).title == "The door"
    assert codes(folder) == ["yaml-syntax"]


def test_what_is_missing_is_counted_for_each_file(folder: Path) -> None:
    found = {problem.file.split("/")[-1]: problem.message for problem in examine_files(folder)}
    assert found == {
        "questionnaire.yaml": "3 texts have no translation; the first is “title”",
        "door.yaml": "1 text has no translation; the first is “questions.door.closes.evidence.1”",
    }


def test_the_command_writes_what_is_missing_and_keeps_what_is_there(folder: Path) -> None:
    done = run("questionnaire", "translate", ".", "--lang", "zh", folder=folder)
    assert (done.returncode, done.stdout) == (0, "")
    written = (folder / "zh" / "door.yaml").read_text(encoding="utf-8")
    made_from = stamp("Does it close by itself?")
    assert (
        f'    # Does it close by itself?\n    text: {{zh: "门会自己关上吗？", of: "{made_from}"}}\n'
        in written
    )
    assert f'title: {{zh: "门", of: "{stamp("The door")}"}}\n' in written
    empty = [f'{{zh: "", of: "{stamp(text)}"}}' for text in ("A photograph", "It is shut.")]
    assert f"      # A photograph\n      - {empty[0]}\n" in written
    assert f"    texts:\n      -\n        # It is shut.\n        text: {empty[1]}\n" in (
        folder / "zh" / "questionnaire.yaml"
    ).read_text(encoding="utf-8")
    assert set(codes(folder)) == {"translation-missing"}
    again = run("questionnaire", "translate", ".", "--lang", "zh", folder=folder)
    assert "0" in again.stderr
    assert (folder / "zh" / "door.yaml").read_text(encoding="utf-8") == written
    assert load_questionnaire(folder, "zh").sections[0].title == "门"


def test_a_change_of_the_original_marks_its_translation_until_the_stamp_is_removed(folder: Path) -> None:
    run("questionnaire", "translate", ".", "--lang", "zh", folder=folder)
    section = folder / "door.yaml"
    section.write_text(section.read_text(encoding="utf-8").replace("by itself", "quietly"), encoding="utf-8")
    assert codes(folder).count("translation-outdated") == 1
    run("questionnaire", "translate", ".", "--lang", "zh", folder=folder)
    chinese = folder / "zh" / "door.yaml"
    text = chinese.read_text(encoding="utf-8")
    marked = text.index("    # Does it close quietly?\n")
    old = re.compile(r", of: \"[0-9a-f]{8}\"").search(text, text.index("text: {zh: ", marked))
    assert old is not None
    assert codes(folder).count("translation-outdated") == 1
    mended = text[: old.start()].replace("自己", "轻轻") + text[old.end() :]
    chinese.write_text(mended, encoding="utf-8")
    assert "translation-outdated" not in codes(folder)
    run("questionnaire", "translate", ".", "--lang", "zh", folder=folder)
    assert f'of: "{stamp("Does it close quietly?")}"' in chinese.read_text(encoding="utf-8")
    assert load_questionnaire(folder, "zh").questions["door.closes"].text == "门会轻轻关上吗？"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("questionnaire", "translate", "."), "Say into which language, as in --lang zh."),
        (("questionnaire", "translate", ".", "--lang", "fr"), "Write `languages: [en, zh, fr]` into"),
        (
            ("questionnaire", "translate", ".", "--lang", "en"),
            "is written in. Say into which language, as in --lang zh.",
        ),
        (
            ("questionnaire", "translate", ".", "--lang", "ZH"),
            "问卷没有声明“ZH”。请指定译文的语言，例如 --lang zh。",
        ),
        (
            ("questionnaire", "translate", ".", "--lang", "中文"),
            "language. Say into which language, as in --lang zh.",
        ),
        (("questionnaire", "translate", "going-global", "--lang", "fr"), "is built in. Copy its folder"),
    ],
)
def test_what_cannot_be_translated_is_refused_with_a_remedy(
    folder: Path, words: tuple[str, ...], reason: str
) -> None:
    done = run(*words, folder=folder)
    assert done.returncode == 2
    assert reason in done.stderr


def test_a_chinese_questionnaire_that_declares_no_language_is_told_what_to_declare(tmp_path: Path) -> None:
    main = tmp_path / "questionnaire.yaml"
    text = MAIN.replace("languages: [en, zh]\n", "").replace("The door", "门")
    main.write_text(
        text.replace(
            "[door.yaml]", "[{id: a, title: 甲, questions: [{id: door.closes, text: 关吗？, type: yes-no}]}]"
        ),
        encoding="utf-8",
    )
    environment = {"READINESS_LANG": "zh"}
    done = run("questionnaire", "translate", ".", folder=tmp_path, environment=environment)
    assert "--lang 的值无效：“zh”是问卷的原文语言。请指定译文的语言，例如 --lang en。" in done.stderr
    done = run("questionnaire", "translate", ".", "--lang", "en", folder=tmp_path)
    assert "Write `languages: [zh, en]` into" in done.stderr
    main.write_text("languages: [zh, en]\n" + main.read_text(encoding="utf-8"), encoding="utf-8")
    assert run("questionnaire", "translate", ".", "--lang", "en", folder=tmp_path).returncode == 0


def test_the_remedy_for_a_language_that_a_questionnaire_lacks_works(tmp_path: Path) -> None:
    own = tmp_path / "my door"
    own.mkdir()
    (own / "questionnaire.yaml").write_text(MAIN.replace("languages: [en, zh]\n", ""), encoding="utf-8")
    (own / "door.yaml").write_text(SECTION.replace("    yes: {text: It does.}\n", ""), encoding="utf-8")
    refused = run("questionnaire", "show", "my door", "--lang", "fr", folder=tmp_path)
    line, command = re.findall(r"`([^`]+)`", refused.stderr)
    assert line == "languages: [en, fr]"
    (own / "questionnaire.yaml").write_text(MAIN.replace("languages: [en, zh]", line), encoding="utf-8")
    doubted = run("questionnaire", "check", "my door", folder=tmp_path)
    assert f"    Run `{command}` and fill in the files that it writes; or" in doubted.stdout
    assert command == "readiness questionnaire translate 'my door/questionnaire.yaml' --lang fr"
    assert run(*shlex.split(command)[1:], folder=tmp_path).returncode == 0
    doubted = run("questionnaire", "check", "my door", folder=tmp_path)
    assert "missing-language" not in doubted.stdout
    assert f"    Run `{command}` to write what is missing into the file, and fill it in." in doubted.stdout


def test_a_built_in_questionnaire_is_not_offered_for_translation(tmp_path: Path) -> None:
    refused = run("questionnaire", "show", "--lang", "fr", folder=tmp_path)
    assert "    Choose one of: en, zh.\n" in refused.stderr


def test_a_link_out_of_the_folder_is_not_followed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "door.yaml"
    secret.write_text("title: 秘密\n", encoding="utf-8")
    (folder / "zh" / "door.yaml").unlink()
    (folder / "zh" / "door.yaml").symlink_to(secret)
    assert load_questionnaire(folder, "zh").sections[0].title == "The door"


def test_the_texts_of_the_built_in_questionnaire_are_translated_and_up_to_date() -> None:
    assert examine_files("going-global") == ()
    assert load_questionnaire(language="zh").title == "企业出海准备度"


def test_the_keys_of_texts_are_those_of_the_models() -> None:
    """Every text without a pattern of its own is translated: none is forgotten when a key is added."""
    schema = Questionnaire.model_json_schema()
    found = set()
    for model in (schema, *schema["$defs"].values()):
        for key, value in model.get("properties", {}).items():
            kinds = value.get("anyOf", [value])
            items = value.get("items", {})
            if any(
                kind.get("type") == "string" and not kind.keys() & {"pattern", "enum", "const"}
                for kind in kinds
            ) or (items.get("type") == "string" and not items.keys() & {"pattern", "enum"}):
                found.add(key)
    assert found - TEXT_KEYS <= {"section", "type"}, "a key of `TEXT_KEYS`, or a pattern, is missing"
    assert found >= TEXT_KEYS
    assert pattern_at(("sections", 0, "id"))


def test_a_file_that_is_no_mapping_is_refused_and_stays_as_it_is(folder: Path) -> None:
    spoilt = folder / "zh" / "door.yaml"
    spoilt.write_text("title：门\ndescription：关门\n", encoding="utf-8")
    (problem,) = examine_files(folder)
    assert (problem.code, problem.severity) == ("translation-shape", "error")
    done = run("questionnaire", "translate", ".", "--lang", "zh", folder=folder)
    assert done.returncode == 2
    assert spoilt.read_text(encoding="utf-8") == "title：门\ndescription：关门\n"


def test_what_is_left_over_is_kept_as_a_comment(folder: Path) -> None:
    file = folder / "zh" / "door.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "  door.opens: {title: 开门}\n", encoding="utf-8")
    run("questionnaire", "translate", ".", "--lang", "zh", folder=folder)
    written = file.read_text(encoding="utf-8")
    assert '# 多余的译文（问卷中没有此文本）：questions.door.opens: {"title": "开门"}\n' in written
    assert set(codes(folder)) == {"translation-missing"}
    run("questionnaire", "translate", ".", "--lang", "zh", folder=folder)
    assert file.read_text(encoding="utf-8") == written


def test_what_is_no_text_and_what_is_noted_at_the_top_are_kept(folder: Path) -> None:
    file = folder / "zh" / "door.yaml"
    file.write_text("# 待李梅核对\ntitle: 2025\ndescription: {zh: 门, en: The door}\n", encoding="utf-8")
    section = folder / "door.yaml"
    section.write_text(f"description: A door\n{section.read_text(encoding='utf-8')}", encoding="utf-8")
    run("questionnaire", "translate", ".", "--lang", "zh", folder=folder)
    written = file.read_text(encoding="utf-8")
    for line in (
        "# 待李梅核对",
        "# 多余的内容（不是文本）：title: 2025",
        '# 多余的内容（不是文本）：description: {"zh": "门", "en": "The door"}',
        f'description: {{zh: "门", of: "{stamp("A door")}"}}',
    ):
        assert line in written.splitlines()
    run("questionnaire", "translate", ".", "--lang", "zh", folder=folder)
    assert file.read_text(encoding="utf-8") == written


def test_a_change_of_the_original_before_the_translation_is_read_is_noticed(folder: Path) -> None:
    run("questionnaire", "translate", ".", "--lang", "zh", folder=folder)
    main, chinese = folder / "questionnaire.yaml", folder / "zh" / "questionnaire.yaml"
    text = chinese.read_text(encoding="utf-8")
    chinese.write_text(text.replace('title: {zh: "", ', 'title: {zh: "门", ', 1), encoding="utf-8")
    main.write_text(MAIN.replace("The door", "The gate"), encoding="utf-8")
    assert "translation-outdated" in codes(folder)
    run("questionnaire", "translate", ".", "--lang", "zh", folder=folder)
    assert "translation-outdated" in codes(folder)


def test_texts_that_are_given_in_several_languages_already_need_no_file(tmp_path: Path) -> None:
    (tmp_path / "door.yaml").write_text(
        """\
id: door
version: 1.0.0
languages: [zh, en]
title: {zh: 门, en: The door}
bands: [{id: any, title: {zh: 任意, en: Any}}]
sections:
  - id: door
    title: {zh: 门, en: The door}
    questions: [{id: door.closes, type: yes-no, text: {zh: 门关得上吗？, en: Does it close?}}]
""",
        encoding="utf-8",
    )
    done = run("questionnaire", "translate", "door.yaml", "--lang", "en", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "en: 0 files written, 0 texts to translate.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["door.yaml"]
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "door.yaml").write_text("title: A door\n", encoding="utf-8")
    run("questionnaire", "translate", "door.yaml", "--lang", "en", folder=tmp_path)
    kept = (tmp_path / "en" / "door.yaml").read_text(encoding="utf-8")
    assert '# Left over, as the questionnaire has no such text: title: "A door"\n' in kept


@pytest.mark.parametrize(
    ("text", "found"), [("依据《质量管理体系 要求》", 0), ("依据 《质量管理体系 要求》", 1)]
)
def test_the_title_of_a_standard_may_have_a_blank(folder: Path, text: str, found: int) -> None:
    (folder / "zh" / "door.yaml").write_text(f'title: "{text}"\n', encoding="utf-8")
    assert codes(folder).count("chinese-blank") == found


@pytest.mark.parametrize(("key", "most"), [("title", 300), ("text", 5000)])
def test_a_translation_that_is_too_long_is_shown_and_not_its_original(
    folder: Path, key: str, most: int
) -> None:
    file = folder / "zh" / "door.yaml"
    file.write_text(f"questions:\n  door.closes: {{{key}: {'长' * most}}}\n", encoding="utf-8")
    assert "wrong-value" not in codes(folder)
    file.write_text(f"questions:\n  door.closes: {{{key}: {'长' * (most + 1)}}}\n", encoding="utf-8")
    (problem,) = (each for each in examine_files(folder) if each.severity == "error")
    assert problem.file.endswith("zh/door.yaml")
    assert (problem.line, problem.message) == (2, "the text is too long")
    assert problem.hint == f"Write at most {most} characters."
