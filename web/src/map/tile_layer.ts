// Cells from vector tiles in one file (PMTiles), where the mesh is too large to be in the page.
import * as maplibregl from 'maplibre-gl';
import { FileSource, PMTiles, Protocol } from 'pmtiles';
import type { State } from '../app/state';
import type { Report } from '../data/report';
import type { Tiles } from '../data/types';
import { fraction_breaks, fraction_colours, people_breaks, people_colours } from './colours';

const protocol = new Protocol();
let registered = false;

export class TileLayer {
  private archive: PMTiles | null = null;

  constructor(private readonly report: Report, private readonly tiles: Tiles) {}

  get isOpen(): boolean {
    return this.archive !== null;
  }

  /** From the reader's own file, or over HTTP from beside the page. Refuses what is no PMTiles archive. */
  async open(map: maplibregl.Map, file?: File): Promise<void> {
    if (!registered) {
      maplibregl.addProtocol('pmtiles', protocol.tile);
      registered = true;
    }
    const address = file ? file.name : new URL(this.tiles.file, location.href).href;
    const archive = file ? new PMTiles(new FileSource(file)) : new PMTiles(address);
    await archive.getHeader();
    protocol.add(archive);
    if (map.getLayer('tiles')) map.removeLayer('tiles');
    if (map.getSource('tiles')) map.removeSource('tiles');
    this.archive = archive;
    map.addSource('tiles', { type: 'vector', url: `pmtiles://${address}` });
    map.addLayer({ id: 'tiles', type: 'fill', source: 'tiles', 'source-layer': 'mesh', minzoom: 8, paint: { 'fill-antialias': false } }, 'above-cells');
  }

  show(map: maplibregl.Map, state: State): void {
    if (!map.getLayer('tiles')) return;
    const visible = state.overlays.includes('mesh');
    map.setLayoutProperty('tiles', 'visibility', visible ? 'visible' : 'none');
    map.setPaintProperty('tiles', 'fill-color', this.colour(state));
  }

  under(map: maplibregl.Map, point: maplibregl.Point): Record<string, unknown> | null {
    if (!map.getLayer('tiles')) return null;
    return map.queryRenderedFeatures(point, { layers: ['tiles'] })[0]?.properties ?? null;
  }

  private colour(state: State): maplibregl.ExpressionSpecification {
    const { data } = this.report;
    const service = data.services[state.service]!;
    const provider = data.layers[state.layer]!.provider;
    const whole = ['coalesce', ['get', `${service.id}_fraction`], 0];
    const fraction = provider < 0 ? whole : ['coalesce', ['get', `${service.id}_${service.providers[provider]?.id}_fraction`], whole];
    const people = ['coalesce', ['get', data.weights[state.weight]!], 0];
    const step = (value: unknown, breaks: readonly number[], colours: readonly string[]) =>
      ['step', value, colours[0], ...breaks.flatMap((at, k) => [at, colours[k + 1]])] as unknown as maplibregl.ExpressionSpecification;
    if (state.mesh_mode === 'fraction') return step(fraction, fraction_breaks, fraction_colours);
    if (state.mesh_mode === 'people') return step(people, people_breaks, people_colours);
    const counted = data.rules[service.rule] === 'area_share' || provider >= 0 ? fraction : ['coalesce', ['get', `${service.id}_covered`], 0];
    return step(['*', people, ['-', 1, counted]], people_breaks, people_colours);
  }
}
