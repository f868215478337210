"""Directories that are incomplete, changed or of another version; tokens; addresses; signals."""
from served import *


def refused(folder, *arguments, env=None):
    port = [] if '--port' in arguments else ['--port', '0']
    done = subprocess.run([PROGRAM, 'serve', folder, *port, *arguments], capture_output=True, text=True, timeout=20,
                          env={**os.environ, **(env or {})})
    return done.returncode, done.stderr


def check_refused(folder, out):
    for path, status, word in ((folder.path + '/nothing', 4, 'is no directory'), (folder.config, 4, 'is no directory')):
        got, said = refused(path)
        check(got == status and word in said, path, got, said)
    os.makedirs(folder.path + '/empty')
    got, said = refused(folder.path + '/empty')
    check(got == 4 and 'summary.json' in said and 'empty' in said and 'amaneku run' in said, said)
    shutil.copytree(out, folder.path + '/old')
    for text, word in (('{', 'cannot be read'), ('[]', 'names no version'), ('{"versions":{"amaneku":"0.0.1"}}', 'of amaneku 0.0.1'), ('', 'cannot be read')):
        folder.write('old/summary.json', text)
        got, said = refused(folder.path + '/old')
        check(got == 4 and word in said, text, got, said)
    for arguments, status, word in ((['--host', '0.0.0.0'], 2, '--token'), (['--token', 'short'], 2, 'at least 16'), (['--host', '0.0.0.0', '--token', 'a' * 15], 2, '16'),
                                    (['--token-file', '/nothing'], 2, '--token-file'), (['--host', '203.0.113.9', '--token', 'a' * 16], 6, 'address of this machine'),
                                    (['--port', '70000'], 2, 'port')):
        got, said = refused(out, *arguments)
        check(got == status and word in said, arguments, got, said)


def check_versions(folder, out):
    text = folder.read('out/summary.json')
    folder.write('out/summary.json', text.replace('"amaneku": "0.', '"amaneku": "9.'))
    with Server(out) as server:
        check(any('of amaneku 9.' in w for w in server.get('/api/status')['warnings']), server.get('/api/status')['warnings'])
    folder.write('out/summary.json', text)


def check_cut_off(folder, out):
    """A table that was cut off between two lines, and one that is gone although the run had it."""
    shutil.copytree(out, folder.path + '/cut')
    lines = folder.read('cut/coverage.csv').splitlines(keepends=True)
    for kept in (len(lines) // 2, len(lines) - 1):
        folder.write('cut/coverage.csv', ''.join(lines[:kept]))
        with Server(folder.path + '/cut') as server:
            state = server.ready()
            check(state['state'] == 'refused', kept, state)
            warnings = server.get('/api/status')['warnings']
            check(any('coverage.csv cannot be used' in w and 'cut off' in w for w in warnings), kept, warnings)
            equal(server.get('/api/rates')['count'], 0, 'no rates of half a table')
    folder.write('cut/coverage.csv', ''.join(lines))
    os.remove(folder.path + '/cut/gaps.csv')
    with Server(folder.path + '/cut') as server:
        status, _, answer = server.ask('/api/gaps')
        check(status == 404 and 'gaps.csv is not in its folder' in str(answer), status, answer)


def check_missing(folder, out):
    """Half of the files are gone: the rest works, and what does not says why."""
    shutil.copytree(out, folder.path + '/half')
    os.remove(folder.path + '/half/coverage.csv')
    os.remove(folder.path + '/half/municipalities.csv')
    with Server(folder.path + '/half') as server:
        state = server.ready()
        check(state['state'] == 'refused' and 'coverage.csv' in state['reason'], state)
        status = server.get('/api/status')
        check(any('coverage.csv is missing' in w for w in status['warnings']), status['warnings'])
        check(any('municipalities.csv is missing' in w for w in status['warnings']), status['warnings'])
        equal(server.get('/api/rates')['count'], 0, 'no rates')
        check(server.get('/api/cell?lon=141.4714844&lat=31.3940104')['code'] == '474103772', 'cells')
        # Files that go while the server runs.
        equal(server.ask('/flags.csv')[0], 200)
        os.remove(folder.path + '/half/flags.csv')
        equal(server.ask('/flags.csv')[0], 404)
        shutil.rmtree(folder.path + '/half')
        equal(server.ask('/coverage.gpkg')[0], 404)
        equal(server.ask('/')[0], 200, 'the page that says how')
        equal(server.get('/api/export')['files'], [], 'no files')
        check(server.is_up(), 'still up')
    shutil.copytree(out, folder.path + '/half')
    os.remove(folder.path + '/half/coverage.gpkg')
    with Server(folder.path + '/half') as server:
        equal(server.ready()['state'], 'ready', 'what-if needs no layers')
        check(any('coverage.gpkg is missing' in w for w in server.get('/api/status')['warnings']), 'warned')
        for path in ('/api/cell?lon=141&lat=31', '/api/cells/474103772', '/tiles.json', '/tiles/5/28/12.mvt'):
            status, _, answer = server.ask(path)
            check(status == 404 and 'api/status' in answer['error']['message'], path, answer)
    with open(out + '/coverage.gpkg', 'rb') as f:
        half = f.read()
    with open(folder.path + '/half/coverage.gpkg', 'wb') as f:
        f.write(half[:len(half) // 3])
    folder.write('half/coverage.csv', 'zone_level,zone_code\nnation,00\n')
    folder.write('half/flags.csv', 'a,b\n1\n')
    with Server(folder.path + '/half') as server:
        server.ready()
        check(server.is_up(), 'damaged files')
        check(len(server.get('/api/status')['warnings']) >= 3, server.get('/api/status')['warnings'])
        server.ask('/api/cell?lon=141.4714844&lat=31.3940104')
        server.ask('/tiles/9/457/207.mvt')
        server.get('/api/zones')


def check_what_if_refused(folder, out):
    def reason(*arguments):
        with Server(out, *arguments) as server:
            state = server.ready()
            equal(state['available'], False, arguments)
            equal(server.ask('/api/what-if', 'POST', {'edits': [{'op': 'remove', 'provider': 'x', 'site': 1}]})[0], 403, 'what-if is off')
            equal(server.get('/api/zones?level=nation')['count'], 1, 'everything else works')
            return state['reason']
    check('--no-what-if' in reason('--no-what-if'), 'off')
    path = os.path.join(folder.data, 'operator_c_sites.csv')
    with open(path, encoding='utf-8') as f:
        text = f.read()
    with open(path, 'a', encoding='utf-8') as f:
        f.write('\n')
    check('operator_c_sites.csv' in reason() and 'run again' in reason(), 'an input has changed')
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)
    config = folder.read('run.toml')
    folder.write('run.toml', config + '# changed\n')
    check('changed since the run' in reason(), 'the configuration has changed')
    os.rename(folder.config, folder.config + '.moved')
    check('--config' in reason(), 'the configuration is gone')
    folder.write('run.toml', 'nonsense = [')
    check('run.toml' in reason(), 'the configuration is broken')
    folder.write('run.toml', config)
    coverage = folder.read('out/coverage.csv')
    folder.write('out/coverage.csv', coverage.replace('443783.397681928,409999', '443783.397681928,409998', 1))
    check('other figures' in reason(), 'other figures')
    folder.write('out/coverage.csv', coverage)
    os.rename(os.path.join(out, 'timing.json'), os.path.join(folder.path, 'timing.json'))
    check('--config' in reason(), 'it is not known which configuration')
    with Server(out, '--config', folder.config) as server:
        equal(server.ready()['state'], 'ready', '--config')
    os.rename(os.path.join(folder.path, 'timing.json'), os.path.join(out, 'timing.json'))


def check_token(folder, out):
    token = 'correct horse battery staple'
    with Server(out, '--no-what-if', env={'AMANEKU_TOKEN': token}) as server:
        for headers in ({}, {'Authorization': 'Bearer wrong'}, {'Authorization': 'Bearer '}, {'Authorization': token}, {'Cookie': 'amaneku-%d=' % server.port},
                        {'Cookie': 'amaneku-%d=%s' % (server.port, token)}, {'Authorization': 'Bearer ' + token + 'x'}):
            for path in ('/', '/api/status', '/coverage.gpkg', '/openapi.json', '/nothing'):
                equal(server.ask(path, headers=headers)[0], 401, headers, path)
        equal(server.ask('/?token=wrong')[0], 401, 'a wrong token')
        equal(server.ask('/api/status', headers={'Authorization': 'Bearer ' + token})[0], 200, 'bearer')
        status, headers, _ = server.ask('/api/zones?token=correct+horse%20battery+staple&level=nation')
        equal((status, headers['location']), (303, '/api/zones?level=nation'), 'the token leaves the address')
        cookie = headers['set-cookie']
        check('HttpOnly' in cookie and 'SameSite=Strict' in cookie and token not in cookie, cookie)
        equal(server.ask('/api/status', headers={'Cookie': 'a=b; ' + cookie.split(';')[0]})[0], 200, 'cookie')
        status, headers, _ = server.ask('//evil.example/?token=correct+horse%20battery+staple')
        check(not headers.get('location', '/x').startswith('//'), 'no way to another host', headers)
    file = folder.write('token', token + '\n')
    with Server(out, '--no-what-if', '--token-file', file, '--host', '0.0.0.0') as server:
        equal(server.ask('/api/status', headers={'Host': 'desk.example'})[0], 401, 'from outside')
        equal(server.ask('/api/status', headers={'Host': 'desk.example', 'Authorization': 'Bearer ' + token})[0], 200, 'with the token')


def check_signals(folder, out):
    for which, wanted in ((signal.SIGINT, 130), (signal.SIGTERM, 143)) * 8:
        server = Server(out)  # while what-if is perhaps still being prepared
        start = time.monotonic()
        equal(server.stop(which), wanted, 'exit status')
        check(time.monotonic() - start < 5, 'stops at once')
    server = Server(out, '--no-what-if')
    kept = http.client.HTTPConnection('127.0.0.1', server.port, timeout=5)
    kept.request('GET', '/api/status')
    kept.getresponse().read()
    got, said = refused(out, '--port', str(server.port))
    check(got == 6 and 'taken' in said and '--port' in said, 'the port is taken', got, said)
    start = time.monotonic()
    equal(server.stop(), 143, 'with a client that stays')
    check(time.monotonic() - start < 5, 'a client that stays does not hold it up')
    kept.close()


with Folder(gaps=False) as folder:
    out = folder.run('out')
    check_refused(folder, out)
    check_versions(folder, out)
    check_missing(folder, out)
    check_what_if_refused(folder, out)
    check_token(folder, out)
    check_signals(folder, out)
with Folder() as folder:
    check_cut_off(folder, folder.run('out'))
end()
