#!/usr/bin/python3
"""Writes MADE-UP stations, people and one municipality over the ground of scripts/synthetic_dem.py, with a configuration: nothing in
it is real. The same bytes for the same arguments.

    /usr/bin/python3 bench/make/stations.py FOLDER [--sites 10000] [--level L4] [--resolution 50] [--reach 5000]
"""
import argparse
import json
import pathlib
import random

WEST, SOUTH, EAST, NORTH = 135.5, 33.8, 136.3, 34.8


def half_mesh(lat, lon):
    """Code of the half mesh whose south-west corner is near a place inside it."""
    y, x = lat * 1.5, lon - 100
    p, u = int(y), int(x)
    y, x = (y - p) * 8, (x - u) * 8
    q, v = int(y), int(x)
    y, x = (y - q) * 10, (x - v) * 10
    r, w = int(y), int(x)
    return f"{p:02d}{u:02d}{q}{v}{r}{w}{1 + 2 * int((y - r) * 2) + int((x - w) * 2)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--sites", type=int, default=10000)
    parser.add_argument("--level", default="L4")
    parser.add_argument("--resolution", default="50")
    parser.add_argument("--reach", default="5000")
    arguments = parser.parse_args()
    chance = random.Random(20261121)

    # People and stations crowd in the basin, as the heights do not.
    def place():
        if chance.random() < 0.6:
            return chance.gauss(135.78, 0.08), chance.gauss(34.58, 0.09)
        return chance.uniform(WEST + 0.06, EAST - 0.06), chance.uniform(SOUTH + 0.06, NORTH - 0.06)

    bands = [("700", "rural"), ("1700", "urban"), ("3700", "urban"), ("3700", "micro")]
    with open(arguments.folder / "stations.csv", "w", encoding="utf-8", newline="\n") as out:
        out.write("id,lon,lat,band,type,azimuth\n")
        for i in range(arguments.sites):
            lon, lat = place()
            while not (WEST + 0.06 < lon < EAST - 0.06 and SOUTH + 0.06 < lat < NORTH - 0.06):
                lon, lat = place()
            band, kind = bands[chance.randrange(4)]
            out.write(f"S{i:05d},{lon:.6f},{lat:.6f},{band},{kind},{chance.randrange(360)}\n")
    with open(arguments.folder / "people.csv", "w", encoding="utf-8", newline="\n") as out:
        out.write("code,population\n")
        rows, columns = round((NORTH - SOUTH) * 240), round((EAST - WEST) * 160)
        for r in range(rows):
            for c in range(columns):
                lat, lon = SOUTH + (r + 0.5) / 240, WEST + (c + 0.5) / 160
                near = max(0.0, 1 - ((lon - 135.78) / 0.2) ** 2 - ((lat - 34.58) / 0.25) ** 2)
                people = int(chance.expovariate(1 / (20 + 800 * near)))
                if people > 0:
                    out.write(f"{half_mesh(lat, lon)},{people}\n")
    ring = [[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]
    feature = {"type": "Feature", "properties": {"N03_007": "90201", "N03_001": "made up", "N03_004": "made up"},
               "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (arguments.folder / "zones.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    terrain = 'terrain = "dem.tif"\n' if arguments.level in ("L4", "L5") else ""
    refractivity = "dn = 45\nn0 = 330\n" if arguments.level == "L5" else ""
    (arguments.folder / "stations.toml").write_text(f"""as_of = 2026-03-31
[population]
files = ["people.csv"]
format = "csv"
columns = {{ population = "population", code = "code" }}
[zones]
files = ["zones.geojson"]
[[service]]
id = "5g"
profile = "jp-mic-5g"
targets = ""
[[service.provider]]
id = "made-up"
sites = "stations.csv"
[service.provider.radio]
level = "{arguments.level}"
reach_m = {arguments.reach}
resolution_m = {arguments.resolution}
threshold_dbm = -110
{terrain}{refractivity}[output]
directory = "out"
formats = ["csv", "json"]
""")


if __name__ == "__main__":
    main()
