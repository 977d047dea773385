"""The built wheel works without the rest of this project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from readiness import builtin_questionnaires

ROOT = Path(__file__).resolve().parent.parent


def test_installed_from_a_wheel_it_assesses_from_another_folder(tmp_path: Path) -> None:
    # From a copy, so that files of earlier builds do not get in and new ones do not stay.
    copy = tmp_path / "copy"
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        copy.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, copy)
    for name in ("src", "questionnaires"):
        leftovers = shutil.ignore_patterns("*.egg-info", "__pycache__", "*.mo")
        shutil.copytree(ROOT / name, copy / name, symlinks=True, ignore=leftovers)
    (copy / "src" / "readiness" / "messages" / "translations" / "de.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Done"\nmsgstr "Getan"\n',
        encoding="utf-8",
    )
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(tmp_path), str(copy)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site")
    held = {name.split("/")[0] for name in names}
    assert held == {"readiness", wheel.name.split("-py3")[0] + ".dist-info"}
    expected = {
        f"readiness/questionnaires/{path.relative_to(ROOT / 'questionnaires').as_posix()}"
        for path in (ROOT / "questionnaires").rglob("*.yaml")
    }
    expected |= {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "readiness" / "authoring" / "starter").rglob("*.yaml")
    }
    assert "readiness/authoring/starter/zh/questionnaire.yaml" in expected
    assert {name for name in names if name.endswith(".yaml")} == expected
    source = ROOT / "src"
    modules = {path.relative_to(source).as_posix() for path in (source / "readiness").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == modules
    rest = {name for name in names if name.startswith("readiness/")} - modules - expected
    compiled = {
        f"readiness/questionnaires/{name}/compiled{suffix}.pickle"
        for name in builtin_questionnaires()
        for suffix in ("", ".zh")
    }
    language = {
        f"readiness/messages/translations/{code}.{suffix}" for code in ("de", "zh") for suffix in ("po", "mo")
    }
    templates = {
        f"readiness/rendering/templates/{path.name}"
        for path in (source / "readiness" / "rendering" / "templates").iterdir()
    }
    assert "readiness/rendering/templates/page.css" in templates
    scripts = {
        f"readiness/rendering/browser/{path.name}"
        for path in (source / "readiness" / "rendering" / "browser").glob("*.js")
    }
    assert "readiness/rendering/browser/js-yaml.umd.min.js" in scripts
    assert rest == {"readiness/py.typed", *compiled, *language, *templates, *scripts}

    # The dependencies come from this environment, the program only from the wheel.
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import readiness, readiness.__main__;"
        "sys.stderr.write(readiness.__file__);"
        "from readiness.loading.compiled import read_compiled; from readiness.loading.finding import find;"
        "assert read_compiled(find('going-global').folder, None), 'the compiled questionnaire is stale';"
        "readiness.__main__.main()"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            program,
            str(tmp_path / "site"),
            "assess",
            "--answers",
            str(ROOT / "examples" / "ningbo-ev-parts.yaml"),
        ],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert str(tmp_path) in done.stderr
    assert "Verdict: Foundation" in done.stdout
