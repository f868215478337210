// The pages of real runs, the sample's and Nara's, against their own tables.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open } from './browser.mjs';
import { runReal, runSample, skip } from './program.mjs';

const folders = [mkdtempSync(join(tmpdir(), 'amaneku-sample-')), mkdtempSync(join(tmpdir(), 'amaneku-nara-'))];
let browser;

before(async () => { if (!skip) browser = await launch(); });
after(async () => {
  await browser?.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/// Rows of a table without quoted fields.
function rows(path) {
  const [head, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(head.map((name, i) => [name, line[i]])));
}

async function checkPage({ out, page: path }, service) {
  const started = Date.now();
  const page = await open(browser, path);
  const seconds = (Date.now() - started) / 1000;
  const whole = rows(join(out, 'prefectures.csv'));
  assert.equal(whole.length, 1);
  assert.equal(await page.locator('.headline .digits').first().innerText(), whole[0][`${service}_rate`]);
  const outside = Number(whole[0][`${service}_uncovered`]).toLocaleString('en');
  assert.match(await page.locator('.headline .figure').first().innerText(), new RegExp(outside));
  const table = rows(join(out, 'municipalities.csv'));
  for (const row of [table[0], table[Math.floor(table.length / 2)], table.at(-1)]) {
    await page.evaluate((code) => { location.hash = `area=m:${code}`; }, row.code);
    await page.waitForFunction((name) => document.querySelector('h2, h3') && [...document.querySelectorAll('h2, h3')].some((h) => h.textContent.includes(name)), row.name);
    const card = await page.locator('main').innerText();
    assert.ok(card.includes(row[`${service}_rate`] || '–'), `${row.name}: ${row[`${service}_rate`]}`);
    assert.ok(card.includes(Number(row[`${service}_uncovered`]).toLocaleString('en')), `${row.name}: ${row[`${service}_uncovered`]}`);
  }
  assert.deepEqual(page.failures, []);
  assert.ok(page.requests.every((url) => /^(file|data|blob):/.test(url)), page.requests.join(' '));
  const megabytes = statSync(path).size / 1e6;
  console.log(`${path.includes('nara') ? 'Nara' : 'sample'}: ${megabytes.toFixed(2)} MB, idle after ${seconds.toFixed(2)} s`);
  assert.ok(megabytes < 8);
  await page.close();
}

test('the page of the sample says what its tables say', { skip }, async () => {
  await checkPage(runSample(folders[0], ['csv', 'json', 'html']), '5g');
});

test('the page of Nara says what its tables say', { skip }, async (t) => {
  const run = runReal(folders[1], 'nara', ['csv', 'json', 'html']);
  if (run === null) return t.skip('there is no real data');
  await checkPage(run, '5g');
});
