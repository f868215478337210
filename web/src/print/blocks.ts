// Pieces that both kinds of pages are made of.
import type { Figures } from '../data/report';
import type { Area } from '../data/types';
import { h, ha, mm, s, type Child } from './dom';
import type { GoalState, PrintModel } from './model';

export function block(name: string, title: string, ...children: Child[]): HTMLElement {
  return h('div', `block ${name}`, h('h2', '', title), ...children);
}

export interface Column {
  text: string;
  number?: boolean;
}

/** A table; the first cell of each row is its head. */
export function table(name: string, columns: Column[], rows: (Child | string)[][], caption: string, row_names: (row: number) => string = () => ''): HTMLTableElement {
  const align = (k: number) => (columns[k]?.number ? 'number' : '');
  return h('table', name, h('caption', 'hidden', caption),
    h('thead', '', h('tr', '', ...columns.map((c, k) => ha('th', { scope: 'col', class: align(k) }, c.text)))),
    h('tbody', '', ...rows.map((row, r) => h('tr', row_names(r), ...row.map((cell, k) => (k === 0 ? ha('th', { scope: 'row', class: align(k) }, cell) : h('td', align(k), cell)))))));
}

/** Lower to upper bound, the rate between them and the target, from 0 to 100. */
export function rangeBar(model: PrintModel, figures: Figures, goal: number | null): SVGElement | null {
  const { rate, lower, upper, decimals } = figures;
  if (rate === null || lower === null || upper === null) return null;
  const width = 58;
  const x = (value: number) => 3 + (width - 6) * (Math.min(100, Math.max(0, value)) / 100);
  const label = `${model.words.bounds(model.speech.percent(lower, decimals), model.speech.percent(upper, decimals))}${goal === null ? '' : `, ${model.words.target_mark} ${model.speech.percent(goal, 0)}`}`;
  return s('svg', { viewBox: `0 0 ${width} 11.4`, class: 'range', role: 'img', 'aria-label': label, width: `${width}mm`, height: '11.4mm' },
    s('rect', { x: 3, y: 3, width: width - 6, height: 3.6, class: 'range-track' }),
    s('rect', { x: mm(x(lower)), y: 3, width: mm(Math.max(0.5, x(upper) - x(lower))), height: 3.6, class: 'range-bounds' }),
    s('rect', { x: mm(x(rate) - 0.5), y: 2.1, width: 1, height: 5.4, class: 'range-rate' }),
    goal === null ? null : s('path', { d: `M${mm(x(goal))} 2.9l-1.5 -2.6h3z`, class: 'range-goal' }),
    ...[0, 25, 50, 75, 100].map((v) => s('g', {}, s('path', { d: `M${mm(x(v))} 6.6v1`, class: 'range-tick' }),
      s('text', { x: mm(x(v)), y: 10.3, 'text-anchor': 'middle', class: 'range-text' }, v === 100 ? '100%' : String(v)))));
}

/** The rate, large; how it was counted; its bounds. */
export function rateBlock(model: PrintModel, area: Area, goal: GoalState | null): HTMLElement {
  const { speech, words, service } = model;
  const figures = model.figures(area, 0);
  const by = words.by(speech.weight(service.weight), speech.ruleHelp(service.rule, service));
  if (figures.rate === null) return h('div', 'rate-block', h('p', 'rate-name', model.rateName(service)), h('p', 'rate-none', '–'), h('p', 'rate-by', words.no_one));
  const digits = figures.rate.toFixed(figures.decimals);
  return h('div', 'rate-block',
    h('p', 'rate-name', model.rateName(service)),
    h('p', 'rate-value', digits, figures.marked ? h('span', 'rate-star', '*') : null, h('span', 'rate-unit', '%')),
    h('div', 'rate-range', rangeBar(model, figures, goal?.value ?? null),
      h('p', 'rate-bounds', words.bounds(speech.percent(figures.lower, figures.decimals), speech.percent(figures.upper, figures.decimals)), goal ? h('span', 'goal-key', `▼ ${words.target_mark} ${speech.percent(goal.value, Number.isInteger(goal.value) ? 0 : service.decimals)}`) : null)),
    h('p', 'rate-by', by),
    speech.range(figures) ? h('p', 'rate-by', `${speech.range(figures)} %: ${speech.placed(figures)}`) : null);
}

/** People, households and the old left out by the first service. */
export function outBlock(model: PrintModel, area: Area): HTMLElement {
  const { speech, words, report } = model;
  const { weights } = report.data;
  const out = weights.map((_, w) => model.figures(area, 0, w));
  const population = weights.indexOf('population');
  const people_out = population < 0 ? null : out[population]!.uncovered;
  return h('dl', 'out-block', ...weights.flatMap((id, w) => {
    const f = out[w]!;
    const note = id === 'age_65_plus' && people_out ? words.old_share(speech.percent((100 * (f.uncovered ?? 0)) / people_out, 0)) : words.of_total(speech.people(f.people, w));
    return [h('div', w === model.headline.weight ? 'main' : '', h('dt', '', speech.word(words.out, id)), h('dd', '', h('b', '', speech.number(f.uncovered)), h('span', 'unit', model.language === 'ja' ? speech.unit(w) : ''), h('small', '', note)))];
  }));
}

export function goalBlock(model: PrintModel, area: Area, level: 'municipality' | 'prefecture'): HTMLElement {
  const { words, speech, service } = model;
  const goal = model.goal(area, level, 0);
  if (!goal) return block('goal', words.target_title, h('p', 'quiet', words.no_target));
  const points = (v: number) => model.points(v, service.decimals);
  const met = goal.gap <= 0 && !(goal.people !== null && goal.people > 0);
  return block('goal', words.target_title,
    h('p', '', words.target_of(String(goal.year), speech.scope(goal.scope)), ' ', h('b', '', speech.percent(goal.value, Number.isInteger(goal.value) ? 0 : service.decimals))),
    met ? h('p', 'good', h('b', '', words.met), goal.gap < 0 ? `　${words.met_by(points(-goal.gap))}` : '')
      : h('p', '', h('b', 'gap-points', words.gap_points(points(Math.max(0, goal.gap)))), goal.people === null ? '' : `　${words.needed(speech.people(goal.people, service.weight))}`),
    goal.pace !== null ? h('p', '', words.pace(speech.decimal(goal.pace, service.decimals + 1))) : goal.overdue ? h('p', '', words.overdue) : null);
}

export function ranksBlock(model: PrintModel, area: Area): HTMLElement | null {
  const { words, speech, service } = model;
  const ranks = model.ranks(area, 0);
  if (ranks.length === 0) return null;
  return block('ranks', words.rank_title, h('ul', 'rank-list', ...ranks.slice(0, 4).map((rank, k) =>
    h('li', k > 2 ? 'less' : '', h('span', 'rank-set', model.rankSet(area, rank)), h('b', '', words.rank_value(speech.number(rank.rank), speech.number(rank.count))),
      rank.set_rate === null || rank.among === 'peers' ? null : h('small', '', words.rank_mean(speech.percent(rank.set_rate, service.decimals)))))));
}

/** The first service's operators. */
export function operatorsBlock(model: PrintModel, area: Area): HTMLElement | null {
  const { words, speech, service } = model;
  const layers = model.operators(0);
  if (layers.length < 2) return null;
  const rows = [service.layer, ...layers].map((layer) => {
    const f = model.figures(area, 0, undefined, layer);
    const name = layer === service.layer ? words.all_operators : speech.operator(layer);
    const bar = s('svg', { viewBox: '0 0 24 2.6', width: '24mm', height: '2.6mm', 'aria-hidden': 'true', class: 'bar' },
      s('rect', { width: 24, height: 2.6, class: 'range-track' }),
      f.lower !== null && f.upper !== null ? s('rect', { x: mm((24 * f.lower) / 100), width: mm((24 * (f.upper - f.lower)) / 100), height: 2.6, class: 'range-bounds' }) : null,
      f.rate === null ? null : s('rect', { x: mm((23.4 * f.rate) / 100), y: 0, width: 0.6, height: 2.6, class: 'range-rate' }));
    return [h('span', 'clip', name), speech.rate(f), bar, speech.people(f.uncovered, service.weight)];
  });
  const shown = rows.slice(0, 8);
  return block('operators', words.operators_title(service.name),
    table('lines', [{ text: '' }, { text: words.rate, number: true }, { text: words.range }, { text: words.outside, number: true }], shown, words.operators_title(service.name)),
    rows.length > shown.length ? h('p', 'quiet', words.and_more(speech.number(rows.length - shown.length))) : null);
}

/** The services that the page is not about. */
export function servicesBlock(model: PrintModel, area: Area): HTMLElement | null {
  const { words, speech, report } = model;
  const others = report.data.services.slice(1);
  if (others.length === 0) return null;
  const rows = others.slice(0, 6).map((service, k) => {
    const f = model.figures(area, k + 1);
    return [h('span', '', model.rateName(service)), speech.rate(f), f.lower === null || f.upper === null ? '–' : `${speech.digits(f.lower, f.decimals)}–${speech.digits(f.upper, f.decimals)}`, speech.people(f.uncovered, service.weight)];
  });
  return block('services', words.services_title,
    table('lines', [{ text: words.service }, { text: words.rate, number: true }, { text: words.range, number: true }, { text: words.outside, number: true }], rows, words.services_title));
}

export function header(model: PrintModel, name: string, kind: string, code: string): HTMLElement {
  const { speech, report } = model;
  const size = [...name].length > 26 ? 'long' : [...name].length > 13 ? 'wide' : '';
  return h('header', '', h('div', 'top', h('span', 'clip', report.data.title), h('span', '', speech.words.page.as_of(speech.date(report.data.as_of)))),
    h('div', 'name', ha('h1', { class: size }, name), h('p', 'kind', [kind, code].filter((t) => t).join('　'))));
}

export function footer(model: PrintModel, marked: boolean): HTMLElement {
  const { words, service, report, language } = model;
  const sources = model.sources();
  const profile = `${service.profile_name[language]} ${service.profile}${service.profile_source ? ` — ${service.profile_source}` : ''}`;
  return h('footer', '',
    h('p', 'method', h('b', '', words.method), ' ', model.method(), ' ', words.bounds_help, marked ? ` ${words.star}` : '', ` ${words.profile}: ${profile}`, service.changed_keys.length ? ` (${words.changed}: ${service.changed_keys.join(', ')})` : ''),
    sources.length ? h('p', 'sources', h('b', '', words.sources), ' ', sources.join(language === 'ja' ? '／' : '; ')) : null,
    h('p', 'made', h('span', '', words.made(report.data.program)), h('span', 'page-number', '')));
}
