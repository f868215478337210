#!/usr/bin/env bash
# Installs what is missing, builds, runs the sample and shows where the results are.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=$root/demo-out
"$root/scripts/install_packages.sh" build
"$root/scripts/build.sh" release amaneku_cli
"$root/build/release/src/amaneku" demo "$out"
echo
echo "The municipal table begins:"
cut -d, -f1,2,5,9,10,11 "$out/municipalities.csv" | sed -n 1,6p
echo
echo "All results are in $out:"
echo "  municipalities.csv   one row a municipality, for a spreadsheet"
echo "  coverage.csv         every rule, provider and weight, for programs"
[[ -e $out/report.html ]] && echo "  report.html          the page: map, list, charts; opens in a browser without a network"
echo "  report.xlsx          the workbook"
echo "  coverage.gpkg        the map, for QGIS"
echo "  summary.json         the ledger, every input with its digest, the configuration"
