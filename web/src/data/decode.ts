// Reads the two data blocks of the page.
import type { ColumnType, MeshDescription, ReportData } from './types';

/** The page was opened without data in it, or with data it does not understand. */
export class DataError extends Error {}

export function base64Bytes(text: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
  if (native.fromBase64) return native.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; ++i) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

export async function unzip(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

function blockText(id: string): string {
  return document.getElementById(id)?.textContent?.trim() ?? '';
}

export async function readData(): Promise<ReportData> {
  const text = blockText('amaneku-data');
  if (text === '' || text.startsWith('@')) throw new DataError('no data');
  const data = JSON.parse(new TextDecoder().decode(await unzip(base64Bytes(text)))) as ReportData;
  if (data.format !== 1) throw new DataError(`format ${String(data.format)}`);
  return data;
}

/** Columns of the mesh; cells ascend by their position in the window. */
export interface Mesh {
  description: MeshDescription;
  cells: number;
  /** row * columns + column of the window. */
  position: Uint32Array;
  zone: Uint16Array;
  estimated: Uint8Array;
  /** By weight of the run; nothing where the column is absent. */
  weights: (Float32Array | undefined)[];
  /** By layer, 0 to 10000. */
  fraction: (Uint16Array | undefined)[];
  /** By service: 1 counted, 2 not in the profile's list. */
  covered: (Uint8Array | undefined)[];
  /** By service: 1 + index of the gap, 0 none. */
  gap: (Uint16Array | undefined)[];
}

type Column = Uint8Array | Uint16Array | Uint32Array | Float32Array;

const column_types: Record<ColumnType, { size: number; make: (buffer: ArrayBuffer) => Column }> = {
  u8: { size: 1, make: (b) => new Uint8Array(b) },
  u16: { size: 2, make: (b) => new Uint16Array(b) },
  u32: { size: 4, make: (b) => new Uint32Array(b) },
  f32: { size: 4, make: (b) => new Float32Array(b) },
};

/** Values whose bytes come one plane after another, the lowest first, as little-endian values in a row. */
function joinedPlanes(planes: Uint8Array, count: number, size: number): ArrayBuffer {
  const out = new Uint8Array(planes.length);
  for (let plane = 0; plane < size; ++plane) {
    const from = plane * count;
    for (let i = 0, to = plane; i < count; ++i, to += size) out[to] = planes[from + i]!;
  }
  return out.buffer;
}

function splitColumns(buffer: ArrayBuffer, description: MeshDescription): Map<string, Column> {
  const columns = new Map<string, Column>();
  let offset = 0;
  for (const [name, type] of description.bytes) {
    const { size, make } = column_types[type];
    const end = offset + description.cells * size;
    if (end > buffer.byteLength) throw new DataError(`mesh column ${name} is cut off`);
    columns.set(name, make(joinedPlanes(new Uint8Array(buffer, offset, end - offset), description.cells, size)));
    offset = end;
  }
  return columns;
}

export function decodeMesh(buffer: ArrayBuffer, data: Pick<ReportData, 'mesh' | 'weights' | 'layers' | 'services'>): Mesh {
  const description = data.mesh;
  if (!description) throw new DataError('no mesh');
  const columns = splitColumns(buffer, description);
  const n = description.cells;
  const position = (columns.get('index') as Uint32Array | undefined) ?? new Uint32Array(n);
  for (let i = 1; i < n; ++i) position[i] = position[i]! + position[i - 1]!;
  const byName = <T extends Column>(name: string) => columns.get(name) as T | undefined;
  return {
    description,
    cells: n,
    position,
    zone: byName<Uint16Array>('zone') ?? new Uint16Array(n).fill(65535),
    estimated: byName<Uint8Array>('estimated') ?? new Uint8Array(n),
    weights: data.weights.map((id) => byName<Float32Array>(`weight:${id}`)),
    fraction: data.layers.map((_, layer) => byName<Uint16Array>(`fraction:${layer}`)),
    covered: data.services.map((_, service) => byName<Uint8Array>(`covered:${service}`)),
    gap: data.services.map((_, service) => byName<Uint16Array>(`gap:${service}`)),
  };
}

export async function readMesh(data: ReportData): Promise<Mesh | null> {
  if (!data.mesh?.embedded) return null;
  const text = blockText('amaneku-mesh');
  if (text === '' || text.startsWith('@')) return null;
  return decodeMesh(await unzip(base64Bytes(text)), data);
}

/** First cell whose position is at least `position`. */
export function lowerBound(positions: Uint32Array, position: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (positions[middle]! < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Pairs of longitude and latitude in degrees. */
export function decodeSites(text: string): Float64Array {
  const bytes = base64Bytes(text);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const degrees = new Float64Array(Math.floor(bytes.byteLength / 4));
  for (let i = 0; i < degrees.length; ++i) degrees[i] = view.getInt32(4 * i, true) / 1e6;
  return degrees;
}
