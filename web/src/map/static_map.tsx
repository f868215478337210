// The map where nothing can move: municipalities as one SVG.
import type { Geometry, Position } from 'geojson';
import type { AreaRef, Report } from '../data/report';

export interface StaticMapOptions {
  width: number;
  height: number;
  /** South-west and north-east, in degrees; all areas where there is none. */
  box?: readonly [number, number, number, number];
  /** Nothing where nobody lives. */
  colour(municipality: number): string | null;
  chosen?: ReadonlySet<number>;
  label: string;
  onChoose?(area: AreaRef): void;
}

function mercator(latitude: number): number {
  return Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) * (180 / Math.PI);
}

/** Puts longitude and latitude on a sheet of paper, north up, as large as fits. */
export function projection(box: readonly [number, number, number, number], width: number, height: number, margin = 8): (at: Position) => [number, number] {
  const [west, south, east, north] = [box[0], mercator(box[1]), box[2], mercator(box[3])];
  const scale = Math.min((width - 2 * margin) / Math.max(1e-9, east - west), (height - 2 * margin) / Math.max(1e-9, north - south));
  const left = (width - (east - west) * scale) / 2;
  const top = (height - (north - south) * scale) / 2;
  return ([longitude, latitude]) => [left + (longitude! - west) * scale, top + (north - mercator(latitude!)) * scale];
}

export function svgPath(geometry: Geometry | null, project: (at: Position) => [number, number]): string {
  if (!geometry) return '';
  const line = (ring: Position[], close: boolean) => ring.map((at, k) => {
    const [x, y] = project(at);
    return `${k === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join('') + (close ? 'Z' : '');
  switch (geometry.type) {
    case 'Polygon': return geometry.coordinates.map((ring) => line(ring, true)).join('');
    case 'MultiPolygon': return geometry.coordinates.flat().map((ring) => line(ring, true)).join('');
    case 'LineString': return line(geometry.coordinates, false);
    case 'MultiLineString': return geometry.coordinates.map((part) => line(part, false)).join('');
    default: return '';
  }
}

/** More names than this would lie on each other. */
const most_names = 60;

export function StaticMap({ report, options }: { report: Report; options: StaticMapOptions }) {
  const { width, height } = options;
  const project = projection(options.box ?? report.data.nation.box, width, height);
  const shapes = report.municipalityShapes();
  const order = shapes.map((_, k) => k).sort((a, b) => Number(options.chosen?.has(a) ?? false) - Number(options.chosen?.has(b) ?? false));
  return (
    <svg class="static-map" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={options.label}>
      <defs><pattern id="nobody" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#eceae4" /><rect width="1.2" height="6" fill="#a9a79f" /></pattern></defs>
      {order.map((k) => (
        <path key={k} d={svgPath(shapes[k]!.geometry, project)} fill={options.colour(k) ?? 'url(#nobody)'} fill-rule="evenodd" stroke={options.chosen?.has(k) ? '#111827' : '#4a5866'} stroke-width={options.chosen?.has(k) ? 3 : 0.6}
          data-municipality={k} onClick={options.onChoose ? () => options.onChoose!({ level: 'municipality', index: k }) : undefined} />
      ))}
      {shapes.length <= most_names && report.data.municipalities.map((area, k) => {
        const [x, y] = project(area.at);
        return <text key={`name${k}`} x={x} y={y + 6} text-anchor="middle">{area.name}</text>;
      })}
    </svg>
  );
}
