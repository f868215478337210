// What can be checked without a browser.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

async function load(path) {
  const result = await esbuild.build({ entryPoints: [join(here, '../src', path)], bundle: true, write: false, format: 'esm', platform: 'neutral', mainFields: ['module', 'main'], jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'error' });
  return import(`data:text/javascript;base64,${Buffer.from(result.outputFiles[0].text).toString('base64')}`);
}

test('a cell is named by its row and column at every level, and found again', async () => {
  const { meshCode, meshPosition } = await load('data/mesh_code.ts');
  const cells = readFileSync(join(here, '../../tests/data/mesh_codes.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
  const known = { '1st': 1, '2nd': 8, '3rd': 80, half: 160, quarter: 320, eighth: 640 };
  const levels = { '40x': 2, '20x': 4, '16x': 5, '8x': 10, '5x': 16, '4x': 20, '2.5x': 32, '2x': 40, tenth: 800, ...known };
  let checked = 0;
  for (const [lat, lon, level, code] of cells) {                   // in integers of 1/(3e9) degree, as the program counts
    const row = Math.floor(Math.round(Number(lat) * 3e9) / (2e9 / levels[level]));
    const column = Math.floor((Math.round(Number(lon) * 3e9) - 3e11) / (3e9 / levels[level]));
    assert.equal(meshCode(level, row, column), code, `${lat} ${lon} ${level}`);
    ++checked;
  }
  assert.ok(checked > 200, `${checked} cells`);
  for (const [level, perFirst] of Object.entries(levels)) {
    for (const [dr, dc] of [[0, 0], [1, 0], [0, 1], [perFirst - 1, perFirst - 1], [Math.floor(perFirst / 3), Math.floor(perFirst / 7)]]) {
      const position = [53 * perFirst + dr, 39 * perFirst + dc];
      const code = meshCode(level, ...position);
      assert.deepEqual(meshPosition(level, code), position, `${level} ${code}`);
    }
  }
});

test('a text that is no code of the level names no cell', async () => {
  const { meshPosition } = await load('data/mesh_code.ts');
  for (const [level, text] of [['half', ''], ['half', '53393599'], ['half', '533935995'], ['half', '533985992'], ['2nd', '533985'], ['2x', '533935015'], ['tenth', 'abc'], ['none', '1']])
    assert.equal(meshPosition(level, text), null, `${level} ${text}`);
});

test('names are compared without width, case or kind of kana', async () => {
  const { searchText } = await load('data/search_text.ts');
  assert.equal(searchText('ﾊﾝｶｸ村'), searchText('はんかく村'));
  assert.equal(searchText('霞ヶ浦'), searchText('霞ケ浦'));
  assert.equal(searchText('ＡＢＣ 町'), 'abc町');
});

test('names are compared without variants of a kanji', async () => {
  const { searchText } = await load('data/search_text.ts');
  for (const [variant, usual] of [['髙槻市', '高槻市'], ['宮﨑町', '宮崎町'], ['𠮷野町', '吉野町'], ['\uFA19戸市', '神戸市'], ['田邊', '田辺'], ['田邉', '田辺'], ['齋宮', '斎宮'], ['齊宮', '斎宮'], ['横濵', '横浜'], ['横濱', '横浜'], ['龍ケ崎市', '竜ヶ崎市'], ['葛\u{E0100}城市', '葛城市']])
    assert.equal(searchText(variant), searchText(usual), variant);
  assert.notEqual(searchText('高'), searchText('吉'));
});

test('no line is drawn over a series break', async () => {
  const { unbroken } = await load('charts/progress.tsx');
  const point = (fiscal_year, b = 'none') => ({ fiscal_year, value: 1, break: b });
  const runs = (...points) => unbroken(points).map((run) => run.map((p) => p.fiscal_year));
  assert.deepEqual(runs(point(2020), point(2021, 'end'), point(2022), point(2023)), [[2020, 2021], [2022, 2023]]);
  assert.deepEqual(runs(point(2020), point(2021, 'start'), point(2022)), [[2020], [2021, 2022]]);
  assert.deepEqual(runs(point(2020, 'end'), point(2021, 'start')), [[2020], [2021]]);
  assert.deepEqual(runs(), []);
});

test('every area falls into one bin of the distribution', async () => {
  const { makeBins } = await load('charts/histogram.tsx');
  for (const rates of [[0, 50, 99.9, 100], [96.3, 99.95, 100], [100], []]) {
    const bins = makeBins(rates.map((rate) => ({ rate, people: 10 })));
    assert.equal(bins.reduce((sum, bin) => sum + bin.towns, 0), rates.length);
    for (const rate of rates) assert.ok(bins.some((bin) => rate >= bin.from && rate <= bin.to), String(rate));
  }
});

test('the ramps get darker from class to class, in grey too', async () => {
  const colours = await load('map/colours.ts');
  const light = (hex) => {
    const n = parseInt(hex.slice(1), 16);
    const linear = [n >> 16, (n >> 8) & 255, n & 255].map((v) => ((v / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  for (const ramp of [colours.rate_colours, colours.fraction_colours, colours.people_colours]) {
    for (let k = 1; k < ramp.length; ++k) assert.ok(light(ramp[k]) < light(ramp[k - 1]) * 0.88, `${ramp[k - 1]} ${ramp[k]}`);
  }
});

test('parts of gaps are added up for an area; without them the whole stands', async () => {
  const { Report } = await load('data/report.ts');
  const gap = { service: 0, people: [12, null], cells: 3, cost: 9, zones: [0, 1, 2], zone_people: [[2, null], [10, null], [0, null]], zone_cells: [1, 2, 0], zone_cost: [3, 6, 0] };
  const areas = (gaps) => new Report({ services: [{ weight: 0 }], weights: ['population', 'households'], groups: [{ code: 'g', members: [0, 1] }], prefectures: [],
    municipalities: [0, 1, 2].map((k) => ({ code: String(k) })), gaps }, null);
  const parts = (report, level, index) => report.gapParts(0, { level, index }).map(({ people, cells, cost, whole }) => [...people, cells, cost, whole]);
  const report = areas([gap]);
  assert.deepEqual(parts(report, 'municipality', 0), [[2, null, 1, 3, false]]);
  assert.deepEqual(parts(report, 'municipality', 2), []);
  assert.deepEqual(parts(report, 'group', 0), [[12, null, 3, 9, false]]);
  assert.deepEqual(parts(report, 'nation', 0), [[12, null, 3, 9, true]]);
  assert.deepEqual(report.gapZones(0), [1, 0]);
  const { zone_people, zone_cells, zone_cost, ...old } = gap;
  assert.ok(zone_people && zone_cells && zone_cost);
  assert.deepEqual(parts(areas([old]), 'municipality', 2), [[12, null, 3, 9, true]]);
  const small = { ...gap, people: [5, null], zones: [0], zone_people: [[5, null]], zone_cells: [1], zone_cost: [null] };
  assert.deepEqual(areas([gap, small]).gapsOf(0, { level: 'municipality', index: 0 }), [1, 0]);
});

test('of stations over one another the chosen one is taken, else the nearest', async () => {
  const { nearestMast } = await load('whatif/session.ts');
  const [a, b, c] = ['a', 'b', 'c'].map((key) => ({ key }));
  const far = { a: 7, b: 2, c: 4 };
  const taken = (masts, chosen) => nearestMast(masts, chosen, (mast) => far[mast.key]);
  assert.equal(taken([a, b, c], null), b);
  assert.equal(taken([a, b, c], { key: 'a' }), a);
  assert.equal(taken([a, c], b), c);
  assert.equal(taken([], b), null);
});

test('a forecast is one straight line from the last value, cut where it leaves 0 to 100', async () => {
  const { forecastLine } = await load('charts/progress.tsx');
  const goal = (fiscal_year, forecast, unit = '%') => ({ fiscal_year, forecast, unit, actual: 90, actual_fy: 2024 });
  const points = [{ fiscal_year: 2020, value: 20, break: 'end' }, { fiscal_year: 2022, value: 82, break: 'none' }, { fiscal_year: 2024, value: 90, break: 'none' }];
  assert.deepEqual(forecastLine([goal(2025, 91), goal(2030, 96)], []), [[2024, 90], [2030, 96]]);
  assert.deepEqual(forecastLine([goal(2025, 94), goal(2030, 100)], []), [[2024, 90], [2026.5, 100]]);
  assert.deepEqual(forecastLine([goal(2028, 100)], points), [[2024, 90], [2026.5, 100]]);
  assert.deepEqual(forecastLine([goal(2030, 30, 'count'), goal(2034, 0, 'count')], []), [[2024, 90], [2033, 0]]);
  assert.deepEqual(forecastLine([goal(2025, 90), goal(2030, 90)], points), [[2024, 90], [2030, 90]]);
});
