#!/usr/bin/env bash
# Configures and builds a preset, with the compiler cache where there is one: build.sh PRESET [TARGET…].
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
preset=${1:?build.sh PRESET [TARGET…]}
shift
launcher=()
command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
cd "$root"
cmake --preset "$preset" "${launcher[@]}" >/dev/null
cmake --build --preset "$preset" ${1:+--target "$@"}
