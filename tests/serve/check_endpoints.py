"""Every path of openapi.json answers as its schema says, and the answers are what the result's files say."""
import re
import os
import sqlite3
import glob
from served import *


def routes_of_source():
    """What the program adds, as its source has it."""
    found = set()
    for path in glob.glob(os.path.join(SOURCE, 'src', 'serve', '*.cpp')):
        with open(path, encoding='utf-8') as f:
            text = f.read()
        found |= {(m.lower(), p) for m, p in re.findall(r'router\.add\(\s*"(GET|POST)",\s*"([^"]+)"', text)}
        found |= {('get', p) for p in re.findall(r'\n    get\(\s*"([^"]+)"', text)}
    return found


def check_document(document):
    described = {(method, path) for path, methods in document['paths'].items() for method in methods}
    equal(described, routes_of_source(), 'the routes and their description')
    equal(document['openapi'], '3.0.3')


def check_zones(server, schemas, out):
    for level, name, code in (('municipality', 'municipalities.csv', 'code'), ('prefecture', 'prefectures.csv', 'code'),
                              ('group', 'groups.csv', 'group_id')):
        answer = server.get('/api/zones?level=' + level)
        schemas.check(answer, '/api/zones')
        wanted = rows(os.path.join(out, name))
        equal(answer['count'], len(wanted), level)
        for row in wanted:
            zone = next(z for z in answer['zones'] if z['code'] == row[code])
            for service in ('5g', 'fiber'):
                equal(str(zone['rates'][service]), str(decimal.Decimal(row[service + '_rate']).normalize() + 0)
                      if '.' not in row[service + '_rate'] else row[service + '_rate'], level, row[code], service)
    detail = server.get('/api/zones/90201')
    schemas.check(detail, '/api/zones/{code}')
    equal(detail['table']['5g_rate'], rows(os.path.join(out, 'municipalities.csv'))[0]['5g_rate'], 'table')
    equal(server.get('/api/zones?q=90201')['count'], 1, 'search by code')
    equal(server.get('/api/zones?q=%E5%A4%A9%E9%9F%B3%E5%B8%82&level=municipality')['count'], 1, 'search by name')
    flagged = rows(os.path.join(out, 'flags.csv'))[0]
    flags = server.get('/api/zones/' + flagged['zone_code'])['flags']
    equal(flags[0]['reason']['ja'], flagged['reason_ja'], 'flag')


def check_rates(server, schemas, out):
    wanted = rows(os.path.join(out, 'coverage.csv'))
    got, offset = [], 0
    while True:
        answer = server.get('/api/rates?limit=999&offset=%d' % offset)
        schemas.check(answer, '/api/rates')
        equal(answer['count'], len(wanted), 'lines of coverage.csv')
        got += answer['rates']
        offset += 999
        if offset >= answer['count']:
            break
    for row, rate in zip(wanted, got):
        same = (rate['level'], rate['code'], rate['service'], rate['provider'], rate['weight'], rate['rule']) == (
            row['zone_level'], row['zone_code'], row['service'], row['provider'], row['weight'], row['rule'])
        amounts = all(decimal.Decimal(rate[k]) == decimal.Decimal(row[k]) for k in ('total', 'covered', 'uncovered'))
        exact = row['rate'] == '' and rate['exact_rate'] is None or row['rate'] != '' and \
            decimal.Decimal(rate['exact_rate']) == decimal.Decimal(row['rate'])
        if not (same and amounts and exact):
            check(False, 'rate', row, rate)
            break
    few = server.get('/api/rates?level=nation&service=5g&provider=*&weight=population&rule=half_cell')
    equal(few['count'], 1, 'filters')


def check_gaps(server, schemas, out):
    wanted = [r for r in rows(os.path.join(out, 'gaps.csv')) if r['scope'] == 'whole']
    answer = server.get('/api/gaps')
    schemas.check(answer, '/api/gaps')
    equal([g['id'] for g in answer['gaps']], [r['id'] for r in wanted], 'gaps')
    part = next(r for r in rows(os.path.join(out, 'gaps.csv')) if r['scope'] == 'municipality')
    here = server.get('/api/gaps?service=%s&code=%s' % (part['service'], part['zone_code']))
    check(part['id'] in [g['id'] for g in here['gaps']], 'gaps of a municipality')
    first = wanted[0]
    near = server.get('/api/gaps?bbox=%s,%s,%s,%s' % (first['lon'], first['lat'], first['lon'], first['lat']))
    check(first['id'] in [g['id'] for g in near['gaps']], 'gaps in a box')
    return wanted


def check_cells(server, schemas, out, gaps):
    database = sqlite3.connect('file:%s?mode=ro' % os.path.join(out, 'coverage.gpkg'), uri=True)
    database.row_factory = sqlite3.Row
    for row in database.execute('select * from mesh where rowid % 97 = 5'):
        cell = server.get('/api/cells/' + row['mesh_code'])
        schemas.check(cell, '/api/cells/{code}')
        again = server.get('/api/cell?lon=%s&lat=%s' % tuple(cell['at']))
        equal(again, cell, 'cell by click')
        equal(float(cell['weights']['population']), row['population'], 'people of a cell')
        equal(cell['zone'] and cell['zone']['code'], row['zone_code'] or None, 'zone of a cell')
        for service in cell['services']:
            equal(float(service['fraction']), row[service['service'] + '_fraction'], 'fraction')
            equal(service['covered'], row[service['service'] + '_covered'] == 1, 'covered')
            for p in service['providers']:
                equal(float(p['fraction']), row['%s_%s_fraction' % (service['service'], p['provider'])], 'fraction')
            if service['covered']:
                equal(service['gap'], None, 'a covered cell is in no gap')
    for gap in gaps[:20]:
        cell = server.get('/api/cell?lon=%s&lat=%s' % (gap['lon'], gap['lat']))
        mine = next(s for s in cell['services'] if s['service'] == gap['service'])
        equal(mine['gap'], gap['id'], 'gap of its heart')


def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 127) << shift
        at += 1
        shift += 7
        if data[at - 1] < 128:
            return value, at


def layers_of(tile):
    """Names of the layers of a vector tile and how many features they have."""
    out, at = {}, 0
    while at < len(tile):
        tag, at = varint(tile, at)
        equal(tag, (3 << 3) | 2, 'a layer')
        size, at = varint(tile, at)
        end, name, features = at + size, None, 0
        while at < end:
            tag, at = varint(tile, at)
            if tag & 7 == 0:
                _, at = varint(tile, at)
                continue
            size, at = varint(tile, at)
            if tag >> 3 == 1:
                name = tile[at:at + size].decode()
            features += tag >> 3 == 2
            at += size
        out[name] = features
    return out


def tile_of(lon, lat, z):
    import math
    n = 1 << z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * n), int(y * n)


def check_tiles(server, schemas):
    description = server.get('/tiles.json')
    schemas.check(description, '/tiles.json')
    lon, lat = 141.4714844, 31.3940104
    for z in (0, 6, 9, description['maxzoom']):
        x, y = tile_of(lon, lat, z)
        address = description['tiles'][0].replace('{z}', str(z)).replace('{x}', str(x)).replace('{y}', str(y))
        status, headers, tile = server.ask(address.split(str(server.port), 1)[1])
        equal((status, headers['content-type']), (200, 'application/vnd.mapbox-vector-tile'), 'tile', z)
        found = layers_of(tile)
        check(found.get('prefecture') == 1, 'prefecture at', z, found)
        equal('mesh' in found, z >= 9, 'mesh at', z, found)
    equal(server.ask('/tiles/5/0/0.mvt')[0], 204, 'an empty tile')
    for bad in ('/tiles/5/32/0.mvt', '/tiles/99/0/0.mvt', '/tiles/-1/0/0.mvt', '/tiles/1/0/a.mvt', '/tiles/1/0/0.png'):
        check(server.ask(bad)[0] in (400, 404), bad)


def check_files(server, schemas, out):
    files = server.get('/api/export')
    schemas.check(files, '/api/export')
    names = [f['name'] for f in files['files']]
    check('timing.json' not in names, 'timing.json is not given away')
    for file in files['files']:
        with open(os.path.join(out, file['name']), 'rb') as f:
            content = f.read()
        status, headers, got = server.ask('/' + file['href'], raw=True)
        equal((status, got == content, len(got)), (200, True, file['bytes']), file['name'])
        check('attachment; filename="%s"' % file['name'] in headers['content-disposition'], file['name'])
    with open(os.path.join(out, 'coverage.gpkg'), 'rb') as f:
        content = f.read()
    size = len(content)
    for asked, first, last in (('bytes=0-99', 0, 99), ('bytes=100-', 100, size - 1), ('bytes=-7', size - 7, size - 1),
                               ('bytes=%d-%d' % (size - 1, size + 5), size - 1, size - 1)):
        status, headers, got = server.ask('/coverage.gpkg', headers={'Range': asked})
        equal((status, got == content[first:last + 1], headers['content-range']),
              (206, True, 'bytes %d-%d/%d' % (first, last, size)), asked)
    equal(server.ask('/coverage.gpkg', headers={'Range': 'bytes=%d-' % size})[0], 416, 'a range beyond the end')
    status, _, got = server.ask('/coverage.gpkg', headers={'Range': 'bytes=5-1,x'})
    check(status in (200, 416), 'no range', status)
    status, headers, got = server.ask('/summary.json', 'HEAD')
    equal((status, got, headers['content-length']), (200, b'', str(os.path.getsize(os.path.join(out, 'summary.json')))), 'HEAD')
    tag = headers['etag']
    equal(server.ask('/summary.json', headers={'If-None-Match': tag})[0], 304, 'If-None-Match')


def check_page(server, out):
    status, headers, page = server.ask('/')
    check(status == 200 and b'report.html' in page and 'html lang="ja"' in page.decode(), 'the page that is missing')
    with open(os.path.join(out, 'report.html'), 'w', encoding='utf-8') as f:
        f.write('<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
                'connect-src \'self\'"><title>地図</title>')
    status, headers, page = server.ask('/')
    check(status == 200 and '地図' in page.decode(), 'the page')
    equal(headers['content-security-policy'], "default-src 'none'; connect-src 'self'; frame-ancestors 'none'", 'policy')
    equal(server.ask('/report.html')[2], page, 'the page by its name')
    check(server.get('/api/status')['parts']['page'], 'the page is there')


with Folder() as folder:
    out = folder.run('out')
    with Server(out) as server:
        document = server.get('/openapi.json')
        schemas = Schemas(document)
        check_document(document)
        schemas.check(server.get('/api/status'), '/api/status')
        check_zones(server, schemas, out)
        check_rates(server, schemas, out)
        check_cells(server, schemas, out, check_gaps(server, schemas, out))
        check_tiles(server, schemas)
        check_page(server, out)
        check_files(server, schemas, out)
        for path, methods in document['paths'].items():
            concrete = re.sub(r'\{[^}]*\}', '1', path)
            status, headers, _ = server.ask(concrete, 'OPTIONS')
            check(status == 204 and 'OPTIONS' in headers['allow'], 'OPTIONS', path)
            for wrong in ('PUT', 'DELETE', 'PATCH') + (() if 'post' in methods else ('POST',)):
                status, headers, answer = server.ask(concrete, wrong, body={})
                equal((status, answer['error']['code']), (405, 'wrong-method'), wrong, path)
                check('allow' in headers, wrong, path)
end()
