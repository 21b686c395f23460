"""The project's own source, read and parsed once for the tests of its shape."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = ("app.py", "simulator", "store", "charts", "exports", "ui", "pages", "benchmarks", "scripts", "tests")


@dataclass(frozen=True)
class Source:
    """One Python file; `path` is relative to the project, with forward slashes."""

    path: str

    @cached_property
    def text(self) -> str:
        return (ROOT / self.path).read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def folder(self) -> str:
        """The top folder, or the file's own name at the top."""
        return self.path.split("/")[0]

    @cached_property
    def imports(self) -> frozenset[str]:
        """Every module imported anywhere in the file, by its full dotted name; of `from a import b` both a and a.b."""
        names: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
        return frozenset(names)

    @property
    def packages(self) -> frozenset[str]:
        """The top-level packages imported."""
        return frozenset(name.split(".")[0] for name in self.imports)


def sources(*tops: str) -> list[Source]:
    """The Python files under these top folders (all of them without arguments), in order."""
    found: list[Source] = []
    for top in tops or CODE:
        path = ROOT / top
        files = [path] if path.is_file() else sorted(path.rglob("*.py"))
        found += [Source(file.relative_to(ROOT).as_posix()) for file in files if file.is_file()]
    return found
