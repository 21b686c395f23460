"""Results of worlds kept on disk while a long run goes on, so that it can be broken off and taken up again."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from simulator import ENGINE_VERSION
from validation.judged import Impossible, Judged, judge, judge_impossible
from validation.truth import BREAKING, INSIDE, Kind

IMPOSSIBLE_FROM = 1_000_000
"""Companies of impossible goals have numbers of their own."""

BLOCK = 100
Told = Callable[[str], None]


class Kept:
    """Lines of JSON in one file a subject, read back when a run is taken up again."""

    def __init__(self, folder: Path | None) -> None:
        """folder: left out, the machine's own for temporary files. Results of other code are never read back."""
        self.folder = (folder or Path(tempfile.gettempdir())) / f"validation-{ENGINE_VERSION}-{_code()}"
        self.folder.mkdir(parents=True, exist_ok=True)

    def judged(self, kind: Kind, seeds: Sequence[int], told: Told) -> list[Judged]:
        """The worlds' results, in the order of `seeds`."""
        lines = self._lines(kind, seeds, lambda seed: judge(kind, seed).document(), told)
        return [Judged.of(line) for line in lines]

    def impossible(self, kind: Kind, seeds: Sequence[int], told: Told) -> list[Impossible]:
        """The same for goals beyond every true future."""
        lines = self._lines(
            f"impossible-{kind}", seeds, lambda seed: asdict(judge_impossible(kind, seed)), told
        )
        return [Impossible(**line) for line in lines]

    def _lines(
        self, name: str, seeds: Sequence[int], work: Callable[[int], dict[str, object]], told: Told
    ) -> Iterator[dict]:  # type: ignore[type-arg]
        path = self.folder / f"{name}.jsonl"
        done = {}
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.endswith("}"):  # a run that was killed leaves half a line
                    found = json.loads(line)
                    done[found["seed"]] = found
        broken = path.exists() and not path.read_bytes().endswith(b"\n")
        with path.open("a", encoding="utf-8") as file:
            if broken:
                file.write("\n")
            for at, seed in enumerate(seeds):
                if seed not in done:
                    done[seed] = work(seed)
                    file.write(json.dumps(done[seed]) + "\n")
                    file.flush()
                    if at % 50 == 49:
                        told(f"{name}: {at + 1} of {len(seeds)}")
        return iter([done[seed] for seed in seeds])


def _code() -> str:
    """A digest of every source the results depend on: other code, other results."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for folder in ("simulator", "validation"):
        for path in sorted((root / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def run(
    kept: Kept, inside: int, breaking: int, impossible: int, told: Told
) -> tuple[dict[Kind, list[Judged]], list[Impossible]]:
    """So many companies inside the model, so many of each kind that breaks it, so many impossible goals in all."""
    judged: dict[Kind, list[Judged]] = {INSIDE: kept.judged(INSIDE, range(inside), told)}
    # block by block, so that a run that ends early has as many of each kind
    for done in range(0, breaking, BLOCK):
        for kind in BREAKING:
            kept.judged(kind, range(min(done + BLOCK, breaking)), told)
    for kind in BREAKING:
        judged[kind] = kept.judged(kind, range(breaking), told)
    each = -(-impossible // len(BREAKING))
    goals: list[Impossible] = []
    for kind in BREAKING:
        seeds = range(IMPOSSIBLE_FROM, IMPOSSIBLE_FROM + min(each, impossible - len(goals)))
        goals += kept.impossible(kind, seeds, told)
    return judged, goals
