// A made-up report: enough of everything, and names that try to break out.
//
// fixture() gives the data and the mesh's columns; writeReport() fills the built template as the program does.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { topology } from 'topojson-server';

const here = dirname(fileURLToPath(import.meta.url));

export const hostile = {
  script: '<script>window.broken=1</script>',
  image: '<img src=x onerror="window.broken=1">',
  closing: '</script><svg onload=window.broken=1>',
  formula: '=cmd()|\' /C calc\'!A0',
  emoji: '🗾町👩‍👩‍👧‍👦',
  long: '寿限無寿限無五劫の擦り切れ海砂利水魚の水行末雲来末風来末市',
  rare: '髙𠮷辻󠄀町',
};

const names = ['青葉市', hostile.script, hostile.long, '星見町', hostile.emoji, hostile.closing, '無人島村', '髙津原市',
  hostile.formula, hostile.rare, hostile.image, 'ﾊﾝｶｸ村'];

const step = [1 / 160, 1 / 240];                                  // half mesh: 22.5 by 15 seconds
const first = [8400, 5600];                                       // 35° N, 135° E
const origin = [100 + first[1] * step[0], first[0] * step[1]];
const weights = ['population', 'households', 'age_65_plus'];
const rules = ['half_cell', 'area_share', 'centroid', 'lower', 'upper'];

/// Numbers that look random and are the same each time.
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const round = (value, decimals) => Number(value.toFixed(decimals));

function towns(across, down, size) {
  const list = [];
  for (let row = 0; row < down; ++row) {
    for (let column = 0; column < across; ++column) {
      const k = list.length;
      const prefecture = column < across / 2 ? 0 : 1;
      const name = k < names.length ? names[k] : `第${k}町`;
      list.push({ k, row, column, prefecture, name, code: `${90 + prefecture}${String(201 + k).padStart(3, '0').slice(-3)}`,
        row0: row * size, column0: column * size });
    }
  }
  return list;
}

function discs(rng, count, rows, columns, radius) {
  return Array.from({ length: count }, () => ({ row: rng() * rows, column: rng() * columns, radius: radius * (0.6 + rng()) }));
}

/// Part of a cell inside discs, by 4 × 4 points.
function fractions(shapes, rows, columns) {
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; ++row) {
    for (let column = 0; column < columns; ++column) {
      const near = shapes.filter((s) => Math.abs(s.row - row - 0.5) < s.radius + 1 && Math.abs(s.column - column - 0.5) < s.radius + 1);
      if (near.length === 0) continue;
      let inside = 0;
      for (let i = 0; i < 16; ++i) {
        const y = row + ((i >> 2) + 0.5) / 4;
        const x = column + ((i & 3) + 0.5) / 4;
        if (near.some((s) => (s.row - y) ** 2 + (s.column - x) ** 2 < s.radius ** 2)) ++inside;
      }
      values[row * columns + column] = inside / 16;
    }
  }
  return values;
}

const union = (parts) => parts[0].map((_, i) => 1 - parts.reduce((left, part) => left * (1 - part[i]), 1));

function counts(rule, f) {
  switch (rule) {
    case 'half_cell': return f >= 0.5 ? 1 : 0;
    case 'area_share': return f;
    case 'centroid': return f > 0.45 ? 1 : 0;
    case 'lower': return f >= 1 ? 1 : 0;
    default: return f > 0 ? 1 : 0;
  }
}

const services = () => [
  { id: '5g', name: '5G', layer: 0, profile: 'jp-mic-5g', profile_name: { ja: '5G人口カバー率', en: '5G population coverage' },
    profile_source: '総務省', changed_keys: ['assign'], weight: 0, rule: 0, threshold: 0.5, comparator: '>=', area: 'cell',
    combine: 'union_area_first', k: 1, decimals: 1,
    providers: [{ id: 'operator-a', name: '事業者A', kind: 'sites', features: 0, level: 'L1 (L1 25.0 %, L2 75.0 %)', how: { ja: '基地局を中心とする円', en: 'circles around sites' } },
      { id: 'operator-b', name: hostile.script, kind: 'areas', features: 12, level: 'L0', how: { ja: '提供されたエリア図', en: 'areas as supplied' } }], level: 'L0',
    target: { value: 97, fiscal_year: 2025, scope: 'national', plan: '基盤計画', status: 'open', gap: 0, required_per_year: 0.6, people_needed: 0 } },
  { id: 'fiber', name: '光ファイバ', layer: 3, profile: 'jp-fiber', profile_name: { ja: '光ファイバ世帯カバー率', en: 'Fiber household coverage' },
    profile_source: '総務省', changed_keys: [], weight: 1, rule: 1, threshold: 0.5, comparator: '>=', area: 'cell',
    combine: 'union_area_first', k: 1, decimals: 2,
    providers: [{ id: 'fiber', name: '光事業者', kind: 'areas', features: 3, level: 'L1', how: { ja: '', en: '' } }], level: 'L1', target: null },
];

/// One area's figures, from the cells that are its own.
function areaFigures(cells, people, layerFractions, list) {
  const sums = weights.map((_, w) => cells.reduce((sum, i) => sum + people[w][i], 0));
  const rates = [];
  const covered = [];
  for (let w = 0; w < weights.length; ++w) {
    for (let l = 0; l < layerFractions.length; ++l) {
      const decimals = list[l === 3 || l === 4 ? 1 : 0].decimals;
      for (const rule of rules) {
        const sum = cells.reduce((total, i) => total + people[w][i] * counts(rule, layerFractions[l][i]), 0);
        covered.push(Math.round(sum));
        rates.push(sums[w] === 0 ? null : round(100 * sum / sums[w], decimals));
      }
    }
  }
  return { people: sums, rates, covered };
}

/// Connected cells that the rule leaves out.
function findGaps(service, uncovered, people, zone, rows, columns, all) {
  const of = new Uint16Array(rows * columns);
  const found = [];
  for (let start = 0; start < uncovered.length; ++start) {
    if (!uncovered[start] || of[start]) continue;
    const cells = [start];
    of[start] = all.length + found.length + 1;
    for (let next = 0; next < cells.length; ++next) {
      const row = Math.floor(cells[next] / columns);
      const column = cells[next] % columns;
      for (let dr = -1; dr <= 1; ++dr) {
        for (let dc = -1; dc <= 1; ++dc) {
          const r = row + dr;
          const c = column + dc;
          if (r < 0 || c < 0 || r >= rows || c >= columns) continue;
          const j = r * columns + c;
          if (!uncovered[j] || of[j]) continue;
          of[j] = of[start];
          cells.push(j);
        }
      }
    }
    const heart = cells[Math.floor(cells.length / 2)];
    const zones = [...new Set(cells.map((i) => zone[i]))].sort((a, b) => a - b);
    const parts = zones.map((k) => cells.filter((i) => zone[i] === k));
    const count = (list) => weights.map((_, w) => list.reduce((sum, i) => sum + people[w][i], 0));
    found.push({ service, id: `5351${heart}-${service}`, town: found.length === 0 ? hostile.image : `字${found.length}`, cells: cells.length,
      at: [round(origin[0] + (heart % columns + 0.5) * step[0], 6), round(origin[1] + (Math.floor(heart / columns) + 0.5) * step[1], 6)],
      people: count(cells), km2: round(cells.length * 0.26, 2),
      zones, zone_people: parts.map(count), zone_cells: parts.map((part) => part.length), zone_cost: parts.map((part) => part.length * 1e6),
      site_m: 1234.5, site: 'operator-a/12', served_m: 700, cost: cells.length * 1e6 });
  }
  all.push(...found);
  return of;
}

function meshBlock(description, columns) {
  const sizes = { u8: 1, u16: 2, u32: 4, f32: 4 };
  const bytes = Buffer.alloc(description.bytes.reduce((sum, [, type]) => sum + sizes[type] * description.cells, 0));
  let offset = 0;
  for (const [name, type] of description.bytes) {
    const values = columns[name];
    const one = Buffer.alloc(sizes[type]);
    for (let i = 0; i < description.cells; ++i) {
      if (type === 'u8') one.writeUInt8(values[i]);
      else if (type === 'u16') one.writeUInt16LE(values[i]);
      else if (type === 'u32') one.writeUInt32LE(values[i]);
      else one.writeFloatLE(values[i]);
      // A plane for each byte of the values (DATA.md).
      for (let plane = 0; plane < one.length; ++plane) bytes[offset + plane * description.cells + i] = one[plane];
    }
    offset += sizes[type] * description.cells;
  }
  return bytes;
}

function shapesOf(list, size) {
  const square = (t) => {
    const west = origin[0] + t.column0 * step[0];
    const south = origin[1] + t.row0 * step[1];
    const [dx, dy] = [size * step[0] / 4, size * step[1] / 4];
    const ring = [];
    for (let i = 0; i < 4; ++i) ring.push([west + i * dx, south]);
    for (let i = 0; i < 4; ++i) ring.push([west + 4 * dx, south + i * dy]);
    for (let i = 4; i > 0; --i) ring.push([west + i * dx, south + 4 * dy]);
    for (let i = 4; i > 0; --i) ring.push([west, south + i * dy]);
    ring.push(ring[0]);
    return [ring.reverse()];
  };
  const collection = (geometries) => ({ type: 'GeometryCollection', geometries });
  return topology({
    municipality: collection(list.map((t) => ({ type: 'Polygon', coordinates: square(t) }))),
  }, 1e5);
}

function ranks(municipalities, prefectures, list) {
  list.forEach((service, s) => {
    const value = (area) => area.rates[(service.weight * 5 + service.layer) * rules.length + service.rule];
    const sets = [['all', '', municipalities], ...prefectures.map((p, k) => ['prefecture', p.code, municipalities.filter((m) => m.prefecture === k)])];
    for (const [among, among_code, set] of sets) {
      const known = set.filter((area) => value(area) !== null);
      for (const area of known) {
        const rank = 1 + known.filter((other) => value(other) > value(area)).length;
        area.ranks.push({ service: s, among, among_code, rank, count: known.length, set_rate: value(among === 'all' ? prefectures[0] : prefectures[area.prefecture]) });
      }
    }
  });
}

/// `across` × `down` towns of `size` × `size` cells.
export function fixture({ across = 4, down = 3, size = 10, language = 'ja', mesh = true, plan = true, base_map = null } = {}) {
  const rng = numbers(5);
  const [rows, columns] = [down * size, across * size];
  const list = towns(across, down, size);
  const zone = new Uint16Array(rows * columns);
  const people = weights.map(() => new Float64Array(rows * columns));
  for (let i = 0; i < zone.length; ++i) {
    const town = list[Math.floor(Math.floor(i / columns) / size) * across + Math.floor((i % columns) / size)];
    zone[i] = town.k;
    const lived = town.name !== '無人島村' && rng() < 0.8;
    people[0][i] = lived ? Math.floor(rng() ** 3 * 900) + 1 : 0;
    people[1][i] = Math.ceil(people[0][i] * 0.45);
    people[2][i] = Math.floor(people[0][i] * 0.31);
  }
  const svc = services();
  const sites = discs(rng, Math.ceil(rows * columns / 14), rows, columns, 1.6);
  svc[0].providers[0].features = sites.length;
  const a = fractions(sites, rows, columns);
  const b = fractions(discs(rng, Math.ceil(rows * columns / 60), rows, columns, 3), rows, columns);
  const fiber = fractions(discs(rng, Math.ceil(rows * columns / 40), rows, columns, 4), rows, columns);
  const layerFractions = [union([a, b]), a, b, fiber, fiber];
  const layers = [{ service: 0, provider: -1 }, { service: 0, provider: 0 }, { service: 0, provider: 1 },
    { service: 1, provider: -1 }, { service: 1, provider: 0 }];

  const cellsOf = list.map(() => []);
  zone.forEach((k, i) => cellsOf[k].push(i));
  const figures = (cells) => areaFigures(cells, people, layerFractions, svc);
  const blank = { left_out: svc.map(() => 0), flags: [], ranks: [] };
  const box = (t) => [origin[0] + t.column0 * step[0], origin[1] + t.row0 * step[1], origin[0] + (t.column0 + size) * step[0], origin[1] + (t.row0 + size) * step[1]];
  const middle = (b4) => [round((b4[0] + b4[2]) / 2, 6), round((b4[1] + b4[3]) / 2, 6)];
  const whole = (set) => set.map(box).reduce((x, y) => [Math.min(x[0], y[0]), Math.min(x[1], y[1]), Math.max(x[2], y[2]), Math.max(x[3], y[3])]);
  const municipalities = list.map((t) => ({ ...structuredClone(blank), code: t.code, name: t.name, prefecture: t.prefecture, km2: round(size * size * 0.26, 1),
    at: middle(box(t)), box: box(t), ...figures(cellsOf[t.k]) }));
  const prefectures = [0, 1].map((p) => {
    const own = list.filter((t) => t.prefecture === p);
    return { ...structuredClone(blank), code: String(90 + p), name: p === 0 ? '天県' : hostile.image, prefecture: p, km2: round(own.length * size * size * 0.26, 1),
      at: middle(whole(own)), box: whole(own), ...figures(own.flatMap((t) => cellsOf[t.k])) };
  });
  const nation = { ...structuredClone(blank), code: '00', name: language === 'ja' ? '対象地域計' : 'all reported zones', prefecture: -1,
    km2: round(list.length * size * size * 0.26, 1), at: middle(whole(list)), box: whole(list), ...figures([...zone.keys()]) };
  const members = [0, 2, 3];
  const groups = [{ ...structuredClone(blank), code: 'island', name: hostile.closing, kind: '過疎', members, prefecture: -1, km2: 78,
    at: middle(whole(members.map((k) => list[k]))), box: whole(members.map((k) => list[k])), ...figures(members.flatMap((k) => cellsOf[k])) }];

  const headline = nation.rates[0];
  svc[0].target.gap = round(97 - headline, 1);
  svc[0].target.people_needed = Math.max(0, Math.ceil(0.97 * nation.people[0]) - nation.covered[0]);
  municipalities.forEach((m) => {
    const rate = m.rates[0];
    if (rate !== null && rate < 97) m.flags.push({ service: 0, word: 'below-target', value: String(rate), limit: '97', target_fy: 2025, scope: 'national',
      reason: { ja: `5Gのカバー率${rate}%は2025年度の目標（全国）の97%を下回っています。`, en: `The rate of 5G, ${rate} %, is below the target of 97 % for FY2025 (nation).` } });
    if (rate !== null && rate < headline) m.flags.push({ service: 0, word: 'below-nation', value: String(rate), limit: String(headline), target_fy: 0, scope: '',
      reason: { ja: `${m.name}は対象地域計の${headline}%を下回っています。`, en: `${m.name} is below the ${headline} % of all reported zones.` } });
  });
  municipalities[3].flags.push({ service: 1, word: 'uncovered-households', value: '120', limit: '100', target_fy: 0, scope: '',
    reason: { ja: '光ファイバの圏外世帯が120あります。', en: '120 households are left out of fiber.' } });
  ranks(municipalities, prefectures, svc);

  const gaps = [];
  const gapOf = svc.map((s, k) => findGaps(k, layerFractions[s.layer].map((f, i) => people[s.weight][i] > 0 && f < 0.5 ? 1 : 0), people, zone, rows, columns, gaps));

  const position = [...zone.keys()].filter((i) => people[0][i] > 0);
  const pick = (values) => position.map((i) => values[i]);
  const description = { embedded: mesh, cells: position.length, level: 'half', origin, step, rows, columns, first, grid_rows: 16000, weights: [0, 1, 2],
    bytes: [['index', 'u32'], ['zone', 'u16'], ['estimated', 'u8'], ...weights.map((w) => [`weight:${w}`, 'f32']),
      ...layers.map((_, l) => [`fraction:${l}`, 'u16']), ...svc.flatMap((_, s) => [[`covered:${s}`, 'u8'], [`gap:${s}`, 'u16']])] };
  const meshColumns = { index: position.map((i, n) => (n === 0 ? i : i - position[n - 1])), zone: pick(zone), estimated: position.map((i) => (i % 17 === 0 ? 1 : 0)) };
  weights.forEach((w, k) => { meshColumns[`weight:${w}`] = pick(people[k]); });
  layers.forEach((_, l) => {
    meshColumns[`fraction:${l}`] = position.map((i) => { const f = layerFractions[l][i]; return f === 0 ? 0 : f >= 1 ? 10000 : Math.min(9999, Math.max(1, Math.round(f * 10000))); });
  });
  svc.forEach((s, k) => {
    meshColumns[`covered:${k}`] = position.map((i) => (layerFractions[s.layer][i] >= 0.5 ? 1 : 0));
    meshColumns[`gap:${k}`] = pick(gapOf[k]);
  });

  const placeAt = Array.from({ length: 20 }, () => [rng() * columns, rng() * rows]);
  const cellOf = ([x, y]) => Math.floor(y) * columns + Math.floor(x);
  const inside = svc.map((s) => placeAt.map((at) => (layerFractions[s.layer][cellOf(at)] >= 0.5 ? 1 : 0)));
  const places = [{ id: 'school', name: '学校', left_out: 0, total: 20, names: placeAt.map((_, k) => (k === 0 ? hostile.image : `第${k}小学校`)),
    classes: placeAt.map(() => '小学校'), at: placeAt.map(([x, y]) => [round(origin[0] + x * step[0], 6), round(origin[1] + y * step[1], 6)]),
    zone: placeAt.map((at) => zone[cellOf(at)]), inside, distance_m: inside.map((row) => row.map((yes) => (yes ? 0 : 812.5))) }];
  const place_counts = svc.flatMap((_, s) => [-1, ...list.map((t) => t.k)].map((k) => {
    const own = places[0].zone.map((z, i) => [z, i]).filter(([z]) => k < 0 || z === k).map(([, i]) => i);
    return { place: 0, service: s, zone: k, inside: own.filter((i) => inside[s][i]).length, total: own.length };
  }).filter((count) => count.total > 0));

  const siteBytes = Buffer.alloc(sites.length * 8);
  sites.forEach((s, k) => {
    siteBytes.writeInt32LE(Math.round((origin[0] + s.column * step[0]) * 1e6), 8 * k);
    siteBytes.writeInt32LE(Math.round((origin[1] + s.row * step[1]) * 1e6), 8 * k + 4);
  });

  const data = {
    format: 1, program: 'amaneku 0.1.0', title: language === 'ja' ? '天県 5G・光ファイバ カバー率（架空）' : 'Coverage of a made-up prefecture', language, as_of: '2026-03-31', base_map,
    weights, rules, layers, services: svc, nation, prefectures, municipalities, groups, shapes: shapesOf(list, size),
    mesh: mesh ? description : null, tiles: mesh ? null : { file: 'coverage.pmtiles', minzoom: 5, maxzoom: 12 },
    gaps, places, place_counts, sites: [{ layer: 1, at: siteBytes.toString('base64') }],
    plan: plan ? { service: 0, provider: 'operator-a', sites: gaps.slice(0, 3).map((g, k) => ({ at: g.at, name: `候補${k + 1}`, gain: g.people, radius_m: 1000, rate: round(headline + k * 0.4, 1), cost: 30000000 })) } : null,
    targets: [{ kpi: 'pop_coverage_5g', scope: 'national', fiscal_year: 2025, value: 97, unit: '%', plan: '基盤計画', actual: headline, actual_fy: 2025, series: 'computed',
      status: 'open', gap: round(97 - headline, 1), required_per_year: null, forecast: 95.2, service: 0 },
    { kpi: 'pop_coverage_5g', scope: 'national', fiscal_year: 2030, value: 99, unit: '%', plan: '基盤計画', actual: 91.1, actual_fy: 2024, series: '整備状況調査',
      status: 'open', gap: 7.9, required_per_year: 1.32, forecast: 100, service: 0 },
    { kpi: 'pop_coverage_5g', scope: 'national', fiscal_year: 2025, value: 97, unit: '%', plan: '基盤計画', actual: 91.1, actual_fy: 2024, series: '整備状況調査',
      status: 'open', gap: 5.9, required_per_year: 5.9, forecast: 94.65, service: 0 }],
    series: [{ kpi: 'pop_coverage_5g', scope: 'national', series: '整備状況調査', service: 0, points: [{ fiscal_year: 2020, value: 70.1, break: 'none' },
      { fiscal_year: 2021, value: 76.4, break: 'end' }, { fiscal_year: 2022, value: 84, break: 'none' }, { fiscal_year: 2024, value: 91.1, break: 'none' }] },
    { kpi: 'pop_coverage_5g', scope: 'national', series: 'computed', service: 0, points: [{ fiscal_year: 2025, value: headline, break: 'none' }] }],
    ledger: weights.map((_, w) => ({ weight: w, input: nation.people[w] + 12, outside: 5, unassigned: 0, other: 7, reported: nation.people[w] })),
    method: [{ id: 'covered_fraction', ja: '各セルの面積のうち、サービス提供範囲の和集合に含まれる割合をカバー面積率とします。', en: 'The covered fraction of a cell is the part of its area inside the union of the footprints.' },
      { id: 'rule', ja: 'セルの面積の半分以上がカバーされていれば、そのセルの全員を数えます。', en: 'All people of a cell count when at least half of its area is covered.' }],
    sources: [{ role: 'population', files: 2, name: '架空の国勢調査 地域メッシュ統計', date: '2020-10-01', licence: 'CC0-1.0' },
      { role: 'zones', files: 1, name: hostile.script, date: '2026-01-01', licence: 'CC0-1.0' }],
    warnings: ['5g: ' + hostile.image], notes: [],
    tables: [{ name: 'municipalities.csv', text: 'code,name\n' + municipalities.map((m) => `${m.code},${m.name}\n`).join('') }],
  };
  return { data, mesh: mesh ? meshBlock(description, meshColumns) : null, positions: position };
}

const escapeHtml = (text) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

/// The template with the data in it.
export function fill(template, { data, mesh }) {
  const block = (bytes) => gzipSync(bytes).toString('base64');
  const values = {
    '@AMANEKU_LANGUAGE@': data.language,
    '@AMANEKU_TITLE@': escapeHtml(data.title),
    '@AMANEKU_TILE_HOST@': data.base_map ? new URL(data.base_map.url.replace(/[{}]/g, '')).origin : '',
    '@AMANEKU_DATA@': block(JSON.stringify(data)),
    '@AMANEKU_MESH@': mesh ? block(mesh) : '',
  };
  return template.replace(/@AMANEKU_[A-Z_]+@/g, (word) => values[word]);
}

/// The data of a report that the program wrote, in the template as it is now.
export function transplant(template, written) {
  const block = (id) => new RegExp(`id="${id}">([^<]*)</script>`).exec(written)[1];
  const values = {
    '@AMANEKU_LANGUAGE@': /<html lang="([^"]*)"/.exec(written)[1],
    '@AMANEKU_TITLE@': /<title>([^<]*)</.exec(written)[1],
    '@AMANEKU_TILE_HOST@': '',
    '@AMANEKU_DATA@': block('amaneku-data'),
    '@AMANEKU_MESH@': block('amaneku-mesh'),
  };
  return template.replace(/@AMANEKU_[A-Z_]+@/g, (word) => values[word]);
}

export async function writeReport(path, options = {}) {
  const template = await readFile(join(here, '../dist/report.html'), 'utf8');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, fill(template, fixture(options)));
  return path;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [path = join(tmpdir(), 'amaneku-fixture.html'), across = '4', down = '3', size = '10'] = process.argv.slice(2);
  console.log(await writeReport(path, { across: Number(across), down: Number(down), size: Number(size) }));
}
