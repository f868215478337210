"""What is run: the engine on every kind of input, and its peers."""
import dataclasses, glob, json, os, shutil, subprocess, sys, time

import answers

HERE = os.path.dirname(os.path.abspath(__file__))
POSTGIS = '/usr/share/postgresql/*/extension/postgis.control'


@dataclasses.dataclass
class Job:
    name: str
    scenario: str
    command: list
    logs: str            # folder
    output: str          # folder or file of the answer; empty where there is none
    kind: str            # engine | reader | peer
    inputs: list
    threads: int = 1
    slow: bool = False   # once a run, and only with --slow
    family: str = ''     # jobs of a family have the same answer: to the byte for the engine, to a tolerance for exact peers
    exact: bool = True
    before: list = dataclasses.field(default_factory=list)  # command that is run once, untimed, before the first run
    runs: list = dataclasses.field(default_factory=list)  # {seconds, peak_mb, …}

    def run(self):
        """Runs it once and remembers what it took. @returns what went wrong, or nothing"""
        log = os.path.join(self.logs, '%s-%d.log' % (self.name.replace(' ', '-'), self.threads))
        if self.before and not self.runs:
            done = subprocess.run(self.before, capture_output=True, text=True)
            if done.returncode != 0:
                return '%s %s: before it: %s' % (self.scenario, self.name, done.stderr[-2000:])
        if self.kind == 'engine':
            shutil.rmtree(self.output, ignore_errors=True)
        elif self.output and os.path.exists(self.output):
            os.remove(self.output)
        for_out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        for_err = os.open(log + '.err', os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        start = time.perf_counter()
        # A spawned child's own peak: a forked one would begin with this interpreter's.
        child = os.posix_spawn(self.command[0], self.command, os.environ,
                               file_actions=[(os.POSIX_SPAWN_DUP2, for_out, 1), (os.POSIX_SPAWN_DUP2, for_err, 2)])
        _, status, usage = os.wait4(child, 0)
        result = {'seconds': time.perf_counter() - start, 'peak_mb': usage.ru_maxrss / 1024}
        os.close(for_out)
        os.close(for_err)
        if status != 0:
            with open(log + '.err', encoding='utf-8', errors='replace') as source:
                return '%s %s: exit status %d: %s' % (self.scenario, self.name, os.waitstatus_to_exitcode(status), source.read()[-2000:])
        if self.kind == 'engine':
            with open(os.path.join(self.output, 'timing.json'), encoding='utf-8') as source:
                result['stages'] = {s['stage']: s['seconds'] for s in json.load(source)['stages']}
        else:
            with open(log, encoding='utf-8') as source:
                lines = [line for line in source if line.startswith('{')]
            if lines:
                result.update(json.loads(lines[-1]))  # a reader or database knows its time better
        self.runs.append(result)
        return ''

    def answer(self):
        return answers.of_engine(self.output) if self.kind == 'engine' else answers.of_peer(self.output)


def configuration(scenario, kind, path):
    """TOML of a run. @param kind  areas, sites, fiber, or the name of a raster of people without its ending"""
    def quoted(p):
        return json.dumps(p, ensure_ascii=False)

    population = ('files = [%s]\nformat = "csv"\ncolumns = { code = "mesh_code", population = "population" }' % quoted(scenario.file('cells.csv'))
                  if not kind.startswith('people') else 'files = [%s]\nformat = "raster"' % quoted(scenario.file(kind + '.tif')))
    provider = ('footprints = [%s]' % quoted(path) if path.endswith(('.fgb', '.gpkg', '.geojson')) else
                'sites = [%s]\ncolumns = { id = "id", lon = "lon", lat = "lat", radius_m = "radius_m" }\nsegments = 64' % quoted(path))
    return '''title = "benchmark %s"
as_of = 2026-03-31
[population]
%s
[zones]
files = [%s]
code = "N03_007"
[[service]]
id = "s"
profile = "jp-mic-5g"
[[service.provider]]
id = "p"
%s
[output]
formats = ["csv", "json"]
''' % (scenario.name, population, ', '.join(quoted(z) for z in scenario.zones), provider)


def engine_jobs(scenario, programs, out, threads):
    kinds = [('areas', 'FlatGeobuf', 'areas.fgb'), ('areas', 'GeoPackage', 'areas.gpkg'), ('areas', 'GeoJSON', 'areas.geojson'),
             ('sites', 'site table', 'sites.csv'), ('fiber', 'fiber', 'fiber.fgb'), ('people125', '125 m', 'sites.csv'),
             ('sites', 'site table x 10', 'sites10.csv'), ('people125', '125 m, sites x 10', 'sites10.csv'), ('people100', '100 m', 'sites.csv')]
    most = max(threads)
    for kind, title, name in kinds:
        path = scenario.file(name)
        config = os.path.join(out, title.replace(' ', '-') + '.toml')
        with open(config, 'w', encoding='utf-8') as target:
            target.write(configuration(scenario, kind, path))
        inputs = [path, scenario.file(kind + '.tif' if kind.startswith('people') else 'cells.csv')]
        for n in threads if name != 'sites10.csv' and kind != 'people100' else [most]:
            output = os.path.join(out, '%s-%d' % (title.replace(' ', '-'), n))
            yield Job('amaneku %s' % title, scenario.name, [programs['amaneku'], 'run', config, '--out', output, '--threads', str(n), '--quiet'],
                      out, output, 'engine', inputs, n, family=kind if name != 'sites10.csv' else title)
    # Another scenario on the same meshes and zones: the first fills the cache, the second counts by another profile.
    first, second = (os.path.join(out, 'cache-%s.toml' % n) for n in ('first', 'second'))
    for path, profile in ((first, 'jp-mic-5g'), (second, 'jp-mic-4g')):
        with open(path, 'w', encoding='utf-8') as target:
            target.write(configuration(scenario, 'areas', scenario.file('areas.fgb')).replace(
                'jp-mic-5g', profile))
    cache, output = os.path.join(out, 'cache'), os.path.join(out, 'cache-out')
    shutil.rmtree(cache, ignore_errors=True)
    yield Job('amaneku from the cache', scenario.name,
              [programs['amaneku'], 'run', second, '--out', output, '--cache', cache, '--threads', str(most), '--quiet'], out, output, 'engine', [],
              most, family='cache', before=[programs['amaneku'], 'run', first, '--out', output, '--cache', cache, '--quiet'])


def reader_jobs(scenario, programs, out):
    def job(title, name, options=(), slow=False):
        path = scenario.file(name)
        return Job('GDAL reads %s' % title, scenario.name, [programs['gdal_read'], *options, path], out, '', 'reader', [path], slow=slow)

    yield job('FlatGeobuf', 'areas.fgb')
    yield job('FlatGeobuf by Arrow', 'areas.fgb', ['--arrow'])
    yield job('GeoPackage', 'areas.gpkg')
    yield job('GeoPackage by Arrow', 'areas.gpkg', ['--arrow'])
    yield job('fiber', 'fiber.fgb')
    yield job('GeoJSON', 'areas.geojson', slow=scenario.name == 'L')


def peer_jobs(scenario, programs, out, peers, threads):
    cells, areas, fiber = (scenario.file(n) for n in ('cells.csv', 'areas.fgb', 'fiber.fgb'))
    most = max(threads)

    def job(title, program, path, family, **more):
        output = os.path.join(out, title.replace(' ', '-') + '.csv')
        command = [programs[program], cells, path, output, str(most), *scenario.zones]
        return Job(title, scenario.name, command, out, output, 'peer', [cells, path], most, family=family, **more)

    if 'raster10' in peers:
        yield job('GDAL rasterises at 10x', 'rasterise_10x', areas, 'areas', exact=False)
    if 'geos' in peers:
        yield job('GEOS per cell', 'geos_per_cell', areas, 'areas')
        yield job('GEOS per cell of fiber', 'geos_per_cell', fiber, 'fiber', slow=scenario.name == 'L')
    if 'postgis' in peers:
        if glob.glob(POSTGIS):
            yield job('PostGIS', 'postgis', areas, 'areas', slow=scenario.name == 'L')
        else:
            print('PostGIS is not installed and left out', file=sys.stderr)


def all_jobs(scenario, programs, out, peers, threads):
    os.makedirs(out, exist_ok=True)
    found = list(reader_jobs(scenario, programs, out)) if 'read' in peers else []
    return found + list(engine_jobs(scenario, programs, out, threads)) + list(peer_jobs(scenario, programs, out, peers, threads))
