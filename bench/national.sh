#!/usr/bin/env bash
# amaneku beside others on scenarios of Japan's shape: makes the data, runs everything in turn, compares the answers and
# prints a table of times, memory and differences. bench/national.sh --help
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/scripts/real_data.sh"
if [[ -z ${AMANEKU_BENCH:-} && -d $root/../shared/bench ]]; then
    AMANEKU_BENCH=$(cd "$root/../shared/bench" && pwd)
    export AMANEKU_BENCH
fi
export BENCH_WORK=${BENCH_WORK:-$root/build/bench-data}
case " $* " in
    *" --build"[\ =]* | *" --help "* | *" -h "*) ;;
    *)
        "$root/scripts/build.sh" bench >&2
        set -- "$@" --build "$root/build/bench"
        ;;
esac
mkdir -p "$BENCH_WORK"
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$root/bench/national/main.py" "$@"
