// Runs the tests without a network, where the system lets us cut it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const skipped = 77;  // what ctest is told: not run
if (!existsSync(process.env.AMANEKU_CHROMIUM ?? '/usr/bin/chromium')) {
  console.log('skipped: there is no Chromium; set AMANEKU_CHROMIUM to where it is');
  process.exit(skipped);
}
// What is tested is what the sources are now.
const built = spawnSync(process.execPath, [join(here, '../build.mjs')], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const wanted = process.argv.slice(2);
const files = readdirSync(here).filter((name) => name.endsWith('.test.mjs') && (wanted.length === 0 || wanted.some((word) => name.includes(word)))).map((name) => join(here, name));
const cut = spawnSync('unshare', ['-n', 'true']).status === 0;
console.log(cut ? 'the network is cut' : 'the network could not be cut: only requests are watched');

/// Tests that talk to a server on this machine keep the loopback.
function run(list, alone) {
  if (list.length === 0) return 0;
  const command = [process.execPath, '--test', '--test-concurrency=1', ...list];
  const [name, ...rest] = alone ? ['unshare', '-n', ...command] : command;
  return spawnSync(name, rest, { stdio: 'inherit' }).status ?? 1;
}

const talks = (path) => path.endsWith('what_if.test.mjs') || path.endsWith('tiles.test.mjs');
process.exit(Math.max(run(files.filter((path) => !talks(path)), cut), run(files.filter(talks), false)));
