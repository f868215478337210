// The summary of one prefecture on one A4 page.
import type { Flag, Target } from '../data/types';
import { block, footer, header, outBlock, rateBlock, servicesBlock, operatorsBlock, table } from './blocks';
import { h, mm, s, type Child } from './dom';
import type { PrintModel } from './model';
import { short } from './municipality_map';
import { prefectureMap, rateClasses, type PrefectureMap } from './prefecture_map';
import type { Sheet } from './sheet';

/** Rows of either table of municipalities. */
const most_rows = 10;
const sure_rows = 6;
const most_flags = 6;
const most_names = 24;
const most_targets = 8;
const sure_targets = 5;

function townTable(model: PrintModel, title: string, towns: number[]): HTMLElement {
  const { words, speech, report, service } = model;
  const rows = towns.map((k) => {
    const area = report.data.municipalities[k]!;
    const f = model.figures(area, 0);
    return [h('span', '', short(area.name, 14)), speech.rate(f), speech.people(f.uncovered, service.weight)] as Child[];
  });
  return block('towns', title, table('lines', [{ text: words.name }, { text: words.rate, number: true }, { text: words.outside, number: true }], rows, title, (r) => (r < sure_rows ? '' : 'spare')));
}

function progressBar(target: Target): SVGElement | null {
  if (target.unit !== '%' || target.actual === null || target.value === null) return null;
  return s('svg', { viewBox: '0 0 30 2.6', width: '30mm', height: '2.6mm', 'aria-hidden': 'true', class: 'bar' },
    s('rect', { width: 30, height: 2.6, class: 'range-track' }),
    s('rect', { width: mm((30 * Math.min(100, target.actual)) / 100), height: 2.6, class: 'bar-done' }),
    s('rect', { x: mm((29.4 * Math.min(100, target.value)) / 100), width: 0.6, height: 2.6, class: 'range-rate' }));
}

function progress(model: PrintModel, code: string): HTMLElement {
  const { words, speech, report } = model;
  const own = report.data.targets.filter((t) => t.value !== null && (t.scope === `pref:${code}` || t.scope === 'national'));
  if (own.length === 0) return block('progress', words.progress, h('p', 'quiet', words.no_targets));
  const weight = (t: Target) => (t.scope === 'national' ? 4 : 0) + (t.service === 0 ? 0 : 1) + (t.series === 'computed' ? 0 : 2);
  // A target that this report's own figures are held against is not listed again against others' figures.
  const same = (a: Target, b: Target) => a.kpi === b.kpi && a.scope === b.scope && a.fiscal_year === b.fiscal_year && a.value === b.value;
  const listed = own
    .filter((t) => t.series === 'computed' || !own.some((o) => o.series === 'computed' && same(o, t)))
    .sort((a, b) => weight(a) - weight(b) || a.fiscal_year - b.fiscal_year);
  const value = (v: number | null, t: Target) => (v === null ? '–' : t.unit === '%' ? speech.words.number.percent(String(v)) : speech.number(v));
  const rows = listed.slice(0, most_targets).map((t) => [
    h('span', '', speech.word(speech.words.chart.kpis, t.kpi), h('small', '', ` ${speech.scope(t.scope)}`)),
    words.fiscal(t.fiscal_year), value(t.value, t),
    h('span', '', value(t.actual, t), t.actual_fy === null ? '' : h('small', '', ` ${words.fiscal(t.actual_fy)} ${short(words.series(t.series), 14)}`)),
    progressBar(t),
    t.gap === null ? '–' : t.unit === '%' && t.gap > 0 ? words.points(speech.decimal(t.gap, 2)) : t.gap > 0 ? speech.number(t.gap) : '0',
    t.required_per_year === null || t.required_per_year <= 0 ? '–' : t.unit === '%' ? words.points(speech.decimal(t.required_per_year, 2)) : speech.decimal(t.required_per_year),
    speech.word(speech.words.chart.status_words, t.status)]);
  return block('progress', words.progress, table('lines', [{ text: words.kpi }, { text: words.year, number: true }, { text: words.goal, number: true }, { text: words.actual }, { text: '' }, { text: words.difference, number: true }, { text: words.needed_pace, number: true }, { text: words.status }], rows, words.progress, (r) => (r < sure_targets ? '' : 'spare')),
    listed.length > rows.length ? h('p', 'quiet spare', words.and_more(speech.number(listed.length - rows.length))) : null,
    listed.length > sure_targets ? h('p', 'quiet fitted', words.and_more(speech.number(listed.length - sure_targets))) : null);
}

/** Flags of one word, limit and target: said once, with the municipalities that have them. */
interface FlagGroup {
  head: string;
  names: string[];
}

function groupOf(model: PrintModel, flag: Flag): { key: string; head: string; value: string } {
  const { words, speech, report } = model;
  const service = report.data.services[flag.service];
  const short_words = speech.words.flag_short;
  if (!service || !Object.hasOwn(short_words, flag.word)) return { key: model.reason(flag), head: model.reason(flag), value: '' };
  const percent = flag.word.startsWith('below-') || flag.word === 'rate-fell';
  const unit = flag.word === 'uncovered-people' ? 'population' : flag.word === 'uncovered-households' ? 'households' : report.data.weights[service.weight] ?? '';
  const counted = ['uncovered-people', 'uncovered-households', 'rounds-to-100'].includes(flag.word);
  const value = percent ? speech.words.number.percent(flag.value) : counted ? words.flag_people(speech.number(Number(flag.value)), speech.word(speech.words.unit, unit)) : flag.value;
  const shared = flag.word === 'rate-fell' ? '' : flag.limit;
  const goal = flag.target_fy ? words.flag_goal(String(flag.target_fy), speech.scope(flag.scope), flag.limit) : shared === '' ? '' : words.flag_limit(percent ? speech.words.number.percent(shared) : speech.number(Number(shared)));
  return { key: [flag.service, flag.word, shared, flag.target_fy, flag.scope].join('|'), head: `${service.name} ${short_words[flag.word]!}${goal}`, value };
}

function flagBlock(model: PrintModel, prefecture: number, members: number[]): HTMLElement {
  const { words, speech, report } = model;
  const groups = new Map<string, FlagGroup>();
  const towns = new Set<number>();
  let count = 0;
  const add = (flag: Flag, name: string) => {
    const { key, head, value } = groupOf(model, flag);
    if (!groups.has(key)) groups.set(key, { head, names: [] });
    groups.get(key)!.names.push(value === '' ? name : `${name} ${value}`);
    ++count;
  };
  const own = report.data.prefectures[prefecture]!;
  for (const flag of own.flags) add(flag, own.name);
  for (const k of members) {
    const town = report.data.municipalities[k]!;
    for (const flag of town.flags) add(flag, short(town.name, 14));
    if (town.flags.length) towns.add(k);
  }
  if (count === 0) return block('flags', words.flags_title, h('p', 'good', words.no_flags));
  const comma = model.language === 'ja' ? '、' : ', ';
  const listed = [...groups.values()];
  const shown = listed.slice(0, most_flags);
  const rest = listed.slice(most_flags).reduce((sum, group) => sum + group.names.length, 0);
  return block('flags some', `${words.flags_title}　${words.flag_count(speech.number(count), speech.number(towns.size))}`,
    h('ul', 'flag-list', ...shown.map(({ head, names }) => h('li', '', h('b', '', head), model.language === 'ja' ? '：' : ': ', names.slice(0, most_names).join(comma), names.length > most_names ? `${comma}${words.and_more(speech.number(names.length - most_names))}` : ''))),
    rest > 0 ? h('p', 'quiet', words.flags_more(speech.number(rest))) : null);
}

function mapKey(model: PrintModel, map: PrefectureMap): Node[] {
  const { words, report, speech } = model;
  const town = (k: number) => report.data.municipalities[k]!;
  const classes = h('ul', 'legend ramp', ...rateClasses(model, map.has_empty).map((c) => {
    const box = s('svg', { viewBox: '0 0 4 3', width: '4mm', height: '3mm', 'aria-hidden': 'true', class: 'swatch' }, s('rect', { x: 0.1, y: 0.1, width: 3.8, height: 2.8, fill: c.colour }));
    return h('li', '', box, c.text);
  }));
  const numbered = map.numbered.length === 0 ? null : h('p', 'numbered', ...map.numbered.slice(0, 60).map((k, i) => {
    const f = model.figures(town(k), 0);
    return h('span', '', h('b', '', String(i + 1)), ` ${short(town(k).name, 12)} ${speech.digits(f.rate, f.decimals)}${f.marked ? '*' : ''}`);
  }));
  const out = map.left_out.length === 0 ? null : h('p', 'quiet', words.not_on_map(map.left_out.slice(0, 10).map((k) => short(town(k).name, 12)).join(model.language === 'ja' ? '、' : ', ')));
  return [classes, numbered, out].filter((n) => n !== null);
}

/** The summary of a prefecture, without its map. */
export function prefecturePage(model: PrintModel, prefecture: number): Sheet {
  const { report, words, speech } = model;
  const area = report.data.prefectures[prefecture]!;
  const members = report.members({ level: 'prefecture', index: prefecture });
  const figures = model.figures(area, 0);
  const towns = members.map((k) => ({ k, f: model.figures(report.data.municipalities[k]!, 0) }));
  const rated = towns.filter((t) => t.f.rate !== null);
  const lowest = [...rated].sort((a, b) => a.f.rate! - b.f.rate! || (b.f.uncovered ?? 0) - (a.f.uncovered ?? 0) || a.k - b.k).slice(0, most_rows).map((t) => t.k);
  const most = rated.filter((t) => (t.f.uncovered ?? 0) > 0).sort((a, b) => (b.f.uncovered ?? 0) - (a.f.uncovered ?? 0) || a.k - b.k).slice(0, most_rows).map((t) => t.k);
  const counts = words.counts(speech.number(members.length), speech.number(rated.filter((t) => t.f.rate! < 90).length), speech.number(rated.filter((t) => t.f.rate === 100 && !t.f.marked).length));
  const marked = figures.marked || towns.some((t) => t.f.marked);
  const room = h('div', 'map-room');
  const key = h('div', 'map-key');
  const section = h('section', 'sheet prefecture',
    header(model, area.name, words.prefecture_page, area.code),
    h('div', 'first', rateBlock(model, area, model.goal(area, 'prefecture', 0)), h('div', 'out', h('h2', '', words.out_title), outBlock(model, area), h('p', 'counts', counts))),
    h('div', 'middle', h('div', 'map-column', h('h2', '', `${model.rateName(model.service)} (%)`), room, key),
      h('div', 'side-column', townTable(model, words.lowest, lowest), most.length ? townTable(model, words.most_out, most) : null)),
    progress(model, area.code),
    h('div', 'pair', h('div', '', operatorsBlock(model, area)), h('div', '', servicesBlock(model, area))),
    flagBlock(model, prefecture, members),
    footer(model, marked));
  section.setAttribute('aria-label', area.name);
  return {
    section,
    room,
    // The key depends on which names find room: it is laid out with a map of a likely size.
    prepare: () => {
      const map = prefectureMap(model, area.name, members, 112, 105);
      key.replaceChildren(...(map ? mapKey(model, map) : []));
    },
    draw: (width, height) => {
      const map = prefectureMap(model, area.name, members, width, height);
      room.replaceChildren(map ? map.svg : h('p', 'quiet', words.no_shape));
      if (map) key.replaceChildren(...mapKey(model, map));
    },
  };
}

