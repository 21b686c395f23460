"""An Office file is a zip archive: this one does not say when its parts were packed."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a zip archive can name."""
_MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def steady_archive(content: bytes, when: datetime) -> bytes:
    """The Office file `content`, the workbooks inside its charts too, with no time in it but `when`."""
    stamp = when.replace(tzinfo=None, microsecond=0).isoformat().encode() + b"Z"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename.endswith(".xlsx"):
                part = steady_archive(part, when)
            elif entry.filename == "docProps/core.xml":
                part = _MOMENT.sub(rb"\g<1>" + stamp + rb"\g<3>", part)
            new.writestr(steady_entry(entry.filename), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def steady_entry(name: str) -> zipfile.ZipInfo:
    """A place in an archive that does not say when it was packed."""
    return zipfile.ZipInfo(name, _EPOCH)
