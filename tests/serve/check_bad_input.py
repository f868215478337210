"""Requests that are wrong, hostile or slow are answered plainly, and the server stays up."""
import socket
import threading
from served import *

ROLE = '5g/operator-c'


def error_of(answer):
    status, headers, content = answer
    check(isinstance(content, dict) and set(content) == {'error'} and content['error']['message'], answer)
    return (status, content['error']['code'], content['error'].get('field'))


def check_edits(server):
    add = {'op': 'add', 'provider': ROLE, 'lon': 141.4, 'lat': 31.3, 'radius_m': 1000}
    move = {'op': 'set', 'provider': ROLE, 'site': 3, 'lon': 141.4}
    before = server.get('/api/what-if')
    wrong = [
        (dict(add, lat=200), 400, 'bad-value', 'edits[0].lat'), (dict(add, lon=-181), 400, 'bad-value', 'edits[0].lon'),
        (dict(add, radius_m=1e9), 400, 'bad-value', 'edits[0].radius_m'), (dict(add, radius_m=0), 400, 'bad-value', 'edits[0].radius_m'),
        (dict(add, radius_m=-5), 400, 'bad-value', 'edits[0].radius_m'), (dict(add, lat='31'), 400, 'bad-value', 'edits[0].lat'),
        (dict(add, lat=None), 400, 'bad-value', 'edits[0].lat'), (dict(add, azimuth='north'), 400, 'bad-value', 'edits[0].azimuth'),
        (dict(add, beamwidth=400), 400, 'bad-value', 'edits[0].beamwidth'), (dict(add, color='red'), 400, 'bad-value', 'edits[0].color'),
        (dict(add, id='a' * 101), 400, 'bad-value', 'edits[0].id'), (dict(add, id='a\nb'), 400, 'bad-value', 'edits[0].id'),
        (dict(add, op='explode'), 400, 'bad-value', 'edits[0].op'), (dict(add, op=7), 400, 'bad-value', 'edits[0].op'),
        ({'op': 'add', 'provider': ROLE}, 400, 'bad-value', 'edits[0].lon'), ({}, 400, 'bad-value', 'edits[0].op'), (7, 400, 'bad-value', 'edits[0]'),
        (dict(move, site=-1), 400, 'bad-value', 'edits[0].site'), (dict(move, site=1.5), 400, 'bad-value', 'edits[0].site'),
        (dict(move, site=2 ** 40), 400, 'bad-value', 'edits[0].site'), ({'op': 'set', 'provider': ROLE, 'site': 3}, 400, 'bad-value', 'edits[0].lon'),
        (dict(add, provider='5g/nobody'), 422, 'unknown-provider', 'edits[0]'), (dict(add, provider='<script>'), 422, 'unknown-provider', 'edits[0]'),
        (dict(move, site=99999), 422, 'unknown-site', 'edits[0]')]
    for edit, *wanted in wrong:
        equal(error_of(server.ask('/api/what-if', 'POST', {'edits': [edit]})), tuple(wanted), edit)
    equal(error_of(server.ask('/api/what-if', 'POST', {'edits': [add, dict(add, lat=99)]})), (400, 'bad-value', 'edits[1].lat'), 'one of two')
    check(server.ask('/api/what-if', 'POST', {'edits': [move, move]})[0] == 422, 'the same site twice')
    for body in ('', '[]', '7', 'null', '{', '{"edits":[]}', '{"edits":7}', '{"edits":[{"op":"add","lat":NaN}]}', '{"edits":[1e999]}',
                 '\xff\xfe', '[' * 100000, '{"a":' * 5000, '{"edits":[' + '{},' * 600 + '{}]}', '{"edits":[{}],"revision":-1}', '\x00'):
        status, code, _ = error_of(server.ask('/api/what-if', 'POST', body.encode('latin1')))
        check(status == 400 and code in ('bad-json', 'bad-value'), body[:30], status, code)
    equal(error_of(server.ask('/api/what-if/undo', 'POST', {'x': 1}))[:2], (400, 'bad-value'), 'undo of something')
    equal(server.get('/api/what-if'), before, 'nothing has changed')
    # The equator and the pole are far from the cells; the world's end is refused or changes nothing.
    for lon, lat, radius in ((0, 0, 1000), (-180, 85, 200000), (180, -85, 1), (141.4, 31.3, 1e-9)):
        status, _, answer = server.ask('/api/what-if', 'POST', {'edits': [dict(add, lon=lon, lat=lat, radius_m=radius)]})
        check(status in (200, 422), lon, lat, radius, answer)
    whole = server.post('/api/what-if', {'edits': [dict(add, radius_m=200000)]})
    check(whole['change']['cells']['count'] > 1000, 'all of the prefecture')
    server.post('/api/what-if/reset', {})


def check_queries(server):
    for path in ('/api/cell', '/api/cell?lon=141', '/api/cell?lon=x&lat=31', '/api/cell?lon=nan&lat=31', '/api/cell?lon=141&lat=inf',
                 '/api/cell?lon=141&lat=91', '/api/sites', '/api/sites?bbox=1,2,3', '/api/sites?bbox=1,2,3,4,5', '/api/sites?bbox=3,2,1,4',
                 '/api/sites?bbox=a,b,c,d', '/api/sites?bbox=1,2,3,4&limit=-1', '/api/sites?bbox=1,2,3,4&limit=99999999999999999999',
                 '/api/sites?bbox=1,2,3,4&provider=x', '/api/rates?limit=x', '/api/rates?level=%3Cscript%3E', '/api/zones?level=town',
                 '/api/rates?service=' + 'a' * 300, '/api/what-if/scenario?name=../x', '/api/sites?bbox=,,,'):
        equal(error_of(server.ask(path))[:2], (400, 'bad-value'), path)
    for path in ('/api/cell?lon=0&lat=0', '/api/cells/xyz', '/api/cells/', '/api/cells/99999999999999999999', '/api/zones/%3Cb%3E', '/api/zones/99999',
                 '/nothing', '/api', '/api/', '/api/status/', '//', '/tiles/', '/api/export/nothing.csv'):
        status, code, _ = error_of(server.ask(path))
        equal((status, code), (404, 'not-found'), path)
    check(b'<' not in server.ask('/api/zones/%3Cscript%3E', raw=True)[2], 'nothing is echoed')


def check_paths(server, folder, out):
    secret = folder.write('secret.csv', 'secret')
    os.symlink(secret, os.path.join(out, 'qa.csv.real'))
    os.remove(os.path.join(out, 'qa.csv'))
    os.symlink(secret, os.path.join(out, 'qa.csv'))
    os.makedirs(os.path.join(out, 'plan.csv'))
    with open(os.path.join(out, 'private.txt'), 'w') as f:
        f.write('secret')
    os.mkfifo(os.path.join(out, 'plan_municipalities.csv'))
    for path in ('/../../etc/passwd', '/..%2f..%2fetc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/%252e%252e%252fetc%252fpasswd', '/..%5c..%5cetc%5cpasswd',
                 '/....//etc/passwd', '//etc/passwd', '/./summary.json', '/out/../summary.json', '/summary.json%00.csv', '/summary.json%00', '/%00',
                 '/api/export/..%2fsecret.csv', '/api/export/%2e%2e', '/api/export/../run.toml', '/secret.csv', '/run.toml', '/private.txt', '/timing.json',
                 '/qa.csv', '/api/export/qa.csv', '/qa.csv.real', '/plan.csv', '/plan_municipalities.csv', '/.amaneku.lock', '/summary.json/',
                 '/coverage.gpkg-journal', '/SUMMARY.JSON', '/summary.json.', '/file:///etc/passwd', '/%c0%ae%c0%ae/etc/passwd', '/*'):
        status, _, content = server.ask(path, raw=True)
        check(status in (400, 404) and b'secret' not in content and b'root:' not in content, path, status, content[:50])
    names = [f['name'] for f in server.get('/api/export')['files']]
    check('qa.csv' not in names and 'plan.csv' not in names and 'plan_municipalities.csv' not in names, names)


def raw_ask(server, data, wait=5):
    """What comes back for bytes that are no proper request."""
    with socket.create_connection(('127.0.0.1', server.port), timeout=wait) as s:
        try:
            s.sendall(data)
            out = b''
            while True:
                got = s.recv(65536)
                if not got:
                    return out
                out += got
                if b'\r\n\r\n' in out and b'keep-alive' in out.lower():
                    return out
        except (ConnectionError, socket.timeout):
            return out


def check_protocol(server):
    host = b'Host: 127.0.0.1:%d\r\n' % server.port
    for data, statuses in (
            (b'GARBAGE\r\n\r\n', (400,)), (b'GET / HTTP/9.9\r\n' + host + b'\r\n', (400,)), (b'FOO / HTTP/1.1\r\n' + host + b'\r\n', (400, 405)),
            (b'GET /' + b'a' * 9000 + b' HTTP/1.1\r\n' + host + b'\r\n', (404, 414)), (b'GET / HTTP/1.1\r\n\r\n', (400,)),
            (b'GET / HTTP/1.1\r\n' + host + host + b'\r\n', (400,)), (b'\x00\x01\x02\xff\xfe\r\n\r\n', (400,)),
            (b'GET / HTTP/1.1\r\n' + host + b'X: ' + b'a' * 20000 + b'\r\n\r\n', (200, 400, 431)),
            (b'GET /api/status HTTP/1.1\r\n' + host + b'X: 1\r\n' * 500 + b'\r\n', (200, 400, 431)),
            (b'GET /api/status HTTP/1.1\r\n' + host + b'Range: bytes=' + b'0-1,' * 1900 + b'0-1\r\n\r\n', (200, 400, 416)),
            (b'GET /coverage.gpkg HTTP/1.1\r\n' + host + b'Range: bytes=' + b'9' * 7000 + b'-\r\n\r\n', (200, 400, 416)),
            (b'POST /api/what-if HTTP/1.1\r\n' + host + b'Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n', (413,)),
            (b'POST /api/what-if HTTP/1.1\r\n' + host + b'Content-Type: application/json\r\nContent-Length: -5\r\n\r\n', (400, 413)),
            (b'POST /api/what-if HTTP/1.1\r\n' + host + b'Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}', (415,)),
            (b'POST /api/what-if HTTP/1.1\r\n' + host + b'Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}', (415,)),
            (b'POST /api/what-if HTTP/1.1\r\n' + host + b'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 2\r\n\r\n{}', (415,)),
            (b'POST /api/what-if HTTP/1.1\r\n' + host + b'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n', (400,)),
            (b'POST /api/what-if HTTP/1.1\r\n' + host + b'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n' +
             b'10000\r\n' + b'a' * 65536 + b'\r\n' + b''.join(b'10000\r\n' + b'a' * 65536 + b'\r\n' for _ in range(20)), (400, 413)),
            (b'POST /no/thing HTTP/1.1\r\n' + host + b'Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}', (404,)),
            (b'POST /' + b'a' * 5000 + b' HTTP/1.1\r\n' + host + b'Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}', (404, 405)),
            # No length is no body: answered at once, not when the client gives up.
            (b'POST /api/what-if/reset HTTP/1.1\r\n' + host + b'Content-Type: application/json\r\n\r\n', (200, 409, 503)),
            (b'CONNECT 127.0.0.1:80 HTTP/1.1\r\n' + host + b'\r\n', (400, 404, 405)), (b'TRACE / HTTP/1.1\r\n' + host + b'\r\n', (400, 405))):
        start = time.monotonic()
        answer = raw_ask(server, data)
        check(time.monotonic() - start < 4.5, 'answered at once', data[:70], time.monotonic() - start)
        status = int(answer[9:12]) if answer.startswith(b'HTTP/1.1 ') else 0
        check(status in statuses, data[:70], status, answer[:60])
        check(b'X-Content-Type-Options: nosniff' in answer or b'x-content-type-options' in answer.lower(), 'headers of', data[:40])
    large = server.ask('/api/what-if', 'POST', b'{"edits":"' + b'a' * (1 << 20) + b'"}')
    equal(error_of(large)[:2], (413, 'too-large'), 'a large body')
    # Two requests in one go are two answers.
    one = b'GET /api/zones?level=nation HTTP/1.1\r\n' + host + b'\r\n'
    last = one.replace(b'\r\n\r\n', b'\r\nConnection: close\r\n\r\n')
    with socket.create_connection(('127.0.0.1', server.port), timeout=5) as s:
        s.sendall(one + last)
        answer = b''
        while True:
            got = s.recv(65536)
            if not got:
                break
            answer += got
    equal(answer.count(b'HTTP/1.1 200'), 2, 'two requests in one go')


def check_slow(server):
    """A thousand clients that say half a request and wait: another is answered at once."""
    slow = []
    try:
        for _ in range(1000):
            s = socket.create_connection(('127.0.0.1', server.port), timeout=10)
            s.sendall(b'GET /api/status HTTP/1.1\r\nHost: 127.0')
            slow.append(s)
        start = time.monotonic()
        for _ in range(20):
            equal(server.ask('/api/zones?level=nation')[0], 200, 'beside slow clients')
        took = time.monotonic() - start
        print('20 requests beside 1,000 slow clients: %.2f s; %.0f MB' % (took, server.memory() / 1e6))
        check(took < 5, 'too slow', took)
        errors = []

        def client():
            for _ in range(20):
                if server.ask('/api/zones?level=municipality')[0] != 200:
                    errors.append(1)
        threads = [threading.Thread(target=client) for _ in range(16)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        equal(len(errors), 0, 'many clients beside slow ones')
    finally:
        for s in slow:
            s.close()


def check_origin(server):
    host = '127.0.0.1:%d' % server.port
    edit = {'edits': [{'op': 'add', 'provider': ROLE, 'lon': 141.4, 'lat': 31.3, 'radius_m': 10}]}
    for headers, wanted in (({'Origin': 'http://evil.example'}, 403), ({'Origin': 'null'}, 403), ({'Origin': 'http://127.0.0.1:1'}, 403),
                            ({'Sec-Fetch-Site': 'cross-site'}, 403), ({'Sec-Fetch-Site': 'same-site'}, 403),
                            ({'Origin': 'http://' + host, 'Sec-Fetch-Site': 'same-origin'}, 200), ({}, 200)):
        equal(server.ask('/api/what-if', 'POST', edit, headers)[0], wanted, headers)
    for name, wanted in (('evil.example', 403), ('evil.example:%d' % server.port, 403), ('127.0.0.1', 403), ('127.0.0.1:1', 403),
                         ('127.0.0.1.evil.example:%d' % server.port, 403), ('LOCALHOST:%d' % server.port, 200), (host, 200),
                         ('[::1]:%d' % server.port, 200)):
        equal(server.ask('/api/status', headers={'Host': name})[0], wanted, 'Host', name)
    for wrong in ('text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', ''):
        equal(server.ask('/api/what-if', 'POST', edit, {'Content-Type': wrong})[0], 415, wrong)
    equal(server.ask('/api/what-if', 'POST', edit, {'Content-Type': 'application/json; charset=utf-8'})[0], 200, 'charset')
    status, headers, _ = server.ask('/api/status')
    for name, value in (('x-content-type-options', 'nosniff'), ('referrer-policy', 'no-referrer'), ('cache-control', 'no-store'),
                        ('cross-origin-resource-policy', 'same-origin'), ('x-frame-options', 'DENY')):
        equal(headers.get(name), value, name)
    check('access-control-allow-origin' not in headers, 'no other page may read')
    server.post('/api/what-if/reset', {})


with Folder(gaps=False) as folder:
    out = folder.run('out')
    with Server(out) as server:
        equal(server.ready()['state'], 'ready', server.ready())
        check_edits(server)
        check_queries(server)
        check_origin(server)
        check_protocol(server)
        check_paths(server, folder, out)
        check(server.is_up(), 'still up')
        check_slow(server)
        check(server.is_up(), 'still up')
end()
