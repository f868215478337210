import { useRef } from 'preact/hooks';
import { useApp } from '../app/context';
import { AreaCard } from './area_card';
import { AreaTable } from './area_table';
import { CellCard } from './cell_card';
import { Search } from './search';

const panes = ['list', 'detail'] as const;

/** List and details beside the map: tabs where there is room for one only. */
export function Side() {
  const { store, state, speech } = useApp();
  const { words } = speech;
  const tabs = useRef<HTMLDivElement>(null);
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    const pane = state.pane === 'list' ? 'detail' : 'list';
    store.set({ pane });
    tabs.current?.querySelector<HTMLElement>(`#tab-${pane}`)?.focus();
  };
  return (
    <section class="side" aria-label={words.pane.region}>
      <div class="side-head">
        <Search />
        <div class="tabs" role="tablist" ref={tabs} onKeyDown={keys} aria-label={words.pane.region}>
          {panes.map((pane) => (
            <button key={pane} type="button" role="tab" id={`tab-${pane}`} aria-selected={state.pane === pane} aria-controls={`pane-${pane}`} tabIndex={state.pane === pane ? 0 : -1} onClick={() => store.set({ pane })}>{words.pane[pane]}</button>
          ))}
        </div>
      </div>
      <div class="panes" data-pane={state.pane}>
        <div id="pane-list" class="pane" role="tabpanel" aria-labelledby="tab-list"><AreaTable /></div>
        <div id="pane-detail" class="pane" role="tabpanel" aria-labelledby="tab-detail" tabIndex={0}>{state.cell ? <CellCard /> : <AreaCard />}</div>
      </div>
    </section>
  );
}
