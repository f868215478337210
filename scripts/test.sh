#!/usr/bin/env bash
# Installs what is missing, builds and runs all tests; arguments go to ctest. The last lines are ctest's summary.
# Tests on real data run where AMANEKU_DATA, or else ../shared/data, is a folder, and are skipped elsewhere.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/install_packages.sh" build test
"$root/scripts/build.sh" dev
source "$root/scripts/real_data.sh"
ctest --test-dir "$root/build/dev" --output-on-failure -j 2 "$@"
