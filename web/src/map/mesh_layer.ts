// The blocks of the mesh on the map: painted when they come into view, and anew when what they show changes.
import type * as maplibregl from 'maplibre-gl';
import type { State } from '../app/state';
import type { Report } from '../data/report';
import { cellColours } from './cell_values';
import { outside_colour, pixel } from './colours';
import { MeshBlocks, type Block } from './mesh_blocks';

/** More than this and those out of view are dropped. */
const most_blocks = 120;

export class MeshLayer {
  private readonly blocks: MeshBlocks;
  private readonly painted = new Map<string, Block>();
  private colours: (cell: number) => number = () => 0;

  constructor(private readonly map: maplibregl.Map, private readonly report: Report, private readonly zoom: number) {
    this.blocks = new MeshBlocks(report.mesh!);
  }

  /** Other colours: everything is painted anew when it is seen. */
  recolour(state: State): void {
    this.colours = cellColours(this.report, state);
    this.clear();
  }

  clear(): void {
    for (const key of this.painted.keys()) this.dropBlock(key);
    this.painted.clear();
  }

  /** Paints anew what is there, in place: cells have other values now. */
  repaint(state: State): void {
    for (const block of this.painted.values()) {
      this.image(`mesh-${block.key}`)?.updateImage({ url: this.blocks.paint(block, this.colours).toDataURL() });
      this.paintGaps(block, state);
    }
  }

  /** Paints the blocks that are in view and are not there yet. */
  paint(state: State): void {
    const view = this.map.getBounds();
    const blocks = this.blocks.inView(view.getWest(), view.getSouth(), view.getEast(), view.getNorth());
    for (const block of blocks) {
      if (this.painted.has(block.key)) continue;
      this.add(`mesh-${block.key}`, block, this.blocks.paint(block, this.colours), 'above-cells', this.report.data.base_map ? 0.75 : 1);
      this.paintGaps(block, state);
      this.painted.set(block.key, block);
    }
    if (this.painted.size <= most_blocks) return;
    const keep = new Set(blocks.map((block) => block.key));
    for (const key of this.painted.keys()) {
      if (keep.has(key)) continue;
      this.dropBlock(key);
      this.painted.delete(key);
    }
  }

  private paintGaps(block: Block, state: State): void {
    const id = `gap-${block.key}`;
    const gaps = state.overlays.includes('gaps') ? this.report.mesh!.gap[state.service] : undefined;
    const hatched = gaps ? this.blocks.paintGaps(block, gaps, pixel(outside_colour, 230)) : null;
    const image = this.image(id);
    if (!hatched) this.drop(id);
    else if (image) image.updateImage({ url: hatched.toDataURL() });
    else this.add(id, block, hatched, 'municipality-line', 1);
  }

  private image(id: string): maplibregl.ImageSource | undefined {
    return this.map.getSource(id) as maplibregl.ImageSource | undefined;
  }

  private add(id: string, block: Block, canvas: HTMLCanvasElement, before: string, opacity: number): void {
    this.map.addSource(id, { type: 'image', url: canvas.toDataURL(), coordinates: block.corners });
    this.map.addLayer({ id, type: 'raster', source: id, minzoom: this.zoom, paint: { 'raster-resampling': 'nearest', 'raster-fade-duration': 0, 'raster-opacity': opacity } }, before);
  }

  private dropBlock(key: string): void {
    this.drop(`mesh-${key}`);
    this.drop(`gap-${key}`);
  }

  private drop(id: string): void {
    if (this.map.getLayer(id)) this.map.removeLayer(id);
    if (this.map.getSource(id)) this.map.removeSource(id);
  }
}
