import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { nation, type AreaRef, type Report } from '../data/report';
import { Speech } from '../i18n/speech';
import { Controls } from '../panels/controls';
import { Headline } from '../panels/headline';
import { MapView } from '../map/map_view';
import { Side } from '../panels/side';
import { ChartsView } from '../views/charts_view';
import { MethodView } from '../views/method_view';
import { findWhatIf, type WhatIfSession } from '../whatif/session';
import { AppContext, type App, type MapHandle } from './context';
import { Header } from './header';
import { useStore, type Store } from './state';

type Saying = (speech: Speech) => string;

/** Tells screen readers what was chosen, in the language of the moment. */
function useAnnouncements(app: Omit<App, 'say'>): [string, (saying: Saying) => void] {
  const [said, setSaid] = useState<{ saying: Saying } | null>(null);
  const before = useRef(app.state);
  const { report, state, speech } = app;
  useEffect(() => {
    const was = before.current;
    before.current = state;
    if (was === state) return;
    const { cell, area: at } = state;
    if (was.cell !== cell && cell) setSaid({ saying: ({ words }) => words.live.cell(report.cellCode(cell)) });
    else if (was.area !== at) {
      const area = at && report.area(at);
      setSaid({ saying: (s) => (area ? s.words.live.area(area.name, s.rate(report.figures(area, state))) : s.words.live.cleared) });
    }
  }, [state]);
  return [said ? said.saying(speech) : '', useCallback((saying) => setSaid({ saying }), [])];
}

export function AppRoot({ report, store }: { report: Report; store: Store }) {
  const state = useStore(store);
  const speech = useMemo(() => new Speech(state.language, report.data), [state.language]);
  const map = useRef<MapHandle | null>(null);
  const goTo = useCallback((area: AreaRef | null) => {
    store.set({ area, cell: null, camera: null, pane: area ? 'detail' : store.state.pane });
    map.current?.showBox(report.focusBox(area ?? nation));
  }, []);
  const [what_if, setWhatIf] = useState<WhatIfSession | null>(null);
  useEffect(() => { void findWhatIf(report).then(setWhatIf); }, []);
  const base = { report, store, state, speech, map, goTo, what_if };
  const [announcement, say] = useAnnouncements(base);
  const app: App = { ...base, say };

  useEffect(() => {
    document.documentElement.lang = state.language;
    document.title = report.data.title;
  }, [state.language]);

  return (
    <AppContext.Provider value={app}>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>{speech.words.page.skip}</a>
      <Header />
      <main id="main" tabIndex={-1} data-view={state.view}>
        <div class="map-page" hidden={state.view !== 'map'}>
          <Headline />
          <div class="work">
            <section class="map-side" aria-label={speech.words.map.region}>
              <Controls />
              <MapView handle={map} visible={state.view === 'map'} />
            </section>
            <Side />
          </div>
        </div>
        {state.view === 'charts' && <ChartsView />}
        {state.view === 'method' && <MethodView />}
      </main>
      <footer class="foot">
        <span>{speech.words.page.made_by(report.data.program)}</span>
        <span>{speech.words.page.as_of(speech.date(report.data.as_of))}</span>
        <span>{networkNote(app)}</span>
      </footer>
      <div class="visually-hidden" role="status" aria-live="polite" data-live>{announcement}</div>
    </AppContext.Provider>
  );
}

function networkNote({ report, speech }: App): string {
  const { base_map } = report.data;
  if (!base_map) return speech.words.page.no_network;
  const host = URL.canParse(base_map.url) ? new URL(base_map.url).host : base_map.url;
  return speech.words.page.base_map_host(host);
}
