// The moving map. MapLibre is used here only, and in style.ts by its types.
import * as maplibregl from 'maplibre-gl';
import worker from 'maplibre-gl/dist/maplibre-gl-worker.mjs' with { type: 'text' };
import type { Feature, FeatureCollection, Point, Polygon } from 'geojson';
import type { State } from '../app/state';
import { decodeSites } from '../data/decode';
import type { AreaRef, CellRef, Report } from '../data/report';
import type { LonLat } from '../data/types';
import { mapIcons } from './icons';
import { MeshLayer } from './mesh_layer';
import { empty, font_family, gapPoints, mapStyle, meshZoom, outlineOf } from './style';
import { TileLayer } from './tile_layer';
import { WhatIfLayer } from './what_if_layer';
import type { WhatIfSession } from '../whatif/session';

export type Hover =
  | { kind: 'area'; index: number }
  | { kind: 'cell'; cell: CellRef }
  | { kind: 'tile'; properties: Record<string, unknown> }
  | { kind: 'gap'; index: number }
  | { kind: 'place'; set: number; index: number }
  | { kind: 'plan'; index: number };

export interface MapEvents {
  hover(hover: Hover | null, x: number, y: number): void;
  area(area: AreaRef): void;
  cell(cell: CellRef): void;
  tileCell(properties: Record<string, unknown>): void;
  gap(index: number): void;
  moved(longitude: number, latitude: number, zoom: number): void;
  cellsShown(shown: boolean): void;
  idle(): void;
  failed(what: 'base-map' | 'tiles'): void;
}

type Box = [number, number, number, number];

let workerReady = false;

/** More sites than this are left to zooms where they can be told apart. */
const many_sites = 20000;

export class ReportMap {
  private readonly map: maplibregl.Map;
  private readonly cells: MeshLayer | null;
  private readonly tiles: TileLayer | null;
  private state: State;
  private loaded = false;
  private hovered: number | null = null;
  private filled: Partial<Record<string, unknown>> = {};
  private frame = 0;
  private what_if: WhatIfLayer | null = null;
  private onLoad: (() => void)[] = [];
  readonly cellZoom: number | null;

  /** @throws where the browser has no WebGL2 */
  constructor(container: HTMLElement, private readonly report: Report, state: State, private readonly events: MapEvents, label: string) {
    if (!workerReady) {
      maplibregl.setWorkerUrl(URL.createObjectURL(new Blob([worker], { type: 'text/javascript' })));
      workerReady = true;
    }
    this.state = state;
    const { data } = report;
    this.cellZoom = data.mesh ? meshZoom(data.mesh.step[0]) : data.tiles ? Math.max(data.tiles.minzoom, 8) : null;
    this.tiles = !report.mesh && data.tiles ? new TileLayer(report, data.tiles) : null;
    this.map = new maplibregl.Map({
      container,
      style: mapStyle(report),
      bounds: data.nation.box,
      fitBoundsOptions: { padding: 28 },
      attributionControl: false,
      localIdeographFontFamily: font_family,
      dragRotate: false,
      touchPitch: false,
      pitchWithRotate: false,
      maxZoom: 17,
      renderWorldCopies: false,
      fadeDuration: 0,
      locale: { 'Map.Title': label },
    });
    this.cells = report.mesh ? new MeshLayer(this.map, report, this.cellZoom ?? 0) : null;
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.listen();
    if (state.camera) this.map.jumpTo({ center: [state.camera.longitude, state.camera.latitude], zoom: state.camera.zoom });
    else if (state.cell) this.showBox(report.cellBox(state.cell), false);
    else if (state.area) this.showBox(report.focusBox(state.area), false);
  }

  remove(): void {
    this.map.remove();
  }

  resize(): void {
    this.map.resize();
  }

  label(text: string): void {
    this.map.getCanvas().setAttribute('aria-label', text);
  }

  zoomBy(levels: number): void {
    this.map.zoomTo(this.map.getZoom() + levels);
  }

  showBox(box: Box, moving = true): void {
    this.map.fitBounds(box, { padding: 48, maxZoom: Math.max((this.cellZoom ?? 9) + 2, 11), animate: moving, duration: 700 });
  }

  showAll(): void {
    this.map.fitBounds(this.report.data.nation.box, { padding: 28, duration: 600 });
  }

  showPlace(at: LonLat, zoom = Math.max((this.cellZoom ?? 10) + 1.5, 11)): void {
    this.map.flyTo({ center: at, zoom: Math.max(this.map.getZoom(), zoom), duration: 900 });
  }

  /** The picture as it stands, for printing. */
  picture(): string {
    this.map.redraw();
    return this.map.getCanvas().toDataURL('image/png');
  }

  hoverArea(index: number | null): void {
    if (this.hovered === index || !this.loaded) return;
    if (this.hovered === null) for (const id of ['hover-halo', 'hover-line']) this.map.setLayoutProperty(id, 'visibility', 'visible');
    if (this.hovered !== null) this.map.setFeatureState({ source: 'municipality', id: this.hovered }, { hover: false });
    if (index !== null) this.map.setFeatureState({ source: 'municipality', id: index }, { hover: true });
    this.hovered = index;
  }

  async openTiles(file?: File): Promise<void> {
    if (!this.tiles) return;
    await this.tiles.open(this.map, file);
    this.tiles.show(this.map, this.state);
    this.makeRoom();
    this.paint();
  }

  /** Lets stations be moved; cells follow the scenario. */
  startWhatIf(session: WhatIfSession): void {
    const start = () => {
      this.what_if = new WhatIfLayer(this.map, this.report, session, () => this.state.service);
      this.what_if.show(this.state.pane === 'what_if');
      let painted = session.view.painted;
      session.subscribe((view) => {
        if (view.painted === painted) return;
        painted = view.painted;
        this.cells?.repaint(this.state);
        this.paint();
      });
    };
    if (this.loaded) start();
    else this.onLoad.push(start);
  }

  get wantsTileFile(): boolean {
    return this.tiles !== null && !this.tiles.isOpen && location.protocol === 'file:';
  }

  /** Shows another choice; does only what changed. */
  update(state: State): void {
    const before = this.state;
    this.state = state;
    if (!this.loaded) return;
    const changed = (...keys: (keyof State)[]) => keys.some((key) => before[key] !== state[key]);
    if (changed('service', 'layer', 'rule', 'weight')) this.rates();
    if (changed('service', 'layer', 'rule', 'weight', 'mesh_mode')) this.recolour();
    if (changed('overlays', 'service', 'weight', 'layer')) this.overlays();
    if (changed('area')) this.selection();
    if (changed('cell')) this.cell();
    if (changed('pane', 'service')) this.what_if?.show(state.pane === 'what_if');
  }

  private listen(): void {
    this.map.once('style.load', () => {                             // before anything is drawn: one round of work instead of two
      for (const [name, image] of Object.entries(mapIcons())) this.map.addImage(name, image, { pixelRatio: 2 });
      this.loaded = true;
      this.rates();
      this.recolour();
      this.overlays();
      this.selection();
      this.cell();
      this.onLoad.forEach((start) => start());
      if (this.tiles && location.protocol !== 'file:') this.openTiles().catch(() => this.events.failed('tiles'));
    });
    this.map.on('idle', () => this.events.idle());
    this.map.on('move', () => this.soon());
    this.map.on('moveend', (event) => {
      const { lng, lat } = this.map.getCenter();
      if ((event as { originalEvent?: Event }).originalEvent) this.events.moved(lng, lat, this.map.getZoom());
    });
    this.map.on('error', (event) => {
      const source = (event as { sourceId?: string }).sourceId;
      if (source === 'base-map') this.events.failed('base-map');
      else if (source === 'tiles') this.events.failed('tiles');
    });
    this.map.on('mousemove', (event) => {
      if (this.what_if?.hovers(event.point)) {
        this.map.getCanvas().style.cursor = 'crosshair';
        this.events.hover(null, 0, 0);
        return;
      }
      const hover = this.under(event.point, [event.lngLat.lng, event.lngLat.lat]);
      this.hoverArea(hover?.kind === 'area' ? hover.index : null);
      this.map.getCanvas().style.cursor = hover ? 'pointer' : '';
      this.events.hover(hover, event.point.x, event.point.y);
    });
    this.map.on('mouseout', () => {
      this.hoverArea(null);
      this.events.hover(null, 0, 0);
    });
    this.map.on('click', (event) => {
      if (this.what_if?.takes(event.point, event.lngLat.lng, event.lngLat.lat)) return;
      const hover = this.under(event.point, [event.lngLat.lng, event.lngLat.lat]);
      if (hover && matchMedia('(hover: none)').matches) this.events.hover(hover, event.point.x, event.point.y);
      if (!hover) return;
      if (hover.kind === 'area') this.events.area({ level: 'municipality', index: hover.index });
      else if (hover.kind === 'cell') this.events.cell(hover.cell);
      else if (hover.kind === 'tile') this.events.tileCell(hover.properties);
      else if (hover.kind === 'gap') this.events.gap(hover.index);
    });
  }

  /** What lies under the pointer, the topmost first. */
  private under(point: maplibregl.Point, at: LonLat): Hover | null {
    if (!this.loaded) return null;
    const marks = this.map.queryRenderedFeatures(point, { layers: ['plan', 'hearts', 'places'] });
    for (const mark of marks) {
      if (mark.layer.id === 'plan') return { kind: 'plan', index: Number(mark.id) };
      if (mark.layer.id === 'hearts') return { kind: 'gap', index: Number(mark.id) };
      return { kind: 'place', set: Number(mark.properties.set), index: Number(mark.properties.index) };
    }
    if (this.cellsShown()) {
      const cell = this.report.mesh ? this.report.cellAt(at) : null;
      if (cell) return { kind: 'cell', cell };
      const properties = this.tiles?.under(this.map, point);
      if (properties) return { kind: 'tile', properties };
    }
    const area = this.map.queryRenderedFeatures(point, { layers: ['area'] })[0];
    return area ? { kind: 'area', index: Number(area.id) } : null;
  }

  private cellsShown(): boolean {
    return this.cellZoom !== null && this.state.overlays.includes('mesh') && this.map.getZoom() >= this.cellZoom && (this.report.mesh !== null || (this.tiles?.isOpen ?? false));
  }

  private rates(): void {
    const { report, state } = this;
    let blank = false;
    report.data.municipalities.forEach((area, index) => {
      const rate = report.rate(area, state);
      blank ||= rate === null;
      this.map.setFeatureState({ source: 'municipality', id: index }, { rate: rate ?? -1 });
    });
    this.map.setLayoutProperty('nobody', 'visibility', blank ? 'visible' : 'none');
  }

  /** Cells take the place of municipalities where they can be seen. */
  private makeRoom(): void {
    const open = this.report.mesh !== null || (this.tiles?.isOpen ?? false);
    const zoom = open && this.state.overlays.includes('mesh') ? this.cellZoom : null;
    for (const id of ['rate', 'nobody']) this.map.setLayerZoomRange(id, 0, zoom ?? 24);
  }

  private recolour(): void {
    this.cells?.recolour(this.state);
    this.tiles?.show(this.map, this.state);
    this.paint();
  }

  private soon(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  /** Paints what of the mesh is in view. */
  private paint(): void {
    if (!this.loaded) return;
    const shown = this.cellsShown();
    this.events.cellsShown(shown);
    if (shown) this.cells?.paint(this.state);
  }

  private overlays(): void {
    const on = (overlay: State['overlays'][number]) => this.state.overlays.includes(overlay);
    const show = (layers: string[], visible: boolean) => layers.forEach((id) => this.map.setLayoutProperty(id, 'visibility', visible ? 'visible' : 'none'));
    show(['labels-municipality', 'labels-prefecture'], on('labels'));
    show(['prefecture-line'], on('borders'));
    show(['hearts'], on('gaps'));
    show(['places'], on('places'));
    show(['sites'], on('sites'));
    show(['plan', 'plan-number'], on('plan'));
    if (on('gaps')) this.fill('gaps', `${this.state.service}/${this.state.weight}`, () => gapPoints(this.report, this.state.service, this.state.weight));
    if (on('places')) this.fill('places', this.state.service, () => this.placePoints());
    if (on('sites')) this.fill('sites', this.state.layer, () => this.sitePoints());
    if (on('plan')) this.fill('plan', 0, () => this.planPoints());
    this.makeRoom();
    const painted = `${on('mesh')}${on('gaps')}`;
    if (this.filled['cells'] !== painted) {
      this.filled['cells'] = painted;
      this.cells?.clear();
    }
    this.tiles?.show(this.map, this.state);
    this.paint();
  }

  /** Data of a source, made when first wanted and again when `key` changes. */
  private fill(source: string, key: unknown, make: () => FeatureCollection): void {
    if (this.filled[source] === key) return;
    this.filled[source] = key;
    this.source(source).setData(make());
  }

  private source(id: string): maplibregl.GeoJSONSource {
    return this.map.getSource(id) as maplibregl.GeoJSONSource;
  }

  private placePoints(): FeatureCollection<Point> {
    const features = this.report.data.places.flatMap((place, set) =>
      place.at.map((at, index): Feature<Point> => ({ type: 'Feature', properties: { set, index, inside: place.inside[this.state.service]?.[index] ?? 0 }, geometry: { type: 'Point', coordinates: at } })));
    return { type: 'FeatureCollection', features };
  }

  private sitePoints(): FeatureCollection<Point> {
    const { data } = this.report;
    const layer = data.layers[this.state.layer]!;
    const sets = data.sites.filter((set) => data.layers[set.layer]?.service === layer.service && (layer.provider < 0 || set.layer === this.state.layer));
    const features: Feature<Point>[] = [];
    for (const set of sets) {
      const at = decodeSites(set.at);
      for (let k = 0; k + 1 < at.length; k += 2) features.push({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [at[k]!, at[k + 1]!] } });
    }
    this.map.setLayerZoomRange('sites', features.length > many_sites ? 8 : 0, 24);
    return { type: 'FeatureCollection', features };
  }

  private planPoints(): FeatureCollection<Point> {
    const sites = this.report.data.plan?.sites ?? [];
    return { type: 'FeatureCollection', features: sites.map((site, index) => ({ type: 'Feature', id: index, properties: { number: index + 1 }, geometry: { type: 'Point', coordinates: site.at } })) };
  }

  private selection(): void {
    const { area } = this.state;
    this.source('selection').setData(area && area.level !== 'nation' ? outlineOf(this.report, this.report.members(area)) : empty);
  }

  private cell(): void {
    const { cell } = this.state;
    if (!cell) {
      this.source('cell').setData(empty);
      return;
    }
    const [w, s, e, n] = this.report.cellBox(cell);
    const ring: Feature<Polygon> = { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] } };
    this.source('cell').setData(ring);
  }
}
