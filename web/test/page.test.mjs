// The page in a real browser, from a file, without a network.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, open, sizes } from './browser.mjs';
import { fixture, hostile, writeReport } from './fixture.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'amaneku-web-'));
const report = join(folder, 'report.html');
const { data, positions } = fixture();
const municipality = (name) => data.municipalities.find((m) => m.name === name);
const shots = process.env.AMANEKU_SHOTS;
let browser;

before(async () => {
  if (shots) mkdirSync(shots, { recursive: true });
  await writeReport(report);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/// Opens the report, and afterwards sees that nothing was asked of the network and nothing broke.
async function withPage(options, use) {
  const page = await open(browser, options.path ?? report, options);
  try {
    await use(page);
    const foreign = page.requests.filter((url) => !url.startsWith('data:') && !url.startsWith('blob:') && !url.startsWith('file://'));
    assert.deepEqual(foreign, []);
    assert.equal(page.requests.filter((url) => url.startsWith('file://')).length, 1);
    assert.deepEqual(page.failures, []);
    assert.equal(await page.evaluate(() => window.broken), undefined, 'a name ran as a script');
  } finally {
    await page.close();
  }
}

const card = (page) => page.locator('[data-card]');
/// The address follows what is chosen a moment later.
const hashHolds = (page, part, holds = true) => page.waitForFunction(([text, wanted]) => decodeURIComponent(location.hash).includes(text) === wanted, [part, holds]);
const at = ([longitude, latitude], zoom) => `at=${latitude},${longitude},${zoom}`;

/// Clicks what lies in the middle of the map, `dx`, `dy` pixels off.
async function clickMap(page, dx = 0, dy = 0) {
  const box = await page.locator('.map canvas').boundingBox();
  await page.mouse.click(box.x + box.width / 2 + dx, box.y + box.height / 2 + dy);
}

/// Half mesh: 160 cells across a square of the first level.
function cellCode(position) {
  const { first, columns } = data.mesh;
  const [r, c] = [first[0] + Math.floor(position / columns), first[1] + position % columns];
  const two = (n) => String(n).padStart(2, '0');
  return `${two(Math.floor(r / 160))}${two(Math.floor(c / 160))}${Math.floor(r / 20) % 8}${Math.floor(c / 20) % 8}${Math.floor(r / 2) % 10}${Math.floor(c / 2) % 10}${1 + 2 * (r % 2) + (c % 2)}`;
}

async function idleAgain(page) {
  await page.evaluate(() => { delete document.body.dataset.idle; });
  await page.waitForSelector('body[data-idle]', { timeout: 4000 }).catch(() => {});
}

test('the headline says how many, of whom, by which rule, and what is missing to the target', async () => {
  await withPage({}, async (page) => {
    const text = await page.locator('.figure').first().innerText();
    const { rates, people, covered } = data.nation;
    assert.match(text, new RegExp(String(rates[0])));
    assert.ok(text.includes(people[0].toLocaleString('ja')), text);
    assert.ok(text.includes(`圏外 ${(people[0] - covered[0]).toLocaleString('ja')}人`), text);
    assert.ok(text.includes('半分ルール') && text.includes('人口'));
    assert.ok(text.includes('目標 97%（2025年度・全国）'));
    assert.ok(text.includes(`あと ${data.services[0].target.gap} ポイント`));
    assert.ok(text.includes('必要ペース 年 0.6 ポイント'));
    assert.ok(text.includes(`下限 ${rates[3].toFixed(1)}% 〜 上限 ${rates[4].toFixed(1)}%`), text);
    assert.ok((await page.locator('.bar').innerText()).includes('2026年3月31日 時点'));
  });
});

test('a click on a municipality shows its card, and the list follows', async () => {
  const wanted = municipality('星見町');
  await withPage({ hash: `${at(wanted.at, 8)}&show=mesh` }, async (page) => {
    await clickMap(page);
    await card(page).waitFor();
    assert.equal(await card(page).getAttribute('data-card'), `m:${wanted.code}`);
    const text = await card(page).innerText();
    assert.ok(text.includes('星見町') && text.includes(wanted.code));
    assert.ok(text.includes(wanted.rates[0].toFixed(1)));
    assert.ok(text.includes(`圏外 ${(wanted.people[0] - wanted.covered[0]).toLocaleString('ja')}人`));
    assert.ok(text.includes('下回っています'), 'flags come with their reasons');
    assert.ok(text.includes('65歳以上人口') && text.includes('世帯'));
    await hashHolds(page, `area=m:${wanted.code}`);
    await page.waitForFunction((name) => document.querySelector('[data-live]').innerText.includes(name), '星見町');
    await page.click('#tab-list');
    assert.equal(await page.locator('tr[data-code][data-chosen]').getAttribute('data-code'), wanted.code);
  });
});

test('flags of the chosen service stand first, those of others under their names', async () => {
  const wanted = municipality('星見町');
  await withPage({ hash: `area=m:${wanted.code}` }, async (page) => {
    const part = page.locator('section.part', { has: page.locator('#part-flags') });
    const lists = async () => part.locator('ul.flags').evaluateAll((all) => all.map((list) => `${list.dataset.service} ${list.children.length}`));
    const own = wanted.flags.filter((f) => f.service === 0).length;
    assert.equal(await page.locator('#part-flags').innerText(), '5G 注意が必要な点');
    assert.deepEqual(await lists(), [`5g ${own}`, 'fiber 1']);
    assert.equal(await part.locator('h4').innerText(), '光ファイバ');
    await page.selectOption('select[name="service"]', '1');
    assert.deepEqual(await lists(), ['fiber 1', `5g ${own}`]);
    await page.click('#tab-list');
    assert.equal(await page.locator(`tr[data-code="${wanted.code}"] .flagged`).innerText(), '1');
  });
});

test('a card counts a gap as far as it lies in the municipality, and says the whole in brackets', async () => {
  const index = data.gaps.findIndex((g) => g.service === 0 && g.zones.length > 1);
  const gap = data.gaps[index];
  for (const [k, zone] of gap.zones.entries()) {
    const town = data.municipalities[zone];
    await withPage({ hash: `area=m:${town.code}` }, async (page) => {
      const own = data.gaps.flatMap((g) => (g.service === 0 && g.zones.includes(zone) ? [g.zone_people[g.zones.indexOf(zone)][0]] : [])).sort((a, b) => b - a);
      assert.ok((await page.locator('#part-gaps').innerText()).includes(`(${own.length})`));
      const shown = (await page.locator('.gap-people').allInnerTexts()).map((text) => Number(/^([0-9,]+)人/.exec(text)[1].replaceAll(',', '')));
      assert.deepEqual(shown, own.slice(0, shown.length));
      const more = page.locator('#part-gaps ~ .tool');
      if (await more.count() > 0) await more.click();
      const line = await page.locator(`li:has([data-gap="${index}"])`).innerText();
      assert.ok(line.includes(`${gap.zone_people[k][0].toLocaleString('ja')}人`) && line.includes(`${gap.zone_cells[k]} セル`), line);
      assert.ok(line.includes(`(${gap.zones.length} 市区町村にまたがる全体`), line);
      assert.ok(line.includes(`${gap.people[0].toLocaleString('ja')}人`) && line.includes(`${gap.cells} セル`), line);
    });
  }
});

test('a click on a cell shows its code and its people', async () => {
  const { origin, step, columns } = data.mesh;
  const position = positions[Math.floor(positions.length / 2)];
  const centre = [origin[0] + (position % columns + 0.5) * step[0], origin[1] + (Math.floor(position / columns) + 0.5) * step[1]];
  await withPage({ hash: `${at(centre, 13)}&show=mesh` }, async (page) => {
    await clickMap(page);
    const code = cellCode(position);
    await page.waitForSelector(`[data-card="cell:${code}"]`);
    assert.ok((await card(page).innerText()).includes('カバー面積率'));
    await hashHolds(page, `cell=${code}`);
    await page.click('[data-action="clear"]');
    await hashHolds(page, 'cell=', false);
  });
});

test('the search finds names in any width, codes and mesh codes, by keyboard alone', async () => {
  await withPage({}, async (page) => {
    const box = page.getByRole('combobox', { name: /検索/ });
    await box.fill('はんかく');
    await page.waitForSelector('#hits li');
    assert.equal(await page.locator('#hits li').count(), 1);
    await box.press('Enter');
    assert.equal(await card(page).getAttribute('data-card'), `m:${municipality('ﾊﾝｶｸ村').code}`);
    await box.fill('9020');
    assert.ok(await page.locator('#hits li').count() > 1);
    await box.press('ArrowDown');
    assert.equal(await page.locator('#hits li').nth(1).getAttribute('aria-selected'), 'true');
    assert.equal(await box.getAttribute('aria-activedescendant'), 'hit-1');
    await box.press('Escape');
    assert.equal(await page.locator('#hits').isVisible(), false);
    await box.fill('どこにもない');
    assert.ok((await page.locator('.hits.none').innerText()).includes('見つかりません'));
    await box.fill('過疎');
    const code = cellCode(positions[0]);
    await box.fill(code);
    assert.equal(await page.locator('#hits li').count(), 1);
    await box.press('Enter');
    await page.waitForSelector(`[data-card="cell:${code}"]`);
  });
});

test('the language is switched, kept in the address, and all of the page follows', async () => {
  await withPage({ hash: `area=m:${municipality('星見町').code}` }, async (page) => {
    await page.click('#tab-list');
    await page.locator('th[data-column="people"] button').click();
    await page.waitForFunction(() => document.querySelector('[data-live]').innerText === '人口、降順に並べ替えました');
    await page.click('[data-action="language"]');
    await page.waitForFunction(() => document.documentElement.lang === 'en');
    assert.match(await page.locator('[data-live]').innerText(), /^[ -~]*Population[ -~]*$/);
    await hashHolds(page, 'lang=en');
    for (const view of ['map', 'charts', 'method']) {
      await page.evaluate((v) => { location.hash = `lang=en&view=${v}`; }, view);
      await page.waitForSelector(`main[data-view="${view}"]`);
      const text = await page.evaluate(() => [...document.querySelectorAll('button, label > span, th, summary, dt, h2, .tag')].map((e) => e.textContent).join('\n'));
      const own = JSON.stringify(data);
      const left = text.split('\n').filter((line) => /[\u3040-\u30ff]/.test(line) && ![...line.matchAll(/[\u3040-\u30ff\u4e00-\u9fff]+/g)].every(([word]) => own.includes(word) || word === '日本語'));
      assert.deepEqual(left, [], 'words that stayed Japanese');
    }
    await page.reload();
    await page.waitForSelector('body[data-ready]');
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
    page.requests.pop();                                       // the second opening
    page.requests.splice(0, page.requests.length, `file://${report}`);
  });
});

test('the list sorts up and down, unknown rates last, and filters', async () => {
  await withPage({}, async (page) => {
    const rates = async () => (await page.locator('tbody .rate-cell').allInnerTexts()).map((text) => (text.trim() === '–' ? null : parseFloat(text)));
    const head = page.locator('th[data-column="rate"]');
    await head.locator('button').click();
    assert.equal(await head.getAttribute('aria-sort'), 'ascending');
    let list = await rates();
    assert.equal(list.length, data.municipalities.length);
    assert.equal(list.at(-1), null);
    let known = list.slice(0, -1);
    assert.deepEqual(known, [...known].sort((a, b) => a - b));
    await head.locator('button').click();
    assert.equal(await head.getAttribute('aria-sort'), 'descending');
    list = await rates();
    assert.equal(list.at(-1), null);
    known = list.slice(0, -1);
    assert.deepEqual(known, [...known].sort((a, b) => b - a));
    await page.selectOption('select[name="filter"]', 'flagged');
    assert.equal(await page.locator('tbody tr[data-row]').count(), data.municipalities.filter((m) => m.flags.some((f) => f.service === 0)).length);
    await page.selectOption('select[name="filter"]', 'all');
    await page.fill('input[name="filter-text"]', 'ﾑｼﾞﾝ');
    assert.equal(await page.locator('tbody tr[data-row]').count(), 0);
    await page.fill('input[name="filter-text"]', '無人');
    assert.equal(await page.locator('tbody tr[data-row]').count(), 1);
    await page.fill('input[name="filter-text"]', '');
    await page.selectOption('select[name="level"]', 'prefecture');
    assert.equal(await page.locator('tbody tr[data-row]').count(), 2);
  });
});

test('list and map are linked by keyboard: arrows walk the rows, Enter chooses', async () => {
  await withPage({}, async (page) => {
    await page.locator('.row-name').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.activeElement?.closest('tr')?.dataset.row === '2');
    await page.keyboard.press('Enter');
    await card(page).waitFor();
    assert.equal(await card(page).getAttribute('data-card'), `m:${[...data.municipalities].sort((a, b) => (a.code < b.code ? -1 : 1))[2].code}`);
    await page.locator('#tab-detail').focus();
    await page.keyboard.press('ArrowLeft');
    assert.equal(await page.locator('#tab-list').getAttribute('aria-selected'), 'true');
  });
});

test('pointing at a municipality on the map marks its row, pointing at a row marks it on the map', async () => {
  const wanted = municipality('星見町');
  await withPage({ hash: `${at(wanted.at, 8)}&show=labels` }, async (page) => {
    const box = await page.locator('.map canvas').boundingBox();
    await page.mouse.move(box.x + box.width / 2 + 3, box.y + box.height / 2 + 3);
    await page.waitForSelector(`tr[data-hover][data-code="${wanted.code}"]`);
    assert.ok((await page.locator('.tooltip').innerText()).includes('星見町'));
    await page.mouse.move(box.x + 5, box.y - 40);
    await page.waitForFunction(() => !document.querySelector('tr[data-hover]'));
    await idleAgain(page);
    const before = await page.locator('.map').screenshot();
    await page.locator(`tr[data-code="${wanted.code}"]`).hover();
    await idleAgain(page);
    assert.ok(!(await page.locator('.map').screenshot()).equals(before));
  });
});

test('layers go on and off, on the map and in the legend', async () => {
  await withPage({ hash: at(data.nation.at, 9.5) }, async (page) => {
    await page.click('[data-action="layers"]');
    const picture = async () => {
      await idleAgain(page);
      return page.locator('.map').screenshot();
    };
    let last = await picture();
    for (const id of ['gaps', 'mesh', 'places', 'sites', 'plan', 'labels', 'borders']) {
      await page.locator(`input[name="show-${id}"]`).click();
      const now = await picture();
      assert.ok(!now.equals(last), `${id} changes the map`);
      last = now;
    }
    await hashHolds(page, 'show=places.sites.plan');
    const legend = await page.locator('.legend').innerText();
    assert.ok(legend.includes('施設：カバー外') && legend.includes('基地局') && legend.includes('整備候補地') && !legend.includes('圏外地域'), legend);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#layers').isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.action), 'layers');
  });
});

test('service, operator, rule and weight change figures and map; the official way is one click away', async () => {
  const wanted = municipality('青葉市');
  await withPage({ hash: `area=m:${wanted.code}` }, async (page) => {
    const shown = async () => (await page.locator('.card-figure .digits').innerText()).trim();
    const rate = (weight, layer, rule, decimals = 1) => wanted.rates[(weight * 5 + layer) * 5 + rule].toFixed(decimals);
    assert.equal(await shown(), rate(0, 0, 0));
    await page.selectOption('select[name="operator"]', '1');
    assert.equal(await shown(), rate(0, 1, 0));
    await page.selectOption('select[name="rule"]', '1');
    assert.equal(await shown(), rate(0, 1, 1));
    await page.selectOption('select[name="weight"]', '2');
    assert.equal(await shown(), rate(2, 1, 1));
    await hashHolds(page, 'operator=operator-a&rule=area_share&weight=age_65_plus');
    await page.click('[data-action="official"]');
    assert.equal(await shown(), rate(0, 1, 0));
    await page.selectOption('select[name="service"]', '1');
    assert.equal(await shown(), rate(1, 3, 1, 2));
    await page.locator('.figure button').first().click();
    assert.equal(await page.locator('.figure').first().getAttribute('data-chosen'), '');
    assert.equal(await shown(), rate(0, 0, 0));
  });
});

test('an address opens as it was left, and one that is nonsense opens all the same', async () => {
  const code = municipality('星見町').code;
  const address = `lang=en&service=fiber&rule=upper&area=m:${code}&show=mesh.sites`;
  await withPage({ hash: address }, async (page) => {
    assert.equal(await card(page).getAttribute('data-card'), `m:${code}`);
    assert.equal(await page.locator('select[name="service"]').inputValue(), '1');
    assert.equal(await page.locator('select[name="rule"]').inputValue(), '4');
    await page.evaluate(() => { location.hash = 'service=<script>&rule=x&area=m:999&cell=abc&at=nan,1,2&view=%3Cimg%3E&show=..&weight=__proto__&lang=constructor'; });
    await page.waitForFunction(() => document.documentElement.lang === 'ja');
    assert.equal(await page.locator('main').getAttribute('data-view'), 'map');
    assert.equal(await page.locator('select[name="service"]').inputValue(), '0');
  });
});

test('names that try to break out stay words, everywhere', async () => {
  await withPage({ hash: `area=m:${municipality(hostile.script).code}` }, async (page) => {
    assert.ok((await card(page).innerText()).includes(hostile.script));
    await page.evaluate((h) => { location.hash = h; }, `area=p:${data.prefectures[1].code}&show=mesh.gaps.places.plan.labels`);
    await page.evaluate((h) => { location.hash = h; }, `area=g:${data.groups[0].code}`);
    await page.waitForSelector('[data-card^="g:"]');
    for (const view of ['charts', 'method']) {
      await page.evaluate((v) => { location.hash = `view=${v}`; }, view);
      await page.waitForSelector(`main[data-view="${view}"]`);
    }
    await page.evaluate(() => { location.hash = ''; });
    await page.waitForSelector('.row-name');
    const box = await page.locator('.map canvas').boundingBox();
    for (let k = 1; k < 10; ++k) await page.mouse.move(box.x + (box.width * k) / 10, box.y + box.height / 2);
    const strange = await page.evaluate(() => document.querySelectorAll('img:not(.map-picture), svg[onload], [onerror], #app script, iframe').length);
    assert.equal(strange, 0);
    const names = await page.locator('.row-name').allInnerTexts();
    for (const name of Object.values(hostile)) assert.ok(names.includes(name.trim()), name);
  });
});

test('lines of progress stop at breaks, and every chart has words', async () => {
  await withPage({ hash: 'view=charts' }, async (page) => {
    const runs = await page.locator('polyline[data-run]').evaluateAll((lines) => lines.map((line) => line.dataset.run));
    assert.deepEqual(runs, ['2020-2021', '2022-2024']);
    const forecasts = await page.locator('[data-forecast]').evaluateAll((lines) => lines.map((line) => line.dataset.forecast));
    assert.deepEqual(forecasts, ['整備状況調査']);
    assert.ok((await page.locator('.keys').first().innerText()).includes('見通し（整備状況調査の直線の延長）'));
    const unnamed = await page.locator('svg[role="img"]').evaluateAll((list) => list.filter((svg) => !svg.getAttribute('aria-label')).length);
    assert.equal(unnamed, 0);
    await page.locator('.rank-name').first().click();
    await page.waitForSelector('main[data-view="map"]');
    const lowest = data.municipalities.filter((m) => m.rates[0] !== null).sort((a, b) => a.rates[0] - b.rates[0])[0];
    assert.equal(await card(page).getAttribute('data-card'), `m:${lowest.code}`);
  });
});

test('a table is saved as a file that spreadsheets read', async () => {
  await withPage({ hash: 'view=method' }, async (page) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /municipalities\.csv/ }).click()]);
    assert.equal(download.suggestedFilename(), 'municipalities.csv');
    const bytes = readFileSync(await download.path());
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.equal(bytes.toString('utf8').slice(1), data.tables[0].text);
  });
});

test('without WebGL2 a still map and the list do the work', async () => {
  const plain = await launch({ webgl: false });
  try {
    const page = await open(plain, report);
    assert.equal(await page.evaluate(() => document.body.dataset.idle), 'still');
    const wanted = municipality('青葉市');
    await page.locator(`path[data-municipality="${data.municipalities.indexOf(wanted)}"]`).click();
    assert.equal(await card(page).getAttribute('data-card'), `m:${wanted.code}`);
    assert.ok((await page.locator('.map-box .notice').innerText()).includes('WebGL2'));
    if (shots) await page.screenshot({ path: join(shots, 'no-webgl.png') });
    await page.close();
  } finally {
    await plain.close();
  }
});

test('a mesh in a file of its own is asked for; what is no such file is refused', async () => {
  const path = join(folder, 'tiles.html');
  await writeReport(path, { mesh: false, plan: false });
  await withPage({ path }, async (page) => {
    assert.ok((await page.locator('.tile-file').innerText()).includes('coverage.pmtiles'));
    const bad = join(folder, 'bad.pmtiles');
    writeFileSync(bad, 'no tiles in here'.repeat(2000));
    await page.setInputFiles('.tile-file input', bad);
    await page.waitForSelector('.tile-file [role="alert"]');
    page.requests.splice(0, page.requests.length, `file://${path}`);
  });
});

test('a base map is asked for at its own host and nowhere else, and its absence is said', async () => {
  const path = join(folder, 'base.html');
  await writeReport(path, { base_map: { url: 'http://127.0.0.1:9/{z}/{x}/{y}.png', attribution: hostile.image } });
  const page = await open(browser, path);
  await page.waitForSelector('.map-note');
  const foreign = page.requests.filter((url) => !url.startsWith('data:') && !url.startsWith('blob:') && !url.startsWith('file://'));
  assert.ok(foreign.length > 0 && foreign.every((url) => url.startsWith('http://127.0.0.1:9/')), foreign.join(' '));
  assert.ok((await page.locator('.map-credit').innerText()).includes(hostile.image));
  const refused = await page.evaluate(async () => { try { await fetch('http://127.0.0.1:8/'); return ''; } catch { return 'refused'; } });
  assert.equal(refused, 'refused');
  assert.ok(page.failures.some((text) => text.includes('Content Security Policy') || text.includes("document's")), 'the policy refuses other hosts');
  await page.close();
});

test('a template without data says what to do', async () => {
  const page = await browser.newPage();
  await page.goto(`file://${join(here, '../dist/report.html')}`);
  await page.waitForSelector('[role="alert"]');
  assert.ok((await page.locator('[role="alert"]').innerText()).includes('report.html'));
  await page.close();
});

test('two thousand municipalities: few rows are drawn, and sorting is quick', async () => {
  const path = join(folder, 'large.html');
  await writeReport(path, { across: 44, down: 44, size: 6 });
  await withPage({ path }, async (page) => {
    assert.ok(await page.locator('tbody tr[data-row]').count() < 150);
    assert.equal(await page.locator('.table-box table').getAttribute('aria-rowcount'), String(44 * 44 + 1));
    const took = await page.evaluate(async () => {
      const begin = performance.now();
      document.querySelector('th[data-column="people"] button').click();
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return performance.now() - begin;
    });
    assert.ok(took < 1500, `${took} ms`);
    await page.locator('.row-name').first().focus();
    await page.keyboard.press('End');
    await page.waitForFunction(() => document.activeElement?.closest('tr')?.dataset.row === '1935');
  });
});

test('on a phone the table of targets scrolls in its own box instead of breaking every word', async () => {
  await withPage({ hash: 'view=charts' }, async (page) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const [box, table, lines] = await page.locator('.target-table').evaluate((e) => [e.parentElement.clientWidth, e.scrollWidth, Math.max(...[...e.querySelectorAll('tbody th, tbody td')].map((cell) => cell.clientHeight / parseFloat(getComputedStyle(cell).lineHeight)))]);
    assert.ok(table > box, `${table} in ${box}`);
    assert.ok(lines < 4, `${lines} lines`);
  });
});

test('nothing sticks out sideways at any size', async () => {
  await withPage({}, async (page) => {
    for (const [name, size] of Object.entries(sizes)) {
      await page.setViewportSize(size);
      for (const hash of ['', `area=m:${municipality(hostile.long).code}`, 'view=charts', 'view=method&lang=en']) {
        await page.evaluate((h) => { location.hash = h; }, hash);
        await page.waitForTimeout(shots ? 900 : 120);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${name} ${hash}: ${wide} px too wide`);
        if (shots) await page.screenshot({ path: join(shots, `${name}-${hash.replace(/[^a-z]+/g, '_') || 'map'}.png`) });
      }
    }
  });
});
