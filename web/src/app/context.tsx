// What every part of the page needs: the report, the reader's choice, the words.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AreaRef } from '../data/report';
import type { Report } from '../data/report';
import type { LonLat } from '../data/types';
import type { Speech } from '../i18n/speech';
import type { WhatIfSession } from '../whatif/session';
import type { State, Store } from './state';

type Box = [number, number, number, number];

/** What other parts ask of the map; nothing happens where there is none. */
export interface MapHandle {
  showBox(box: Box): void;
  showPlace(at: LonLat): void;
  hoverArea(index: number | null): void;
}

export interface App {
  report: Report;
  store: Store;
  state: State;
  speech: Speech;
  map: { current: MapHandle | null };
  /** Chooses an area and shows it on the map. */
  goTo(area: AreaRef | null): void;
  /** Where the page came from a server that can compute. */
  what_if: WhatIfSession | null;
  /** Says something to screen readers. */
  say(text: (speech: Speech) => string): void;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('no app');
  return app;
}
