// One municipality on one A4 page.
import { block, footer, goalBlock, header, operatorsBlock, outBlock, ranksBlock, rateBlock, servicesBlock, table } from './blocks';
import type { CellState } from './cells';
import { h, s } from './dom';
import type { LocalGap, PlaceLine, PrintModel } from './model';
import { municipalityMap, short, signClass, signShape } from './municipality_map';
import type { Sheet } from './sheet';

/** Gaps of the page: the largest three. */
const most_gaps = 3;

function gapLines(model: PrintModel, zone: number, gaps: LocalGap[]): HTMLElement {
  const { words, speech, report } = model;
  if (!model.has_gaps) return h('p', 'quiet', words.gaps_off);
  if (gaps.length === 0) return h('p', 'good', words.no_gaps);
  const w = model.headline.weight;
  const households = report.data.weights.indexOf('households');
  const rest = gaps.slice(most_gaps);
  return h('div', '', h('ol', 'gap-list', ...gaps.slice(0, most_gaps).map((gap, k) => {
    const where = gap.at ? model.part(zone, gap.at) : '';
    const name = gap.foreign || !gap.town ? where : words.gap_town(gap.town);
    const from = gap.foreign && gap.town ? words.gap_from(gap.town) : '';
    const wide = gap.zones > 1 && gap.whole !== null ? words.gap_wide(speech.people(gap.whole, w), speech.number(gap.zones)) : '';
    const near = gap.site_m !== null ? `${words.gap_site} ${speech.metres(gap.site_m)}` : gap.served_m !== null ? `${words.gap_served} ${speech.metres(gap.served_m)}` : '';
    return h('li', '', h('span', 'dot', String(k + 1)),
      h('div', '', h('p', 'gap-name', name || words.gaps_title),
        gap.people[w] == null ? null : h('p', 'gap-people', h('b', '', speech.people(gap.people[w], w)), households >= 0 && households !== w ? `　${speech.people(gap.people[households] ?? null, households)}` : ''),
        near ? h('p', 'quiet', near) : null,
        from || wide ? h('p', 'quiet less', [from, wide].filter((t) => t).join(model.language === 'ja' ? '（' : ' (') + (from && wide ? (model.language === 'ja' ? '）' : ')') : '')) : null));
  })), rest.length ? h('p', 'quiet', words.gap_more(speech.number(rest.length), speech.people(rest.reduce((sum, gap) => sum + (gap.people[w] ?? 0), 0), w))) : null,
  h('p', 'help less', words.gaps_help));
}

function placeBlock(model: PrintModel, lines: PlaceLine[]): HTMLElement | null {
  const { words, speech, report } = model;
  if (lines.length === 0) return null;
  const rows = lines.map((line) => [line.name, speech.number(line.inside), speech.number(line.total - line.inside), speech.number(line.total)]);
  const names = lines.flatMap((line) => line.out.map((k) => ({ name: report.data.places[line.place]!.names[k] ?? '', far: report.data.places[line.place]!.distance_m[0]?.[k] ?? 0 })));
  const far = names.filter((n) => n.name !== '').sort((a, b) => b.far - a.far);
  const told = far.slice(0, 4);
  return block('places', words.places_title,
    table('lines', [{ text: words.place_kind }, { text: words.place_in, number: true }, { text: words.place_out, number: true }, { text: words.place_total, number: true }], rows, words.places_title),
    told.length ? h('p', 'quiet less', words.places_out(told.map((n) => short(n.name, 18) + (n.far > 0 ? ` ${speech.metres(n.far)}` : '')).join(model.language === 'ja' ? '、' : ', ')),
      far.length > told.length ? `${model.language === 'ja' ? '、' : ', '}${words.and_more(speech.number(far.length - told.length))}` : '') : null);
}

function swatch(kind: string): SVGElement {
  return s('svg', { viewBox: '0 0 4 3', width: '4mm', height: '3mm', 'aria-hidden': 'true', class: `swatch ${kind}` }, s('rect', { x: 0.1, y: 0.1, width: 3.8, height: 2.8 }),
    kind === 'partly' ? s('path', { d: 'M0 3L3 0M-1 2L1 0M1 3L4 0M3 3L5 1', class: 'swatch-lines' }) : null);
}

function legend(model: PrintModel, states: Set<CellState>, lines: PlaceLine[], gaps: boolean): HTMLElement {
  const { legend: words } = model.words;
  const share = model.report.data.rules[model.service.rule] === 'area_share';
  const partly = share ? words.partly_share : words.partly;
  const names: Record<CellState, string> = { covered: words.covered, partly, uncovered: words.uncovered, not_listed: words.not_listed };
  return h('ul', 'legend',
    ...(['covered', 'partly', 'uncovered', 'not_listed'] as const).flatMap((state) => (states.has(state) || (states.size > 0 && state !== 'not_listed') ? [h('li', '', swatch(state), names[state])] : [])),
    states.size ? h('li', '', swatch('empty'), words.empty) : null,
    gaps ? h('li', '', h('span', 'dot small', '1'), words.gap) : null,
    ...lines.flatMap((line) => (line.out.length ? [h('li', '', s('svg', { viewBox: '-1.6 -1.6 3.2 3.2', width: '3.2mm', height: '3.2mm', 'aria-hidden': 'true', class: signClass(line.place) }, s('path', { d: signShape(line.place) })), words.place(line.name))] : [])));
}

/** The page of a municipality, without its map, which takes the room that is left. */
export function municipalityPage(model: PrintModel, zone: number): Sheet {
  const { report, words, speech } = model;
  const area = report.data.municipalities[zone]!;
  const prefecture = report.data.prefectures[area.prefecture]?.name ?? '';
  const gaps = model.gaps(zone);
  const places = model.places(zone);
  const room = h('div', 'map-room');
  const key = h('div', 'map-key');
  const figures = model.figures(area, 0);
  const flags = area.flags.map((flag) => model.reason(flag));
  const section = h('section', 'sheet municipality',
    header(model, area.name, prefecture, area.code),
    h('div', 'first', rateBlock(model, area, model.goal(area, 'municipality', 0)), h('div', 'out', h('h2', '', words.out_title), outBlock(model, area))),
    h('div', 'middle', h('div', 'map-column', h('h2', '', words.map_title(model.service.name)), room, key),
      h('div', 'side-column', block('gaps', words.gaps_title, gapLines(model, zone, gaps)), placeBlock(model, places))),
    h('div', 'pair', h('div', '', goalBlock(model, area, 'municipality'), ranksBlock(model, area)), h('div', '', operatorsBlock(model, area), servicesBlock(model, area))),
    block(flags.length ? 'flags some' : 'flags', words.flags_title, flags.length === 0 ? h('p', 'good', words.no_flags)
      : h('ul', flags.length > 2 ? 'flag-list two' : 'flag-list', ...flags.slice(0, 8).map((text) => h('li', '', text)), flags.length > 8 ? h('li', '', words.and_more(speech.number(flags.length - 8))) : null)),
    footer(model, figures.marked));
  section.setAttribute('aria-label', area.name);
  return {
    section,
    room,
    draw: (width, height) => {
      const map = municipalityMap(model, { zone, gaps: gaps.slice(0, most_gaps), places }, width, height);
      if (!map) {
        room.replaceChildren(h('p', 'quiet', words.no_shape));
        return;
      }
      room.replaceChildren(map.svg);
    },
    prepare: () => {
      const states = new Set<CellState>(report.mesh ? ['covered', 'partly', 'uncovered'] : []);
      const unlisted = report.mesh?.covered[0];
      if (unlisted && model.cells(zone).some((i) => unlisted[i] === 2)) states.add('not_listed');
      key.replaceChildren(legend(model, states, places, gaps.slice(0, most_gaps).some((gap) => gap.at)), report.mesh ? '' : h('p', 'quiet', words.no_mesh));
    },
  };
}
