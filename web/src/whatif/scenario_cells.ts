// The mesh as the scenario has it: columns follow the server, and what differs from the run is known.
import type { Report } from '../data/report';
import type { CellDelta } from './api';

/** A gap that the run does not know: the cell lost its coverage in the scenario. */
const new_gap = 65535;

export class ScenarioCells {
  /** Cells whose people the service's rule begins (1) or ceases (-1) to count, by service. */
  readonly changed: Map<number, 1 | -1>[];
  private readonly before: { covered: (Uint8Array | undefined)[]; gap: (Uint16Array | undefined)[] };

  constructor(private readonly report: Report) {
    const { mesh, data } = report;
    this.changed = data.services.map(() => new Map<number, 1 | -1>());
    this.before = { covered: mesh?.covered.map((c) => c?.slice()) ?? [], gap: mesh?.gap.map((g) => g?.slice()) ?? [] };
  }

  /** Takes over what the cells are after a change. */
  apply(list: readonly CellDelta[]): void {
    const { mesh, data } = this.report;
    if (!mesh) return;
    const { first } = mesh.description;
    for (const cell of list) {
      const service = data.services.findIndex((s) => s.id === cell.service);
      const provider = cell.provider === '*' ? -1 : data.services[service]?.providers.findIndex((p) => p.id === cell.provider) ?? -2;
      const layer = data.layers.findIndex((l) => l.service === service && l.provider === provider);
      const k = this.report.cellIndex({ row: cell.row - first[0], column: cell.column - first[1] });
      if (k < 0 || layer < 0) continue;
      const fraction = cell.fraction.after;
      const column = mesh.fraction[layer];
      if (column) column[k] = fraction <= 0 ? 0 : fraction >= 1 ? 10000 : Math.min(9999, Math.max(1, Math.round(fraction * 10000)));
      if (provider < 0) this.judge(service, k, cell.covered.after);
    }
  }

  private judge(service: number, k: number, after: boolean | null): void {
    const mesh = this.report.mesh!;
    const covered = mesh.covered[service];
    if (!covered || after === null) return;
    const was = this.before.covered[service]![k];
    covered[k] = after ? 1 : 0;
    if (covered[k] === was) this.changed[service]!.delete(k);
    else this.changed[service]!.set(k, after ? 1 : -1);
    const gap = mesh.gap[service];
    if (gap) gap[k] = after ? 0 : this.before.gap[service]![k] || new_gap;
  }
}
