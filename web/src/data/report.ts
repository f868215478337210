// The report as the page uses it: the data, and what follows from it.
import { feature } from 'topojson-client';
import type { Feature, Geometry } from 'geojson';
import { lowerBound, type Mesh } from './decode';
import { meshCode, meshPosition } from './mesh_code';
import type { Area, LonLat, ReportData } from './types';

export type AreaLevel = 'nation' | 'prefecture' | 'municipality' | 'group';

export interface AreaRef {
  level: AreaLevel;
  index: number;
}

/** A cell by its row and column in the mesh's window. */
export interface CellRef {
  row: number;
  column: number;
}

/** What a figure is of: which layer of coverage, by which rule, of whom. */
export interface Choice {
  service: number;
  layer: number;
  rule: number;
  weight: number;
}

export interface Figures {
  rate: number | null;
  people: number | null;
  covered: number | null;
  uncovered: number | null;
  lower: number | null;
  upper: number | null;
  decimals: number;
  /** Of the official figure of placed stations: least and largest rate over the draws; the rate is the median draw's. */
  range: [least: number, most: number] | null;
  draws: number;
  /** The rate prints as 100, yet somebody is left out. */
  marked: boolean;
}

/** A gap as far as it lies in an area. */
export interface GapPart {
  gap: number;
  people: (number | null)[];
  cells: number;
  cost: number | null;
  /** All of the gap: it lies wholly in the area, or its parts are not known. */
  whole: boolean;
}

const sum = (values: readonly (number | null | undefined)[]): number | null =>
  values.reduce<number | null>((total, value) => (total === null || value === null || value === undefined ? null : total + value), 0);

export const nation: AreaRef = { level: 'nation', index: 0 };

export class Report {
  private readonly codes = new Map<string, AreaRef>();
  private shapes: Feature<Geometry | null>[] | undefined;

  constructor(readonly data: ReportData, readonly mesh: Mesh | null) {
    for (const level of ['group', 'prefecture', 'municipality'] as const) {
      this.list(level).forEach((area, index) => this.codes.set(`${level[0]}:${area.code}`, { level, index }));
    }
  }

  list(level: AreaLevel): Area[] {
    switch (level) {
      case 'nation': return [this.data.nation];
      case 'prefecture': return this.data.prefectures;
      case 'municipality': return this.data.municipalities;
      case 'group': return this.data.groups;
    }
  }

  area(ref: AreaRef): Area {
    return this.list(ref.level)[ref.index] ?? this.data.nation;
  }

  /** The key of an area in addresses: m:29201, p:29, g:island. */
  areaKey(ref: AreaRef): string {
    return `${ref.level[0]}:${this.area(ref).code}`;
  }

  areaOfKey(key: string): AreaRef | null {
    return this.codes.get(key) ?? null;
  }

  /** Municipalities that an area is made of. */
  members(ref: AreaRef): number[] {
    const all = this.data.municipalities;
    switch (ref.level) {
      case 'municipality': return [ref.index];
      case 'group': return this.data.groups[ref.index]?.members ?? [];
      case 'prefecture': return all.flatMap((m, k) => (m.prefecture === ref.index ? [k] : []));
      case 'nation': return all.map((_, k) => k);
    }
  }

  /** What to look at of an area: all of it, but of a prefecture or group not the far islands where next to nobody lives. */
  focusBox(ref: AreaRef): Area['box'] {
    const whole = this.area(ref).box;
    if (ref.level === 'nation' || ref.level === 'municipality') return whole;
    const towns = this.members(ref).map((k) => this.data.municipalities[k]!);
    const weight = (area: Area) => area.people[0] ?? 0;
    const people = towns.reduce((sum, area) => sum + weight(area), 0);
    if (people === 0) return whole;
    const centre = [0, 1].map((k) => towns.reduce((sum, area) => sum + area.at[k]! * weight(area), 0) / people);
    const far = (area: Area) => Math.hypot(area.at[0] - centre[0]!, area.at[1] - centre[1]!);
    let left = people * 0.005;
    const kept = towns.sort((a, b) => far(b) - far(a)).filter((area) => left < 0 || (left -= weight(area)) < 0);
    return kept.map((area) => area.box).reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
  }

  /** Position in the flat arrays of an area. */
  slot(weight: number, layer: number, rule: number): number {
    return (weight * this.data.layers.length + layer) * this.data.rules.length + rule;
  }

  ruleIndex(name: string): number {
    return this.data.rules.indexOf(name);
  }

  official(service: number): Choice {
    const s = this.data.services[service]!;
    return { service, layer: s.layer, rule: s.rule, weight: s.weight };
  }

  isOfficial(choice: Choice): boolean {
    const s = this.data.services[choice.service]!;
    return choice.rule === s.rule && choice.weight === s.weight;
  }

  rate(area: Area, choice: Choice): number | null {
    return area.rates[this.slot(choice.weight, choice.layer, choice.rule)] ?? null;
  }

  figures(area: Area, choice: Choice): Figures {
    const service = this.data.services[choice.service]!;
    const at = (rule: number) => (rule < 0 ? null : area.rates[this.slot(choice.weight, choice.layer, rule)] ?? null);
    const rate = this.rate(area, choice);
    const people = area.people[choice.weight] ?? null;
    const covered = area.covered[this.slot(choice.weight, choice.layer, choice.rule)] ?? null;
    const left_out = choice.weight === service.weight ? area.left_out[choice.service] ?? 0 : 0;
    const uncovered = people === null || covered === null ? null : Math.max(0, people - left_out - covered);
    return {
      rate, people, covered, uncovered,
      lower: at(this.ruleIndex('lower')),
      upper: at(this.ruleIndex('upper')),
      decimals: service.decimals,
      marked: rate === 100 && (uncovered ?? 0) > 0,
      range: this.isOfficial(choice) && choice.layer === service.layer ? area.ranges?.[choice.service] ?? null : null,
      draws: service.range?.draws ?? 0,
    };
  }

  /** The part of a gap in some municipalities; nothing where they have neither people nor cells of it. */
  private gapPart(index: number, members: ReadonlySet<number> | null): GapPart | null {
    const gap = this.data.gaps[index]!;
    const whole: GapPart = { gap: index, people: gap.people, cells: gap.cells, cost: gap.cost, whole: true };
    if (!members) return whole;
    const own = gap.zones.flatMap((zone, k) => (members.has(zone) ? [k] : []));
    if (own.length === 0) return null;
    const { zone_people, zone_cells, zone_cost } = gap;
    if (own.length === gap.zones.length || !zone_people || !zone_cells) return whole;
    const part: GapPart = { gap: index, people: gap.people.map((_, w) => sum(own.map((k) => zone_people[k]?.[w]))), cells: sum(own.map((k) => zone_cells[k])) ?? 0,
      cost: sum(own.map((k) => zone_cost?.[k])), whole: false };
    return part.cells > 0 || part.people.some((people) => (people ?? 0) > 0) ? part : null;
  }

  /** Gaps of a service as far as they lie in an area, most of its people first. */
  gapParts(service: number, ref: AreaRef): GapPart[] {
    const members = ref.level === 'nation' ? null : new Set(this.members(ref));
    const weight = this.data.services[service]!.weight;
    return this.data.gaps
      .flatMap((gap, k) => (gap.service === service ? this.gapPart(k, members) ?? [] : []))
      .sort((a, b) => (b.people[weight] ?? 0) - (a.people[weight] ?? 0) || a.gap - b.gap);
  }

  gapsOf(service: number, ref: AreaRef): number[] {
    return this.gapParts(service, ref).map((part) => part.gap);
  }

  /** Municipalities that have a part of a gap, most of its people first. */
  gapZones(index: number): number[] {
    const gap = this.data.gaps[index]!;
    const { zones, zone_people, zone_cells } = gap;
    if (!zone_people || !zone_cells) return zones;
    const weight = this.data.services[gap.service]!.weight;
    const people = (k: number, w: number) => zone_people[k]?.[w] ?? 0;
    return zones.map((_, k) => k)
      .filter((k) => zones.length === 1 || (zone_cells[k] ?? 0) > 0 || this.data.weights.some((_, w) => people(k, w) > 0))
      .sort((a, b) => people(b, weight) - people(a, weight) || a - b)
      .map((k) => zones[k]!);
  }

  /** Shape of each municipality; geometry null where it has none. */
  municipalityShapes(): Feature<Geometry | null>[] {
    this.shapes ??= this.data.shapes.objects.municipality.geometries.map((geometry, index) => {
      const shape = feature(this.data.shapes, geometry) as Feature<Geometry | null>;
      return { type: 'Feature', id: index, properties: {}, geometry: shape.geometry };
    });
    return this.shapes;
  }

  /** Index of a cell among the columns, or -1. */
  cellIndex(cell: CellRef): number {
    const mesh = this.mesh;
    if (!mesh) return -1;
    const { rows, columns } = mesh.description;
    if (cell.row < 0 || cell.column < 0 || cell.row >= rows || cell.column >= columns) return -1;
    const position = cell.row * columns + cell.column;
    const k = lowerBound(mesh.position, position);
    return mesh.position[k] === position ? k : -1;
  }

  cellAt([longitude, latitude]: LonLat): CellRef | null {
    const d = this.data.mesh;
    if (!d) return null;
    const cell = { row: Math.floor((latitude - d.origin[1]) / d.step[1]), column: Math.floor((longitude - d.origin[0]) / d.step[0]) };
    return this.cellIndex(cell) < 0 ? null : cell;
  }

  cellCode(cell: CellRef): string {
    const { level, first, grid_rows } = this.data.mesh!;
    const [row, column] = [first[0] + cell.row, first[1] + cell.column];
    return level === null ? `r${grid_rows - 1 - row}c${column}` : meshCode(level, row, column);  // rasters count from the north-west
  }

  cellOfCode(code: string): CellRef | null {
    const d = this.data.mesh;
    if (!d) return null;
    const raster = /^r(\d+)c(\d+)$/.exec(code);
    const at = d.level !== null ? meshPosition(d.level, code) : raster ? [d.grid_rows - 1 - Number(raster[1]), Number(raster[2])] as const : null;
    if (!at) return null;
    const cell = { row: at[0] - d.first[0], column: at[1] - d.first[1] };
    return this.cellIndex(cell) < 0 ? null : cell;
  }

  cellBox(cell: CellRef): [west: number, south: number, east: number, north: number] {
    const { origin, step } = this.data.mesh!;
    const west = origin[0] + cell.column * step[0];
    const south = origin[1] + cell.row * step[1];
    return [west, south, west + step[0], south + step[1]];
  }

  cellFraction(index: number, layer: number): number | null {
    const value = this.mesh?.fraction[layer]?.[index];
    return value === undefined ? null : value / 10000;
  }
}
