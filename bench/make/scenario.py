#!/usr/bin/python3
"""Makes a scenario of the benchmark's shapes and sizes, where the original tables are not at hand.

    make/scenario.py S|M|L|smoke -o DIR

Writes cells.csv (mesh_code,population: land cells of the half mesh), sites.csv (id,lon,lat,radius_m: clustered like
people) and zones.geojson (N03_007: municipalities with wobbly borders that fit to the bit). Everything is made up. Seeded:
the same files on every machine. Unlike the original, the sea belongs to the nearest municipality, so there is no coast.
Needs Debian's python3-numpy, which python3-gdal brings.
"""
import argparse, json, os
import numpy as np

#            cells, sites, municipalities
SIZES = {'smoke': (1500, 240, 8), 'S': (18454, 3000, 21), 'M': (163550, 30000, 249), 'L': (1514534, 300000, 1902)}
SOUTH, WEST = 31 * 240, 130 * 160  # south-west corner of the land, in half meshes
WOBBLES = 24  # corners on each side of a municipality


def noise(random, rows, columns, coarsest):
    """Smooth noise: octaves of random lattices, each interpolated, from `coarsest` cells down to 4."""
    total, size, weight = np.zeros((rows, columns)), float(coarsest), 1.0
    while size >= 4:
        lattice = random.standard_normal((int(rows / size) + 3, int(columns / size) + 3))
        y, x = np.arange(rows)[:, None] / size, np.arange(columns)[None, :] / size
        r, c = y.astype(int), x.astype(int)
        u, v = y - r, x - c
        u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
        total += weight * ((lattice[r, c] * (1 - v) + lattice[r, c + 1] * v) * (1 - u)
                           + (lattice[r + 1, c] * (1 - v) + lattice[r + 1, c + 1] * v) * u)
        size, weight = size / 2, weight * 0.6
    return total


def land(random, count):
    """Rows and columns of `count` cells: the highest of a noisy dome twice as large."""
    side = int(np.ceil(np.sqrt(2 * count)))
    y, x = np.mgrid[0:side, 0:side] / (side - 1) * 2 - 1
    height = noise(random, side, side, side / 3) - 2.5 * (x * x + y * y)
    chosen = np.sort(np.argsort(height, axis=None, kind='stable')[-count:])
    return chosen // side, chosen % side, side


def people_of(random, rows, columns, side):
    """Whole people a cell: log-normal around clustered centres; 8 % of cells are empty."""
    density = noise(random, side, side, side / 12)[rows, columns]
    people = np.floor(np.exp(3.4 + 1.1 * density + 0.6 * random.standard_normal(rows.size)))
    people[random.random_sample(rows.size) < 0.08] = 0
    return np.minimum(people, 20000).astype(int)


def mesh_code(row, column):
    """The code of a half mesh counted from the equator and Greenwich."""
    third_row, third_column = row // 2, column // 2 - 100 * 80
    return '%02d%02d%d%d%d%d%d' % (third_row // 80, third_column // 80, third_row // 10 % 8, third_column // 10 % 8,
                                   third_row % 10, third_column % 10, row % 2 * 2 + column % 2 + 1)


def zones(random, side, municipalities, rows, columns):
    """Polygons of a jittered lattice with about as many patches on land as asked."""
    def patches(n):
        """Those with land and their neighbours, because borders stray; the rest is sea."""
        inhabited = set(zip((rows * n // side).tolist(), (columns * n // side).tolist()))
        near = {(r + i, c + j) for r, c in inhabited for i in (-1, 0, 1) for j in (-1, 0, 1)}
        return sorted((r, c) for r, c in near if 0 <= r < n and 0 <= c < n)

    n = int(np.sqrt(municipalities))
    while len(patches(n)) < municipalities:
        n += 1
    step = side / n
    corner = np.stack(np.meshgrid(np.arange(n + 1), np.arange(n + 1)), -1) * step  # [row, column] -> x, y
    corner = corner + (random.random_sample(corner.shape) - 0.5) * step * 0.5

    def border(a, b):
        """Points from a to b, a and b included, that stray by a few percent of the length."""
        t = np.linspace(0, 1, WOBBLES + 1)[:, None]
        across = np.array([a[1] - b[1], b[0] - a[0]])
        stray = np.cumsum(random.standard_normal(WOBBLES + 1))[:, None] * 0.015
        stray -= stray[0] + t * (stray[-1] - stray[0])
        xy = a + (b - a) * t + across * stray
        return [[round(130 + x / 160, 7), round(31 + y / 240, 7)] for x, y in xy.tolist()]

    across = [[border(corner[r, c], corner[r, c + 1]) for c in range(n)] for r in range(n + 1)]
    up = [[border(corner[r, c], corner[r + 1, c]) for c in range(n + 1)] for r in range(n)]
    features = []
    for r, c in patches(n):
        ring = across[r][c][:-1] + up[r][c + 1][:-1] + across[r + 1][c][::-1][:-1] + up[r][c][::-1]
        code = '%02d%03d' % (51 + len(features) // 700, 201 + len(features) % 700)  # xx000 would be a prefecture's
        features.append({'type': 'Feature', 'properties': {'N03_001': '県', 'N03_004': code, 'N03_007': code},
                         'geometry': {'type': 'Polygon', 'coordinates': [ring]}})
    return features


def write(path, text):
    with open(path + '.part', 'w', encoding='utf-8') as out:
        out.write(text)
    os.replace(path + '.part', path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('size', choices=SIZES)
    parser.add_argument('-o', '--output', required=True)
    arguments = parser.parse_args()
    cell_count, site_count, municipalities = SIZES[arguments.size]
    random = np.random.RandomState(20260331)  # the one generator whose numbers numpy promises never to change
    rows, columns, side = land(random, cell_count)
    people = people_of(random, rows, columns, side)
    os.makedirs(arguments.output, exist_ok=True)
    lines = sorted('%s,%d\n' % (mesh_code(SOUTH + r, WEST + c), p) for r, c, p in zip(rows.tolist(), columns.tolist(), people.tolist()))
    write(os.path.join(arguments.output, 'cells.csv'), 'mesh_code,population\n' + ''.join(lines))
    sums = np.cumsum(people)
    home = np.searchsorted(sums, random.random_sample(site_count) * sums[-1], side='right')
    lon = (WEST + columns[home] + random.random_sample(site_count)) / 160
    lat = (SOUTH + rows[home] + random.random_sample(site_count)) / 240
    radius = 300 + 1200 * random.random_sample(site_count) ** 1.6
    write(os.path.join(arguments.output, 'sites.csv'), 'id,lon,lat,radius_m\n' + ''.join(
        '%d,%.7f,%.7f,%.1f\n' % (i, x, y, r) for i, (x, y, r) in enumerate(zip(lon.tolist(), lat.tolist(), radius.tolist()))))
    features = zones(random, side, municipalities, rows, columns)
    write(os.path.join(arguments.output, 'zones.geojson'),
          json.dumps({'type': 'FeatureCollection', 'features': features}, ensure_ascii=False))


if __name__ == '__main__':
    main()
