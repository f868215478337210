#!/usr/bin/python3
"""Counts the sites of a table by municipality: what a licence table says of an operator whose sites are known.

    /usr/bin/python3 scripts/count_sites.py SITES.csv BOUNDARIES… -o out/counts.csv [--where "generation LIKE '%5G%'"]

With it the model that places stations of which only numbers are known (configs/real/nara_licences.toml) can be held
against the real sites. A site in no municipality is told of and left out. Needs Debian's python3-gdal.

Columns: code, stations; a row a municipality that holds at least one, by code.
"""
import argparse, collections, csv, os, sys

try:
    from osgeo import ogr
except ImportError:
    sys.exit(f'{sys.executable} has no module osgeo: install python3-gdal (apt-get install python3-gdal) and run this with '
             f'Debian\'s own Python: /usr/bin/python3 {" ".join(sys.argv)}')

ogr.UseExceptions()


def opened(path):
    return ogr.Open('/vsigzip/' + os.path.abspath(path) if path.endswith('.gz') else path)


def municipalities(paths, code):
    """[(extent, geometry, code)] of all parts with a code."""
    out = []
    for path in paths:
        source = opened(path)
        for feature in source.GetLayer(0):
            if feature.GetField(code):
                shape = feature.GetGeometryRef().Clone()
                out.append((shape.GetEnvelope(), shape, feature.GetField(code)))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('sites')
    parser.add_argument('boundaries', nargs='+')
    parser.add_argument('-o', '--output', required=True)
    parser.add_argument('--where', default='')
    parser.add_argument('--lon', default='lon')
    parser.add_argument('--lat', default='lat')
    parser.add_argument('--code', default='N03_007')
    arguments = parser.parse_args()
    parts = municipalities(arguments.boundaries, arguments.code)
    source = opened(arguments.sites)
    layer = source.GetLayer(0)
    if arguments.where:
        layer.SetAttributeFilter(arguments.where)
    counts, outside = collections.Counter(), 0
    for feature in layer:
        x, y = float(feature.GetField(arguments.lon)), float(feature.GetField(arguments.lat))
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(x, y)
        for (west, east, south, north), shape, code in parts:
            if west <= x <= east and south <= y <= north and shape.Contains(point):
                counts[code] += 1
                break
        else:
            outside += 1
    os.makedirs(os.path.dirname(os.path.abspath(arguments.output)), exist_ok=True)
    with open(arguments.output + '.part', 'w', encoding='utf-8', newline='') as target:
        out = csv.writer(target, lineterminator='\n')
        out.writerow(['code', 'stations'])
        for code in sorted(counts):
            out.writerow([code, counts[code]])
    os.replace(arguments.output + '.part', arguments.output)
    print(f'{sum(counts.values())} sites in {len(counts)} municipalities, {outside} in none')


if __name__ == '__main__':
    main()
