// A mesh is an image: one canvas a block of rows, painted when it comes into view.
import { lowerBound, type Mesh } from '../data/decode';

/** Rows are not equidistant in Mercator; a block this high is off by less than 0.004 of a 500 m row in Japan. */
const block_degrees = 20 / 240;
const block_columns = 256;
/** Pixels a cell where gaps are hatched. */
const hatch = 8;

export interface Block {
  key: string;
  row0: number;
  row1: number;
  column0: number;
  column1: number;
  /** North-west, north-east, south-east, south-west. */
  corners: [[number, number], [number, number], [number, number], [number, number]];
}

export class MeshBlocks {
  private readonly rows: number;

  constructor(private readonly mesh: Mesh) {
    this.rows = Math.max(1, Math.round(block_degrees / mesh.description.step[1]));
  }

  /** Blocks that a view touches and that hold cells. */
  inView(west: number, south: number, east: number, north: number): Block[] {
    const { origin, step, rows, columns } = this.mesh.description;
    const clamp = (value: number, most: number) => Math.min(most, Math.max(0, Math.floor(value)));
    const firstRow = clamp((south - origin[1]) / step[1], rows - 1);
    const lastRow = clamp((north - origin[1]) / step[1], rows - 1);
    const firstColumn = clamp((west - origin[0]) / step[0], columns - 1);
    const lastColumn = clamp((east - origin[0]) / step[0], columns - 1);
    const blocks: Block[] = [];
    for (let r = Math.floor(firstRow / this.rows); r <= Math.floor(lastRow / this.rows); ++r) {
      for (let c = Math.floor(firstColumn / block_columns); c <= Math.floor(lastColumn / block_columns); ++c) {
        const block = this.block(r, c);
        if (this.holdsCells(block)) blocks.push(block);
      }
    }
    return blocks;
  }

  paint(block: Block, colour: (cell: number) => number): HTMLCanvasElement {
    const width = block.column1 - block.column0;
    const height = block.row1 - block.row0;
    const image = new ImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    this.forCells(block, (cell, row, column) => {
      pixels[(height - 1 - row) * width + column] = colour(cell);
    });
    return this.canvas(image);
  }

  /** Cells of gaps, hatched, with a line where a gap ends; nothing where the block has none. */
  paintGaps(block: Block, gaps: Uint16Array, ink: number): HTMLCanvasElement | null {
    const width = block.column1 - block.column0;
    const height = block.row1 - block.row0;
    const gapAt = new Uint16Array((width + 2) * (height + 2));         // with a frame, for neighbours in other blocks
    let found = false;
    this.forCells({ ...block, row0: block.row0 - 1, row1: block.row1 + 1, column0: block.column0 - 1, column1: block.column1 + 1 }, (cell, row, column) => {
      const gap = gaps[cell]!;
      gapAt[row * (width + 2) + column] = gap;
      found ||= gap > 0;
    });
    if (!found) return null;
    const image = new ImageData(width * hatch, height * hatch);
    const pixels = new Uint32Array(image.data.buffer);
    for (let row = 0; row < height; ++row) {
      for (let column = 0; column < width; ++column) {
        const k = (row + 1) * (width + 2) + column + 1;
        const gap = gapAt[k]!;
        if (gap === 0) continue;
        const edge = { north: gapAt[k + width + 2] !== gap, south: gapAt[k - width - 2] !== gap, west: gapAt[k - 1] !== gap, east: gapAt[k + 1] !== gap };
        const top = (height - 1 - row) * hatch;
        for (let y = 0; y < hatch; ++y) {
          for (let x = 0; x < hatch; ++x) {
            const onEdge = (edge.north && y === 0) || (edge.south && y === hatch - 1) || (edge.west && x === 0) || (edge.east && x === hatch - 1);
            if (onEdge || (x + y) % hatch === hatch - 1) pixels[(top + y) * width * hatch + column * hatch + x] = ink;
          }
        }
      }
    }
    return this.canvas(image);
  }

  private block(r: number, c: number): Block {
    const { origin, step, rows, columns } = this.mesh.description;
    const row0 = r * this.rows;
    const row1 = Math.min(rows, row0 + this.rows);
    const column0 = c * block_columns;
    const column1 = Math.min(columns, column0 + block_columns);
    const west = origin[0] + column0 * step[0];
    const east = origin[0] + column1 * step[0];
    const south = origin[1] + row0 * step[1];
    const north = origin[1] + row1 * step[1];
    return { key: `${r}-${c}`, row0, row1, column0, column1, corners: [[west, north], [east, north], [east, south], [west, south]] };
  }

  private holdsCells(block: Block): boolean {
    const { columns } = this.mesh.description;
    for (let row = block.row0; row < block.row1; ++row) {
      const k = lowerBound(this.mesh.position, row * columns + block.column0);
      if (k < this.mesh.cells && this.mesh.position[k]! < row * columns + block.column1) return true;
    }
    return false;
  }

  /** Cells of a block with their row and column in it. */
  private forCells(block: Pick<Block, 'row0' | 'row1' | 'column0' | 'column1'>, visit: (cell: number, row: number, column: number) => void): void {
    const { rows, columns } = this.mesh.description;
    const column0 = Math.max(0, block.column0);
    const column1 = Math.min(columns, block.column1);
    for (let row = Math.max(0, block.row0); row < Math.min(rows, block.row1); ++row) {
      const end = row * columns + column1;
      for (let k = lowerBound(this.mesh.position, row * columns + column0); k < this.mesh.cells && this.mesh.position[k]! < end; ++k)
        visit(k, row - block.row0, this.mesh.position[k]! - row * columns - block.column0);
    }
  }

  private canvas(image: ImageData): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d')!.putImageData(image, 0, 0);
    return canvas;
  }
}
