"""What the tests of `amaneku serve` share: a sample result, a running server, a client, a check of JSON by its schema.

Python's own library only."""
import decimal
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM, SOURCE = sys.argv[1], sys.argv[2]
FAILED = []


def check(condition, *what):
    if not condition:
        FAILED.append(' '.join(str(w) for w in what))
        print('FAILED:', *what, flush=True)


def equal(got, wanted, *what):
    check(got == wanted, *what, '| got', repr(got)[:300], '| wanted', repr(wanted)[:300])


def end():
    print('%d failed' % len(FAILED))
    sys.exit(1 if FAILED else 0)


class Folder:
    """A temporary folder with the sample's data and a configuration over it."""

    def __init__(self, gaps=True):
        self.path = tempfile.mkdtemp(prefix='amaneku-serve-')
        self.data = os.path.join(self.path, 'data')
        shutil.copytree(os.path.join(SOURCE, 'data', 'sample'), self.data)
        with open(os.path.join(SOURCE, 'configs', 'sample.toml'), encoding='utf-8') as f:
            text = f.read().replace('"../data/sample/', '"data/')
        text = text.replace('title = "', 'title = "試験 <b>', 1) if 'title = "' in text else text
        if gaps:
            text += '\n[gaps]\ntowns = "data/towns.csv"\n'
        self.config = self.write('run.toml', text)

    def write(self, name, text):
        path = os.path.join(self.path, name)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        return path

    def read(self, name):
        with open(os.path.join(self.path, name), encoding='utf-8') as f:
            return f.read()

    def run(self, out, *arguments, config=None):
        folder = os.path.join(self.path, out)
        done = subprocess.run([PROGRAM, 'run', config or self.config, '--out', folder, '--quiet', *arguments],
                              capture_output=True, text=True)
        check(done.returncode == 0, 'run', arguments, done.stderr)
        return folder

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


class Server:
    """`amaneku serve` on a free port."""

    def __init__(self, folder, *arguments, env=None):
        self.errors = tempfile.TemporaryFile('w+')
        self.process = subprocess.Popen([PROGRAM, 'serve', folder, '--port', '0', *arguments], text=True,
                                        stdout=subprocess.PIPE, stderr=self.errors, env={**os.environ, **(env or {})})
        line = self.process.stdout.readline()
        found = re.match(r'http://(.+):(\d+)/$', line.strip())
        if not found:
            self.process.wait()
            raise RuntimeError('no address: %r; %s' % (line, self.said()))
        self.port = int(found.group(2))

    def said(self):
        self.errors.seek(0)
        return self.errors.read()

    def ask(self, path, method='GET', body=None, headers=None, raw=False):
        """Status, headers, body (JSON where it is)."""
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        sent = dict(headers or {})
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if body is not None and 'Content-Type' not in sent:
            sent['Content-Type'] = 'application/json'
        connection.request(method, path, body=body, headers=sent)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        got = {k.lower(): v for k, v in answer.getheaders()}
        if not raw and got.get('content-type', '').startswith('application/json') and content:
            content = json.loads(content, parse_float=decimal.Decimal)
        return answer.status, got, content

    def get(self, path):
        status, _, content = self.ask(path)
        equal(status, 200, 'GET', path, content if status != 200 else '')
        return content

    def post(self, path, body):
        status, _, content = self.ask(path, 'POST', body)
        equal(status, 200, 'POST', path, content if status != 200 else '')
        return content

    def ready(self):
        for _ in range(600):
            state = self.get('/api/status')['what_if']
            if state['state'] != 'preparing':
                return state
            time.sleep(0.05)
        raise RuntimeError('what-if is never ready')

    def memory(self):
        with open('/proc/%d/status' % self.process.pid) as f:
            return int(re.search(r'VmRSS:\s+(\d+)', f.read()).group(1)) * 1024

    def is_up(self):
        return self.process.poll() is None and self.ask('/api/status')[0] == 200

    def stop(self, which=signal.SIGTERM):
        self.process.send_signal(which)
        status = self.process.wait(timeout=20)
        self.process.stdout.close()
        return status

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            equal(self.stop(), 143, 'exit status after SIGTERM')
        else:
            check(False, 'the server is gone:', self.process.returncode, self.said())


class Schemas:
    """Checks answers by the schemas of openapi.json."""

    def __init__(self, document):
        self.document = document

    def resolve(self, schema):
        while '$ref' in schema:
            schema = self.document['components']['schemas'][schema['$ref'].rsplit('/', 1)[1]]
        return schema

    def problems(self, value, schema, at='answer'):
        nullable = schema.get('nullable')
        schema = self.resolve(schema)
        if value is None:
            return [] if nullable or schema.get('nullable') else [at + ' is null']
        if 'allOf' in schema:
            return [p for s in schema['allOf'] for p in self.problems(value, s, at)]
        kind = schema.get('type')
        kinds = {'object': dict, 'array': list, 'string': str, 'boolean': bool, 'integer': int,
                 'number': (int, decimal.Decimal)}
        if kind and (not isinstance(value, kinds[kind]) or (kind in ('integer', 'number') and isinstance(value, bool))):
            return ['%s is %r, no %s' % (at, value, kind)]
        out = []
        if 'enum' in schema and value not in schema['enum']:
            out.append('%s is %r, none of %s' % (at, value, schema['enum']))
        if kind == 'object':
            out += ['%s has no %s' % (at, k) for k in schema.get('required', []) if k not in value]
            known = schema.get('properties', {})
            for key, item in value.items():
                if key in known:
                    out += self.problems(item, known[key], at + '.' + key)
                elif isinstance(schema.get('additionalProperties'), dict):
                    out += self.problems(item, schema['additionalProperties'], at + '.' + key)
                elif known and 'additionalProperties' not in schema and not self.is_part(schema):
                    out.append('%s has %s, which the schema does not know' % (at, key))
        if kind == 'array':
            if not schema.get('minItems', 0) <= len(value) <= schema.get('maxItems', 1 << 60):
                out.append('%s has %d items' % (at, len(value)))
            for i, item in enumerate(value):
                out += self.problems(item, schema['items'], '%s[%d]' % (at, i))
        return out

    def is_part(self, schema):
        """Whether the schema is a part of another, which knows further properties."""
        for known in self.document['components']['schemas'].values():
            if any(self.resolve(part) is schema for part in known.get('allOf', [])):
                return True
        return False

    def check(self, value, path, method='get', status='200'):
        answer = self.document['paths'][path][method]['responses'][status]
        schema = answer['content']['application/json']['schema']
        for problem in self.problems(value, schema)[:5]:
            check(False, method, path, problem)


def rows(path):
    import csv
    with open(path, encoding='utf-8', newline='') as f:
        return list(csv.DictReader(f))
