"""The tables of a run, in Markdown."""
import datetime, os, shutil, statistics, subprocess

BARS_R = {'amaneku FlatGeobuf': 3.0, 'amaneku site table': 2.5, 'amaneku 125 m': 12.0}  # of L, two threads
PEAK_MB = {'amaneku FlatGeobuf': 300, 'amaneku 125 m': 1000, 'amaneku 125 m, sites x 10': 2000, 'amaneku 100 m': 1000}


def median(job, key='seconds'):
    values = [r[key] for r in job.runs if key in r]
    return statistics.median(values) if values else None


def machine():
    with open('/proc/cpuinfo', encoding='utf-8') as source:
        models = [line.split(':', 1)[1].strip() for line in source if line.startswith('model name')]
    return '%d cores, %s' % (os.cpu_count(), models[0] if models else 'unknown model')


def commit(root):
    if not shutil.which('git'):
        return 'unknown'

    def git(*arguments):
        return subprocess.run(['git', '-C', root, *arguments], capture_output=True, text=True).stdout.strip()

    return (git('rev-parse', '--short', 'HEAD') or 'unknown') + (' with changes' if git('status', '--porcelain') else '')


def number(value, digits=2):
    return '' if value is None else '%.*f' % (digits, value)


def points(value):
    return '0' if value == 0 else '%.1e' % value


def scenario_table(jobs, apart, unit):
    yield '| work | threads | seconds | fastest-slowest | / R | peak MB | differs: area share | half cell |'
    yield '|---|---|---|---|---|---|---|---|'
    for job in jobs:
        if not job.runs:
            continue
        seconds = [r['seconds'] for r in job.runs]
        name = job.name
        load = median(job, 'load_seconds')
        if load is not None:
            name += ' (load %.2f more)' % load
        difference = apart.get(id(job))
        yield '| %s | %d | %s | %s-%s | %s | %s | %s | %s |' % (
            name, job.threads, number(median(job), 3), number(min(seconds), 3), number(max(seconds), 3),
            number(median(job) / unit, 1) if unit else '', number(median(job, 'peak_mb'), 0),
            points(difference[0]) if difference else '', points(difference[1]) if difference else '')


def find(jobs, name, threads=None):
    for job in jobs:
        if job.runs and job.name == name and threads in (None, job.threads):
            return job
    return None


def bars(jobs, unit):
    """(work, bar, measured) for the jobs of one scenario. @param unit  R, or nothing where the jobs are not L's"""
    for name, bar in BARS_R.items():
        job = find(jobs, name, 2)
        if job and unit:
            yield name, '%g R' % bar, '%.1f R' % (median(job) / unit)
    for name, bar in PEAK_MB.items():
        job = find(jobs, name, 2) or find(jobs, name)
        if job and unit:
            yield name, '%d MB' % bar, '%.0f MB' % median(job, 'peak_mb')
    for name, other, bar in (('amaneku site table x 10', 'amaneku site table', 10), ('amaneku from the cache', 'amaneku FlatGeobuf', 0.3)):
        job = find(jobs, name)
        first = find(jobs, other, job.threads) if job else None
        if first:
            yield name, '%g x %s' % (bar, other), '%.2f x' % (median(job) / median(first))
    fiber, read = find(jobs, 'amaneku fiber', 2), find(jobs, 'GDAL reads fiber')
    if fiber and read:
        yield 'amaneku fiber', '3 x GDAL reading it', '%.1f x' % (median(fiber) / median(read))
    read = find(jobs, 'GDAL reads GeoJSON')
    for threads, bar in ((1, 15), (2, 30)):
        job = find(jobs, 'amaneku GeoJSON', threads)
        if job and read:
            yield 'amaneku GeoJSON, the whole run, %s' % ('one thread' if threads == 1 else 'two threads'), 'GDAL reading it / %d' % bar, '/ %.1f' % (median(read) / median(job))
    for name in dict.fromkeys(j.name for j in jobs if j.kind == 'engine'):
        one, two = find(jobs, name, 1), find(jobs, name, 2)
        if one and two:
            yield name + ', one thread to two', '1.8 x', '%.2f x' % (median(one) / median(two))


def stages(jobs):
    """Where the engine's time goes, in medians of timing.json."""
    engine = [j for j in jobs if j.kind == 'engine' and j.runs]
    names = list(dict.fromkeys(stage for j in engine for stage in j.runs[0]['stages']))
    yield '| seconds | threads | ' + ' | '.join(names) + ' | start and end |'
    yield '|---' * (len(names) + 3) + '|'
    for job in engine:
        values = [statistics.median(r['stages'].get(n, 0.0) for r in job.runs) for n in names]
        yield '| %s | %d | %s | %s |' % (job.name, job.threads, ' | '.join('%.3f' % v for v in values), number(median(job) - sum(values), 3))


def text(scenarios, jobs, apart, wrong, r_seconds, rounds, root):
    lines = ['## Beside others, %s' % datetime.date.today().isoformat(), '',
             '`bench/national.sh`, commit %s; %s; %d round%s interleaved, medians of whole processes from files to csv and json, warm '
             'page cache.' % (commit(root), machine(), rounds, '' if rounds == 1 else 's'),
             'Differences: the greatest of any municipality, in percentage points, from amaneku on FlatGeobuf (fiber: on fiber).']
    if r_seconds:
        lines.append('R = %.3f s: GDAL reads L\'s FlatGeobuf, one thread, from opening to a sum over all x.' % r_seconds)
    for scenario in scenarios:
        own = [j for j in jobs if j.scenario == scenario.name]
        source = 'original tables' if scenario.original else 'made by bench/make/scenario.py'
        lines += ['', '### %s (%s)' % (scenario.name, source), *scenario_table(own, apart, r_seconds)]
        if any(j.kind == 'engine' and j.runs for j in own):
            lines += ['', 'Where the time goes:', '', *stages(own)]
        measured = list(bars(own, r_seconds if scenario.name == 'L' else None))
        if measured:
            lines += ['', '| bar | at most, at least | measured |', '|---|---|---|', *('| %s | %s | %s |' % m for m in measured)]
    lines += ['', 'Answers: ' + ('; '.join(wrong) if wrong else 'all agree.'), '']
    return '\n'.join(lines)
