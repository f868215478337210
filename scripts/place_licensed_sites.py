#!/usr/bin/python3
"""Turns licence counts into made-up sites: as many in each municipality as its count says, placed by population.

    AMANEKU_DATA=… /usr/bin/python3 scripts/place_licensed_sites.py -o out/licensed_sites.csv

The positions are NOT those of real stations. Cells are drawn in proportion to their people, by a hash of municipality and
number, so the same data give the same file on every machine. Needs Debian's python3-gdal.

Three things in the table are not taken as they stand: prefecture rows and totals of cities whose wards are there too are
skipped; a few rows have no code and are known by their name; and where a municipality has its whole prefecture's count
(戸塚区), it gets as many stations per person as the rest of the prefecture.

Columns: site_id, lon, lat, radius_m (blank: the configuration says it), municipality.
"""
import argparse, array, bisect, collections, csv, glob, hashlib, os, sys, zipfile

try:
    from osgeo import gdal, ogr, osr
except ImportError:
    sys.exit(f'{sys.executable} has no module osgeo: install python3-gdal (apt-get install python3-gdal) and run this with '
             f'Debian\'s own Python: /usr/bin/python3 {" ".join(sys.argv)}')

WEST, NORTH, COLUMNS, ROWS = 122.0, 46.0, 32 * 160, 22 * 240  # half-mesh cells of all Japan

# Rows without a code, and the municipalities of 2021 that they are: 浜松市 drew its wards anew in 2024.
BY_NAME = {
    '三宅島三宅村': ['13381'],
    '八丈島八丈町': ['13401'],
    '刈田郡七ケ宿町': ['04302'],
    '浜松市中央区': ['22131', '22132', '22133', '22134'],
    '浜松市浜名区': ['22135', '22136'],
}


def unit(*key):
    """A number in [0, 1) from a key."""
    return int.from_bytes(hashlib.sha256('/'.join(map(str, key)).encode()).digest()[:7], 'big') / 2.0**56


def municipality_of_cells(data):
    """Index of the municipality that holds each cell's centre, row by row from the north; 0 for none."""
    codes, srs = [''], osr.SpatialReference()
    srs.ImportFromEPSG(4326)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    memory = ogr.GetDriverByName('Memory').CreateDataSource('zones')
    layer = memory.CreateLayer('zones', srs, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn('i', ogr.OFTInteger))
    index = {}
    for path in sorted(glob.glob(os.path.join(data, 'boundaries/n03_2021_simplified/*.json'))):
        source = ogr.Open(path)
        for feature in source.GetLayer(0):
            code = feature.GetField('N03_007')
            if not code:
                continue
            if code not in index:
                index[code] = len(codes)
                codes.append(code)
            out = ogr.Feature(layer.GetLayerDefn())
            out.SetField('i', index[code])
            out.SetGeometry(feature.GetGeometryRef().Clone())
            layer.CreateFeature(out)
    raster = gdal.GetDriverByName('MEM').Create('', COLUMNS, ROWS, 1, gdal.GDT_Int32)
    raster.SetGeoTransform((WEST, 1 / 160, 0, NORTH, 0, -1 / 240))
    raster.SetProjection(srs.ExportToWkt())
    gdal.RasterizeLayer(raster, [1], layer, options=['ATTRIBUTE=i'])
    cells = array.array('i')
    cells.frombytes(raster.GetRasterBand(1).ReadRaster())
    return codes, cells


def people_by_municipality(data, codes, cells):
    """code -> ([south-west corner of a cell], [cumulative people])."""
    found = {}
    for path in sorted(glob.glob(os.path.join(data, 'population/estat_T001141_500m_2020/*.zip'))):
        archive = zipfile.ZipFile(path)
        for line in archive.read(archive.namelist()[0]).decode('cp932').splitlines()[2:]:
            fields = line.split(',', 5)
            c = fields[0]
            row = (int(c[0:2]) * 8 + int(c[4])) * 10 + int(c[6])
            column = (int(c[2:4]) * 8 + int(c[5])) * 10 + int(c[7])
            q = int(c[8]) - 1
            row, column = row * 2 + q // 2, column * 2 + q % 2
            r, k = ROWS - 1 - (row - 24 * 240), column - 22 * 160
            code = codes[cells[r * COLUMNS + k]]
            if code:
                corners, sums = found.setdefault(code, ([], []))
                corners.append((row / 240, 100 + column / 160))
                sums.append((sums[-1] if sums else 0) + int(fields[4]))
    return found


def station_counts(table, people):
    """[(first code, count, [corner], [cumulative people])], and how many stations have no populated cell to stand in."""
    prefectures, rows, missing = {}, [], 0
    with open(table, encoding='utf-8-sig') as source:
        for row in csv.DictReader(source):
            count = int(row['macro_stations'] or 0)
            if row['code'] == 'PREF':
                prefectures[row['pref']] = count
                continue
            codes = [row['code']] if row['code'] else BY_NAME.get(row['city'], [])
            codes = [code for code in codes if code in people]
            if codes:
                rows.append((row['pref'], row['city'], codes, count))
            elif not row['code'].endswith('00'):  # totals of cities with wards end in 00
                missing += count
    counts, residents = collections.Counter(), collections.Counter()
    for pref, _, codes, count in rows:
        counts[pref] += count
        residents[pref] += sum(people[code][1][-1] for code in codes)
    out = []
    for pref, city, codes, count in rows:
        corners, sums = [], []
        for code in codes:
            before = sums[-1] if sums else 0
            corners += people[code][0]
            sums += [before + n for n in people[code][1]]
        rest = counts[pref] - count
        if count == prefectures.get(pref) and count > rest > 0:
            believed = rest * sums[-1] // (residents[pref] - sums[-1])
            print(f'{city}: {count} is the count of all {pref}; {believed} placed', file=sys.stderr)
            count = believed
        out.append((codes[0], count, corners, sums))
    return out, missing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('-o', '--output', required=True)
    parser.add_argument('--data', default=os.environ.get('AMANEKU_DATA'))
    arguments = parser.parse_args()
    if not arguments.data:
        sys.exit('set AMANEKU_DATA or give --data')
    codes, cells = municipality_of_cells(arguments.data)
    people = people_by_municipality(arguments.data, codes, cells)
    table = os.path.join(arguments.data, 'sites/licensed_stations_one_operator_by_municipality_2026-08.csv')
    counts, missing = station_counts(table, people)
    os.makedirs(os.path.dirname(os.path.abspath(arguments.output)), exist_ok=True)
    with open(arguments.output + '.part', 'w', encoding='utf-8', newline='') as target:
        out = csv.writer(target, lineterminator='\n')
        out.writerow(['site_id', 'lon', 'lat', 'radius_m', 'municipality'])
        number = collections.Counter()
        for code, count, corners, sums in counts:
            for _ in range(count):
                i = number[code]
                number[code] += 1
                lat, lon = corners[bisect.bisect_right(sums, int(unit(code, i, 'cell') * sums[-1]))]
                out.writerow([f'{code}-{i}', f'{lon + unit(code, i, "x") / 160:.7f}', f'{lat + unit(code, i, "y") / 240:.7f}', '', code])
    os.replace(arguments.output + '.part', arguments.output)
    print(f'{sum(number.values())} sites placed, {missing} in municipalities without a populated cell')


if __name__ == '__main__':
    main()
