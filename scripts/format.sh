#!/usr/bin/env bash
# Formats C++ files with the project's style: those changed since HEAD, or those named. --check only tells, exit status 1.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
options=(-i)
if [[ ${1:-} == --check ]]; then
    options=(--dry-run --Werror)
    shift
fi
tool=$(command -v clang-format-14 || command -v clang-format) || { echo "format.sh: clang-format is not there: scripts/install_packages.sh extra" >&2; exit 1; }
if [[ $# -gt 0 ]]; then
    files=("$@")
else
    cd "$root"
    mapfile -t files < <({ git diff --name-only --diff-filter=d HEAD -- '*.cpp' '*.hpp'; git ls-files -o --exclude-standard -- '*.cpp' '*.hpp'; } | sort -u)
fi
[[ ${#files[@]} -eq 0 ]] || "$tool" --style=file "${options[@]}" "${files[@]}"
