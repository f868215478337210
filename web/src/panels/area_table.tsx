import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useApp, type App } from '../app/context';
import type { State } from '../app/state';
import type { AreaRef } from '../data/report';
import { searchText } from '../data/search_text';
import type { Area } from '../data/types';
import type { Speech } from '../i18n/speech';

interface Row {
  ref: AreaRef;
  area: Area;
  name: string;
  rate: number | null;
  lower: number | null;
  upper: number | null;
  outside: number | null;
  people: number | null;
  flags: number;
  gaps: number;
  text: string;
  marked: boolean;
  range: string;
}

type SortKey = 'name' | 'rate' | 'lower' | 'outside' | 'people' | 'flags' | 'gaps';
type Filter = 'all' | 'flagged' | 'with_gaps' | 'below_target';

const row_height = 34;
const spare_rows = 12;

function makeRows({ report, state, speech }: App): Row[] {
  const gapCounts = new Map<number, number>();
  report.data.gaps.forEach((gap, k) => {
    if (gap.service === state.service) for (const zone of report.gapZones(k)) gapCounts.set(zone, (gapCounts.get(zone) ?? 0) + 1);
  });
  return report.list(state.level).map((area, index) => {
    const ref: AreaRef = { level: state.level, index };
    const figures = report.figures(area, state);
    const gaps = state.level === 'municipality' ? gapCounts.get(index) ?? 0 : report.gapsOf(state.service, ref).length;
    return { ref, area, name: area.name, rate: figures.rate, lower: figures.lower, upper: figures.upper, outside: figures.uncovered, people: figures.people, marked: figures.marked, range: speech.range(figures),
      flags: area.flags.filter((flag) => flag.service === state.service).length, gaps, text: `${searchText(area.name)} ${area.code}` };
  });
}

/** Numbers by size, unknown ones last either way; names by their code. */
function compare(a: Row, b: Row, key: SortKey, down: boolean): number {
  if (key === 'name') return (a.area.code < b.area.code ? -1 : 1) * (down ? -1 : 1);
  const [x, y] = [a[key], b[key]];
  if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
  return (x - y) * (down ? -1 : 1) || (a.area.code < b.area.code ? -1 : 1);
}

function keep(row: Row, filter: Filter, service: number): boolean {
  switch (filter) {
    case 'all': return true;
    case 'flagged': return row.flags > 0;
    case 'with_gaps': return row.gaps > 0;
    case 'below_target': return row.area.flags.some((flag) => flag.service === service && flag.word === 'below-target');
  }
}

/** Which rows of a long list are drawn. */
function useWindow(count: number, wholly: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState<[number, number]>([0, 60]);
  const follow = () => {
    const e = box.current;
    if (!e) return;
    const first = Math.max(0, Math.floor(e.scrollTop / row_height) - spare_rows);
    const last = Math.min(count, Math.ceil((e.scrollTop + e.clientHeight) / row_height) + spare_rows);
    setRange((old) => (old[0] === first && old[1] === last ? old : [first, last]));
  };
  useLayoutEffect(follow, [count]);
  useEffect(() => {
    const e = box.current;
    if (!e) return;
    const watch = new ResizeObserver(follow);
    watch.observe(e);
    return () => watch.disconnect();
  }, [count]);
  return { box, follow, range: wholly ? ([0, count] as [number, number]) : range };
}

function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => setPrinting(true);
    const end = () => setPrinting(false);
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);
  return printing;
}

/** Marks the row of what the pointer is over on the map, where that row is drawn. */
export function markRow(code: string | null): void {
  document.querySelector('tr[data-hover]')?.removeAttribute('data-hover');
  if (code !== null) document.querySelector(`tr[data-code="${CSS.escape(code)}"]`)?.setAttribute('data-hover', '');
}

export function AreaTable() {
  const app = useApp();
  const { report, store, state, speech, map, goTo, say } = app;
  const { words } = speech;
  const { data } = report;
  const [sort, setSort] = useState<{ key: SortKey; down: boolean }>({ key: 'name', down: false });
  const [filter, setFilter] = useState<Filter>('all');
  const [prefecture, setPrefecture] = useState(-1);
  const [text, setText] = useState('');
  const rows = useMemo(() => makeRows(app), [state.level, state.service, state.layer, state.rule, state.weight]);
  const shown = useMemo(() => {
    const wanted = searchText(text);
    return rows
      .filter((row) => keep(row, filter, state.service) && (prefecture < 0 || state.level !== 'municipality' || row.area.prefecture === prefecture) && (wanted === '' || row.text.includes(wanted)))
      .sort((a, b) => compare(a, b, sort.key, sort.down));
  }, [rows, sort, filter, prefecture, text]);
  const printing = usePrinting();
  const { box, follow, range } = useWindow(shown.length, printing);
  const chosen = state.area && state.area.level === state.level ? state.area.index : -1;
  const service = data.services[state.service]!;
  const columnText = (key: SortKey, of: Speech) => (key === 'people' ? of.weight(state.weight) : of.words.table[key === 'lower' ? 'bounds' : key]);
  const keys: SortKey[] = ['name', 'rate', 'lower', 'outside', 'people', ...(data.gaps.length > 0 ? ['gaps' as const] : []), 'flags'];
  const columns = keys.map((key) => ({ key, text: columnText(key, speech) }));

  useEffect(() => {                                                // what was chosen on the map comes into view
    const k = shown.findIndex((row) => row.ref.index === chosen);
    const e = box.current;
    if (k < 0 || !e) return;
    const top = k * row_height;
    if (top < e.scrollTop || top + row_height > e.scrollTop + e.clientHeight - 40) e.scrollTop = Math.max(0, top - e.clientHeight / 3);
  }, [chosen, state.level, shown]);

  const sortBy = (key: SortKey) => {
    const down = sort.key === key ? !sort.down : key !== 'name' && key !== 'rate' && key !== 'lower';
    setSort({ key, down });
    say((of) => of.words.live.sorted(columnText(key, of), down ? of.words.table.sorted_down : of.words.table.sorted_up));
    if (box.current) box.current.scrollTop = 0;
  };
  const coming = useRef<number | null>(null);
  const move = (event: KeyboardEvent, k: number) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -shown.length, End: shown.length }[event.key];
    if (step === undefined || !box.current) return;
    event.preventDefault();
    // Keys may come faster than rows are drawn: the next step is from the row that is on its way.
    const next = Math.max(0, Math.min(shown.length - 1, (coming.current ?? k) + step));
    const top = next * row_height;
    const e = box.current;
    if (top < e.scrollTop + row_height) e.scrollTop = Math.max(0, top - row_height);
    if (top + 2 * row_height > e.scrollTop + e.clientHeight) e.scrollTop = top + 3 * row_height - e.clientHeight;
    follow();
    coming.current = next;
    const focus = () => {
      const name = e.querySelector<HTMLElement>(`[data-row="${next}"] .row-name`);
      if (!name || coming.current !== next) return false;
      name.focus({ preventScroll: true });
      coming.current = null;
      return true;
    };
    if (!focus()) requestAnimationFrame(() => { if (!focus() && coming.current === next) coming.current = null; });
  };
  const levels = (['municipality', 'prefecture', 'group'] as const).filter((level) => level === 'municipality' || report.list(level).length > (level === 'prefecture' ? 1 : 0));
  const hover = (row: Row | null) => { if (state.level === 'municipality') map.current?.hoverArea(row ? row.ref.index : null); };

  return (
    <div class="list">
      <div class="filters">
        {levels.length > 1 && (
          <label class="choose"><span>{words.table.level}</span>
            <select name="level" value={state.level} onChange={(event) => store.set({ level: event.currentTarget.value as State['level'] })}>
              {levels.map((level) => <option key={level} value={level}>{words.table[level]}</option>)}
            </select>
          </label>
        )}
        {state.level === 'municipality' && data.prefectures.length > 1 && (
          <label class="choose"><span>{words.table.prefecture}</span>
            <select name="prefecture" value={String(prefecture)} onChange={(event) => setPrefecture(Number(event.currentTarget.value))}>
              <option value="-1">{words.table.all_prefectures}</option>
              {data.prefectures.map((p, k) => <option key={p.code} value={String(k)}>{p.name}</option>)}
            </select>
          </label>
        )}
        <label class="choose"><span>{words.table.filter}</span>
          <select name="filter" value={filter} onChange={(event) => setFilter(event.currentTarget.value as Filter)}>
            {(['all', 'flagged', ...(data.gaps.length > 0 ? ['with_gaps'] : []), ...(service.target ? ['below_target'] : [])] as Filter[]).map((id) => <option key={id} value={id}>{words.table[id]}</option>)}
          </select>
        </label>
        <label class="choose grow"><span>{words.table.name}</span><input type="text" name="filter-text" value={text} onInput={(event) => setText(event.currentTarget.value)} /></label>
        <p class="count" role="status">{words.table.count(speech.number(shown.length), speech.number(rows.length))}</p>
      </div>
      <div class="table-box" ref={box} onScroll={follow}>
        <table aria-rowcount={shown.length + 1} onMouseLeave={() => hover(null)}>
          <caption class="visually-hidden">{words.table.caption(words.table[state.level])}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.key} scope="col" class={column.key === 'name' ? 'name' : 'number'} data-column={column.key} aria-sort={sort.key === column.key ? (sort.down ? 'descending' : 'ascending') : undefined}>
                  <button type="button" title={words.table.sort_by(column.text)} onClick={() => sortBy(column.key)}>{column.text}<span class="sort-mark" aria-hidden="true" /></button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {range[0] > 0 && <tr class="spacer" aria-hidden="true"><td colSpan={columns.length} style={{ height: `${range[0] * row_height}px` }} /></tr>}
            {shown.slice(range[0], range[1]).map((row, k) => (
              <TableRow key={`${row.ref.level}${row.ref.index}`} row={row} at={range[0] + k} chosen={row.ref.index === chosen} first={range[0] + k === 0} columns={columns.map((c) => c.key)}
                onChoose={() => goTo(row.ref)} onHover={() => hover(row)} onKey={move} />
            ))}
            {range[1] < shown.length && <tr class="spacer" aria-hidden="true"><td colSpan={columns.length} style={{ height: `${(shown.length - range[1]) * row_height}px` }} /></tr>}
          </tbody>
        </table>
        {shown.length === 0 && <p class="empty">{words.table.empty}</p>}
      </div>
    </div>
  );
}

function TableRow(props: { row: Row; at: number; chosen: boolean; first: boolean; columns: SortKey[]; onChoose: () => void; onHover: () => void; onKey: (event: KeyboardEvent, at: number) => void }) {
  const { report, state, speech } = useApp();
  const { row, at } = props;
  const { decimals } = report.data.services[state.service]!;
  const number = (value: number | null) => <span>{speech.number(value)}</span>;
  const cells: Record<SortKey, () => unknown> = {
    name: () => null,
    rate: () => <span class="rate-cell"><span class="rate-bar" aria-hidden="true" style={{ width: `${row.rate ?? 0}%` }} /><span>{speech.digits(row.rate, decimals)}{row.marked ? '*' : ''}{row.range && <small class="quiet"> {row.range}</small>}</span></span>,
    lower: () => <span class="quiet">{row.rate === null ? speech.words.number.dash : `${speech.digits(row.lower, decimals)}–${speech.digits(row.upper, decimals)}`}</span>,
    outside: () => number(row.outside),
    people: () => number(row.people),
    gaps: () => number(row.gaps),
    flags: () => (row.flags > 0 ? <span class="flagged">{row.flags}</span> : <span class="quiet">{speech.words.number.dash}</span>),
  };
  return (
    <tr data-row={at} data-code={row.area.code} data-chosen={props.chosen ? '' : undefined} aria-rowindex={at + 2} aria-current={props.chosen ? 'true' : undefined} onMouseEnter={props.onHover} onClick={props.onChoose}>
      <th scope="row" class="name">
        <button type="button" class="row-name" tabIndex={props.chosen || props.first ? 0 : -1} onFocus={props.onHover} onKeyDown={(event) => props.onKey(event, at)}>{row.name}</button>
      </th>
      {props.columns.slice(1).map((key) => <td key={key} class="number">{cells[key]() as never}</td>)}
    </tr>
  );
}
