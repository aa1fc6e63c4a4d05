"""How well themes are suggested: predictions for a file of texts, or figures over five splits.

    .venv/bin/python benchmarks/themes.py TRAIN.csv TEXTS.csv --descriptions FILE.json \
        --output PREDICTIONS.csv [--embedder none|use]
    .venv/bin/python benchmarks/themes.py --measure TEXTS.csv --descriptions FILE.json \
        [--embedder none|use] [--sizes 50 300] [--seeds 0 1 2 3 4] [--least 0.41 0.52]

The files have the columns `text` and `themes` (names apart by `;`); of the two of the first form
the second needs no `themes`. Descriptions are {"theme": "what belongs to it"}. Predictions have the
columns text, theme, score, probability and suggested (0 or 1), a row for each text and theme; of a
language of which nothing is known they are noughts.

Measuring shuffles the rows by seed, takes 1,200 for tests and learns from the first of the rest. It
prints micro-F1 and more, and ends with 1 where the mean over seeds is below `--least`. Seconds are
CPU seconds of one core. `use` needs the extra `themes`.
"""

import argparse
import csv
import json
import os
import random
import sys
import time
from pathlib import Path

# Before numpy is loaded: on a busy machine more threads are slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from feedback.theme_suggestions import (
    Described,
    Example,
    Suggestion,
    ThemeModel,
    installed_embedder,
)

TESTS = 1_200
SHOWN, LIKELY = 0.1, 0.8  # probabilities


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def examples(rows: list[dict[str, str]]) -> list[Example]:
    return [Example(row["text"], themes_of(row)) for row in rows]


def themes_of(row: dict[str, str]) -> frozenset[str]:
    return frozenset(name.strip() for name in row["themes"].split(";") if name.strip())


def codebook(confirmed: list[Example], described: dict[str, str]) -> list[Described]:
    names = {theme for example in confirmed for theme in example.themes} | set(described)
    return [Described(name, name, described.get(name, "")) for name in sorted(names)]


def embedder(name: str):
    found = installed_embedder() if name == "use" else None
    if name == "use" and found is None:
        sys.exit("The embedder is not installed: it comes with the extra `themes`.")
    return found


def predict(args: argparse.Namespace) -> None:
    confirmed, rows = examples(read(args.files[0])), read(args.files[1])
    texts, themes = [row["text"] for row in rows], codebook(confirmed, args.described)
    model = ThemeModel.fit(confirmed, themes, embedder(args.embedder), unread=texts)
    nothing = [Suggestion(one.theme, 0.0, 0.0, is_suggested=False) for one in themes]
    with args.output.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["text", "theme", "score", "probability", "suggested"])
        for text, found in zip(texts, model.suggest(texts), strict=True):
            for one in found or nothing:
                sure = (f"{one.score:.6f}", f"{one.probability:.6f}", int(one.is_suggested))
                out.writerow([text, one.theme, *sure])


def measure(args: argparse.Namespace) -> bool:
    """Print a line for each size; whether each reached its least."""
    rows = examples(read(args.files[0]))
    meaning = embedder(args.embedder)
    begun = time.process_time()
    if meaning is not None:
        meaning.embed([row.text for row in rows])
        spent = time.process_time() - begun
        print(f"embedded {len(rows)} texts in {spent:.1f} s; not in the seconds below")
    print(
        "read  micro-F1  least seed  first 3  likely right  calibration  refit s  suggest s/1,000"
    )
    reached = True
    for size, least in zip(args.sizes, args.least or [0.0] * len(args.sizes), strict=True):
        every = [figures(rows, size, seed, args.described, meaning) for seed in args.seeds]
        mean = [sum(column) / len(column) for column in zip(*every, strict=True)]
        worst = min(one[0] for one in every)
        f1, first, likely, error, refit, each = mean
        print(
            f"{size:4}  {f1:8.3f}  {worst:10.3f}  {first:7.3f}  {likely:12.3f}  {error:11.3f}"
            f"  {refit:7.2f}  {each:11.2f}" + ("" if f1 >= least else f"   below {least}")
        )
        reached = reached and f1 >= least
    return reached


def figures(rows, size, seed, described, meaning):
    """Micro-F1, share of codes among the first three, how often likely ones are right, calibration
    error of what is shown, CPU seconds to learn and to suggest for 1,000 texts."""
    shuffled = rows.copy()
    random.Random(seed).shuffle(shuffled)
    tests, confirmed = shuffled[:TESTS], shuffled[TESTS : TESTS + size]
    themes = codebook(rows, described)
    texts = [one.text for one in tests]
    begun = time.process_time()
    model = ThemeModel.fit(confirmed, themes, meaning, unread=texts)
    learned = time.process_time()
    found = model.suggest(texts)
    ended = time.process_time()
    said = [
        (one.probability, one.is_suggested, place < 3, one.theme in test.themes)
        for test, suggestions in zip(tests, found, strict=True)
        for place, one in enumerate(suggestions)
    ]
    true = sum(len(test.themes) for test in tests)
    hits = sum(suggested and right for _, suggested, _, right in said)
    f1 = 2 * hits / (true + sum(suggested for _, suggested, _, _ in said))
    first = sum(early and right for _, _, early, right in said) / true
    likely = [right for sure, _, _, right in said if sure >= LIKELY]
    return (
        f1,
        first,
        sum(likely) / max(len(likely), 1),
        calibration_error([(sure, right) for sure, _, _, right in said if sure >= SHOWN]),
        learned - begun,
        (ended - learned) / len(texts) * 1_000,
    )


def calibration_error(shown: list[tuple[float, bool]]) -> float:
    """How far probabilities are from what came true, over ten bands of probability."""
    bands: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in shown:
        bands.setdefault(min(int(sure * 10), 9), []).append((sure, right))
    off = (abs(sum(sure - right for sure, right in band)) for band in bands.values())
    return sum(off) / max(len(shown), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="CSV")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--descriptions", type=Path)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--embedder", choices=["none", "use"], default="none")
    parser.add_argument("--sizes", nargs="+", type=int, default=[20, 50, 100, 300])
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2, 3, 4])
    parser.add_argument("--least", nargs="+", type=float)
    args = parser.parse_args()
    args.described = json.loads(args.descriptions.read_text()) if args.descriptions else {}
    if args.measure:
        sys.exit(0 if measure(args) else "A figure is below what is to be reached.")
    if len(args.files) != 2 or args.output is None:
        parser.error("name two files and --output, or --measure and one file")
    predict(args)


if __name__ == "__main__":
    main()
