// What a cell shows: its fraction, its people, or those left out.
import type { Report } from '../data/report';
import type { State } from '../app/state';
import { classOf, fraction_breaks, fraction_colours, no_value_colour, people_breaks, people_colours, pixel } from './colours';

/** The part of a cell's people that a rule counts; null where the page cannot know. */
export function countedPart(report: Report, cell: number, choice: Pick<State, 'service' | 'layer' | 'rule'>): number | null {
  const service = report.data.services[choice.service]!;
  const rule = report.data.rules[choice.rule];
  const fraction = report.mesh?.fraction[choice.layer]?.[cell];
  const own = choice.layer === service.layer && choice.rule === service.rule;
  const verdict = report.mesh?.covered[choice.service]?.[cell];
  if (own && verdict === 2) return null;
  if (rule === 'area_share') return fraction === undefined ? null : fraction / 10000;
  if (own && verdict !== undefined) return verdict;
  if (fraction === undefined) return null;
  if (rule === 'lower') return fraction === 10000 ? 1 : 0;
  if (rule === 'upper') return fraction > 0 ? 1 : 0;
  if (rule === 'half_cell') {
    const limit = service.threshold * 10000;
    return (service.comparator === '>' ? fraction > limit : fraction >= limit) ? 1 : 0;
  }
  return null;
}

/** Colour of each cell as four bytes of a canvas. */
export function cellColours(report: Report, state: State): (cell: number) => number {
  const mesh = report.mesh!;
  const blank = pixel(no_value_colour);
  if (state.mesh_mode === 'fraction') {
    const fractions = mesh.fraction[state.layer];
    const colours = fraction_colours.map((c) => pixel(c));
    const table = new Uint32Array(10001);
    for (let k = 0; k <= 10000; ++k) table[k] = colours[classOf(k / 10000, fraction_breaks)]!;
    return (cell) => (fractions ? table[fractions[cell]!]! : blank);
  }
  const people = mesh.weights[state.weight];
  const colours = people_colours.map((c) => pixel(c));
  const of = (value: number) => colours[classOf(value, people_breaks)]!;
  if (!people) return () => blank;
  if (state.mesh_mode === 'people') return (cell) => of(people[cell]!);
  return (cell) => {
    const part = countedPart(report, cell, state);
    return part === null ? blank : of(people[cell]! * (1 - part));
  };
}
