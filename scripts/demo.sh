#!/usr/bin/env bash
# Installs what is missing, builds, runs the sample and says where the results are.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
"$root/scripts/install_packages.sh" build
"$root/scripts/build.sh" release amaneku_cli
"$root/build/release/src/amaneku" demo "$root/demo-out"
echo
echo "The municipal table begins:"
cut -d, -f1,2,5,9,10,11 "$root/demo-out/municipalities.csv" | head -6
echo
echo "All results are in $root/demo-out: municipalities.csv for a spreadsheet, coverage.gpkg for QGIS, summary.json for programs."
