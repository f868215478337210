#!/usr/bin/env bash
# Installs what is missing of scripts/packages.txt: install_packages.sh [build] [test] [gis] [extra] (default: build).
# gis is QGIS for Python, 800 MB: the tests that open results in it are skipped where it is missing.
# Says nothing where all is there. Needs root or sudo only where something is missing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[[ $# -gt 0 ]] || set -- build
for group in "$@"; do
    case $group in
        build | test | gis | extra) ;;
        *) echo "install_packages.sh: '$group' is no group: build, test, gis, extra" >&2; exit 2 ;;
    esac
done
command -v dpkg-query >/dev/null || {
    echo "install_packages.sh: this is no Debian or Ubuntu; the packages to install by hand are in $here/packages.txt" >&2
    exit 1
}
column=1
if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then column=2; fi
missing=()
while read -r debian ubuntu group; do
    [[ -z $debian || $debian == \#* ]] && continue
    [[ " $* " == *" $group "* ]] || continue
    name=$debian
    [[ $column == 2 ]] && name=$ubuntu
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) == installed ]] || missing+=("$name")
done <"$here/packages.txt"
[[ ${#missing[@]} -eq 0 ]] && exit 0
as_root=()
if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null || {
        echo "install_packages.sh: these packages are missing, and neither root nor sudo is there to install them: ${missing[*]}" >&2
        exit 1
    }
    as_root=(sudo)
fi
echo "installing: ${missing[*]}" >&2
"${as_root[@]}" apt-get update -qq >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >&2
