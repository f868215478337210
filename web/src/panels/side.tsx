import { useRef } from 'preact/hooks';
import { useApp } from '../app/context';
import { AreaCard } from './area_card';
import { AreaTable } from './area_table';
import { CellCard } from './cell_card';
import { WhatIfPanel } from '../whatif/panel';
import { Search } from './search';

/** List and details beside the map: tabs where there is room for one only. */
export function Side() {
  const { store, state, speech, what_if } = useApp();
  const panes = what_if ? (['list', 'detail', 'what_if'] as const) : (['list', 'detail'] as const);
  const { words } = speech;
  const tabs = useRef<HTMLDivElement>(null);
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    const at = panes.findIndex((pane) => pane === state.pane) + (event.key === 'ArrowRight' ? 1 : panes.length - 1);
    const pane = panes[at % panes.length]!;
    store.set({ pane });
    tabs.current?.querySelector<HTMLElement>(`#tab-${pane}`)?.focus();
  };
  return (
    <section class="side" aria-label={words.pane.region}>
      <div class="side-head">
        <Search />
        <div class="tabs" role="tablist" ref={tabs} onKeyDown={keys} aria-label={words.pane.region}>
          {panes.map((pane) => (
            <button key={pane} type="button" role="tab" id={`tab-${pane}`} aria-selected={state.pane === pane} aria-controls={`pane-${pane}`} tabIndex={state.pane === pane ? 0 : -1} onClick={() => store.set({ pane })}>{pane === 'what_if' ? words.what_if.tab : words.pane[pane]}</button>
          ))}
        </div>
      </div>
      <div class="panes" data-pane={state.pane}>
        <div id="pane-list" class="pane" role="tabpanel" aria-labelledby="tab-list"><AreaTable /></div>
        <div id="pane-detail" class="pane" role="tabpanel" aria-labelledby="tab-detail" tabIndex={0}>{state.cell ? <CellCard /> : <AreaCard />}</div>
        {what_if && <div id="pane-what_if" class="pane" role="tabpanel" aria-labelledby="tab-what_if" tabIndex={0}><WhatIfPanel session={what_if} /></div>}
      </div>
    </section>
  );
}
