#!/usr/bin/env bash
# Footprints from base stations through the whole program: made-up sites on a made-up DEM, from the files to the tables, once without
# and once with what the first run kept. bench/signal.sh [PROGRAM]; SITES=10000 LEVEL=L4 RESOLUTION=50 REACH=5000 THREADS=2
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=${BENCH_WORK:-$root/build/bench-data}/signal
program=${1:-}
if [[ -z $program ]]; then
    "$root/scripts/build.sh" release >&2
    program=$root/build/release/src/amaneku
fi
sites=${SITES:-10000} level=${LEVEL:-L4}
mkdir -p "$work"
[[ -f $work/dem.tif ]] || /usr/bin/python3 "$root/scripts/synthetic_dem.py" "$work/dem.tif" # 0.4 seconds of arc: 10 m
/usr/bin/python3 "$root/bench/make/stations.py" "$work" --sites "$sites" --level "$level" \
    --resolution "${RESOLUTION:-50}" --reach "${REACH:-5000}"
rm -rf "$work/cache"
for round in first again threshold; do
    # The third asks for another threshold: other areas of the same signals.
    if [[ $round == threshold ]]; then sed -i 's/^threshold_dbm = .*/threshold_dbm = -105/' "$work/stations.toml"; fi
    echo "== $level, $sites sites: $round"
    /usr/bin/time -f "%e s, %U s of processor, peak %M kB" \
        "$program" run "$work/stations.toml" --quiet --threads "${THREADS:-2}" --cache "$work/cache" --out "$work/out-$round"
    /usr/bin/python3 -c 'import json, sys
for stage in json.load(open(sys.argv[1]))["stages"]:
    print("   ", stage["stage"], round(stage["seconds"], 2))' "$work/out-$round/timing.json"
done
cmp "$work/out-first/coverage.csv" "$work/out-again/coverage.csv"
