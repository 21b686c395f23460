"""What runs first in a confined process: imports one module of this package without the package's front doors.

The front doors (`simulator/__init__.py` and its like) import the engine, which takes a second; a reader needs three
files. ``python -I confined.py simulator.evidence.reader`` calls that module's ``main``.
"""

from __future__ import annotations

import importlib
import sys
import types


def main(module: str) -> int:
    """Run `module`; its ``main`` returns the exit code."""
    root = __file__.rsplit("simulator", 1)[0]
    parts = module.split(".")[:-1]
    for length in range(1, len(parts) + 1):
        name = ".".join(parts[:length])
        package = types.ModuleType(name)
        package.__path__ = [root + "/".join(parts[:length])]
        sys.modules[name] = package
    code: int = importlib.import_module(module).main()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
