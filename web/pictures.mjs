// The pictures of docs/reports.md: amaneku run configs/policy/council.toml; node web/pictures.mjs out/policy-council/report.html
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, open, sizes } from './test/browser.mjs';

const to = join(dirname(fileURLToPath(import.meta.url)), '../docs/pictures');
const report = process.argv[2];
if (!report) {
  console.error('which page? node web/pictures.mjs out/policy-council/report.html');
  process.exit(2);
}
await mkdir(to, { recursive: true });
const browser = await launch();

const picture = async (name, { hash = '', size = sizes.laptop, before = async () => {} } = {}) => {
  const page = await open(browser, resolve(report), { hash, size });
  await before(page);
  await page.waitForTimeout(1500);  // the map's movement
  await page.screenshot({ path: join(to, `${name}.png`) });
  await page.close();
};

await picture('page');
await picture('cells', { before: async (page) => { await page.click('table tbody tr:nth-child(5)'); } });
await picture('phone', { size: sizes.phone });

// A sheet of paper, 96 pixels an inch.
const page = await browser.newPage({ viewport: { width: 794, height: 1123 } });
await page.goto(`file://${resolve(report)}#print=90205`);
await page.waitForSelector('body[data-print-ready]');
await page.emulateMedia({ media: 'print' });
await page.screenshot({ path: join(to, 'print.png') });
await browser.close();
