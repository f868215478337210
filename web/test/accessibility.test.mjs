// axe-core over every view, in both languages, at three sizes: no serious finding.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open, sizes } from './browser.mjs';
import { fixture, writeReport } from './fixture.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'amaneku-axe-'));
const report = join(folder, 'report.html');
const { data } = fixture();
let browser;

before(async () => {
  await writeReport(report);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary}`).join(' | ')}`);
}

const area = `area=m:${data.municipalities[3].code}`;
const views = [['laptop', ''], ['laptop', `${area}&lang=en`], ['laptop', 'view=charts'], ['laptop', 'view=method&lang=en'], ['phone', area], ['phone', 'view=charts&lang=en'], ['projector', '']];

test('axe finds nothing in any view, in either language, at three sizes', async (t) => {
  const page = await open(browser, report);
  for (const [name, hash] of views) {
    await t.test(`${name} #${hash}`, async () => {
      await page.setViewportSize(sizes[name]);
      await page.evaluate((h) => { location.hash = h; }, hash);
      await page.waitForTimeout(150);
      assert.deepEqual(await findings(page), []);
      if (hash !== '') return;
      await page.click('[data-action="layers"]');
      assert.deepEqual(await findings(page), [], 'with the list of layers open');
      await page.keyboard.press('Escape');
    });
  }
  await page.close();
});

test('what can be clicked is at least 24 pixels either way, or a word in a line', async () => {
  const page = await open(browser, report, { size: sizes.phone, hash: area });
  const small = await page.evaluate(() => [...document.querySelectorAll('button, select, input, summary')]
    .filter((e) => e.checkVisibility() && !e.closest('.visually-hidden') && !e.classList.contains('visually-hidden'))
    .map((e) => [e.getBoundingClientRect(), e])
    .filter(([r, e]) => r.height > 0 && (r.height < 23.5 || r.width < 23.5) && !e.closest('label'))
    .map(([r, e]) => `${e.className || e.tagName} ${e.textContent} ${r.width}×${r.height}`));
  assert.deepEqual(small, []);
  await page.close();
});
