// A mesh that is not in the page but in coverage.pmtiles: chosen by the reader from a folder, or read over HTTP.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open, sizes } from './browser.mjs';
import { editPage, runSample, serve, skip } from './program.mjs';

const folder = mkdtempSync(join(tmpdir(), 'amaneku-tiles-'));
const hash = 'at=31.37,141.45,10.5&show=mesh';
let browser;
let result;
let server;

before(async () => {
  if (skip) return;
  result = runSample(folder, ['csv', 'json', 'gpkg', 'html', 'pmtiles']);
  editPage(result.page, (data) => {
    data.mesh = null;
    data.tiles = { file: 'coverage.pmtiles', minzoom: 5, maxzoom: 12 };
  });
  server = await serve(result.out, '--no-what-if');
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function coloured(page) {
  await page.waitForSelector('.map-box[data-cells]');
  await page.waitForTimeout(800);
  const box = await page.locator('.map canvas').boundingBox();
  const seen = new Set();
  for (let k = 0; k < 12; ++k) {
    await page.mouse.move(box.x + box.width * (0.2 + 0.05 * k), box.y + box.height * (0.3 + 0.04 * k));
    await page.waitForTimeout(30);
    const text = await page.locator('.tooltip').innerText().catch(() => '');
    if (/^\d{9}/.test(text)) seen.add(text.split('\n')[0]);
  }
  assert.ok(seen.size >= 3, `cells under the pointer: ${[...seen]}`);
}

test('over HTTP the cells come from the file beside the page', { skip }, async () => {
  const page = await browser.newPage({ viewport: sizes.laptop });
  page.setDefaultTimeout(30000);
  await page.goto(`${server.address}#${hash}`);
  await page.waitForSelector('body[data-idle]');
  assert.equal(await page.locator('.tile-file').count(), 0);
  await coloured(page);
  await page.close();
});

test('from a folder the reader chooses the file', { skip }, async () => {
  const page = await open(browser, result.page, { hash });
  await page.setInputFiles('.tile-file input', join(result.out, 'coverage.pmtiles'));
  await coloured(page);
  assert.deepEqual(page.requests.filter((url) => url.startsWith('http')), []);
  await page.close();
});
