import { useApp } from './context';
import type { View } from './state';

const views: View[] = ['map', 'charts', 'method'];

export function Header() {
  const { report, store, state, speech } = useApp();
  const { words } = speech;
  const other = state.language === 'ja' ? 'en' : 'ja';
  return (
    <header class="bar">
      <div class="bar-title">
        <h1>{report.data.title}</h1>
        <p>{words.page.as_of(speech.date(report.data.as_of))}</p>
      </div>
      <nav class="bar-nav" aria-label={words.page.views}>
        {views.map((view) => (
          <button key={view} type="button" class="nav" aria-current={state.view === view ? 'page' : undefined} onClick={() => store.set({ view })}>
            {words.page[view]}
          </button>
        ))}
      </nav>
      <div class="bar-tools">
        <button type="button" class="tool" data-action="print" onClick={() => { location.hash = printHash(report, state.area); }}>{words.page.print}</button>
        <button type="button" class="tool" data-action="language" lang={other} onClick={() => store.set({ language: other })}>{words.page.other_language}</button>
      </div>
    </header>
  );
}

function printHash(report: ReturnType<typeof useApp>['report'], area: ReturnType<typeof useApp>['state']['area']): string {
  return area?.level === 'municipality' ? `print=${encodeURIComponent(report.area(area).code)}` : 'print';
}
