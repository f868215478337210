// What the reader chose, kept in the address so that a link shows the same.
import { useEffect, useState } from 'preact/hooks';
import type { AreaLevel, AreaRef, CellRef, Choice, Report } from '../data/report';
import type { Language } from '../data/types';

export type View = 'map' | 'charts' | 'method';
export type MeshMode = 'fraction' | 'outside' | 'people';
export const overlay_ids = ['mesh', 'gaps', 'places', 'sites', 'plan', 'borders', 'labels'] as const;
export type Overlay = (typeof overlay_ids)[number];

export interface Camera {
  longitude: number;
  latitude: number;
  zoom: number;
}

export interface State extends Choice {
  language: Language;
  view: View;
  /** Which pane stands beside the map where there is room for one only. */
  pane: 'list' | 'detail' | 'what_if';
  level: Exclude<AreaLevel, 'nation'>;
  area: AreaRef | null;
  cell: CellRef | null;
  overlays: readonly Overlay[];
  mesh_mode: MeshMode;
  camera: Camera | null;
}

const default_overlays: readonly Overlay[] = ['mesh', 'gaps', 'borders', 'labels'];

export function initialState(report: Report): State {
  return {
    ...report.official(0),
    language: report.data.language === 'en' ? 'en' : 'ja',
    view: 'map',
    pane: 'list',
    level: 'municipality',
    area: null,
    cell: null,
    overlays: default_overlays,
    mesh_mode: 'fraction',
    camera: null,
  };
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, k) => word === b[k]);
}

/** Only what differs from how the page opens. */
export function encodeState(report: Report, state: State): string {
  const { data } = report;
  const parts: string[] = [];
  const add = (key: string, value: string) => parts.push(`${key}=${encodeURIComponent(value)}`);
  const official = report.official(state.service);
  if (state.language !== data.language) add('lang', state.language);
  if (state.view !== 'map') add('view', state.view);
  if (state.service !== 0) add('service', data.services[state.service]!.id);
  const provider = data.layers[state.layer]!.provider;
  if (provider >= 0) add('operator', data.services[state.service]!.providers[provider]?.id ?? '');
  if (state.rule !== official.rule) add('rule', data.rules[state.rule]!);
  if (state.weight !== official.weight) add('weight', data.weights[state.weight]!);
  if (state.level !== 'municipality') add('level', state.level);
  if (state.area) add('area', report.areaKey(state.area));
  if (state.cell) add('cell', report.cellCode(state.cell));
  if (!sameList(state.overlays, default_overlays)) add('show', state.overlays.join('.'));
  if (state.mesh_mode !== 'fraction') add('mesh', state.mesh_mode);
  if (state.camera) add('at', [state.camera.latitude.toFixed(4), state.camera.longitude.toFixed(4), state.camera.zoom.toFixed(2)].join(','));
  return parts.join('&');
}

/** Words it does not know are passed over: an old link still opens. */
export function decodeState(report: Report, hash: string): State {
  const { data } = report;
  const state = initialState(report);
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const oneOf = <T extends string>(key: string, words: readonly T[]): T | null => {
    const value = given.get(key) as T | null;
    return value !== null && words.includes(value) ? value : null;
  };
  state.language = oneOf('lang', ['ja', 'en']) ?? state.language;
  state.view = oneOf('view', ['map', 'charts', 'method']) ?? 'map';
  const service = data.services.findIndex((s) => s.id === given.get('service'));
  if (service > 0) Object.assign(state, report.official(service));
  const provider = data.services[state.service]!.providers.findIndex((p) => p.id === given.get('operator'));
  const layer = provider < 0 ? -1 : data.layers.findIndex((l) => l.service === state.service && l.provider === provider);
  if (layer >= 0) state.layer = layer;
  const rule = data.rules.indexOf(given.get('rule') ?? '');
  if (rule >= 0) state.rule = rule;
  const weight = data.weights.indexOf(given.get('weight') ?? '');
  if (weight >= 0) state.weight = weight;
  state.level = oneOf('level', ['municipality', 'prefecture', 'group']) ?? 'municipality';
  state.area = report.areaOfKey(given.get('area') ?? '');
  state.cell = report.cellOfCode(given.get('cell') ?? '');
  if (state.area || state.cell) state.pane = 'detail';
  const show = given.get('show');
  if (show !== null) state.overlays = overlay_ids.filter((id) => show.split('.').includes(id));
  state.mesh_mode = oneOf('mesh', ['fraction', 'outside', 'people']) ?? 'fraction';
  const at = (given.get('at') ?? '').split(',').map(Number);
  if (at.length === 3 && at.every(Number.isFinite) && Math.abs(at[0]!) <= 85 && Math.abs(at[1]!) <= 360)
    state.camera = { latitude: at[0]!, longitude: at[1]!, zoom: Math.min(22, Math.max(0, at[2]!)) };
  return state;
}

export class Store {
  private current: State;
  private readonly listeners = new Set<(state: State, before: State) => void>();
  private written = '';

  constructor(private readonly report: Report) {
    this.current = decodeState(report, location.hash);
    this.written = encodeState(report, this.current);
    addEventListener('hashchange', (event) => {
      const hash = location.hash.replace(/^#/, '');
      if (hash === '' && /#print(=|$)/.test(event.oldURL)) history.replaceState(null, '', `#${this.written}`);  // back from the pages to print
      else if (hash !== this.written && !/^print(=|$)/.test(hash)) this.replace(decodeState(report, hash));
    });
  }

  get state(): State {
    return this.current;
  }

  set(patch: Partial<State>): void {
    this.replace({ ...this.current, ...patch });
  }

  /** Another service, with its own rule and weight. */
  chooseService(service: number): void {
    if (service !== this.current.service) this.set(this.report.official(service));
  }

  chooseArea(area: AreaRef | null): void {
    this.set({ area, cell: null, pane: area ? this.detailPane : this.current.pane });
  }

  chooseCell(cell: CellRef): void {
    const mesh = this.report.mesh!;
    const zone = mesh.zone[this.report.cellIndex(cell)] ?? 65535;
    this.set({ cell, area: zone === 65535 ? null : { level: 'municipality', index: zone }, pane: this.detailPane });
  }

  /** What is chosen shows its details, but while stations are moved their panel stays. */
  get detailPane(): State['pane'] {
    return this.current.pane === 'what_if' ? 'what_if' : 'detail';
  }

  toggle(overlay: Overlay): void {
    const on = this.current.overlays;
    this.set({ overlays: overlay_ids.filter((id) => (id === overlay ? !on.includes(id) : on.includes(id))) });
  }

  subscribe(listener: (state: State, before: State) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private replace(next: State): void {
    const before = this.current;
    this.current = next;
    const hash = encodeState(this.report, next);
    if (hash !== this.written) {
      this.written = hash;
      history.replaceState(null, '', `#${hash}`);
    }
    for (const listener of this.listeners) listener(next, before);
  }
}

export function useStore(store: Store): State {
  const [state, setState] = useState(store.state);
  useEffect(() => {
    setState(store.state);
    return store.subscribe(setState);
  }, [store]);
  return state;
}
