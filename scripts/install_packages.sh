#!/usr/bin/env bash
# Installs what is missing of scripts/packages.txt: install_packages.sh build [test]. Says nothing where all is there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
column=1
if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then column=2; fi
missing=()
while read -r debian ubuntu group; do
    [[ $debian == \#* || -z $debian ]] && continue
    [[ " $* " == *" $group "* ]] || continue
    name=$debian
    [[ $column == 2 ]] && name=$ubuntu
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
done <"$here/packages.txt"
[[ ${#missing[@]} -eq 0 ]] && exit 0
as_root=()
if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null || { echo "these packages are missing, and neither root nor sudo is there to install them: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
fi
echo "installing: ${missing[*]}" >&2
"${as_root[@]}" apt-get update -qq >&2
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
