// What `amaneku serve` answers: the part that what-if needs.

export interface Provider {
  provider: string;
  service: string;
  name: string;
  sites: number;
  radius_m: number;
}

export interface Status {
  available: boolean;
  state: 'off' | 'preparing' | 'ready' | 'refused';
  reason: string | null;
  progress: { stage: string; done: number; total: number } | null;
  revision: number;
  edits: number;
  undo: number;
  can_save: boolean;
  longest_radius_m: number;
  providers: Provider[];
}

export interface Site {
  provider: string;
  site: number;
  id: string;
  lon: number;
  lat: number;
  radius_m: number;
  azimuth: number | null;
  beamwidth: number | null;
  state: 'run' | 'changed' | 'added' | 'removed';
}

interface Step<T> {
  before: T;
  after: T;
}

export interface ServiceDelta {
  service: string;
  weight: string;
  newly_served: number;
  newly_lost: number;
  counted: number;
  covered: Step<number>;
  rate: Step<number | null>;
}

export interface AreaDelta {
  level: string;
  code: string;
  name: string;
  service: string;
  provider: string;
  weight: string;
  counted: number;
  covered: Step<number>;
  rate: Step<number | null>;
}

export interface CellDelta {
  code: string;
  row: number;
  column: number;
  service: string;
  provider: string;
  fraction: Step<number>;
  covered: Step<boolean | null>;
}

export interface Delta {
  services: ServiceDelta[];
  areas: AreaDelta[];
  cells?: { count: number; listed?: number; list?: CellDelta[] };
  gaps: { service: string; kind: string }[];
}

export interface Answer {
  revision: number;
  edits: number;
  undo: number;
  sites: Site[];
  change?: Delta;
  total: Delta;
}

export type Edit =
  | { op: 'add'; provider: string; lon: number; lat: number; radius_m: number }
  | { op: 'set'; provider: string; site: number; lon?: number; lat?: number; radius_m?: number; whole_mast?: boolean }
  | { op: 'remove' | 'restore'; provider: string; site: number; whole_mast?: boolean };

/** What the server refused, in its own words. */
export class Refusal extends Error {
  constructor(readonly code: string, message: string, readonly field = '') {
    super(message);
  }
}

async function ask<T>(path: string, body?: unknown): Promise<T> {
  const request: RequestInit = body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, request);
  const answer = (await response.json()) as T & { error?: { code: string; message: string; field?: string | null } };
  if (!response.ok) throw new Refusal(answer.error?.code ?? String(response.status), answer.error?.message ?? response.statusText, answer.error?.field ?? '');
  return answer;
}

export const api = {
  status: async (): Promise<Status> => (await ask<{ what_if: Status }>('api/status')).what_if,
  sites: (box: readonly number[]) => ask<{ count: number; listed: number; sites: Site[] }>(`api/sites?bbox=${box.map((v) => v.toFixed(6)).join(',')}&limit=2000&removed=true`),
  state: () => ask<Answer>('api/what-if'),
  cells: (offset: number) => ask<{ count: number; listed: number; list: CellDelta[] }>(`api/what-if/cells?offset=${offset}&limit=20000`),
  edit: (edits: Edit[], merge: boolean) => ask<Answer>('api/what-if', { edits, merge }),
  undo: () => ask<Answer>('api/what-if/undo', {}),
  reset: () => ask<Answer>('api/what-if/reset', {}),
  save: (name: string, title: string) => ask<{ file: string }>('api/what-if/save', { name, title, overwrite: true }),
};
