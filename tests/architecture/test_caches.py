"""No cache is keyed on a table: above 50,000 rows Streamlit hashes a sample of it and answers for another one."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import Source, sources

# Things that must not be hashed into a key: tables, arrays, and what holds them.
UNHASHED = (
    "DataFrame",
    "Series",
    "ndarray",
    "NDArray",
    "ArrayLike",
    "Forecast",
    "Index",
    "Any",
    "object",
    "bytes",
)


def _decorator(node: ast.expr) -> str:
    return ast.unparse(node.func if isinstance(node, ast.Call) else node)


def cached_functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions whose results Streamlit keeps."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(_decorator(d).split(".")[-1] in {"cache_data", "cache_resource"} for d in node.decorator_list)
    ]


def offences(tree: ast.Module) -> list[str]:
    """The arguments of cached functions that would be hashed and must not be: "function(argument)"."""
    found: list[str] = []
    for function in cached_functions(tree):
        everything = function.args
        arguments = [*everything.posonlyargs, *everything.args, *everything.kwonlyargs]
        for argument in arguments:
            annotation = ast.unparse(argument.annotation) if argument.annotation else "Any"
            if not argument.arg.startswith("_") and any(word in annotation for word in UNHASHED):
                found.append(f"{function.name}({argument.arg})")
        found += [
            f"{function.name}(*{extra.arg})" for extra in (everything.vararg, everything.kwarg) if extra
        ]
    return found


@pytest.mark.parametrize("source", sources("ui", "pages", "charts", "app.py"), ids=lambda source: source.path)
def test_no_cache_is_keyed_on_a_table(source: Source) -> None:
    assert offences(source.tree) == []


@pytest.mark.parametrize("source", sources("ui", "pages", "charts"), ids=lambda source: source.path)
def test_no_cache_is_written_to_disk(source: Source) -> None:
    """A cache on disk is a pickle."""
    for function in cached_functions(source.tree):
        assert not any("persist" in ast.unparse(decorator) for decorator in function.decorator_list)


@pytest.mark.parametrize(
    ("signature", "found"),
    [
        ("frame: pd.DataFrame", ["f(frame)"]),
        ("digest: str, *, draws: npt.NDArray[np.float64] | None = None", ["f(draws)"]),
        ("untyped", ["f(untyped)"]),
        ("*frames: pd.DataFrame", ["f(*frames)"]),
        ("_frame: pd.DataFrame, digest: str, seed: int", []),
    ],
)
def test_the_rule_finds_what_it_forbids(signature: str, found: list[str]) -> None:
    assert offences(ast.parse(f"@st.cache_data(max_entries=3)\ndef f({signature}): ...")) == found
