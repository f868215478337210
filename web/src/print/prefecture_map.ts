// A prefecture on paper: its municipalities shaded by rate, with names, or numbers where a name has no room.
import type { Area, LonLat } from '../data/types';
import { mm, s } from './dom';
import { northArrow, scaleBar } from './furniture';
import { contains, Frame, overlap, pathOf, unite, type Box } from './geometry';
import { isDark, no_value_colour, rate_breaks, rate_colours, rateColour } from '../map/colours';
import type { PrintModel } from './model';
import { short } from './municipality_map';

export interface PrefectureMap {
  svg: SVGElement;
  /** Municipalities that have a number instead of a name, in the order of the numbers. */
  numbered: number[];
  /** Far away with few people: the map would be of the sea. */
  left_out: number[];
  has_empty: boolean;
}

/** Leaves far places with hardly anybody out, where the map is more than half as wide or high again because of them. */
function nearMembers(model: PrintModel, members: number[]): number[] {
  const { municipalities } = model.report.data;
  const people = (k: number) => municipalities[k]!.people[model.headline.weight] ?? 0;
  const all = members.reduce((sum, k) => sum + people(k), 0);
  let shown = members.filter((k) => model.shapes[k]!.length > 0);
  const size = (list: number[]) => {
    const box = unite(list.map((k) => municipalities[k]!.box as Box));
    return Math.max(box[2] - box[0], box[3] - box[1]);
  };
  let left = 0;
  while (shown.length > 3) {
    const whole = size(shown);
    const without = shown.map((k) => size(shown.filter((o) => o !== k)));
    const best = without.reduce((b, v, i) => (v < without[b]! ? i : b), 0);
    left += people(shown[best]!);
    if (without[best]! > whole * 0.8 || left > all * 0.02) break;
    shown = shown.filter((_, i) => i !== best);
  }
  return shown;
}

function within(box: Box, [x, y]: LonLat): boolean {
  return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
}

interface Label {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

const em = 2.05;  // mm of a label's letter

function widthOf(text: string): number {
  let sum = 0;
  for (const c of text) sum += c.charCodeAt(0) < 0x2000 ? 0.58 : 1;
  return sum * em;
}

/** The map of a prefecture, `width` by `height` millimetres; null where nothing has an outline. */
export function prefectureMap(model: PrintModel, name: string, members: number[], width: number, height: number): PrefectureMap | null {
  const { municipalities } = model.report.data;
  const shown = nearMembers(model, members);
  if (shown.length === 0) return null;
  const frame = new Frame(unite(shown.map((k) => municipalities[k]!.box as Box)), width, height, 4);
  const own = new Set(members);
  const others = municipalities.flatMap((area, k) => (!own.has(k) && overlap(area.box as Box, frame.view) ? [s('path', { d: pathOf(model.shapes[k]!, frame), class: 'neighbour' })] : []));
  const rate = (area: Area) => model.figures(area, 0).rate;
  const fills = members.map((k) => s('path', { d: pathOf(model.shapes[k]!, frame, 0.1), fill: rateColour(rate(municipalities[k]!)), 'fill-rule': 'evenodd', class: 'town' }));

  const labels: SVGElement[] = [];
  const taken: Label[] = [];
  const numbered: number[] = [];
  const free = (box: Label) => box.x0 > 0.5 && box.y0 > 0.5 && box.x1 < width - 0.5 && box.y1 < height - 0.5 && !taken.some((o) => o.x0 < box.x1 && box.x0 < o.x1 && o.y0 < box.y1 && box.y0 < o.y1);
  const order = [...shown].sort((a, b) => municipalities[b]!.km2 - municipalities[a]!.km2 || a - b);
  const place_of = (k: number) => [frame.x(municipalities[k]!.at[0]), frame.y(municipalities[k]!.at[1])] as const;
  const waiting: number[] = [];
  for (const k of order) {
    const area = municipalities[k]!;
    const [x, y] = place_of(k);
    const figures = model.figures(area, 0);
    const lines = [short(area.name, 9), model.speech.digits(figures.rate, figures.decimals) + (figures.marked ? '*' : '')];
    const half = Math.max(...lines.map(widthOf)) / 2;
    const own_box = area.box as Box;
    const room = frame.x(own_box[2]) - frame.x(own_box[0]);
    const place = [0, -1.2, 1.2, -2.4, 2.4].map((d) => ({ x0: x - half, y0: y - 2.3 + d, x1: x + half, y1: y + 2.3 + d })).find(free);
    // A name may hang over the sea, and with one corner over a neighbour.
    const hangs = (px: number, py: number) => {
      const at = frame.at(px, py);
      return !contains(model.shapes[k]!, at) && shown.some((o) => o !== k && within(municipalities[o]!.box as Box, at) && contains(model.shapes[o]!, at));
    };
    const over = place ? [[place.x0, place.y0], [place.x1, place.y0], [place.x0, place.y1], [place.x1, place.y1]].filter(([px, py]) => hangs(px!, py!)).length : 4;
    if (!place || over > 1 || 2 * half > room * 1.25) {
      waiting.push(k);
      continue;
    }
    taken.push(place);
    const colour = rateColour(figures.rate);
    const dark = isDark(colour) ? 'town-label dark' : 'town-label';
    const top = place.y0;
    labels.push(s('text', { x: mm(x), y: mm(top + 1.95), class: dark, stroke: colour, 'text-anchor': 'middle' }, lines[0]!),
      s('text', { x: mm(x), y: mm(top + 4.1), class: `${dark} rate`, stroke: colour, 'text-anchor': 'middle' }, lines[1]!));
  }
  waiting.sort((a, b) => place_of(a)[1] - place_of(b)[1] || a - b);
  for (const k of waiting) {
    const area = municipalities[k]!;
    const [px, py] = place_of(k);
    const spots = [[0, 0], [1.6, 0], [-1.6, 0], [0, 1.6], [0, -1.6], [2.4, 1.4], [-2.4, 1.4], [2.4, -1.4], [-2.4, -1.4]].map(([dx, dy]) => ({ x0: px + dx! - 0.9, y0: py + dy! - 1, x1: px + dx! + 0.9, y1: py + dy! + 1 }));
    const spot = spots.find(free) ?? spots[0]!;
    taken.push(spot);
    const [x, y] = [(spot.x0 + spot.x1) / 2, (spot.y0 + spot.y1) / 2];
    numbered.push(k);
    labels.push(s('text', { x: mm(x), y: mm(y + 0.8), class: isDark(rateColour(rate(area))) ? 'town-label rate dark' : 'town-label rate', stroke: rateColour(rate(area)), 'text-anchor': 'middle' }, String(numbered.length)));
  }
  const id = `p${members[0] ?? 0}`;
  const svg = s('svg', { viewBox: `0 0 ${mm(width)} ${mm(height)}`, class: 'map', role: 'img', 'aria-label': `${name}: ${model.words.municipal_map}`, preserveAspectRatio: 'xMidYMin meet' },
    s('defs', {}, s('clipPath', { id }, s('rect', { width: mm(width), height: mm(height) }))),
    s('rect', { width: mm(width), height: mm(height), class: 'map-back' }),
    s('g', { 'clip-path': `url(#${id})` }, ...others, ...fills, ...labels),
    scaleBar(frame), northArrow(frame, model.words.north),
    s('rect', { width: mm(width), height: mm(height), class: 'map-frame' }));
  const on_map = new Set(shown);
  return { svg, numbered, left_out: members.filter((k) => !on_map.has(k)), has_empty: members.some((k) => rate(municipalities[k]!) === null) };
}

/** Classes of the shades, highest last. */
export function rateClasses(model: PrintModel, has_empty: boolean): { colour: string; text: string }[] {
  const { words } = model;
  const classes = rate_colours.map((colour, k) => ({ colour, text:
    k === 0 ? words.class_below(String(rate_breaks[0])) : k === rate_breaks.length ? words.class_and_more(String(rate_breaks[k - 1])) : words.class_between(String(rate_breaks[k - 1]), String(rate_breaks[k])) }));
  return has_empty ? [...classes, { colour: no_value_colour, text: words.no_value }] : classes;
}
