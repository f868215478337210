#!/usr/bin/env bash
# The same answer in PostGIS, in a server of its own that is started on a socket, opens no port and is removed afterwards.
#   postgis.sh CELLS.csv AREAS OUT.csv WORKERS ZONES…
# Cells inside one area first, then the union of what is clipped to each remaining cell; municipalities are subdivided.
# Unlogged tables, GiST, analyze, no JIT. Prints seconds of loading and of the query, and the peak of the session.
set -euo pipefail
cells=$1 areas=$2 out=$3 workers=$4
shift 4
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
home=$(mktemp -d /tmp/bench-pg.XXXXXX) # a socket's path holds 107 bytes
as=()
if [[ $(id -u) == 0 ]]; then # postgres refuses to run as root
    chown nobody "$home"
    as=(setpriv --reuid=nobody --regid=nogroup --clear-groups env "HOME=$home")
fi
stop() {
    "${as[@]}" "$bin/pg_ctl" -D "$home/db" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$home"
}
trap stop EXIT
trap 'exit 143' TERM INT
cd "$home"
"${as[@]}" "$bin/initdb" -D "$home/db" -U bench -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$home/db" -w -l "$home/log" -o "-c listen_addresses='' -k $home -c fsync=off \
    -c synchronous_commit=off -c full_page_writes=off -c jit=off -c shared_buffers=512MB -c work_mem=256MB \
    -c maintenance_work_mem=512MB -c max_wal_size=8GB \
    -c max_parallel_workers_per_gather=$((workers > 1 ? workers - 1 : 0)) -c min_parallel_table_scan_size=0 \
    -c parallel_setup_cost=0 -c parallel_tuple_cost=0" start >/dev/null
sql() { psql -X -q -v ON_ERROR_STOP=1 -h "$home" -U bench -d bench "$@"; }
psql -X -q -h "$home" -U bench -d postgres -c 'create database bench'
sql -c 'set client_min_messages = warning' -c 'create extension postgis'
now() { date +%s.%N; }
load() { # FILE TABLE [more of ogr2ogr]
    PGOPTIONS='-c client_min_messages=warning' PG_USE_COPY=YES ogr2ogr -q -f PostgreSQL "PG:host=$home user=bench dbname=bench" "$1" \
        -nln "$2" -nlt PROMOTE_TO_MULTI -a_srs EPSG:6668 -lco UNLOGGED=ON -lco GEOMETRY_NAME=geom -lco SPATIAL_INDEX=NONE "${@:3}"
}

start=$(now)
load "$areas" area
mode=()
for zones in "$@"; do
    load "$zones" zone_read "${mode[@]}"
    mode=(-append)
done
sql <<'SQL'
create unlogged table code (mesh_code text, people double precision);
SQL
sql -c "\\copy code from '$cells' with (format csv, header)"
sql <<'SQL'
-- Rows and columns of half meshes from the digits of their codes.
create unlogged table cell as
select row_number() over (order by mesh_code)::int as id, people,
       st_makeenvelope(c / 160.0::float8, r / 240.0::float8, (c + 1) / 160.0::float8, (r + 1) / 240.0::float8, 6668) as geom
from (select mesh_code, people,
             ((substr(mesh_code, 1, 2)::int * 8 + substr(mesh_code, 5, 1)::int) * 10 + substr(mesh_code, 7, 1)::int) * 2
                 + (substr(mesh_code, 9, 1)::int - 1) / 2 as r,
             (((substr(mesh_code, 3, 2)::int + 100) * 8 + substr(mesh_code, 6, 1)::int) * 10 + substr(mesh_code, 8, 1)::int) * 2
                 + (substr(mesh_code, 9, 1)::int - 1) % 2 as c
      from code) as digits;
create unlogged table zone as
select coalesce(n03_007, '') as code, st_subdivide(st_makevalid(d.geom, 'method=structure'), 128) as geom
from zone_read, st_dump(zone_read.geom) as d;
create index on cell using gist (geom);
create index on area using gist (geom);
create index on zone using gist (geom);
analyze cell;
analyze area;
analyze zone;
SQL
loaded=$(now)

sql <<'SQL' >"$home/answer"
set max_parallel_maintenance_workers = 0;
-- Pieces: which part of which cell lies in which zone; nothing where it is the whole cell.
create unlogged table piece as
select c.id, z.code, c.people, null::geometry as geom, st_area(c.geom) as area
from cell c join zone z on z.geom ~ c.geom and st_contains(z.geom, c.geom);
create index on piece (id);
analyze piece;
create unlogged table border as
select c.id, z.code, c.people, st_unaryunion(st_collect(st_intersection(z.geom, c.geom))) as geom
from cell c join zone z on z.geom && c.geom and st_intersects(z.geom, c.geom)
where not exists (select from piece p where p.id = c.id and p.code = z.code)
group by c.id, z.code, c.people;
insert into piece
select id, code, people, case when area > whole * (1 - 1e-12) then null else geom end, area
from (select *, st_area(geom) as area, 1 / 38400.0::float8 as whole from border) as b
where area > 1e-12 * whole;
-- Covers: nothing where it is the whole cell.
create unlogged table inside as
select distinct c.id from cell c join area a on a.geom ~ c.geom and st_contains(a.geom, c.geom);
create unique index on inside (id);
analyze inside;
create unlogged table cover as
select id, null::geometry as geom, 1.0::float8 as fraction from inside
union all
select id, geom, st_area(geom) * 38400.0
from (select c.id, st_union(st_clipbybox2d(a.geom, c.geom::box2d)) as geom
      from cell c join area a on a.geom && c.geom
      where not exists (select from inside i where i.id = c.id)
      group by c.id) as u
where not st_isempty(geom);
create index on cover (id);
analyze cover;
create unlogged table answer as
select code, sum(people) as people,
       sum(people * case when fraction is null then 0
                         when cover_geom is null or piece_geom is null then fraction
                         else st_area(st_intersection(cover_geom, piece_geom)) / area end) as area_share,
       sum(case when fraction >= 0.5 - 1e-12 then people else 0 end) as half_cell
from (select p.code, p.people * p.area / sum(p.area) over (partition by p.id) as people, p.area,
             p.geom as piece_geom, v.geom as cover_geom, v.fraction
      from piece p left join cover v using (id)) as s
where code <> '' group by code;
\copy answer to 'answer.csv' with (format csv, header)
select pg_backend_pid() as pid \gset
\setenv BACKEND :pid
\! awk '/^VmHWM/ { print $2 / 1024 }' /proc/$BACKEND/status
SQL
done=$(now)
mv answer.csv "$out"
awk -v start="$start" -v loaded="$loaded" -v done="$done" -v peak="$(tail -n 1 "$home/answer")" 'BEGIN {
    printf "{\"load_seconds\": %.3f, \"seconds\": %.3f, \"peak_mb\": %.1f}\n", loaded - start, done - loaded, peak }'
