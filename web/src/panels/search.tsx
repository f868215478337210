import { useMemo, useRef, useState } from 'preact/hooks';
import { useApp } from '../app/context';
import type { AreaLevel, AreaRef, CellRef, Report } from '../data/report';
import { searchText } from '../data/search_text';

interface Entry {
  ref: AreaRef;
  code: string;
  name: string;
  text: string;
  of: string;
}

type Hit = { key: string; name: string; note: string; area?: AreaRef; cell?: CellRef };

const most = 12;

function entries(report: Report): Entry[] {
  const levels: AreaLevel[] = ['municipality', 'prefecture', 'group'];
  return levels.flatMap((level) => report.list(level).map((area, index) => ({
    ref: { level, index }, code: area.code, name: area.name, text: searchText(area.name),
    of: level === 'municipality' ? report.data.prefectures[area.prefecture]?.name ?? '' : '',
  })));
}

/** Whole words first, then beginnings, then any place inside. */
function score(entry: Entry, wanted: string): number {
  if (entry.code === wanted || entry.text === wanted) return 0;
  if (entry.text.startsWith(wanted)) return 1;
  if (entry.code.startsWith(wanted)) return 2;
  return entry.text.includes(wanted) ? 3 : -1;
}

export function Search() {
  const { report, store, speech, map, goTo } = useApp();
  const { words } = speech;
  const all = useMemo(() => entries(report), [report]);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const wanted = searchText(text);

  const hits = useMemo((): Hit[] => {
    if (wanted === '') return [];
    const cell = report.cellOfCode(wanted);
    const found: Hit[] = cell ? [{ key: 'cell', name: wanted, note: words.search.mesh, cell }] : [];
    const ranked = all.map((entry) => ({ entry, by: score(entry, wanted) })).filter(({ by }) => by >= 0).sort((a, b) => a.by - b.by);
    for (const { entry } of ranked.slice(0, most)) {
      const kind = words.table[entry.ref.level === 'nation' ? 'municipality' : entry.ref.level];
      found.push({ key: `${entry.ref.level}:${entry.code}`, name: entry.name, note: [entry.of || kind, entry.code].join(' '), area: entry.ref });
    }
    return found;
  }, [wanted, all, words]);

  const choose = (hit: Hit | undefined) => {
    if (!hit) return;
    setOpen(false);
    setText(hit.name);
    if (hit.area) goTo(hit.area);
    else if (hit.cell) {
      store.chooseCell(hit.cell);
      map.current?.showBox(report.cellBox(hit.cell));
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      setOpen(false);
      if (!open) setText('');
    } else if (event.key === 'Enter' && open) choose(hits[at]);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      if (hits.length > 0) setAt((at + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % hits.length);
    }
  };
  const shown = open && wanted !== '';
  return (
    <div class="search" onFocusOut={(event) => { if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOpen(false); }}>
      <input ref={input} type="search" role="combobox" list={undefined} aria-label={words.search.label} placeholder={words.search.placeholder} autocomplete="off" spellcheck={false}
        aria-expanded={shown && hits.length > 0} aria-controls="hits" aria-autocomplete="list" aria-activedescendant={shown && hits[at] ? `hit-${at}` : undefined}
        value={text} onInput={(event) => { setText(event.currentTarget.value); setAt(0); setOpen(true); }} onFocus={() => setOpen(true)} onKeyDown={keys} />
      <ul id="hits" role="listbox" aria-label={words.search.label} class="hits" hidden={!shown || hits.length === 0}>
        {hits.map((hit, k) => (
          <li key={hit.key} id={`hit-${k}`} role="option" aria-selected={k === at} onPointerDown={(event) => { event.preventDefault(); choose(hit); }} onPointerMove={() => setAt(k)}>
            <span>{hit.name}</span> <span class="quiet">{hit.note}</span>
          </li>
        ))}
      </ul>
      {shown && hits.length === 0 && <p class="hits none">{words.search.none}</p>}
      <span class="visually-hidden" role="status">{shown ? words.search.found(hits.length) : ''}</span>
    </div>
  );
}
