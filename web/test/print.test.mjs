// The pages to print: how many, what they say, that nothing overflows, that they are accessible, and what comes out as PDF.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { fill, fixture, hostile, writeReport } from './fixture.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'amaneku-print-'));
const report = join(folder, 'report.html');
const bare = join(folder, 'bare.html');
const full = join(folder, 'full.html');
const template = readFileSync(new URL('../dist/report.html', import.meta.url), 'utf8');
const { data } = fixture();
const towns = data.municipalities;
let browser;

/// Without anything that a run may lack.
function bareReport() {
  const made = fixture({ mesh: false, plan: false });
  Object.assign(made.data, { targets: [], series: [], gaps: [], places: [], place_counts: [], sites: [], sources: [], method: [], groups: [], tables: [] });
  for (const service of made.data.services) Object.assign(service, { target: null, profile_source: '' });
  for (const area of [...made.data.municipalities, ...made.data.prefectures]) Object.assign(area, { flags: [], ranks: [] });
  return made;
}

/// More of everything than a page has room for.
function fullReport() {
  const made = fixture();
  const { data: d } = made;
  const more = (list, n, change) => list.push(...Array.from({ length: n }, (_, k) => change(structuredClone(list[k % list.length]), k)));
  d.title = hostile.long.repeat(4);
  d.municipalities.forEach((m) => {
    m.flags = Array.from({ length: 14 }, (_, k) => ({ service: k % 2, word: 'below-target', value: String(50 + k), limit: '97', target_fy: 2020 + k, scope: 'national', reason: { ja: hostile.long, en: hostile.script } }));
    m.ranks = Array.from({ length: 6 }, (_, k) => ({ service: 0, among: 'group', among_code: 'island', rank: k + 1, count: 12, set_rate: 80 }));
  });
  more(d.places, 5, (set, k) => ({ ...set, id: `kind-${k}`, name: hostile.long, names: set.names.map(() => hostile.long + hostile.script) }));
  d.places.slice(1).forEach((_, k) => d.place_counts.push(...d.place_counts.filter((c) => c.place === 0).map((c) => ({ ...c, place: k + 1 }))));
  d.targets = Array.from({ length: 20 }, (_, k) => ({ ...d.targets[0], fiscal_year: 2025 + k, plan: hostile.long, kpi: hostile.script + k }));
  more(d.sources, 30, (source) => ({ ...source, name: hostile.long }));
  d.services[0].profile_name = { ja: hostile.long, en: hostile.long };
  d.services[0].name = hostile.long;
  d.prefectures[0].name = hostile.long;
  return made;
}

before(async () => {
  await writeReport(report);
  writeFileSync(bare, fill(template, bareReport()));
  writeFileSync(full, fill(template, fullReport()));
  browser = await launch({ webgl: false });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function openPages(hash, path = report) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 1200 } });
  page.setDefaultTimeout(20000);
  page.failures = [];
  page.requests = [];
  page.on('pageerror', (error) => page.failures.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') page.failures.push(message.text()); });
  page.on('request', (request) => page.requests.push(request.url()));
  await page.goto(`file://${path}#${hash}`);
  await page.waitForSelector('body[data-print-ready]');
  return page;
}

const sheets = (page) => page.locator('.p-sheet');

/// Sheets in which something is wider or higher than its room, or whose map is cut off.
function overflowing(page) {
  return page.evaluate(() => [...document.querySelectorAll('.p-sheet')].flatMap((sheet) => {
    const name = sheet.getAttribute('aria-label');
    const box = sheet.getBoundingClientRect();
    const out = [];
    if (sheet.scrollHeight > sheet.clientHeight + 1 || sheet.scrollWidth > sheet.clientWidth + 1) out.push(`${name}: the page`);
    for (const part of sheet.querySelectorAll('.p-map, .p-lines, .p-block, .p-first, footer, header')) {
      const r = part.getBoundingClientRect();
      if (r.left < box.left || r.right > box.right + 1 || r.bottom > box.bottom + 1) out.push(`${name}: ${part.getAttribute('class') ?? part.tagName}`);
    }
    // What stands one below the other must not lie on each other.
    const parts = [...sheet.children];
    parts.slice(1).forEach((part, k) => {
      if (parts[k].offsetHeight > 0 && part.offsetHeight > 0 && part.getBoundingClientRect().top < parts[k].getBoundingClientRect().bottom - 1) out.push(`${name}: ${part.className} on ${parts[k].className}`);
    });
    for (const column of sheet.querySelectorAll('.p-middle > *')) {
      const last = column.lastElementChild?.getBoundingClientRect();
      if (last && last.bottom > column.parentElement.getBoundingClientRect().bottom + 1) out.push(`${name}: ${column.className}`);
    }
    const [map, room] = [sheet.querySelector('.p-map'), sheet.querySelector('.p-map-room')];
    if (map && map.getBoundingClientRect().bottom > room.getBoundingClientRect().bottom + 1) out.push(`${name}: map`);
    return out;
  }));
}

for (const language of ['ja', 'en']) {
  test(`a page for each municipality and prefecture, and nothing overflows (${language})`, async () => {
    const page = await openPages(`print&lang=${language}`);
    assert.equal(await sheets(page).count(), towns.length + data.prefectures.length);
    assert.deepEqual(await overflowing(page), []);
    assert.equal(await page.locator('#print').getAttribute('lang'), language);
    assert.deepEqual(page.failures, []);
    assert.deepEqual(page.requests.filter((url) => !/^(file|data|blob):/.test(url)), []);
    assert.equal(await page.evaluate(() => window.broken), undefined);
    await page.close();
  });

  test(`axe finds nothing serious on the pages (${language})`, async () => {
    const page = await openPages(`print=${towns[0].code},${towns[6].code},summary&lang=${language}`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
    assert.deepEqual(violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target)}`), []);
    await page.close();
  });
}

test('codes choose pages: municipalities, a prefecture with its summary, summaries alone', async () => {
  const names = async (hash) => {
    const page = await openPages(hash);
    const list = await page.locator('.p-sheet h1').allTextContents();
    await page.close();
    return list;
  };
  assert.deepEqual(await names(`print=${towns[3].code}`), [towns[3].name]);
  assert.deepEqual(await names(`print=${towns[3].code},${towns[0].code}`), [towns[0], towns[3]].sort((a, b) => a.prefecture - b.prefecture).map((t) => t.name));
  const own = towns.filter((t) => t.prefecture === 0).map((t) => t.name);
  assert.deepEqual(await names(`print=${data.prefectures[0].code}`), [data.prefectures[0].name, ...own]);
  assert.deepEqual(await names('print=summary'), data.prefectures.map((p) => p.name));
});

test('a page says the figures of its municipality', async () => {
  const town = towns[4];
  const page = await openPages(`print=${town.code}`);
  const text = (await sheets(page).innerText()).replace(/\s+/g, '');
  const whole = new Intl.NumberFormat('ja');
  assert.equal(town.name, hostile.emoji);
  for (const part of [town.name, town.code, town.rates[0].toFixed(1), `下限${town.rates[3].toFixed(1)}%`, `上限${town.rates[4].toFixed(1)}%`,
    whole.format(town.people[0] - town.covered[0]), whole.format(town.people[0]), '2026年3月31日時点', '2025年度の目標（全国）', '主な圏外地域', '施設', '順位',
    'を下回っています', '算定方法', '架空の国勢調査', hostile.script.replace(/\s/g, '')])
    assert.ok(text.includes(part), `${part} is not in ${text}`);
  const gap = 97 - town.rates[0];
  assert.ok(text.includes(`あと${gap.toFixed(1)}ポイント`));
  await page.close();
});

test('gaps are numbered one to three, on the map and in the list, with people of this municipality', async () => {
  for (const town of towns) {
    const page = await openPages(`print=${town.code}`);
    const listed = await page.locator('.p-gap-list .p-dot').allTextContents();
    const marked = await page.locator('.p-map .p-gap-number').allTextContents();
    assert.deepEqual(listed, ['1', '2', '3'].slice(0, listed.length));
    assert.deepEqual(marked, listed, town.code);
    const people = (await page.locator('.p-gap-people b').allTextContents()).map((t) => Number(t.replace(/[^0-9]/g, '')));
    assert.deepEqual(people, [...people].sort((a, b) => b - a));
    assert.ok(people.reduce((a, b) => a + b, 0) <= (town.people[0] - town.covered[0]) + 3, `${town.code}: ${people}`);
    await page.close();
  }
});

test('the map tells covered, touched and uncovered cells apart', async () => {
  const page = await openPages(`print=${towns[1].code}`);
  const cells = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('.p-map path')]
    .map((p) => [p.getAttribute('class') ?? p.getAttribute('fill'), p.getAttribute('d').split('z').length - 1])));
  assert.ok(cells['p-cell-covered'] > 0 && cells['p-cell-uncovered'] > 0, JSON.stringify(cells));
  // Touched cells are hatched: dark on light, whatever the printer makes of the colours.
  assert.ok(Object.keys(cells).some((key) => key.includes('-partly')), JSON.stringify(cells));
  const light = (colour) => { const [r, g, b] = colour.match(/\d+/g).map(Number); return 0.299 * r + 0.587 * g + 0.114 * b; };
  const fill = (name) => page.locator(name).first().evaluate((e) => getComputedStyle(e).fill);
  assert.ok(light(await fill('.p-cell-covered')) - light(await fill('.p-cell-uncovered')) > 90);
  await page.close();
});

test('nobody, no gaps, no mesh, no targets: said in words', async () => {
  const empty = towns.find((t) => t.people[0] === 0);
  let page = await openPages(`print=${empty.code}`);
  let text = await sheets(page).innerText();
  assert.match(text, /居住者がいないため/);
  assert.match(text, /圏外地域はありません/);
  assert.deepEqual(page.failures, []);
  await page.close();

  page = await openPages('print', bare);
  text = await sheets(page).nth(1).innerText();
  assert.match(text, /メッシュごとの値はこの報告書に含まれていません/);
  assert.match(text, /圏外地域は算出していません/);
  assert.match(text, /目標は登録されていません/);
  assert.deepEqual(await overflowing(page), []);
  assert.deepEqual(page.failures, []);
  await page.close();
});

for (const language of ['ja', 'en']) {
  test(`more of everything than there is room for still fits its page (${language})`, async () => {
    const page = await openPages(`print&lang=${language}`, full);
    assert.equal(await sheets(page).count(), towns.length + data.prefectures.length);
    assert.deepEqual(await overflowing(page), []);
    assert.deepEqual(page.failures, []);
    // The sources are the last to give way.
    assert.ok(await page.locator('.p-method').first().isVisible());
    await page.close();
  });
}

test('the bar over the pages chooses others, prints, and goes back to the map', async () => {
  const page = await openPages(`print=${towns[0].code}`);
  await page.selectOption('#print-range', towns[2].code);
  await page.waitForFunction((name) => document.querySelector('.p-sheet h1')?.textContent === name, towns[2].name);
  await page.selectOption('#print-range', '');
  await page.waitForFunction((n) => document.querySelectorAll('.p-sheet').length === n, towns.length + data.prefectures.length);
  await page.evaluate(() => { window.print = () => { window.printed = true; }; });
  await page.locator('.p-print-tools button').nth(1).click();
  assert.equal(await page.evaluate(() => window.printed), true);
  await page.locator('.p-print-tools button').first().click();
  await page.waitForSelector('#app main', { state: 'visible' });
  assert.equal(await page.locator('#print').isVisible(), false);
  await page.close();
});

/// Grey values of a PGM picture.
function pgm(path) {
  const bytes = readFileSync(path);
  const head = /^P5\s+(\d+)\s+(\d+)\s+\d+\s/.exec(bytes.subarray(0, 64).toString('latin1'));
  return { width: Number(head[1]), height: Number(head[2]), grey: bytes.subarray(head[0].length) };
}

const has = (program) => ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'].some((dir) => existsSync(join(dir, program)));

test('as PDF: so many pages of A4, tagged, none of them blank, dark and light in grey', { skip: !has('pdftoppm') && 'no pdftoppm' }, async () => {
  const page = await openPages('print');
  const pdf = join(folder, 'pages.pdf');
  await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
  await page.close();
  const info = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
  assert.match(info, new RegExp(`Pages:\\s+${towns.length + data.prefectures.length}\\n`));
  assert.match(info, /A4/);
  assert.match(info, /Tagged:\s+yes/);
  execFileSync('pdftoppm', ['-r', '40', '-gray', pdf, join(folder, 'page')]);
  const pictures = readdirSync(folder).filter((name) => name.endsWith('.pgm'));
  assert.equal(pictures.length, towns.length + data.prefectures.length);
  for (const name of pictures) {
    const { width, height, grey } = pgm(join(folder, name));
    const dark = grey.filter((v) => v < 128).length / (width * height);
    const white = grey.filter((v) => v > 250).length / (width * height);
    assert.ok(dark > 0.01 && dark < 0.5, `${name}: ${dark} dark`);
    assert.ok(white > 0.2, `${name}: ${white} white`);
    // The margin is empty: nothing falls into what printers cannot reach.
    for (let x = 0; x < width; ++x) for (const y of [0, 1, 2, height - 3, height - 2, height - 1]) assert.ok(grey[y * width + x] > 240, `${name}: ink in the margin`);
  }
});
