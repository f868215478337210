// What the printed pages say of an area: figures looked up or derived from the report once.
import { decodeSites } from '../data/decode';
import type { Choice, Figures, Report } from '../data/report';
import type { Area, Flag, Language, LonLat, Rank, Service } from '../data/types';
import { Speech } from '../i18n/speech';
import { csvNumber, csvRows } from './csv';
import { kilometres, ringsOf, type Rings } from './geometry';
import { print_words, type PrintWords } from './words';

/** A gap as far as it lies in one municipality. */
export interface LocalGap {
  gap: number;
  town: string;
  /** Its heart is in another municipality. */
  foreign: boolean;
  zones: number;
  at: LonLat | null;
  people: (number | null)[];
  whole: number | null;
  site_m: number | null;
  served_m: number | null;
}

export interface GoalState {
  value: number;
  year: number;
  scope: string;
  plan: string;
  /** Percentage points still missing; negative where the target is passed. */
  gap: number;
  people: number | null;
  /** Points a year; null where no year is left or none is needed. */
  pace: number | null;
  overdue: boolean;
}

export interface PlaceLine {
  name: string;
  place: number;
  inside: number;
  total: number;
  /** Indices of the places left out. */
  out: number[];
}

export class PrintModel {
  readonly speech: Speech;
  readonly words: PrintWords;
  readonly headline: Choice;
  readonly service: Service;
  readonly shapes: Rings[];
  private readonly gap_rows = new Map<string, Record<string, string>[]>();
  private readonly gap_index = new Map<string, number>();
  private cells_of_zone: Uint32Array[] | undefined;
  private readonly site_lists = new Map<number, Float64Array>();
  readonly has_gaps: boolean;

  constructor(readonly report: Report, readonly language: Language) {
    const { data } = report;
    this.speech = new Speech(language, data);
    this.words = print_words[language];
    this.headline = report.official(0);
    this.service = data.services[0]!;
    this.shapes = report.municipalityShapes().map((shape) => ringsOf(shape.geometry));
    // Gaps of two services of one profile may share their id.
    data.gaps.forEach((gap, k) => { if (gap.service === 0) this.gap_index.set(gap.id, k); });
    const table = data.tables.find((t) => t.name === 'gaps.csv');
    for (const row of table ? csvRows(table.text) : []) {
      if (row.scope !== 'municipality' || row.service !== this.service.id) continue;
      const code = row.zone_code ?? '';
      if (!this.gap_rows.has(code)) this.gap_rows.set(code, []);
      this.gap_rows.get(code)!.push(row);
    }
    this.has_gaps = table !== undefined || data.gaps.length > 0;
  }

  /** The name of a service's rate: 5G人口カバー率, or with the service's name before it where that says more. */
  rateName(service: Service): string {
    const name = service.profile_name[this.language] || service.name;
    const said = Object.values(service.profile_name).some((words) => words.startsWith(service.name)) || service.name.startsWith(name);
    return said ? name : `${service.name} ${name}`;
  }

  figures(area: Area, service: number, weight?: number, layer?: number): Figures {
    const choice = this.report.official(service);
    return this.report.figures(area, { ...choice, weight: weight ?? choice.weight, layer: layer ?? choice.layer });
  }

  /** Layers of a service's operators. */
  operators(service: number): number[] {
    return this.report.data.layers.flatMap((l, k) => (l.service === service && l.provider >= 0 ? [k] : []));
  }

  reason(flag: Flag): string {
    return this.speech.flag(flag);
  }

  /** Ranks worth telling: not of one, and not twice the same set. */
  ranks(area: Area, service: number): Rank[] {
    const own = area.ranks.filter((rank) => rank.service === service && rank.count > 1);
    const prefecture = own.find((rank) => rank.among === 'prefecture');
    const order = ['prefecture', 'all', 'peers', 'group'];
    return own
      .filter((rank) => !(rank.among === 'all' && prefecture && rank.count === prefecture.count))
      .sort((a, b) => order.indexOf(a.among) - order.indexOf(b.among));
  }

  rankSet(area: Area, rank: Rank): string {
    const { data } = this.report;
    switch (rank.among) {
      case 'prefecture': return this.speech.words.card.rank_prefecture(data.prefectures[area.prefecture]?.name ?? '');
      case 'group': return this.speech.words.card.rank_group(data.groups.find((g) => g.code === rank.among_code)?.name ?? rank.among_code);
      case 'peers': return this.words.rank_peers;
      default: return this.words.rank_all;
    }
  }

  /** Fiscal year of the report, from April. */
  fiscalYear(): number {
    const [year = 0, month = 1] = this.report.data.as_of.split('-').map(Number);
    return month >= 4 ? year : year - 1;
  }

  /** How far an area is from the target that is its own, or that of the region. */
  goal(area: Area, level: 'municipality' | 'prefecture', service: number): GoalState | null {
    const s = this.report.data.services[service]!;
    const figures = this.figures(area, service);
    if (figures.rate === null) return null;
    const year = this.fiscalYear();
    const scope = level === 'municipality' ? `municipality:${area.code}` : `pref:${area.code}`;
    const own = this.report.data.targets
      .filter((t) => t.service === service && t.scope === scope && t.unit === '%' && t.value !== null)
      .sort((a, b) => a.fiscal_year - b.fiscal_year);
    const target = own.find((t) => t.fiscal_year > year) ?? own.find((t) => t.fiscal_year === year) ?? own.at(-1) ?? s.target;
    if (!target) return null;
    const scale = 10 ** s.decimals;
    const gap = Math.round((target.value - figures.rate) * scale) / scale;
    const left_out = area.left_out[service] ?? 0;
    const counted = figures.people === null ? null : figures.people - left_out;
    const people = counted === null || figures.covered === null ? null : Math.max(0, Math.ceil((target.value / 100) * counted - 1e-9) - figures.covered);
    const years = target.fiscal_year - year;
    return { value: target.value, year: target.fiscal_year, scope: target.scope, plan: target.plan, gap, people,
      pace: gap > 0 && years > 0 ? gap / years : null, overdue: gap > 0 && years < 0 };
  }

  /** Points with a decimal more where they would print as nothing. */
  points(value: number, decimals: number): string {
    const text = value.toFixed(decimals);
    return Number(text) === 0 && value > 0 ? value.toFixed(decimals + 1) : text;
  }

  /** Gaps of the first service in a municipality, most people first. */
  gaps(zone: number): LocalGap[] {
    const { data } = this.report;
    const area = data.municipalities[zone]!;
    const weight = this.headline.weight;
    const rows = this.gap_rows.get(area.code);
    const found = rows ? rows.map((row) => this.gapOfRow(row, zone)) : this.gap_rows.size > 0 ? [] : this.wholeGaps(zone);
    return found.sort((a, b) => (b.people[weight] ?? 0) - (a.people[weight] ?? 0) || a.gap - b.gap);
  }

  private gapOfRow(row: Record<string, string>, zone: number): LocalGap {
    const { data } = this.report;
    const gap = this.gap_index.get(row.id ?? '') ?? -1;
    const whole = data.gaps[gap];
    const people = data.weights.map((id) => csvNumber(row[id]));
    const heart = whole?.at ?? [csvNumber(row.lon) ?? 0, csvNumber(row.lat) ?? 0];
    return this.placed({ gap, town: whole?.town ?? row.town ?? '', foreign: false, zones: whole?.zones.length ?? 1, at: heart, people,
      whole: whole?.people[this.headline.weight] ?? null, site_m: csvNumber(row.nearest_site_m), served_m: csvNumber(row.nearest_served_m) }, zone);
  }

  private wholeGaps(zone: number): LocalGap[] {
    return this.report.gapsOf(0, { level: 'municipality', index: zone }).map((k) => {
      const gap = this.report.data.gaps[k]!;
      const people = gap.zones.length <= 1 ? gap.people : gap.zone_people?.[gap.zones.indexOf(zone)] ?? this.peopleOf(k, zone);
      return this.placed({ gap: k, town: gap.town, foreign: false, zones: gap.zones.length, at: gap.at, people,
        whole: gap.people[this.headline.weight] ?? null, site_m: gap.site_m, served_m: gap.served_m }, zone);
    });
  }

  /** People of a gap's cells in a municipality; unknown without the mesh. */
  private peopleOf(gap: number, zone: number): (number | null)[] {
    const { mesh, data } = this.report;
    const column = mesh?.gap[0];
    if (!mesh || !column) return data.weights.map(() => null);
    const cells = [...this.cells(zone)].filter((i) => column[i] === gap + 1);
    return mesh.weights.map((weight) => (weight ? Math.round(cells.reduce((sum, i) => sum + weight[i]!, 0)) : null));
  }

  /** Where a gap's part in this municipality is: its heart if that is here, else the cell nearest to the mean of its people. */
  private placed(gap: LocalGap, zone: number): LocalGap {
    if (gap.zones <= 1) return gap;
    const { mesh } = this.report;
    const column = mesh?.gap[0];
    const weight = mesh?.weights[this.headline.weight];
    if (!mesh || !column || !weight) return { ...gap, at: null, foreign: true, site_m: null, served_m: null };
    const heart = gap.at && this.report.cellAt(gap.at);
    const cells: number[] = [];
    let [sum, x, y] = [0, 0, 0];
    const { columns } = mesh.description;
    for (const i of this.cells(zone)) {
      if (column[i] !== gap.gap + 1) continue;
      if (heart && mesh.position[i] === heart.row * columns + heart.column) return gap;
      cells.push(i);
      const people = weight[i]!;
      sum += people;
      x += people * (mesh.position[i]! % columns);
      y += people * Math.floor(mesh.position[i]! / columns);
    }
    if (cells.length === 0 || sum <= 0) return { ...gap, at: null, foreign: true, site_m: null, served_m: null };
    const far = (i: number) => (mesh.position[i]! % columns - x / sum) ** 2 + (Math.floor(mesh.position[i]! / columns) - y / sum) ** 2;
    const nearest = cells.reduce((best, i) => (far(i) < far(best) ? i : best));
    const position = mesh.position[nearest]!;
    const [west, south, east, north] = this.report.cellBox({ row: Math.floor(position / columns), column: position % columns });
    const at: LonLat = [(west + east) / 2, (south + north) / 2];
    return { ...gap, at, foreign: true, site_m: this.nearestSite(at), served_m: null };
  }

  /** Cells by the municipality of their largest share. */
  cells(zone: number): Uint32Array {
    const { mesh, data } = this.report;
    if (!mesh) return new Uint32Array();
    if (!this.cells_of_zone) {
      const lists: number[][] = data.municipalities.map(() => []);
      mesh.zone.forEach((z, i) => lists[z]?.push(i));
      this.cells_of_zone = lists.map((list) => Uint32Array.from(list));
    }
    return this.cells_of_zone[zone]!;
  }

  private nearestSite(at: LonLat): number | null {
    let best = Infinity;
    for (const set of this.report.data.sites) {
      if (this.report.data.layers[set.layer]?.service !== 0) continue;
      if (!this.site_lists.has(set.layer)) this.site_lists.set(set.layer, decodeSites(set.at));
      const places = this.site_lists.get(set.layer)!;
      for (let i = 0; i + 1 < places.length; i += 2) best = Math.min(best, kilometres(at, [places[i]!, places[i + 1]!]));
    }
    return Number.isFinite(best) ? best * 1000 : null;
  }

  placeName(place: number): string {
    const set = this.report.data.places[place]!;
    if (set.name !== set.id) return set.name;
    return Object.hasOwn(this.words.place_names, set.id) ? this.words.place_names[set.id]! : set.name;
  }

  /** Facilities of a municipality by kind, for the first service. */
  places(zone: number): PlaceLine[] {
    return this.report.data.places.flatMap((set, place) => {
      const count = this.report.data.place_counts.find((c) => c.place === place && c.service === 0 && c.zone === zone);
      if (!count) return [];
      const inside = set.inside[0] ?? [];
      const out = set.zone.flatMap((z, k) => (z === zone && inside[k] === 0 ? [k] : []));
      return [{ name: this.placeName(place), place, inside: count.inside, total: count.total, out }];
    });
  }

  /** 市の北東部: where in a municipality a place is. */
  part(zone: number, at: LonLat): string {
    const area = this.report.data.municipalities[zone]!;
    const [west, south, east, north] = area.box;
    const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
    const x = (at[0] - (west + east) / 2) * narrow;
    const y = at[1] - (south + north) / 2;
    const reach = Math.max((east - west) * narrow, north - south) / 2;
    const { compass } = this.words;
    const names = [compass.e, compass.ne, compass.n, compass.nw, compass.w, compass.sw, compass.s, compass.se];
    const part = Math.hypot(x, y) < 0.18 * reach ? compass.c : names[(Math.round(Math.atan2(y, x) / (Math.PI / 4)) + 8) % 8]!;
    return this.words.part_of(area.name, part);
  }

  /** The method in one line, of the rules of the first service. */
  method(): string {
    const { data } = this.report;
    const level = data.mesh?.level ?? null;
    const mesh = level && Object.hasOwn(this.words.meshes, level) ? this.words.meshes[level]! : this.words.mesh;
    const sentence = (id: string) => data.method.find((m) => m.id === id)?.[this.language];
    const share = sentence('zone_share');
    const sentences = [this.words.method_line(mesh, this.speech.ruleHelp(this.service.rule, this.service)), share && capital(share) + (this.language === 'ja' ? '。' : '.'), this.words.rounding];
    const caution = this.service.level > 'L0' ? sentence('modelled') : undefined;
    if (caution) sentences.push(capital(caution) + (this.language === 'ja' ? '。' : '.'));
    return sentences.filter((t) => t).join(this.language === 'ja' ? '' : ' ');
  }

  sources(): string[] {
    const { data } = this.report;
    const seen = new Set<string>();
    for (const source of data.sources) {
      if (source.name === '') continue;
      const notes = [source.date && this.speech.date(source.date), source.licence].filter((t) => t);
      seen.add(notes.length ? `${source.name}（${notes.join(this.language === 'ja' ? '、' : ', ')}）` : source.name);
    }
    return [...seen].map((t) => (this.language === 'ja' ? t : t.replace('（', ' (').replace('）', ')')));
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
