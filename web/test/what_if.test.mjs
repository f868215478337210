// What-if against a real `amaneku serve` over the sample; skipped where the program is not built.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, sizes } from './browser.mjs';
import { runSample, serve, skip } from './program.mjs';

const shots = process.env.AMANEKU_SHOTS;
const folder = mkdtempSync(join(tmpdir(), 'amaneku-what-if-'));
const view = 'at=31.37,141.45,10.5';
let server;
let address;
let browser;

before(async () => {
  if (skip) return;
  const { out, config } = runSample(folder, ['csv', 'json', 'gpkg', 'html']);
  server = await serve(out, '--writable', '--config', config);
  address = server.address;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function openPage() {
  const page = await browser.newPage({ viewport: sizes.laptop });
  page.setDefaultTimeout(30000);
  page.failures = [];
  page.on('pageerror', (error) => page.failures.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') page.failures.push(message.text()); });
  await page.goto(`${address}#${view}`);
  await page.waitForSelector('body[data-idle]');
  await page.click('#tab-what_if');
  await page.waitForSelector('.what-if');
  await page.waitForSelector('.what-if summary');                 // sites are listed
  return page;
}

const revision = async (page) => Number(await page.locator('.what-if').getAttribute('data-revision'));
const ask = async (path, body) => (await fetch(`${address}${path}`, body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })).json();
const until = (page, what) => page.waitForFunction((least) => Number(document.querySelector('.what-if')?.dataset.revision) >= least, what);

test('a station is put up, dragged, taken down and all is undone, with the figures of the engine', { skip }, async () => {
  const page = await openPage();
  const box = await page.locator('.map canvas').boundingBox();
  const [x, y] = [box.x + box.width * 0.35, box.y + box.height * 0.7];
  await page.click('[data-action="place-site"]');
  await page.mouse.click(x, y);
  await page.waitForSelector('.what-if-form input[name="radius"]');
  await page.waitForSelector('.what-if-service');
  const first = await ask('api/what-if');
  assert.equal(first.edits, 1);
  const served = first.total.services.find((s) => s.service === '5g').newly_served;
  assert.ok((await page.locator('.what-if-results').innerText()).includes(`新たにカバー ${Math.round(served).toLocaleString('ja')}人`));
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  assert.deepEqual(violations.map((v) => `${v.impact} ${v.id} ${v.nodes.map((n) => n.target)}`), []);
  if (shots) {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, 'what-if.png') });
  }

  await page.waitForTimeout(300);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let k = 1; k <= 8; ++k) {
    await page.mouse.move(x + 9 * k, y - 6 * k);
    await page.waitForTimeout(25);
  }
  await page.mouse.up();
  await page.waitForFunction((lon) => Math.abs(Number(document.querySelector('.what-if-form input[name="lon"]')?.value) - lon) > 1e-4, first.sites[0].lon);
  await page.waitForTimeout(300);
  const dragged = await ask('api/what-if');
  assert.equal(dragged.edits, 1);
  assert.ok(dragged.sites[0].lon > first.sites[0].lon && dragged.sites[0].lat > first.sites[0].lat);
  assert.equal(dragged.undo, 2, 'a drag is one step of undo');

  await page.click('[data-action="undo"]');
  await page.waitForTimeout(400);
  const back = await ask('api/what-if');
  assert.equal(back.sites[0].lon, first.sites[0].lon);
  await page.click('[data-action="reset"]');
  await page.waitForFunction(() => document.querySelector('[data-action="reset"]')?.disabled);
  assert.ok((await page.locator('.what-if').innerText()).includes('まだ何も変えていません'));
  assert.deepEqual(page.failures, []);
  await page.close();
});

test('by keyboard alone: a station of the list is moved by numbers and restored', { skip }, async () => {
  const page = await openPage();
  const before = await revision(page);
  await page.locator('.what-if summary').press('Enter');
  await page.locator('.what-if-list button').first().press('Enter');
  const latitude = page.locator('.what-if-form input[name="lat"]');
  const old = Number(await latitude.inputValue());
  await latitude.fill(String(old + 0.02));
  await latitude.press('Enter');
  await until(page, before + 1);
  await page.locator('.what-if-form .tag', { hasText: '変更' }).waitFor();
  await page.reload();
  await page.waitForSelector('body[data-idle]');
  await page.click('#tab-what_if');
  await page.waitForSelector('[data-action="reset"]:not(:disabled)');
  await page.click('[data-action="reset"]');
  await page.waitForFunction(() => document.querySelector('[data-action="reset"]')?.disabled);
  await page.close();
});

test('what the server refuses is said, and the scenario is saved as a file', { skip }, async () => {
  const page = await openPage();
  await page.click('[data-action="place-site"]');
  await page.fill('.what-if-form input[name="lat"]', '200');
  await page.fill('.what-if-form input[name="lon"]', '141');
  await page.locator('.what-if-form button[type="submit"]').click();
  await page.waitForSelector('.what-if [role="alert"]');
  assert.equal(await page.locator('.what-if [role="alert"]').innerText(), 'できませんでした: 緯度は -85 以上、85 以下で入れてください。');
  page.failures.splice(0);
  await page.click('[data-action="place-site"]');
  await page.fill('.what-if-form input[name="lat"]', '31.36');
  await page.fill('.what-if-form input[name="lon"]', '141.42');
  await page.locator('.what-if-form button[type="submit"]').click();
  await page.waitForSelector('.what-if-save');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-action="download-scenario"]')]);
  assert.equal(download.suggestedFilename(), 'plan-a.toml');
  assert.ok(readFileSync(await download.path(), 'utf8').includes('5g/operator-a'));
  await page.locator('.what-if-save button[type="submit"]').click();
  await page.waitForSelector('.what-if-save [role="status"]');
  assert.ok((await page.locator('.what-if-save [role="status"]').innerText()).includes('scenarios/plan-a.toml'));
  await page.click('[data-action="reset"]');
  await page.waitForFunction(() => document.querySelector('[data-action="reset"]')?.disabled);
  await page.close();
});
