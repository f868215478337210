// Sites that can be dragged, and the cells they change.
import type * as maplibregl from 'maplibre-gl';
import type { Feature, FeatureCollection, Point, Polygon } from 'geojson';
import type { Report } from '../data/report';
import { nearestMast, type Mast, type WhatIfSession, type WhatIfView } from '../whatif/session';
import { inside_colour, outside_colour, site_colour } from './colours';
import { empty } from './style';

/** Sites are listed from here on; further out there are too many to pick one. */
export const site_zoom = 8;
const most_cells = 4000;
const earth_m = 6371008.8;

/** A circle on the ground, or a sector of it. */
function reach(lon: number, lat: number, radius_m: number, azimuth: number | null, beamwidth: number | null): Polygon {
  const whole = azimuth === null || beamwidth === null || beamwidth >= 360;
  const [from, to] = whole ? [0, 360] : [azimuth - beamwidth / 2, azimuth + beamwidth / 2];
  const ring = Array.from({ length: 49 }, (_, k): [number, number] => {
    const bearing = ((from + ((to - from) * k) / 48) * Math.PI) / 180;
    const d = ((radius_m / earth_m) * 180) / Math.PI;
    return [lon + (d * Math.sin(bearing)) / Math.cos((lat * Math.PI) / 180), lat + d * Math.cos(bearing)];
  });
  return { type: 'Polygon', coordinates: [whole ? [...ring.slice(0, -1), ring[0]!] : [[lon, lat], ...ring, [lon, lat]]] };
}

export class WhatIfLayer {
  private dragged: { mast: Mast; lon: number; lat: number; moved: boolean; steps: ReturnType<WhatIfSession['drag']> } | null = null;
  private shown = false;
  private readonly stop: () => void;
  private key = '';
  private drawn: Pick<WhatIfView, 'masts' | 'chosen' | 'painted'> = { masts: [], chosen: null, painted: -1 };

  constructor(private readonly map: maplibregl.Map, private readonly report: Report, private readonly session: WhatIfSession, private readonly service: () => number) {
    for (const id of ['wi-cells', 'wi-reach', 'wi-sites']) map.addSource(id, { type: 'geojson', data: empty });
    map.addLayer({ id: 'wi-cells', type: 'line', source: 'wi-cells', paint: { 'line-color': ['case', ['==', ['get', 'change'], 1], inside_colour, outside_colour], 'line-width': 2.5 } });
    map.addLayer({ id: 'wi-reach', type: 'line', source: 'wi-reach', paint: { 'line-color': '#111827', 'line-width': 2, 'line-dasharray': [2, 1.5] } });
    map.addLayer({ id: 'wi-sites', type: 'circle', source: 'wi-sites', minzoom: site_zoom, paint: {
      'circle-radius': ['case', ['get', 'chosen'], 10, 7],
      'circle-color': ['match', ['get', 'state'], 'added', inside_colour, 'changed', '#b45309', 'removed', '#ffffff', site_colour],
      'circle-stroke-color': ['case', ['==', ['get', 'state'], 'removed'], site_colour, ['get', 'chosen'], '#111827', '#ffffff'], 'circle-stroke-width': ['case', ['get', 'chosen'], 3.5, 2] } });
    this.listen();
    this.stop = session.subscribe((view) => this.draw(view));
  }

  show(shown: boolean): void {
    this.shown = shown;
    for (const id of ['wi-cells', 'wi-reach', 'wi-sites']) this.map.setLayoutProperty(id, 'visibility', shown ? 'visible' : 'none');
    if (shown) {
      this.look();
      this.draw(this.session.view);
    }
  }

  remove(): void {
    this.stop();
  }

  /** Whether a click belongs to what-if: on a site, or where a new one is to stand. */
  takes(point: maplibregl.Point, lon: number, lat: number): boolean {
    if (!this.shown) return false;
    const { placing, status } = this.session.view;
    if (placing !== null) {
      const provider = status.providers.find((p) => p.provider === placing);
      void this.session.add(placing, lon, lat, provider?.radius_m ?? 1000);
      return true;
    }
    const mast = this.mastAt(point);
    if (mast) this.session.choose(mast);
    return mast !== null;
  }

  hovers(point: maplibregl.Point): boolean {
    return this.shown && (this.session.view.placing !== null || this.dragged !== null || this.mastAt(point) !== null);
  }

  private mastAt(point: maplibregl.Point): Mast | null {
    const { masts, chosen } = this.session.view;
    const found = this.map.queryRenderedFeatures([[point.x - 3, point.y - 3], [point.x + 3, point.y + 3]], { layers: ['wi-sites'] })
      .flatMap((feature) => masts[Number(feature.properties.index)] ?? []);
    return nearestMast(found, chosen, (mast) => {
      const at = this.map.project(this.place(mast));
      return Math.hypot(at.x - point.x, at.y - point.y);
    });
  }

  private listen(): void {
    this.map.on('moveend', () => { if (this.shown) this.look(); });
    const begin = (event: maplibregl.MapMouseEvent | maplibregl.MapTouchEvent) => {
      if (!this.shown || !this.session.ready || this.session.view.placing !== null) return;
      const mast = this.mastAt(event.point);
      if (!mast || mast.sites[0]!.state === 'removed') return;
      event.preventDefault();
      this.dragged = { mast, lon: mast.lon, lat: mast.lat, moved: false, steps: { to: () => undefined, end: async () => undefined } };
    };
    const move = (event: maplibregl.MapMouseEvent | maplibregl.MapTouchEvent) => {
      const drag = this.dragged;
      if (!drag) return;
      if (!drag.moved) {
        drag.moved = true;
        drag.steps = this.session.drag(drag.mast);
      }
      [drag.lon, drag.lat] = [event.lngLat.lng, event.lngLat.lat];
      this.draw(this.session.view, true);
      drag.steps.to(drag.lon, drag.lat);
    };
    const end = () => {
      const drag = this.dragged;
      if (!drag?.moved) {
        this.dragged = null;
        return;
      }
      void drag.steps.end(drag.lon, drag.lat).finally(() => {
        this.dragged = null;
        this.draw(this.session.view, true);
      });
    };
    this.map.on('mousedown', begin);
    this.map.on('touchstart', begin);
    this.map.on('mousemove', move);
    this.map.on('touchmove', move);
    this.map.on('mouseup', end);
    this.map.on('touchend', end);
  }

  private look(): void {
    if (this.map.getZoom() < site_zoom) return;
    const view = this.map.getBounds();
    void this.session.look([view.getWest(), view.getSouth(), view.getEast(), view.getNorth()]);
  }

  private source(id: string): maplibregl.GeoJSONSource {
    return this.map.getSource(id) as maplibregl.GeoJSONSource;
  }

  private draw(view: WhatIfView, always = false): void {
    if (!this.shown) return;
    const { drawn } = this;
    if (always || drawn.masts !== view.masts || drawn.chosen !== view.chosen) {
      this.source('wi-sites').setData(this.sites(view));
      this.source('wi-reach').setData(this.reaches(view));
    }
    const key = `${view.painted}/${this.service()}`;
    if (this.key !== key) {
      this.key = key;
      this.source('wi-cells').setData(this.cells());
    }
    this.drawn = view;
  }

  private place(mast: Mast): [number, number] {
    const drag = this.dragged;
    return drag?.moved && drag.mast.key === mast.key ? [drag.lon, drag.lat] : [mast.lon, mast.lat];
  }

  private sites(view: WhatIfView): FeatureCollection<Point> {
    const chosen = this.dragged?.mast.key ?? view.chosen?.key;
    return { type: 'FeatureCollection', features: view.masts.map((mast, index): Feature<Point> => ({
      type: 'Feature', properties: { index, state: mast.sites[0]!.state, chosen: mast.key === chosen }, geometry: { type: 'Point', coordinates: this.place(mast) } })) };
  }

  private reaches(view: WhatIfView): FeatureCollection<Polygon> {
    const mast = this.dragged?.mast ?? view.chosen;
    if (!mast) return empty as FeatureCollection<Polygon>;
    const [lon, lat] = this.place(mast);
    return { type: 'FeatureCollection', features: mast.sites.map((site) => ({ type: 'Feature', properties: {}, geometry: reach(lon, lat, site.radius_m, site.azimuth, site.beamwidth) })) };
  }

  private cells(): FeatureCollection<Polygon> {
    const { mesh } = this.report;
    const changed = this.session.cells.changed[this.service()];
    if (!mesh || !changed) return empty as FeatureCollection<Polygon>;
    const { columns } = mesh.description;
    const features = [...changed].slice(0, most_cells).map(([k, change]): Feature<Polygon> => {
      const position = mesh.position[k]!;
      const [w, s, e, n] = this.report.cellBox({ row: Math.floor(position / columns), column: position % columns });
      return { type: 'Feature', properties: { change }, geometry: { type: 'Polygon', coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] } };
    });
    return { type: 'FeatureCollection', features };
  }
}
