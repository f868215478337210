#!/usr/bin/env bash
# Installs what is missing, builds and runs all tests; arguments go to ctest. The last lines are ctest's summary.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
"$root/scripts/install_packages.sh" build test
"$root/scripts/build.sh" dev
if [[ -z ${AMANEKU_DATA:-} && -d $root/../shared/data ]]; then
    AMANEKU_DATA=$(cd "$root/../shared/data" && pwd)
    export AMANEKU_DATA
fi
ctest --test-dir "$root/build/dev" --output-on-failure -j 2 "$@"
