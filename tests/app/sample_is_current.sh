#!/bin/sh
# data/sample is what scripts/make_sample.py writes, byte by byte. Exit 1 with a message where it is not.
# PYTHON names the interpreter (default: python3).
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

"${PYTHON:-python3}" "$root/scripts/make_sample.py" "$fresh"
if ! diff -rq "$root/data/sample" "$fresh"; then
    echo "data/sample is not what scripts/make_sample.py writes: run python3 scripts/make_sample.py and commit both" >&2
    exit 1
fi
