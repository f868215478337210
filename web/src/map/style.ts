// Sources and layers of the map, bottom to top. No glyphs and no sprite: nothing is fetched.
import { mesh as outline } from 'topojson-client';
import type { Feature, FeatureCollection, MultiLineString, Point } from 'geojson';
import type { ExpressionSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { Report } from '../data/report';
import { land_colour, outside_colour, plan_colour, rate_breaks, rate_colours, sea_colour } from './colours';

export const empty: FeatureCollection = { type: 'FeatureCollection', features: [] };
export const font_family = "'Hiragino Sans','Yu Gothic UI','Yu Gothic',Meiryo,'Noto Sans CJK JP','Noto Sans JP',sans-serif";
/** Zoom at which a cell is this many pixels wide, and cells take the place of municipalities. */
const pixels_of_cell = 4;

export function meshZoom(stepDegrees: number): number {
  return Math.max(0, Math.log2((pixels_of_cell * 360) / (512 * stepDegrees)));
}

function geojson(data: FeatureCollection | Feature): SourceSpecification {
  return { type: 'geojson', data };
}

/** Borders between prefectures, and the coast. */
function prefectureLines(report: Report): Feature<MultiLineString> {
  const { shapes, municipalities } = report.data;
  const of = new Map(shapes.objects.municipality.geometries.map((geometry, k) => [geometry as unknown, municipalities[k]?.prefecture]));
  const geometry = outline(shapes, shapes.objects.municipality as never, (a, b) => a === b || of.get(a) !== of.get(b));
  return { type: 'Feature', properties: {}, geometry: geometry as MultiLineString };
}

/** The outer line of some municipalities. */
export function outlineOf(report: Report, members: readonly number[]): Feature<MultiLineString> {
  const { shapes } = report.data;
  const wanted = new Set(members.map((k) => shapes.objects.municipality.geometries[k]));
  const geometry = outline(shapes, shapes.objects.municipality as never, (a, b) => (a === b ? wanted.has(a as never) : wanted.has(a as never) !== wanted.has(b as never)));
  return { type: 'Feature', properties: {}, geometry: geometry as MultiLineString };
}

function labelPoints(report: Report): FeatureCollection<Point> {
  const of = (list: readonly { name: string; at: [number, number]; people: (number | null)[] }[], kind: string) =>
    list.map((area): Feature<Point> => ({ type: 'Feature', properties: { name: area.name, kind, people: area.people[0] ?? 0 }, geometry: { type: 'Point', coordinates: area.at } }));
  const { municipalities, prefectures } = report.data;
  return { type: 'FeatureCollection', features: [...of(municipalities, 'municipality'), ...(prefectures.length > 1 ? of(prefectures, 'prefecture') : [])] };
}

export function gapPoints(report: Report, service: number, weight: number): FeatureCollection<Point> {
  const list = report.gapsOf(service, { level: 'nation', index: 0 });
  const people = (k: number) => report.data.gaps[k]!.people[weight] ?? 0;
  const most = Math.max(1, ...list.slice(0, 50).map(people));
  const features = list.map((k, rank): Feature<Point> => {
    const gap = report.data.gaps[k]!;
    return { type: 'Feature', id: k, properties: { rank, size: Math.min(1, Math.sqrt(people(k) / most)) }, geometry: { type: 'Point', coordinates: gap.at } };
  });
  return { type: 'FeatureCollection', features };
}

const rateFill: ExpressionSpecification = [
  'step', ['coalesce', ['feature-state', 'rate'], -1], rate_colours[0],
  ...rate_breaks.flatMap((at, k) => [at, rate_colours[k + 1]!]),
] as unknown as ExpressionSpecification;

const hasRate: ExpressionSpecification = ['>=', ['coalesce', ['feature-state', 'rate'], -1], 0];
const atHover: ExpressionSpecification = ['case', ['boolean', ['feature-state', 'hover'], false], 1, 0];

/** Every kind of drawing costs a program of the graphics card: no edges under the lines, and nothing that is not needed yet. */
const fill = { 'fill-antialias': false };
const hidden = { visibility: 'none' } as const;

function labels(): LayerSpecification[] {
  const common = { type: 'symbol' as const, source: 'labels' };
  const paint = { 'text-color': '#1b2733', 'text-halo-color': 'rgba(255,255,255,0.92)', 'text-halo-width': 1.6 };
  return [
    { ...common, id: 'labels-municipality', filter: ['==', ['get', 'kind'], 'municipality'], minzoom: 6,
      layout: { 'text-field': ['get', 'name'], 'text-size': ['interpolate', ['linear'], ['zoom'], 7, 11, 11, 14], 'text-max-width': 8, 'text-padding': 3, 'symbol-sort-key': ['-', 0, ['get', 'people']] }, paint },
    { ...common, id: 'labels-prefecture', filter: ['==', ['get', 'kind'], 'prefecture'], maxzoom: 8,
      layout: { 'text-field': ['get', 'name'], 'text-size': ['interpolate', ['linear'], ['zoom'], 4, 10, 7, 14], 'text-padding': 6, 'text-max-width': 8, 'symbol-sort-key': ['-', 0, ['get', 'people']] },
      paint: { ...paint, 'text-halo-width': 2 } },
  ];
}

export function mapStyle(report: Report): StyleSpecification {
  const { base_map } = report.data;
  const shapes: FeatureCollection = { type: 'FeatureCollection', features: report.municipalityShapes().filter((shape): shape is Feature => shape.geometry !== null) };
  const sources: Record<string, SourceSpecification> = {
    municipality: geojson(shapes),
    prefecture: geojson(prefectureLines(report)),
    labels: geojson(labelPoints(report)),
    selection: geojson(empty), cell: geojson(empty), gaps: geojson(empty), places: geojson(empty), sites: geojson(empty), plan: geojson(empty),
  };
  if (base_map) sources['base-map'] = { type: 'raster', tiles: [base_map.url], tileSize: 256 };
  const layers: LayerSpecification[] = [
    { id: 'sea', type: 'background', paint: { 'background-color': sea_colour } },
    ...(base_map ? [{ id: 'base-map', type: 'raster', source: 'base-map', paint: { 'raster-saturation': -0.6, 'raster-opacity': 0.9 } } as LayerSpecification] : []),
    { id: 'area', type: 'fill', source: 'municipality', paint: { ...fill, 'fill-color': land_colour, 'fill-opacity': base_map ? 0 : 1 } },
    { id: 'rate', type: 'fill', source: 'municipality', paint: { ...fill, 'fill-color': rateFill, 'fill-opacity': ['case', hasRate, base_map ? 0.72 : 1, 0] } },
    { id: 'nobody', type: 'fill', source: 'municipality', layout: hidden, paint: { ...fill, 'fill-pattern': 'blank', 'fill-opacity': ['case', hasRate, 0, 1] } },
    { id: 'above-cells', type: 'background', layout: hidden },
    { id: 'municipality-line', type: 'line', source: 'municipality', paint: { 'line-color': '#4a5866', 'line-opacity': ['interpolate', ['linear'], ['zoom'], 4.5, 0.25, 7, 0.75], 'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.15, 7, 0.5, 9, 0.8, 12, 1.6] } },
    { id: 'prefecture-line', type: 'line', source: 'prefecture', layout: { 'line-join': 'round' }, paint: { 'line-color': '#1b2733', 'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.5, 9, 1.8, 12, 2.6] } },
    { id: 'hover-halo', type: 'line', source: 'municipality', layout: hidden, paint: { 'line-color': '#ffffff', 'line-width': 5, 'line-opacity': atHover } },
    { id: 'hover-line', type: 'line', source: 'municipality', layout: hidden, paint: { 'line-color': '#1b2733', 'line-width': 2.2, 'line-opacity': atHover } },
    { id: 'selection-halo', type: 'line', source: 'selection', layout: { 'line-join': 'round' }, paint: { 'line-color': '#ffffff', 'line-width': 7 } },
    { id: 'selection-line', type: 'line', source: 'selection', layout: { 'line-join': 'round' }, paint: { 'line-color': '#111827', 'line-width': 3.2 } },
    { id: 'cell-halo', type: 'line', source: 'cell', paint: { 'line-color': '#ffffff', 'line-width': 6 } },
    { id: 'cell-line', type: 'line', source: 'cell', paint: { 'line-color': '#111827', 'line-width': 3 } },
    { id: 'sites', type: 'symbol', source: 'sites', layout: { 'icon-image': 'site', 'icon-allow-overlap': true, 'icon-size': ['interpolate', ['linear'], ['zoom'], 6, 0.3, 9, 0.55, 13, 1] } },
    { id: 'places', type: 'symbol', source: 'places', layout: { 'icon-image': ['case', ['==', ['get', 'inside'], 1], 'inside', 'outside'], 'icon-allow-overlap': true, 'symbol-sort-key': ['-', 1, ['get', 'inside']], 'icon-size': ['interpolate', ['linear'], ['zoom'], 6, ['case', ['==', ['get', 'inside'], 1], 0.22, 0.4], 9, ['case', ['==', ['get', 'inside'], 1], 0.5, 0.75], 13, ['case', ['==', ['get', 'inside'], 1], 0.9, 1.1]] } },
    { id: 'hearts', type: 'circle', source: 'gaps',
      filter: ['<', ['get', 'rank'], ['step', ['zoom'], 40, 6, 80, 8, 150, 9, 400, 10, 1500, 11, 1e9]] as never,
      paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 4, ['+', 1.5, ['*', 7, ['get', 'size']]], 8, ['+', 2.5, ['*', 15, ['get', 'size']]], 12, ['+', 4, ['*', 22, ['get', 'size']]]], 'circle-color': outside_colour, 'circle-opacity': 0.3, 'circle-stroke-color': outside_colour, 'circle-stroke-width': 1.4 } },
    { id: 'plan', type: 'circle', source: 'plan', paint: { 'circle-radius': 11, 'circle-color': plan_colour, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 2 } },
    { id: 'plan-number', type: 'symbol', source: 'plan', layout: { 'text-field': ['to-string', ['get', 'number']], 'text-size': 12, 'text-allow-overlap': true }, paint: { 'text-color': '#ffffff' } },
    ...labels(),
  ];
  return { version: 8, sources, layers };
}
