"""What the sales pipelines do to files. Every step writes a whole file for one day, so doing it twice changes nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
WORK = DATA / "work"


def _write(path: Path, text: str) -> str:
    """Writes beside and renames, so that nobody ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
    return str(path)


def extract_sales(day: str) -> str:
    """Copies the shop's rows into the day's working file."""
    with (DATA / "sales.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    print(f"read {len(rows)} rows from sales.csv")
    return _write(WORK / day / "raw.json", json.dumps(rows, indent=1))


def transform_sales(day: str) -> str:
    """Adds the amount to each row and sums up by product."""
    rows = json.loads((WORK / day / "raw.json").read_text(encoding="utf-8"))
    totals: dict[str, float] = {}
    for row in rows:
        amount = int(row["quantity"]) * float(row["price"])
        totals[row["product"]] = round(totals.get(row["product"], 0.0) + amount, 2)
    print(f"summed up {len(totals)} products")
    return _write(WORK / day / "totals.json", json.dumps(totals, indent=1, sort_keys=True))


def load_sales(day: str) -> int:
    """Writes the day's totals as the table that reports read; answers the number of rows."""
    totals = json.loads((WORK / day / "totals.json").read_text(encoding="utf-8"))
    lines = ["product,amount", *(f"{product},{amount:.2f}" for product, amount in totals.items())]
    _write(WORK / day / "report.csv", "\n".join(lines) + "\n")
    print(f"loaded {len(totals)} rows")
    return len(totals)


def check_quality(day: str) -> str:
    """Fails when the report is empty or an amount is not positive."""
    with (WORK / day / "report.csv").open(encoding="utf-8", newline="") as report:
        rows = list(csv.DictReader(report))
    if not rows:
        raise ValueError(f"the report of {day} is empty")
    wrong = [row["product"] for row in rows if float(row["amount"]) <= 0]
    if wrong:
        raise ValueError(f"amounts that are not positive: {', '.join(wrong)}")
    print(f"{len(rows)} rows are fine")
    return "passed"
