"""Data walks one way: history → evidence → scenario → forecast → verdict → decision → page. So do imports."""

from __future__ import annotations

import sys

import pytest

from tests.architecture.source import ROOT, Source, sources

OWN = frozenset(
    {
        "simulator",
        "store",
        "charts",
        "words",
        "exports",
        "ui",
        "pages",
        "app",
        "tests",
        "benchmarks",
        "scripts",
        "validation",
    }
)
STANDARD = frozenset(sys.stdlib_module_names)

# What a top folder may import besides the standard library.
ALLOWED = {
    "simulator": {
        "simulator",
        "numpy",
        "scipy",
        "pandas",
        "pydantic",
        "numba",
        "tomli_w",
        "pyarrow",
        "python_calamine",
        "defusedxml",
        "rapidfuzz",
        "scoringrules",
        "statsmodels",
        "SALib",
    },
    "charts": {"charts", "altair", "pandas", "numpy"},
    "words": {"words", "simulator", "babel"},
    "exports": {
        "exports",
        "words",
        "simulator",
        "charts",
        "altair",
        "pandas",
        "numpy",
        "babel",
        "typst",
        "vl_convert",
        "xlsxwriter",
        "pptx",
    },
    "store": {"store", "simulator", "sqlalchemy", "alembic"},
    "ui": {
        "ui",
        "simulator",
        "charts",
        "words",
        "exports",
        "store",
        "streamlit",
        "starlette",
        "itsdangerous",
        "babel",
        "segno",
        "pandas",
        "numpy",
        "altair",
        "pydantic",
    },
    "pages": {"ui", "streamlit"},
    "app.py": {"ui", "streamlit"},
    "benchmarks": {
        "simulator",
        "exports",
        "benchmarks",
        "numpy",
        "pandas",
        "psutil",
        "playwright",
        "streamlit",
        "websockets",
        "xlsxwriter",
        "ui",
        "store",
    },
    "scripts": {"benchmarks", "playwright"},
    "validation": {"validation", "simulator", "numpy", "scipy"},
}

# Within simulator/: the folders a folder may know, downstream of it none. Files at the top know all.
LAYERS = {
    "scenario": {"scenario"},
    "series": {"scenario", "series"},
    "evidence": {"scenario", "series", "evidence"},
    "sample": {"scenario", "series", "evidence", "sample"},
    "outlook": {"scenario", "series", "outlook"},
    "engine": {"scenario", "engine"},
    "goals": {"scenario", "series", "outlook", "engine", "goals"},
    "decide": {"scenario", "series", "outlook", "engine", "goals", "decide"},
    "quotas": {"scenario", "engine", "goals", "decide", "quotas"},
    "scorecard": {"scenario", "evidence", "series", "scorecard"},
    "progress": {"scenario", "evidence", "engine", "goals", "progress"},
    "backtest": {"scenario", "series", "evidence", "outlook", "engine", "goals", "backtest"},
    "cli": set[str](),  # the command line stands beside the pages and may use everything
}
FREE_LAYERS = {"cli"}

# Packages of one folder: the engine alone compiles, the codec alone writes TOML, the reader alone opens workbooks.
ONLY_IN = {
    "numba": "simulator/engine/",
    "tomli_w": "simulator/scenario/",
    "pyarrow": "simulator/evidence/",
    "python_calamine": "simulator/evidence/",
    "defusedxml": "simulator/evidence/",
    "rapidfuzz": "simulator/evidence/",
    "scoringrules": "simulator/backtest/",
    "statsmodels": "simulator/outlook/",
    "SALib": "simulator/decide/",
}

PURE = sources("simulator")


@pytest.mark.parametrize("source", sources(*ALLOWED), ids=lambda source: source.path)
def test_a_folder_imports_only_what_it_may(source: Source) -> None:
    foreign = source.packages - STANDARD - ALLOWED[source.folder]
    assert foreign == set(), f"{source.path} imports {sorted(foreign)}"


def test_every_folder_with_code_has_its_rule() -> None:
    with_code = {path.name for path in ROOT.iterdir() if path.is_dir() and any(path.glob("**/*.py"))}
    with_code = {name for name in with_code if not name.startswith(".")}
    assert with_code - {"tests"} <= ALLOWED.keys()


@pytest.mark.parametrize("source", [s for s in PURE if s.path.count("/") > 1], ids=lambda source: source.path)
def test_a_layer_of_the_engine_knows_none_downstream(source: Source) -> None:
    layer = source.path.split("/")[1]
    assert layer in LAYERS, f"simulator/{layer}/ has no place among the layers yet: give it one here"
    if layer in FREE_LAYERS:
        return
    used = {name.split(".")[1] for name in source.imports if name.startswith("simulator.")}
    assert used & LAYERS.keys() <= LAYERS[layer]


@pytest.mark.parametrize("package", ONLY_IN)
def test_a_special_package_stays_in_its_folder(package: str) -> None:
    elsewhere = [s.path for s in PURE if package in s.packages and not s.path.startswith(ONLY_IN[package])]
    assert elsewhere == []


def test_the_engine_has_no_clock_no_environment_no_network_and_no_global_randomness() -> None:
    """The command line is an edge like a page: it may read the clock and pass it down."""
    forbidden = {
        "time",
        "random",
        "secrets",
        "os",
        "socket",
        "http",
        "urllib",
        "sqlite3",
        "locale",
        "uuid",
        "pickle",
    }
    allowed = {
        # (file or folder, module): why
        ("simulator/cli/", "os"),  # an edge
        ("simulator/cli/", "time"),
        ("simulator/engine/", "os"),  # how many cores there are, see the next test
        ("simulator/confinement.py", "os"),  # a reader steps behind the processes that serve people
    }
    found = {
        (source.path, package)
        for source in PURE
        for package in source.packages & forbidden
        if not any(source.path.startswith(place) and package == module for place, module in allowed)
    }
    assert found == set()


READS_THE_WORLD = (
    "os.environ",
    "os.getenv",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "Timestamp.now",
    "Timestamp.today",
    "np.random.seed",
    "np.random.normal",
    "np.random.rand",
    "np.random.random",
)


@pytest.mark.parametrize("phrase", READS_THE_WORLD)
def test_nothing_in_the_engine_reads_the_world(phrase: str) -> None:
    at_the_edge = ("simulator/cli/", "simulator/__main__.py")
    found = [s.path for s in PURE if phrase in s.text and not s.path.startswith(at_the_edge)]
    assert found == []
