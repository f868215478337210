// What the program hands to the page: DATA.md, word for word.
import type { Topology, GeometryCollection } from 'topojson-specification';

export type LonLat = [longitude: number, latitude: number];
export type Language = 'ja' | 'en';
export type Words = Record<Language, string>;

export const rule_names = ['half_cell', 'area_share', 'centroid', 'lower', 'upper'] as const;

export interface Provider {
  id: string;
  name: string;
  kind: 'sites' | 'areas' | 'both';
  features: number;
  /** L0 … L5, of a mix with shares; empty without areas. */
  level: string;
  how: Words;
}

export interface ServiceTarget {
  value: number;
  fiscal_year: number;
  scope: string;
  plan: string;
  status: string;
  gap: number | null;
  required_per_year: number | null;
  people_needed: number | null;
}

export interface Service {
  id: string;
  name: string;
  /** Its combination among the layers; its providers follow. */
  layer: number;
  profile: string;
  profile_name: Words;
  profile_source: string;
  changed_keys: string[];
  weight: number;
  rule: number;
  threshold: number;
  comparator: '>=' | '>';
  area: 'cell' | 'land';
  combine: 'union_area_first' | 'rule_first' | 'k_of_n' | 'max_single';
  k: number;
  decimals: number;
  /** The lowest of its providers' levels; empty without areas. */
  level: string;
  providers: Provider[];
  target: ServiceTarget | null;
  /** Of stations that were placed by draws: every single figure is of the median draw. */
  range?: { draws: number; median_draw: number };
}

/** A service as a whole (provider -1) or one of its providers. */
export interface Layer {
  service: number;
  provider: number;
}

export interface Flag {
  service: number;
  word: string;
  value: string;
  limit: string;
  target_fy: number;
  scope: string;
  reason: Words;
}

export interface Rank {
  service: number;
  among: 'all' | 'peers' | 'prefecture' | 'group';
  among_code: string;
  rank: number;
  count: number;
  set_rate: number | null;
}

export interface Area {
  code: string;
  name: string;
  prefecture: number;
  km2: number;
  at: LonLat;
  box: [west: number, south: number, east: number, north: number];
  people: (number | null)[];
  /** [weight][layer][rule], flat. */
  rates: (number | null)[];
  covered: (number | null)[];
  left_out: number[];
  /** By service: least and largest official rate over the draws of placed stations. */
  ranges?: ([least: number, most: number] | null)[];
  flags: Flag[];
  ranks: Rank[];
  kind?: string;
  members?: number[];
}

export type ColumnType = 'u8' | 'u16' | 'u32' | 'f32';

export interface MeshDescription {
  embedded: boolean;
  cells: number;
  level: string | null;
  origin: LonLat;
  step: [width: number, height: number];
  rows: number;
  columns: number;
  first: [row: number, column: number];
  grid_rows: number;
  weights: number[];
  bytes: [name: string, type: ColumnType][];
}

export interface Tiles {
  file: string;
  minzoom: number;
  maxzoom: number;
}

export interface Gap {
  service: number;
  id: string;
  at: LonLat;
  town: string;
  cells: number;
  people: (number | null)[];
  km2: number;
  zones: number[];
  /** Of the part in each of `zones`; where they are not given the whole stands for each. */
  zone_people?: (number | null)[][];
  zone_cells?: number[];
  zone_cost?: (number | null)[];
  site_m: number | null;
  site: string;
  served_m: number | null;
  cost: number | null;
}

export interface PlaceSet {
  id: string;
  name: string;
  left_out: number;
  total: number;
  names: string[];
  classes: string[];
  at: LonLat[];
  zone: number[];
  inside: number[][];
  distance_m: number[][];
}

export interface PlaceCount {
  place: number;
  service: number;
  zone: number;
  inside: number;
  total: number;
}

export interface SiteSet {
  layer: number;
  at: string;
}

export interface PlanSite {
  at: LonLat;
  name: string;
  gain: (number | null)[];
  radius_m: number;
  rate: number | null;
  cost: number | null;
}

export interface Plan {
  service: number;
  provider: string;
  sites: PlanSite[];
}

export interface Target {
  kpi: string;
  scope: string;
  fiscal_year: number;
  value: number;
  unit: string;
  plan: string;
  actual: number | null;
  actual_fy: number | null;
  series: string;
  status: string;
  gap: number | null;
  required_per_year: number | null;
  forecast: number | null;
  service: number;
}

export interface Series {
  kpi: string;
  scope: string;
  series: string;
  service: number;
  points: { fiscal_year: number; value: number; break: 'none' | 'start' | 'end' }[];
}

export interface Ledger {
  weight: number;
  input: number;
  outside: number;
  unassigned: number;
  other: number;
  reported: number;
}

export interface Source {
  role: string;
  files: number;
  name: string;
  date: string;
  licence: string;
}

export interface ReportData {
  format: 1;
  program: string;
  title: string;
  language: Language;
  as_of: string;
  base_map: { url: string; attribution: string } | null;
  weights: string[];
  rules: string[];
  layers: Layer[];
  services: Service[];
  nation: Area;
  prefectures: Area[];
  municipalities: Area[];
  groups: Area[];
  /** Borders of prefectures are the arcs whose two sides are of different ones. */
  shapes: Topology<{ municipality: GeometryCollection }>;
  mesh: MeshDescription | null;
  tiles: Tiles | null;
  gaps: Gap[];
  places: PlaceSet[];
  place_counts: PlaceCount[];
  sites: SiteSet[];
  plan: Plan | null;
  targets: Target[];
  series: Series[];
  ledger: Ledger[];
  method: ({ id: string } & Words)[];
  sources: Source[];
  warnings: string[];
  notes: string[];
  tables: { name: string; text: string }[];
}
