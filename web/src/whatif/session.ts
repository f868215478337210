// One scenario, as the server has it: every change goes there, and what it answers is shown.
import type { Report } from '../data/report';
import { api, Refusal, type Answer, type Delta, type Edit, type Site, type Status } from './api';
import { ScenarioCells } from './scenario_cells';

/** Sites of one provider that stand at one place. */
export interface Mast {
  key: string;
  provider: string;
  lon: number;
  lat: number;
  sites: Site[];
}

export interface WhatIfView {
  status: Status;
  masts: Mast[];
  /** Not all sites in view are listed. */
  more: boolean;
  chosen: Mast | null;
  /** Provider of the site that the next click puts up; nothing where none is asked for. */
  placing: string | null;
  total: Delta | null;
  problem: string;
  /** What the problem is about, as the server calls it: radius_m. */
  field: string;
  saved: string;
  /** Goes up whenever cells change. */
  painted: number;
}

type Box = readonly [number, number, number, number];

export function mastsOf(sites: readonly Site[]): Mast[] {
  const masts = new Map<string, Mast>();
  for (const site of sites) {
    const key = `${site.provider}/${site.lon}/${site.lat}/${site.state === 'removed' ? 'removed' : ''}`;
    const mast = masts.get(key);
    if (mast) mast.sites.push(site);
    else masts.set(key, { key, provider: site.provider, lon: site.lon, lat: site.lat, sites: [site] });
  }
  return [...masts.values()];
}

/** Of masts that lie over one another under the pointer: the chosen one, else the nearest. */
export function nearestMast(masts: readonly Mast[], chosen: Mast | null, distance: (mast: Mast) => number): Mast | null {
  const own = chosen && masts.find((mast) => mast.key === chosen.key);
  return own ?? masts.map((mast) => ({ mast, far: distance(mast) })).reduce<{ mast: Mast; far: number } | null>((best, at) => (best && best.far <= at.far ? best : at), null)?.mast ?? null;
}

export class WhatIfSession {
  readonly cells: ScenarioCells;
  private current: WhatIfView;
  private readonly listeners = new Set<(view: WhatIfView) => void>();
  private box: Box | null = null;
  private running: Promise<unknown> = Promise.resolve();
  private waiting: (() => void) | null = null;
  private moving = false;

  constructor(report: Report, status: Status) {
    this.cells = new ScenarioCells(report);
    this.current = { status, masts: [], more: false, chosen: null, placing: null, total: null, problem: '', field: '', saved: '', painted: 0 };
    if (status.state === 'preparing') this.poll();
    else if (status.edits > 0) void this.reload();
  }

  get view(): WhatIfView {
    return this.current;
  }

  get ready(): boolean {
    return this.current.status.state === 'ready';
  }

  subscribe(listener: (view: WhatIfView) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  choose(mast: Mast | null): void {
    this.show({ chosen: mast, placing: null, problem: '' });
  }

  place(provider: string | null): void {
    this.show({ placing: provider, problem: '' });
  }

  /** Sites of what the map shows. */
  async look(box: Box): Promise<void> {
    this.box = box;
    if (!this.ready) return;
    try {
      const { sites, count, listed } = await api.sites(box);
      if (this.box !== box || this.moving) return;
      const masts = mastsOf(sites);
      const { chosen } = this.current;
      const again = chosen && masts.find((mast) => mast.provider === chosen.provider && mast.sites[0]!.site === chosen.sites[0]!.site);
      this.show({ masts, more: count > listed, chosen: again ?? chosen });
    } catch (error) {
      this.fail(error);
    }
  }

  async add(provider: string, lon: number, lat: number, radius_m: number): Promise<void> {
    this.show({ placing: null });
    const answer = await this.send([{ op: 'add', provider, lon, lat, radius_m }], false);
    if (answer) this.show({ chosen: mastsOf(answer.sites)[0] ?? null });
  }

  async set(mast: Mast, change: { lon?: number; lat?: number; radius_m?: number }): Promise<void> {
    const answer = await this.send([{ op: 'set', provider: mast.provider, site: mast.sites[0]!.site, ...change, whole_mast: true }], false);
    if (answer) this.show({ chosen: mastsOf(answer.sites)[0] ?? mast });
  }

  async remove(mast: Mast): Promise<void> {
    if (await this.send([{ op: 'remove', provider: mast.provider, site: mast.sites[0]!.site, whole_mast: true }], false)) this.show({ chosen: null });
  }

  async restore(mast: Mast): Promise<void> {
    if (await this.send(mast.sites.map((site) => ({ op: 'restore' as const, provider: site.provider, site: site.site })), false)) this.show({ chosen: null });
  }

  /** A drag is many steps and one undo; places that come faster than the server answers are passed over. */
  drag(mast: Mast): { to(lon: number, lat: number): void; end(lon: number, lat: number): Promise<void> } {
    let merge = false;
    const step = async (lon: number, lat: number) => {
      const answer = await this.send([{ op: 'set', provider: mast.provider, site: mast.sites[0]!.site, lon, lat, whole_mast: true }], merge, true);
      if (answer) merge = true;
      return answer;
    };
    this.moving = true;
    return {
      to: (lon, lat) => {
        const go = () => void (this.running = step(lon, lat).finally(() => this.next()));
        if (this.waiting === null && !this.busy) {
          this.busy = true;
          go();
        } else this.waiting = go;
      },
      end: async (lon, lat) => {
        this.waiting = null;
        await this.running.catch(() => undefined);
        const answer = await step(lon, lat);
        this.moving = false;
        this.busy = false;
        if (answer) this.show({ chosen: mastsOf(answer.sites)[0] ?? mast });
        if (this.box) await this.look([...this.box]);
      },
    };
  }

  private busy = false;

  private next(): void {
    const go = this.waiting;
    this.waiting = null;
    if (go) go();
    else this.busy = false;
  }

  async undo(): Promise<void> {
    await this.answered(api.undo());
    this.show({ chosen: null });
  }

  async reset(): Promise<void> {
    await this.answered(api.reset());
    this.show({ chosen: null });
  }

  async save(name: string, title: string): Promise<void> {
    try {
      const { file } = await api.save(name, title);
      this.show({ saved: file, problem: '' });
    } catch (error) {
      this.fail(error);
    }
  }

  private async send(edits: Edit[], merge: boolean, quiet = false): Promise<Answer | null> {
    return this.answered(api.edit(edits, merge), quiet);
  }

  private async answered(request: Promise<Answer>, quiet = false): Promise<Answer | null> {
    try {
      const answer = await request;
      await this.take(answer);
      if (!quiet && this.box) await this.look([...this.box]);
      return answer;
    } catch (error) {
      this.fail(error);
      if (error instanceof Refusal && error.code === 'conflict') await this.reload();
      return null;
    }
  }

  private async take(answer: Answer): Promise<void> {
    const cells = answer.change?.cells;
    if (cells && cells.count > (cells.listed ?? cells.list?.length ?? 0)) await this.allCells();
    else if (cells?.list) this.cells.apply(cells.list);
    const { status } = this.current;
    this.show({ status: { ...status, revision: answer.revision, edits: answer.edits, undo: answer.undo }, total: answer.total, problem: '', saved: '', painted: this.current.painted + 1 });
  }

  private async allCells(): Promise<void> {
    for (let offset = 0, count = 1; offset < count;) {
      const page = await api.cells(offset);
      this.cells.apply(page.list);
      count = page.count;
      offset += Math.max(1, page.listed);
    }
  }

  /** Everything anew: after a reload, and when another window changed the scenario. */
  private async reload(): Promise<void> {
    try {
      const answer = await api.state();
      await this.allCells();
      await this.take(answer);
    } catch (error) {
      this.fail(error);
    }
  }

  private poll(): void {
    setTimeout(() => {
      api.status().then((status) => {
        this.show({ status });
        if (status.state === 'preparing') this.poll();
        else if (status.state === 'ready') {
          if (status.edits > 0) void this.reload();
          if (this.box) void this.look([...this.box]);
        }
      }).catch((error) => {
        this.fail(error);
        this.poll();
      });
    }, 1000);
  }

  private fail(error: unknown): void {
    this.show({ problem: error instanceof Error ? error.message : String(error), field: error instanceof Refusal ? error.field.split('.').at(-1)! : '' });
  }

  private show(patch: Partial<WhatIfView>): void {
    this.current = { ...this.current, ...patch };
    for (const listener of this.listeners) listener(this.current);
  }
}

/** A session where the page came from a server that offers one. */
export async function findWhatIf(report: Report): Promise<WhatIfSession | null> {
  if (!location.protocol.startsWith('http')) return null;
  try {
    const status = await api.status();
    return status.available ? new WhatIfSession(report, status) : null;
  } catch {
    return null;                                                   // an ordinary web server
  }
}
