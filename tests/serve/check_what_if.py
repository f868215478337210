"""What-if: figures of edits are those of runs with the changed sites, to the last digit; undo, reset, saving, memory."""
import csv
import random
from served import *

ROLE_A, ROLE_C = '5g/operator-a', '5g/operator-c'
EVERYWHERE = '/api/sites?bbox=-180,-90,180,90&limit=10000'


def amounts(out):
    """Covered amounts by each service's own weight and rule."""
    own = {'5g': ('population', 'half_cell'), 'fiber': ('households', 'area_share')}
    return {(r['zone_level'], r['zone_code'], r['service'], r['provider']): (decimal.Decimal(r['covered']), r['total'])
            for r in rows(os.path.join(out, 'coverage.csv')) if (r['weight'], r['rule']) == own[r['service']]}


def cells(out):
    import sqlite3
    database = sqlite3.connect('file:%s?mode=ro' % os.path.join(out, 'coverage.gpkg'), uri=True)
    database.row_factory = sqlite3.Row
    found = {}
    for row in database.execute('select * from mesh'):
        for key in row.keys():
            if key.endswith('_fraction'):
                found[row['mesh_code'], key] = row[key]
            elif key.endswith('_covered'):
                found[row['mesh_code'], key] = bool(row[key])
    return found


def gaps(out):
    return {(r['service'], r['id']): (r['cells'], r['population'], r['households'])
            for r in rows(os.path.join(out, 'gaps.csv')) if r['scope'] == 'whole'}


def whole(value):
    return str(int(decimal.Decimal(value).quantize(decimal.Decimal(1), rounding=decimal.ROUND_HALF_UP)))


def check_against_runs(total, listed, before, after):
    """`total` and the list of cells are the difference of two runs."""
    was, now = amounts(before), amounts(after)
    wanted = {k: (was[k][0], now[k][0]) for k in was if was[k] != now[k]}
    got = {(a['level'], a['code'], a['service'], a['provider']): (decimal.Decimal(a['covered']['before']),
                                                                 decimal.Decimal(a['covered']['after']))
           for a in total['areas']}
    equal(got, wanted, 'areas')
    cells_was, cells_now = cells(before), cells(after)
    wanted = {k: v for k, v in cells_now.items() if cells_was[k] != v}
    got = {}
    for c in listed:
        name = c['service'] + ('' if c['provider'] == '*' else '_' + c['provider'])
        if float(c['fraction']['before']) != float(c['fraction']['after']):
            got[c['code'], name + '_fraction'] = float(c['fraction']['after'])
            equal(float(c['fraction']['before']), cells_was[c['code'], name + '_fraction'], 'before')
        if c['provider'] == '*' and c['covered']['before'] != c['covered']['after']:
            got[c['code'], name + '_covered'] = c['covered']['after']
    equal(got, wanted, 'cells')
    changed = gaps(before)
    for group in total['gaps']:
        for gap in group['before']:
            key = (group['service'], gap['id'])
            equal(changed.pop(key, None), (str(gap['cells']), whole(gap['people']['population']),
                                           whole(gap['people']['households'])), 'a gap of the run', key)
    for group in total['gaps']:
        for gap in group['after']:
            check((group['service'], gap['id']) not in changed, 'a gap twice', gap['id'])
            changed[group['service'], gap['id']] = (str(gap['cells']), whole(gap['people']['population']),
                                                    whole(gap['people']['households']))
    equal(changed, gaps(after), 'gaps')
    served = {s['service']: s for s in total['services']}
    for service, one in served.items():
        key = ('nation', '00', service, '*')
        equal(decimal.Decimal(one['covered']['after']), now[key][0], 'nation')
        equal(decimal.Decimal(one['newly_served']) - decimal.Decimal(one['newly_lost']), now[key][0] - was[key][0], 'served')


def random_edits(server, rng, count):
    sites = server.get(EVERYWHERE)['sites']
    for step in range(count):
        kind = rng.choice(['add', 'move', 'mast', 'radius', 'sector', 'turn', 'remove', 'restore', 'undo'])
        site = rng.choice([s for s in sites if s['provider'] == ROLE_A] if kind in ('mast', 'sector', 'turn') else sites)
        name = {'provider': site['provider'], 'site': site['site']}
        if kind == 'add':
            edit = {'op': 'add', 'provider': rng.choice(['5g/operator-b', ROLE_A, ROLE_C, 'fiber/fiber']),
                    'lon': rng.uniform(141.1, 141.7), 'lat': rng.uniform(31.1, 31.65), 'radius_m': rng.uniform(300, 4000)}
            if rng.random() < 0.4:
                edit.update(azimuth=rng.uniform(0, 360), beamwidth=rng.choice([60, 120.5]))
        elif kind in ('move', 'mast'):
            edit = {'op': 'set', **name, 'lon': float(site['lon']) + rng.uniform(-0.02, 0.02),
                    'lat': float(site['lat']) + rng.uniform(-0.02, 0.02), 'whole_mast': kind == 'mast'}
        elif kind == 'radius':
            edit = {'op': 'set', **name, 'radius_m': rng.uniform(100, 5000)}
        elif kind == 'sector':
            edit = {'op': 'set', **name, 'azimuth': rng.uniform(-180, 180), 'beamwidth': rng.uniform(20, 200)}
        elif kind == 'turn':
            edit = {'op': 'set', **name, 'azimuth': None}
        elif kind == 'undo':
            server.ask('/api/what-if/undo', 'POST', {})
            continue
        else:
            edit = {'op': kind, **name}
        status, _, answer = server.ask('/api/what-if', 'POST', {'edits': [edit], 'merge': rng.random() < 0.3})
        check(status in (200, 422), edit, answer)
        if status == 422:
            check('is removed' in answer['error']['message'], edit, answer)


def check_scenario_file(folder, server, before, rng):
    """The file that is saved, run as a scenario, gives the same difference."""
    state = server.get('/api/what-if')
    listed = server.get('/api/what-if/cells')['list']
    status, headers, text = server.ask('/api/what-if/scenario?title=%E8%A9%A6%E9%A8%93%22A&name=plan-a')
    equal(status, 200, 'scenario', text)
    check('filename="plan-a.toml"' in headers['content-disposition'], headers)
    folder.write('plan-a.toml', text.decode())
    out = folder.run('scenario-run', '--scenario', os.path.join(folder.path, 'plan-a.toml'))
    wanted = {(r['zone_level'], r['zone_code'], r['service'], r['provider']):
              (decimal.Decimal(r['covered_before']), decimal.Decimal(r['covered_after']), r['rate_before'], r['rate_after'])
              for r in rows(os.path.join(out, 'scenario.csv'))}
    got = {(a['level'], a['code'], a['service'], a['provider']):
           (decimal.Decimal(a['covered']['before']), decimal.Decimal(a['covered']['after'])) for a in state['total']['areas']}
    equal(got, {k: v[:2] for k, v in wanted.items()}, 'scenario.csv')
    wanted = {(r['mesh_code'], r['service'], r['provider']): (float(r['fraction_before']), float(r['fraction_after']),
                                                              r['covered_before'] == '1', r['covered_after'] == '1')
              for r in rows(os.path.join(out, 'scenario_cells.csv'))}
    got = {(c['code'], c['service'], c['provider']): (float(c['fraction']['before']), float(c['fraction']['after']),
                                                      c['covered']['before'], c['covered']['after']) for c in listed}
    equal(got, wanted, 'scenario_cells.csv')
    summary = json.loads(open(os.path.join(out, 'summary.json'), encoding='utf-8').read(), parse_float=decimal.Decimal)['scenario']
    equal(summary['title'], '試験"A', 'title')
    for service in state['total']['services']:
        for what in ('newly_served', 'newly_lost'):
            equal(decimal.Decimal(service[what]), decimal.Decimal(summary['services'][service['service']][what]), what)
    equal(sorted((s['service'], s['code'], s['has_site']) for s in state['total']['stations']),
          sorted((s['service'], s['zone_code'], s['has_site']) for s in summary['stations'] if s['zone_code']), 'stations')


def check_table_edit(folder, server, before):
    """A table of sites changed by hand and run anew, and the same by what-if."""
    server.post('/api/what-if/reset', {})
    path = os.path.join(folder.data, 'operator_c_sites.csv')
    with open(path, encoding='utf-8') as f:
        original = f.read()
    table = list(csv.DictReader(original.splitlines()))
    live = {s['id']: s for s in server.get(EVERYWHERE + '&provider=' + ROLE_C)['sites']}
    moved, gone, grown = [r for r in table if r['id'] in live][3:6]
    edits = [{'op': 'set', 'provider': ROLE_C, 'site': live[moved['id']]['site'], 'lon': 141.4512345, 'lat': 31.2712345},
             {'op': 'remove', 'provider': ROLE_C, 'site': live[gone['id']]['site']},
             {'op': 'set', 'provider': ROLE_C, 'site': live[grown['id']]['site'], 'radius_m': 2345.5},
             {'op': 'add', 'provider': ROLE_C, 'lon': 141.3, 'lat': 31.5, 'radius_m': 1800}]
    answer = server.post('/api/what-if', {'edits': edits})
    new = dict(moved, id='new-1', lon='141.3', lat='31.5', radius_m='1800')
    moved.update(lon='141.4512345', lat='31.2712345')
    grown.update(radius_m='2345.5')
    table.remove(gone)
    table.append(new)
    with open(path, 'w', encoding='utf-8', newline='') as f:
        writer = csv.DictWriter(f, table[0].keys(), lineterminator='\n')
        writer.writeheader()
        writer.writerows(table)
    after = folder.run('by-hand')
    check(answer['change']['cells']['count'] > 10, 'the edits change something')
    check(len(answer['total']['gaps']) > 0, 'and gaps too')
    equal(answer['change']['areas'], answer['total']['areas'], 'one step is all')
    check_against_runs(answer['total'], answer['change']['cells']['list'], before, after)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(original)
    undone = server.post('/api/what-if/undo', {})
    check(undone['total']['areas'] == [] and undone['total']['gaps'] == [] and undone['edits'] == 0, 'undone')


def check_steps(server):
    server.post('/api/what-if/reset', {})
    first = server.post('/api/what-if', {'edits': [{'op': 'add', 'provider': ROLE_A, 'lon': 141.45, 'lat': 31.25, 'radius_m': 900}]})
    number = first['sites'][0]['site']
    for i in range(5):
        server.post('/api/what-if', {'merge': True, 'edits': [{'op': 'set', 'provider': ROLE_A, 'site': number, 'lon': 141.45 + i / 500}]})
    state = server.get('/api/what-if')
    equal((state['undo'], state['edits'], state['sites'][0]['state'], state['sites'][0]['run']), (1, 1, 'added', None), 'a drag')
    equal(server.ask('/api/what-if', 'POST', {'revision': 1, 'edits': [{'op': 'remove', 'provider': ROLE_A, 'site': number}]})[0], 409, 'revision')
    undone = server.post('/api/what-if/undo', {})
    equal((undone['edits'], undone['total']['areas'], undone['undo']), (0, [], 0), 'a drag is one step')
    equal(server.ask('/api/what-if/undo', 'POST', {})[0], 409, 'nothing to undo')
    equal(server.ask('/api/what-if/scenario')[0], 409, 'an empty scenario')
    site = server.get(EVERYWHERE + '&limit=1')['sites'][0]
    name = {'provider': site['provider'], 'site': site['site']}
    server.post('/api/what-if', {'edits': [{'op': 'set', **name, 'radius_m': 4000}]})
    server.post('/api/what-if', {'edits': [{'op': 'remove', **name}]})
    removed = server.get('/api/sites?bbox=-180,-90,180,90&limit=10000&removed=true')['sites']
    equal([s['state'] for s in removed if s['site'] == site['site'] and s['provider'] == site['provider']], ['removed'], 'removed')
    cell = server.get('/api/cell?lon=%s&lat=%s' % (site['lon'], site['lat']))
    check(cell['now'], 'what-if of a cell')
    equal(server.post('/api/what-if', {'edits': [{'op': 'restore', **name}]})['edits'], 0, 'restored')
    # A site far out at sea is taken, and changes nothing.
    sea = server.post('/api/what-if', {'edits': [{'op': 'add', 'provider': ROLE_A, 'lon': 150, 'lat': 20, 'radius_m': 100}]})
    equal((sea['change']['cells']['count'], sea['change']['areas']), (0, []), 'at sea')
    server.post('/api/what-if/reset', {})


def check_saving(folder, server, out):
    server.post('/api/what-if', {'edits': [{'op': 'add', 'provider': ROLE_A, 'lon': 141.45, 'lat': 31.25, 'radius_m': 900}]})
    status, _, answer = server.ask('/api/what-if/save', 'POST', {'name': 'plan-b', 'title': '案'})
    equal((status, answer.get('file')), (201, 'scenarios/plan-b.toml'), 'saved', answer)
    text = folder.read('out/scenarios/plan-b.toml')
    equal((len(text.encode()), text), (answer['bytes'], server.ask('/api/what-if/scenario?title=%E6%A1%88')[2].decode()), 'what is saved')
    equal(server.ask('/api/what-if/save', 'POST', {'name': 'plan-b'})[0], 409, 'there already')
    equal(server.ask('/api/what-if/save', 'POST', {'name': 'plan-b', 'overwrite': True})[0], 201, 'over it')
    for bad in ('', '../x', 'a/b', '.hidden', 'A', 'a' * 65, 'a\x00b', 'a.toml', '案'):
        equal(server.ask('/api/what-if/save', 'POST', {'name': bad})[0], 400, 'name', bad)
    os.symlink('/tmp', os.path.join(out, 'scenarios', 'link.toml'))
    equal(server.ask('/api/what-if/save', 'POST', {'name': 'link', 'overwrite': True})[0], 409, 'a link')
    check(os.path.isdir('/tmp'), 'the link was not followed')
    os.remove(os.path.join(out, 'scenarios', 'link.toml'))
    equal(sorted(os.listdir(os.path.join(out, 'scenarios'))), ['plan-b.toml'], 'nothing else is left')
    equal(server.ask('/scenarios/plan-b.toml')[0], 404, 'scenarios are not given away as files')


def check_memory(server, rng):
    """2,000 edits of a drag: the answers come at once and memory does not grow."""
    server.post('/api/what-if/reset', {})
    site = server.get(EVERYWHERE + '&provider=' + ROLE_C)['sites'][7]
    times = []
    for i in range(2000):
        edit = {'op': 'set', 'provider': ROLE_C, 'site': site['site'], 'lon': float(site['lon']) + rng.uniform(-0.05, 0.05),
                'lat': float(site['lat']) + rng.uniform(-0.05, 0.05)}
        status, headers, _ = server.ask('/api/what-if', 'POST', {'edits': [edit], 'merge': i % 3 != 0}, raw=True)
        if status != 200:
            check(False, 'edit', i, status)
            return
        times.append(float(re.search(r'dur=([\d.]+)', headers['server-timing']).group(1)))
        if i == 300:
            before = server.memory()
    grown = server.memory() - before
    times.sort()
    print('a drag: %.2f ms, 99 %% %.2f ms; memory %+.1f MB over 1,700 edits' % (times[1000], times[1980], grown / 1e6))
    check(grown < 6e6, 'memory grew by', grown)
    check(times[1000] < 100, 'a drag takes', times[1000], 'ms')


def check_crowd(server):
    """Several clients edit at once: every answer is whole, and in the end everything is counted."""
    import threading
    server.post('/api/what-if/reset', {})
    answers = []

    def client(n):
        rng = random.Random(n)
        for _ in range(25):
            site = rng.randrange(100)
            status, _, answer = server.ask('/api/what-if', 'POST', {
                'edits': [{'op': 'set', 'provider': ROLE_C, 'site': site, 'radius_m': rng.uniform(500, 3000)}]})
            answers.append((status, answer.get('revision')))

    revision = server.get('/api/what-if')['revision']
    threads = [threading.Thread(target=client, args=(n,)) for n in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    equal(sorted(answers), [(200, revision + i + 1) for i in range(200)], 'revisions')
    final = server.get('/api/what-if')['total']
    again = server.post('/api/what-if/reset', {})
    equal(again['total']['areas'], [], 'reset')
    check(final['areas'], 'something had changed')


with Folder() as folder:
    out = folder.run('out')
    rng = random.Random(20260331)
    with Server(out, '--writable') as server:
        equal(server.ready()['state'], 'ready', server.ready())
        schemas = Schemas(server.get('/openapi.json'))
        answer = server.post('/api/what-if', {'edits': [{'op': 'set', 'provider': ROLE_C, 'site': 5, 'radius_m': 4000}]})
        schemas.check(answer, '/api/what-if', 'post')
        schemas.check(server.get('/api/what-if'), '/api/what-if')
        schemas.check(server.get('/api/what-if/cells'), '/api/what-if/cells')
        schemas.check(server.get(EVERYWHERE), '/api/sites')
        check_steps(server)
        check_table_edit(folder, server, out)
        for _ in range(3):
            server.post('/api/what-if/reset', {})
            random_edits(server, rng, 40)
            check_scenario_file(folder, server, out, rng)
        check_saving(folder, server, out)
        check_crowd(server)
        check_memory(server, rng)
    # Tables without ids: sites are named by where they stand.
    for name in ('operator_a_sites.csv', 'operator_c_sites.csv'):
        path = os.path.join(folder.data, name)
        with open(path, encoding='utf-8') as f:
            table = [dict(r) for r in csv.DictReader(f)]
        with open(path, 'w', encoding='utf-8', newline='') as f:
            writer = csv.DictWriter(f, [k for k in table[0] if k != 'id'], lineterminator='\n', extrasaction='ignore')
            writer.writeheader()
            writer.writerows(table)
    out = folder.run('out-without-ids')
    with Server(out) as server:
        equal(server.ready()['state'], 'ready', server.ready())
        random_edits(server, rng, 40)
        check_scenario_file(folder, server, out, rng)
        equal(server.ask('/api/what-if/save', 'POST', {'name': 'a'})[0], 403, 'read-only')
end()
