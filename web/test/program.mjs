// The program itself, where it is built: runs the sample and serves what came of it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { transplant } from './fixture.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const program = [process.env.AMANEKU_BIN, ...['dev', 'release'].map((preset) => join(root, `build/${preset}/src/amaneku`))].find((path) => path && existsSync(path));
const serves = program && spawnSync(program, ['serve', '--help']).status === 0;

/// For node:test: why tests with the program are left out, or false.
export const skip = serves ? false : 'no program that serves: build it, or name it in AMANEKU_BIN';

/// Runs the sample with gaps into `folder`/out; the page is the one bundled now. Answers the folder of the results and the configuration.
export function runSample(folder, formats) {
  const [out, config] = [join(folder, 'out'), join(folder, 'sample.toml')];
  const text = readFileSync(join(root, 'configs/sample.toml'), 'utf8').replaceAll('"../', `"${root}/`).replace(/formats\s*=\s*\[[^\]]*\]/, `formats = ${JSON.stringify(formats)}`);
  writeFileSync(config, text.includes('\n[gaps]') ? text : text.replace('[output]', '[gaps]\n[output]'));
  const run = spawnSync(program, ['run', config, '--out', out, '--quiet'], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  const page = join(out, 'report.html');
  if (!existsSync(page)) throw new Error(`no report.html: ${run.stderr}`);
  writeFileSync(page, transplant(readFileSync(join(root, 'web/dist/report.html'), 'utf8'), readFileSync(page, 'utf8')));
  return { out, config, page };
}

/// Runs a configuration of configs/real over real data into `folder`/out. Null where there is no such data.
export function runReal(folder, name, formats) {
  const data = process.env.AMANEKU_DATA ?? join(root, '../shared/data');
  if (!existsSync(data)) return null;
  // Its other paths are relative to where it stands; only the formats are another's.
  const original = readFileSync(join(root, 'configs/real', `${name}.toml`), 'utf8');
  const config = join(root, 'configs/real', `.${name}-${process.pid}.toml`);
  writeFileSync(config, original.replace(/formats\s*=\s*\[[^\]]*\]/, `formats = ${JSON.stringify(formats)}`));
  const out = join(folder, 'out');
  const run = spawnSync(program, ['run', config, '--out', out, '--quiet'], { encoding: 'utf8', env: { ...process.env, AMANEKU_DATA: data } });
  rmSync(config);
  if (run.status !== 0) throw new Error(run.stderr);
  const page = join(out, 'report.html');
  if (!existsSync(page)) throw new Error(`no report.html: ${run.stderr}`);
  return { out, page };
}

/// Changes the data of a written page.
export function editPage(path, change) {
  const text = readFileSync(path, 'utf8').replace(/(id="amaneku-data">)([^<]*)/, (_, head, block) => {
    const data = JSON.parse(gunzipSync(Buffer.from(block, 'base64')).toString('utf8'));
    change(data);
    return head + gzipSync(JSON.stringify(data)).toString('base64');
  });
  writeFileSync(path, text);
}

/// Serves a folder; answers the address and a way to stop.
export async function serve(out, ...options) {
  const server = spawn(program, ['serve', out, '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await new Promise((resolve, reject) => {
    let text = '';
    server.stdout.on('data', (part) => {
      text += part;
      const found = /http:\/\/[\d.:]+\//.exec(text);
      if (found) resolve(found[0]);
    });
    server.on('exit', () => reject(new Error(`the server ended: ${text}`)));
  });
  return { address, stop: () => server.kill('SIGTERM') };
}
