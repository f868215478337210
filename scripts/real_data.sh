# To be sourced with $root set: AMANEKU_DATA names the folder of real data, where there is one.
if [[ -z ${AMANEKU_DATA:-} && -d $root/../shared/data ]]; then
    AMANEKU_DATA=$(cd "$root/../shared/data" && pwd)
    export AMANEKU_DATA
fi
