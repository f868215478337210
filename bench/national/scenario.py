"""A scenario's files: taken from the original tables where they are at hand, else made; kept in the work folder."""
import csv, glob, gzip, hashlib, os, random, shutil, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
PREFECTURES = {'S': ['42'], 'M': ['%02d' % p for p in range(40, 47)], 'L': ['%02d' % p for p in range(1, 48)]}
# Fiber areas and how many corners each has; cells are split so many times each way.
FIBER = {'smoke': 100, 'S': 2000, 'M': 20000, 'L': 200000}
FIBER_CORNERS = 200
SPLIT = {'people125.tif': 4, 'people100.tif': 5}


def ten_times(sites, path):
    """Every site and nine more within some 2 km of it."""
    dice = random.Random(20260331)
    with open(sites, encoding='utf-8', newline='') as source, open(path, 'w', encoding='utf-8', newline='') as target:
        rows = csv.DictReader(source)
        out = csv.DictWriter(target, rows.fieldnames, lineterminator='\n')
        out.writeheader()
        for row in rows:
            out.writerow(row)
            for copy in range(1, 10):
                out.writerow({**row, 'id': '%s-%d' % (row['id'], copy), 'lon': '%.7f' % (float(row['lon']) + dice.uniform(-0.02, 0.02)),
                              'lat': '%.7f' % (float(row['lat']) + dice.uniform(-0.02, 0.02))})


class Scenario:
    """Paths of a scenario's files; what is missing is made when it is asked for."""

    def __init__(self, name, work, tables, data, shapes):
        """@param tables  folder with NAME/cells.csv.gz, or None; data  folder of real data, or None; shapes  the program"""
        self.name, self.shapes = name, shapes
        boundaries = [p for number in PREFECTURES.get(name, [])
                      for p in glob.glob(os.path.join(data or '/nowhere', 'boundaries/n03_2021_simplified/N03-21_%s_*.json' % number))]
        self.original = bool(tables and len(boundaries) == len(PREFECTURES.get(name, [])) > 0
                             and os.path.exists(os.path.join(tables, name, 'cells.csv.gz')))
        self.folder = os.path.join(work, name if self.original else name + '-made')
        self.tables = os.path.join(tables, name) if self.original else None
        self.zones = sorted(boundaries) if self.original else [os.path.join(self.folder, 'zones.geojson')]
        self._forget_what_others_made()
        if not self.original and not os.path.exists(self.zones[0]):
            # The zones are written last: where they are, the tables are too.
            subprocess.run(['/usr/bin/python3', os.path.join(HERE, '../make/scenario.py'), name, '-o', self.folder], check=True)

    def _forget_what_others_made(self):
        """Empties the folder where the programs that filled it have changed since."""
        makers = hashlib.sha256()
        for maker in ('make/scenario.py', 'make/shapes.cpp', 'national/scenario.py'):
            with open(os.path.join(HERE, '..', maker), 'rb') as source:
                makers.update(source.read())
        stamp = os.path.join(self.folder, 'makers')
        try:
            with open(stamp, encoding='utf-8') as source:
                if source.read() == makers.hexdigest():
                    return
        except FileNotFoundError:
            pass
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        with open(stamp, 'w', encoding='utf-8') as target:
            target.write(makers.hexdigest())

    def file(self, name):
        """Path of cells.csv, sites.csv, sites10.csv, areas.{fgb,gpkg,geojson}, fiber.fgb, people125.tif or people100.tif."""
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            print('making %s of %s' % (name, self.name), file=sys.stderr)
            making = os.path.join(self.folder, 'making')  # a file that is there is whole
            shutil.rmtree(making, ignore_errors=True)
            os.makedirs(making)
            self._make(name, os.path.join(making, name))
            os.replace(os.path.join(making, name), path)
            shutil.rmtree(making)
        return path

    def _make(self, name, path):
        if name in ('cells.csv', 'sites.csv'):
            with gzip.open(os.path.join(self.tables, name + '.gz')) as source, open(path, 'wb') as target:
                shutil.copyfileobj(source, target)
        elif name == 'sites10.csv':
            ten_times(self.file_beside('sites.csv'), path)
        elif name.startswith('areas.'):
            subprocess.run([self.shapes, 'circles', self.file_beside('sites.csv'), path], check=True)
        elif name == 'fiber.fgb':
            subprocess.run([self.shapes, 'fiber', self.file_beside('cells.csv'), str(FIBER[self.name]), str(FIBER_CORNERS - 1), path], check=True)
        else:
            subprocess.run([self.shapes, 'raster', self.file_beside('cells.csv'), str(SPLIT[name]), path], check=True)

    def file_beside(self, name):
        """A table that a shape is made from; it is made itself while the folder `making` is in use."""
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            self._make(name, path + '.part')
            os.replace(path + '.part', path)
        return path
