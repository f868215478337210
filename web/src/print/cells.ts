// The mesh of one map: cells of each state as one path.
import type { PrintModel } from './model';
import { mm } from './dom';
import { overlap, type Box, type Frame } from './geometry';
import { lowerBound } from '../data/decode';

export const cell_states = ['covered', 'partly', 'uncovered', 'not_listed'] as const;
export type CellState = (typeof cell_states)[number];

/** The state of a populated cell by the first service's own rule. */
export function cellState(model: PrintModel, index: number): CellState {
  const { mesh } = model.report;
  const { service } = model;
  const covered = mesh!.covered[0]?.[index] ?? 0;
  const fraction = mesh!.fraction[service.layer]?.[index] ?? 0;
  if (covered === 2) return 'not_listed';
  const rule = model.report.data.rules[service.rule];
  if (rule === 'area_share') return fraction >= 10000 ? 'covered' : fraction > 0 ? 'partly' : 'uncovered';
  if (covered === 1) return 'covered';
  return fraction > 0 ? 'partly' : 'uncovered';
}

/** Paths of the populated cells in a frame by state; neighbours of a row and state are one rectangle. */
export function cellPaths(model: PrintModel, frame: Frame, box: Box): Map<CellState, string> {
  const paths = new Map<CellState, string>();
  const { mesh, data } = model.report;
  const weight = mesh?.weights[model.headline.weight];
  if (!mesh || !weight || !data.mesh) return paths;
  const { origin, step, rows, columns } = data.mesh;
  const row0 = Math.max(0, Math.floor((box[1] - origin[1]) / step[1]));
  const row1 = Math.min(rows - 1, Math.floor((box[3] - origin[1]) / step[1]));
  const column0 = Math.max(0, Math.floor((box[0] - origin[0]) / step[0]));
  const column1 = Math.min(columns - 1, Math.floor((box[2] - origin[0]) / step[0]));
  if (!overlap(box, frame.view)) return paths;
  for (let row = row0; row <= row1; ++row) {
    const top = frame.y(origin[1] + (row + 1) * step[1]);
    const height = frame.y(origin[1] + row * step[1]) - top;
    const seam = height > 1.4 ? -0.08 : 0.03;  // a hairline between large cells, none between small ones
    let run: { state: CellState; first: number; last: number } | null = null;
    const end = () => {
      if (!run) return;
      const x = frame.x(origin[0] + run.first * step[0]);
      const width = frame.x(origin[0] + (run.last + 1) * step[0]) - x;
      paths.set(run.state, `${paths.get(run.state) ?? ''}M${mm(x)} ${mm(top)}h${mm(width + seam)}v${mm(height + seam)}h${mm(-width - seam)}z`);
      run = null;
    };
    const from = lowerBound(mesh.position, row * columns + column0);
    const to = lowerBound(mesh.position, row * columns + column1 + 1);
    for (let i = from; i < to; ++i) {
      if (!(weight[i]! > 0)) continue;
      const column = mesh.position[i]! - row * columns;
      const state = cellState(model, i);
      if (run && run.state === state && run.last === column - 1 && seam > 0) run.last = column;
      else {
        end();
        run = { state, first: column, last: column };
      }
    }
    end();
  }
  return paths;
}

/** The outline of gaps of the first service inside a box: sides of their cells whose other side is none of theirs. */
export function gapOutline(model: PrintModel, frame: Frame, box: Box, gaps: number[]): string {
  const { mesh, data } = model.report;
  const column = mesh?.gap[0];
  if (!mesh || !column || !data.mesh) return '';
  const { origin, step, columns } = data.mesh;
  const wanted = new Set(gaps.map((gap) => gap + 1));
  const gapAt = (row: number, c: number) => {
    const k = model.report.cellIndex({ row, column: c });
    return k < 0 ? 0 : column[k]!;
  };
  const row0 = Math.floor((box[1] - origin[1]) / step[1]);
  const row1 = Math.floor((box[3] - origin[1]) / step[1]);
  let path = '';
  for (let row = row0; row <= row1; ++row) {
    const from = lowerBound(mesh.position, Math.max(0, row) * columns + Math.max(0, Math.floor((box[0] - origin[0]) / step[0])));
    const to = lowerBound(mesh.position, Math.max(0, row) * columns + Math.min(columns, Math.floor((box[2] - origin[0]) / step[0]) + 1));
    for (let i = from; i < to; ++i) {
      const gap = column[i]!;
      if (!wanted.has(gap)) continue;
      const c = mesh.position[i]! - row * columns;
      const [x0, x1] = [mm(frame.x(origin[0] + c * step[0])), mm(frame.x(origin[0] + (c + 1) * step[0]))];
      const [y0, y1] = [mm(frame.y(origin[1] + (row + 1) * step[1])), mm(frame.y(origin[1] + row * step[1]))];
      if (gapAt(row + 1, c) !== gap) path += `M${x0} ${y0}H${x1}`;
      if (gapAt(row - 1, c) !== gap) path += `M${x0} ${y1}H${x1}`;
      if (gapAt(row, c - 1) !== gap) path += `M${x0} ${y0}V${y1}`;
      if (gapAt(row, c + 1) !== gap) path += `M${x1} ${y0}V${y1}`;
    }
  }
  return path;
}
