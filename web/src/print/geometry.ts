// From degrees to millimetres on paper.
import type { Geometry, Position } from 'geojson';
import type { LonLat } from '../data/types';
import { mm } from './dom';

export type Box = [west: number, south: number, east: number, north: number];
export type Ring = Position[];
/** Shells and holes of one area, each ring on its own: filled by even-odd. */
export type Rings = Ring[];

const km_per_degree = 111.32;

export function ringsOf(geometry: Geometry | null | undefined): Rings {
  if (!geometry) return [];
  if (geometry.type === 'Polygon') return geometry.coordinates;
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flat();
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(ringsOf);
  return [];
}

export function unite(boxes: Box[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [west, south, east, north] of boxes) {
    box[0] = Math.min(box[0], west);
    box[1] = Math.min(box[1], south);
    box[2] = Math.max(box[2], east);
    box[3] = Math.max(box[3], north);
  }
  return box;
}

export function overlap(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

/** Kilometres between two places, on a sphere. */
export function kilometres([lon1, lat1]: LonLat, [lon2, lat2]: LonLat): number {
  const r = Math.PI / 180;
  const a = Math.sin(((lat2 - lat1) * r) / 2) ** 2 + Math.cos(lat1 * r) * Math.cos(lat2 * r) * Math.sin(((lon2 - lon1) * r) / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(a)));
}

/** Whether a place is inside rings, by even-odd. */
export function contains(rings: Rings, [x, y]: LonLat): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i] as LonLat;
      const [xj, yj] = ring[j] as LonLat;
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

/** A map's frame: a box of degrees laid into a rectangle of millimetres, true at its middle latitude. */
export class Frame {
  readonly km_per_mm: number;
  /** What the whole rectangle shows. */
  readonly view: Box;
  private readonly x_per_degree: number;
  private readonly y_per_degree: number;
  private readonly west: number;
  private readonly north: number;

  constructor(box: Box, readonly width: number, readonly height: number, margin: number) {
    const middle = (box[1] + box[3]) / 2;
    const narrow = Math.max(0.05, Math.cos((middle * Math.PI) / 180));
    const across = Math.max((box[2] - box[0]) * narrow, 0.004);
    const down = Math.max(box[3] - box[1], 0.004);
    const scale = Math.min((width - 2 * margin) / across, (height - 2 * margin) / down);  // mm a degree of latitude
    this.x_per_degree = scale * narrow;
    this.y_per_degree = scale;
    this.west = (box[0] + box[2]) / 2 - width / 2 / this.x_per_degree;
    this.north = middle + height / 2 / this.y_per_degree;
    this.km_per_mm = km_per_degree / scale;
    this.view = [this.west, this.north - height / scale, this.west + width / this.x_per_degree, this.north];
  }

  x(longitude: number): number {
    return (longitude - this.west) * this.x_per_degree;
  }

  y(latitude: number): number {
    return (this.north - latitude) * this.y_per_degree;
  }

  at(x: number, y: number): LonLat {
    return [this.west + x / this.x_per_degree, this.north - y / this.y_per_degree];
  }

  shows([longitude, latitude]: LonLat, margin = 0): boolean {
    const x = this.x(longitude);
    const y = this.y(latitude);
    return x >= margin && y >= margin && x <= this.width - margin && y <= this.height - margin;
  }
}

type Point = [number, number];

/** The part of a ring on one side of a line (Sutherland and Hodgman). */
function cut(ring: Point[], inside: (p: Point) => boolean, cross: (a: Point, b: Point) => Point): Point[] {
  const out: Point[] = [];
  let before = ring[ring.length - 1]!;
  for (const point of ring) {
    if (inside(point) !== inside(before)) out.push(cross(before, point));
    if (inside(point)) out.push(point);
    before = point;
  }
  return out;
}

function clip(ring: Point[], x0: number, y0: number, x1: number, y1: number): Point[] {
  const atX = (x: number) => (a: Point, b: Point): Point => [x, a[1] + ((b[1] - a[1]) * (x - a[0])) / (b[0] - a[0])];
  const atY = (y: number) => (a: Point, b: Point): Point => [a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]), y];
  let out = ring;
  if (out.length) out = cut(out, (p) => p[0] >= x0, atX(x0));
  if (out.length) out = cut(out, (p) => p[0] <= x1, atX(x1));
  if (out.length) out = cut(out, (p) => p[1] >= y0, atY(y0));
  if (out.length) out = cut(out, (p) => p[1] <= y1, atY(y1));
  return out;
}

/** The path of rings inside a frame; points nearer than `finest` mm to the one before are left out. */
export function pathOf(rings: Rings, frame: Frame, finest = 0.12): string {
  let path = '';
  for (const ring of rings) {
    const points: Point[] = [];
    let last: Point | undefined;
    let left = Infinity;
    let right = -Infinity;
    let top = Infinity;
    let bottom = -Infinity;
    for (const position of ring) {
      const point: Point = [frame.x(position[0]!), frame.y(position[1]!)];
      if (last && Math.abs(point[0] - last[0]) < finest && Math.abs(point[1] - last[1]) < finest) continue;
      points.push(point);
      last = point;
      left = Math.min(left, point[0]);
      right = Math.max(right, point[0]);
      top = Math.min(top, point[1]);
      bottom = Math.max(bottom, point[1]);
    }
    if (points.length < 3 || right < -1 || bottom < -1 || left > frame.width + 1 || top > frame.height + 1) continue;
    const whole = left >= -1 && top >= -1 && right <= frame.width + 1 && bottom <= frame.height + 1;
    const shown = whole ? points : clip(points, -1, -1, frame.width + 1, frame.height + 1);
    if (shown.length < 3) continue;
    path += `M${shown.map(([x, y]) => `${mm(x)} ${mm(y)}`).join('L')}Z`;
  }
  return path;
}

/** The place inside `rings` and the frame that is furthest from everything else, in steps of some mm; null where nothing of it is seen. */
export function labelPlace(rings: Rings, frame: Frame, step = 4): { x: number; y: number; reach: number } | null {
  const across = Math.floor(frame.width / step);
  const down = Math.floor(frame.height / step);
  const inside = new Uint8Array(across * down);
  for (let row = 0; row < down; ++row) {
    const y = frame.at(0, (row + 0.5) * step)[1];
    const crossings: number[] = [];
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [xi, yi] = ring[i] as LonLat;
        const [xj, yj] = ring[j] as LonLat;
        if (yi > y !== yj > y) crossings.push(frame.x(((xj - xi) * (y - yi)) / (yj - yi) + xi));
      }
    }
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const first = Math.max(0, Math.ceil(crossings[k]! / step - 0.5));
      const last = Math.min(across - 1, Math.floor(crossings[k + 1]! / step - 0.5));
      for (let column = first; column <= last; ++column) inside[row * across + column] = 1;
    }
  }
  let best = 0;
  let place: { x: number; y: number; reach: number } | null = null;
  const far = Math.max(across, down);
  for (let row = 0; row < down; ++row) {
    for (let column = 0; column < across; ++column) {
      if (!inside[row * across + column]) continue;
      let reach = 1;
      const clear = (dx: number, dy: number) => {
        const [x, y] = [column + dx, row + dy];
        return x >= 0 && y >= 0 && x < across && y < down && inside[y * across + x] === 1;
      };
      while (reach < far && clear(reach, 0) && clear(-reach, 0) && clear(0, reach) && clear(0, -reach) && clear(reach, reach) && clear(-reach, -reach)) ++reach;
      if (reach > best) {
        best = reach;
        place = { x: (column + 0.5) * step, y: (row + 0.5) * step, reach };
      }
    }
  }
  return place;
}
