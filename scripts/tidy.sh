#!/usr/bin/env bash
# Runs clang-tidy (about 25 s a file) on the source files changed since a commit: tidy.sh [COMMIT] (default: HEAD).
# Needs a configured preset dev. Exit status 1 where anything is found.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
base=$(git -C "$root" rev-parse --verify --quiet "${1:-HEAD}^{commit}") || { echo "tidy.sh: ${1:-HEAD} is no commit" >&2; exit 2; }
tool=$(command -v clang-tidy-14 || command -v clang-tidy) || { echo "tidy.sh: clang-tidy is not there: scripts/install_packages.sh extra" >&2; exit 1; }
cd "$root"
[[ -f build/dev/compile_commands.json ]] || { echo "tidy.sh: build/dev is not configured: cmake --preset dev" >&2; exit 1; }
mapfile -t files < <({ git diff --name-only --diff-filter=d "$base" -- 'src/*.cpp'; git ls-files -o --exclude-standard -- 'src/*.cpp'; } | sort -u)
[[ ${#files[@]} -gt 0 ]] || { echo "tidy.sh: no source file has changed since ${1:-HEAD}"; exit 0; }
printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -n 1 "$tool" -p build/dev --quiet
