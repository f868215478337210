// One municipality on paper: its outline, its cells, its gaps by number, facilities left out.
import type { Area, LonLat } from '../data/types';
import { cellPaths, gapOutline, type CellState } from './cells';
import { mm, s } from './dom';
import { hatch, northArrow, scaleBar } from './furniture';
import { Frame, labelPlace, overlap, pathOf, type Box } from './geometry';
import type { LocalGap, PrintModel } from './model';

/** Signs of facilities, in the order of their kinds; told apart by shape, not by colour. */
const place_signs = ['M0-1.25L1.2 .95H-1.2Z', 'M-1-1H1V1H-1Z', 'M0-1.35L1.35 0L0 1.35L-1.35 0Z', 'M0 1.25L1.2-.95H-1.2Z', 'M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0Z'] as const;

export function signShape(place: number): string {
  return place_signs[place % place_signs.length]!;
}

/** The sixth kind and those after it have the same shapes in white. */
export function signClass(place: number): string {
  return place % (2 * place_signs.length) < place_signs.length ? 'place-sign' : 'place-sign second';
}

export interface MapContent {
  zone: number;
  gaps: LocalGap[];
  places: { place: number; out: number[] }[];
}

function text(x: number, y: number, name: string, words: string): SVGElement {
  return s('text', { x: mm(x), y: mm(y), class: name, 'text-anchor': 'middle' }, words);
}

function neighbours(model: PrintModel, zone: number, frame: Frame): SVGElement[] {
  const { municipalities } = model.report.data;
  const shapes: SVGElement[] = [];
  const rooms: { x: number; y: number; reach: number; name: string }[] = [];
  municipalities.forEach((area, k) => {
    if (k === zone || !overlap(area.box as Box, frame.view)) return;
    const path = pathOf(model.shapes[k]!, frame);
    if (path === '') return;
    shapes.push(s('path', { d: path, class: 'neighbour' }));
    const place = labelPlace(model.shapes[k]!, frame);
    if (place) rooms.push({ ...place, name: short(area.name, 12) });
  });
  // The roomiest first; a name that would lie on another, on the scale or on the arrow is left out.
  const taken = [{ x: 20, y: frame.height - 4, half: 20 }, { x: 20, y: frame.height - 9, half: 20 }, { x: frame.width - 6, y: 8, half: 6 }];
  const names: SVGElement[] = [];
  for (const room of rooms.sort((a, b) => b.reach - a.reach)) {
    const half = [...room.name].length * 1.35;
    const x = Math.min(frame.width - half - 1, Math.max(half + 1, room.x));
    if (room.reach < 2 || taken.some((o) => Math.abs(o.x - x) < o.half + half && Math.abs(o.y - room.y) < 4)) continue;
    taken.push({ x, y: room.y, half });
    names.push(text(x, room.y + 0.8, 'neighbour-name', room.name));
  }
  return [...shapes, ...names];
}

export function short(name: string, most: number): string {
  const letters = [...name];
  return letters.length <= most ? name : `${letters.slice(0, most - 1).join('')}…`;
}

interface Mark {
  x: number;
  y: number;
}

/** Moves numbers apart that would lie on each other. */
function apart(marks: Mark[], least: number): Mark[] {
  const out: Mark[] = [];
  for (const mark of marks) {
    let { x, y } = mark;
    for (let turn = 0; turn < 12 && out.some((o) => Math.hypot(o.x - x, o.y - y) < least); ++turn) {
      x = mark.x + Math.cos(turn) * least * (0.6 + turn / 8);
      y = mark.y + Math.sin(turn) * least * (0.6 + turn / 8);
    }
    out.push({ x, y });
  }
  return out;
}

function gapMarks(gaps: LocalGap[], frame: Frame): SVGElement[] {
  const shown = gaps.flatMap((gap, k) => (gap.at && frame.shows(gap.at, 1) ? [{ k, x: frame.x(gap.at[0]), y: frame.y(gap.at[1]) }] : []));
  return apart(shown, 5).map((mark, i) => s('g', {},
    s('circle', { cx: mm(mark.x), cy: mm(mark.y), r: 2.5, class: 'gap-mark' }),
    text(mark.x, mark.y + 1.25, 'gap-number', String(shown[i]!.k + 1))));
}

function placeMarks(model: PrintModel, content: MapContent, frame: Frame): SVGElement[] {
  const many = content.places.reduce((sum, p) => sum + p.out.length, 0) > 60;
  return content.places.map(({ place, out }) => {
    const set = model.report.data.places[place]!;
    return s('g', { class: signClass(place) }, ...out.flatMap((k) => {
      const at = set.at[k] as LonLat | undefined;
      return at && frame.shows(at) ? [s('path', { d: signShape(place), transform: `translate(${mm(frame.x(at[0]))} ${mm(frame.y(at[1]))})${many ? ' scale(.72)' : ''}` })] : [];
    }));
  });
}

export interface DrawnMap {
  svg: SVGElement;
  states: Set<CellState>;
}

/** The map of a municipality, `width` by `height` millimetres; null where it has no outline. */
export function municipalityMap(model: PrintModel, content: MapContent, width: number, height: number): DrawnMap | null {
  const area: Area = model.report.data.municipalities[content.zone]!;
  const rings = model.shapes[content.zone] ?? [];
  if (rings.length === 0) return null;
  const frame = new Frame(area.box as Box, width, height, 5);
  const id = `z${content.zone}`;
  const outline = pathOf(rings, frame, 0.08);
  const cells = cellPaths(model, frame, area.box as Box);
  const fills: Record<CellState, string> = { covered: 'url(#none)', partly: `url(#${id}-partly)`, uncovered: '', not_listed: `url(#${id}-unlisted)` };
  const svg = s('svg', { viewBox: `0 0 ${mm(width)} ${mm(height)}`, class: 'map', role: 'img', 'aria-label': model.words.map_label(area.name), preserveAspectRatio: 'xMidYMin meet' },
    s('defs', {},
      s('clipPath', { id: `${id}-view` }, s('rect', { width: mm(width), height: mm(height) })),
      s('clipPath', { id: `${id}-area` }, s('path', { d: outline, 'clip-rule': 'evenodd' })),
      hatch(`${id}-partly`, '#f6d9a6', '#8a4b12'),
      hatch(`${id}-unlisted`, '#ffffff', '#b9bfc4')),
    s('rect', { width: mm(width), height: mm(height), class: 'map-back' }),
    s('g', { 'clip-path': `url(#${id}-view)` },
      ...neighbours(model, content.zone, frame),
      s('path', { d: outline, class: 'own-land', 'fill-rule': 'evenodd' }),
      s('g', { 'clip-path': `url(#${id}-area)` },
        ...[...cells].map(([state, d]) => s('path', state === 'covered' || state === 'uncovered' ? { d, class: `cell-${state}` } : { d, fill: fills[state] })),
        s('path', { d: gapOutline(model, frame, area.box as Box, content.gaps.map((gap) => gap.gap)), class: 'gap-outline' })),
      s('path', { d: outline, class: 'own-outline', 'fill-rule': 'evenodd' }),
      ...placeMarks(model, content, frame)),
    scaleBar(frame), northArrow(frame, model.words.north),
    ...gapMarks(content.gaps, frame),
    s('rect', { width: mm(width), height: mm(height), class: 'map-frame' }));
  return { svg, states: new Set(cells.keys()) };
}
