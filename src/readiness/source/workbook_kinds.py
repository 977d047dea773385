"""Tell a plain workbook from files of other kinds, and say what to do with these."""

from __future__ import annotations

from readiness.messages.catalogue import _, later
from readiness.messages.problems import InvalidInput, Problem
from readiness.source.package import MAX_PACKED, Package

_OLD = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What a workbook with a password holds in its list of contents."""
_OTHER_KINDS = (
    ("word/", later("this is a Word file, not an Excel workbook")),
    ("ppt/", later("this is a PowerPoint file, not an Excel workbook")),
    ("mimetype", later("this is an OpenDocument or another file, not an Excel workbook (.xlsx)")),
    ("xl/workbook.bin", later("this is a binary workbook (.xlsb), not an .xlsx")),
)
"""Parts that only files of another kind have, and what these are."""


def expect_zip(content: bytes, name: str) -> None:
    """Raise InvalidInput unless `content` may be a workbook of today; a password makes it another file."""
    message = hint = ""
    code = "not-a-workbook"
    if content.startswith(_OLD) and _LOCKED in content:
        code, message = "workbook-locked", _("the workbook needs a password")
        hint = _("In Excel: File, Info, Protect Workbook, Encrypt with Password; empty the field, and save.")
    elif content.startswith(_OLD):
        message, hint = _("this is a workbook of the old kind (.xls), or another old file"), _as_xlsx()
    elif not content.startswith(b"PK"):
        message, hint = _("this is not an Excel workbook (.xlsx)"), _("Check that it is the right file.")
    elif len(content) > MAX_PACKED:
        code, message = "too-large", _("the file is larger than 20 MiB")
        hint = _("Check that it is the right file; copy the cells that are needed into a new workbook.")
    if message:
        raise InvalidInput([Problem(name, 1, 1, code, message, hint, cell="")])


def _as_xlsx() -> str:
    return _("Open it in Excel, WPS or LibreOffice and save it as an Excel workbook (.xlsx).")


def expect_plain_workbook(package: Package) -> str:
    """The name of the main part. Raises InvalidInput for macros, links and files of other kinds."""
    parts = package.parts
    for begin, message in _OTHER_KINDS:
        if any(part.startswith(begin) for part in parts):
            raise package.refusal("not-a-workbook", _(message), _as_xlsx())
    if "[content_types].xml" not in package or not any(part.startswith("xl/") for part in parts):
        message = _("this is a zip archive, not an Excel workbook")
        hint = _("If the workbook is inside, unpack it and name the .xlsx file.")
        raise package.refusal("not-a-workbook", message, hint)
    if _has_macros(package):
        hint = _("Save it as an Excel workbook without macros (.xlsx).")
        raise package.refusal("workbook-macros", _("the workbook holds macros"), hint)
    if any(part.startswith("xl/externallinks/") for part in parts):
        hint = _("In Excel: Data, Edit Links, Break Link; then save it. Or copy the cells as values.")
        raise package.refusal("workbook-links", _("the workbook has links to other workbooks"), hint)
    main = [part for kind, part in package.related("").values() if kind == "officeDocument"]
    if len(main) != 1 or main[0] not in package:
        raise package.damaged()
    return main[0]


def _has_macros(package: Package) -> bool:
    """Whether there is anything that a program could run, or the file says that there is."""
    runs = ("vbaproject", "xl/macrosheets/", "vbadata", "xl/activex/")
    if any(word in part for part in package.parts for word in runs):
        return True
    types = (event.attributes or {} for event in package.events("[Content_Types].xml"))
    return any("macroenabled" in each.get("ContentType", "").lower() for each in types)
