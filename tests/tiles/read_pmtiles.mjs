// Reads every tile of a PMTiles archive through npm's pmtiles and @mapbox/vector-tile, and says as lines what is in it:
//   node read_pmtiles.mjs NODE_MODULES ARCHIVE [addresses]
// header KEY VALUE | tile Z X Y BYTES SUM | layer Z NAME FEATURES-BY-ID AREA
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const [modules, file, addresses] = process.argv.slice(2);
const load = async (name, main) => import(pathToFileURL(path.join(modules, name, main)).href);
const entry = (name) => {
  const about = JSON.parse(fs.readFileSync(path.join(modules, name, 'package.json'), 'utf8'));
  const exported = about.exports?.['.'] ?? about.exports;
  const main = typeof exported === 'string' ? exported : exported?.import?.default ?? exported?.import ?? about.module ?? about.main;
  return typeof main === 'string' ? main : main.default;
};
const { PMTiles } = await load('pmtiles', entry('pmtiles'));
const { VectorTile } = await load('@mapbox/vector-tile', entry('@mapbox/vector-tile'));
const pbf = await load('pbf', entry('pbf'));
const Pbf = pbf.default ?? pbf.PbfReader ?? pbf.Pbf;

const handle = fs.openSync(file, 'r');
const archive = new PMTiles({
  getKey: () => file,
  getBytes: async (offset, length) => {
    const bytes = Buffer.alloc(length);
    const n = fs.readSync(handle, bytes, 0, length, offset);
    return { data: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + n) };
  },
});
const header = await archive.getHeader();
for (const [key, value] of Object.entries(header)) console.log('header', key, String(value));
const about = await archive.getMetadata();
console.log('metadata', about.name, about.vector_layers.map((l) => l.id).join(','));

const sum = (bytes) => bytes.reduce((a, b) => (a * 31 + b) >>> 0, 7);
const layers = new Map();
const lines = addresses === undefined ? [] : fs.readFileSync(addresses, 'utf8').split('\n').filter((l) => l !== '');
for (const line of lines) {
  const [z, x, y] = line.split(' ').map(Number);
  const found = await archive.getZxy(z, x, y);
  if (found === undefined) {
    console.log('missing', z, x, y);
    continue;
  }
  const bytes = new Uint8Array(found.data);
  console.log('tile', z, x, y, bytes.length, sum(bytes));
  let tile;
  try {
    tile = new VectorTile(new Pbf(bytes));
  } catch {
    continue; // archives of tests that hold other bytes
  }
  for (const [name, layer] of Object.entries(tile.layers)) {
    const key = `${z} ${name}`;
    const seen = layers.get(key) ?? layers.set(key, { ids: new Set(), area: 0 }).get(key);
    for (let i = 0; i < layer.length; ++i) {
      const feature = layer.feature(i);
      seen.ids.add(feature.id);
      if (feature.type !== 3) continue;
      for (const ring of feature.loadGeometry())
        for (let k = 0; k + 1 < ring.length; ++k) seen.area += (ring[k].x * ring[k + 1].y - ring[k + 1].x * ring[k].y) / 2;
    }
  }
}
for (const [key, seen] of layers) console.log('layer', key, seen.ids.size, seen.area);
