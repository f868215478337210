import { render } from 'preact';
import { AppRoot } from './app/app';
import { Store } from './app/state';
import { DataError, readData, readMesh } from './data/decode';
import { Report } from './data/report';
import type { Language } from './data/types';
import { tables } from './i18n/words';
import { renderPrint } from './print/index';

const root = document.getElementById('app')!;

function pageLanguage(): Language {
  return document.documentElement.lang === 'en' ? 'en' : 'ja';
}

/** Says in plain words why there is nothing to see. */
function showFailure(error: unknown): void {
  const words = tables[pageLanguage()].page;
  const missing = error instanceof DataError && error.message === 'no data';
  const old = typeof DecompressionStream === 'undefined';
  const text = old ? words.old_browser : missing ? words.no_data : words.bad_data(error instanceof Error ? error.message : String(error));
  const note = document.createElement('p');
  note.className = 'failure';
  note.setAttribute('role', 'alert');
  note.textContent = text;
  root.replaceChildren(note);
  document.body.dataset.failed = '1';
}

/** Codes after #print=, or null for all; nothing where no print was asked for. */
function printCodes(): string[] | null | undefined {
  const match = /^#print(?:=(.*))?$/.exec(location.hash.split('&')[0] ?? '');
  if (!match) return undefined;
  return match[1] ? decodeURIComponent(match[1]).split(',') : null;
}

/** Pages to print take the place of the page while the address says so. */
function watchPrint(report: Report, store: Store, showApp: () => void): void {
  const pages = document.createElement('div');
  pages.id = 'print';
  pages.hidden = true;
  document.body.append(pages);
  const follow = () => {
    const codes = printCodes();
    const shown = codes !== undefined && renderPrint(pages, report, { language: store.state.language, codes });
    pages.hidden = !shown;
    root.hidden = shown;
    document.body.classList.toggle('printing', shown);
    if (shown) {
      document.body.dataset.printReady = '1';
      return;
    }
    showApp();
    if (codes !== undefined) {
      store.set({});
      print();
    }
  };
  addEventListener('hashchange', follow);
  follow();
}

async function start(): Promise<void> {
  const data = await readData();
  const report = new Report(data, await readMesh(data));
  const store = new Store(report);
  // The map is made when it is first to be seen, not for pages that are only printed.
  let made = false;
  watchPrint(report, store, () => {
    if (made) return;
    made = true;
    root.replaceChildren();
    render(<AppRoot report={report} store={store} />, root);
  });
  document.body.dataset.ready = '1';
}

start().catch(showFailure);
