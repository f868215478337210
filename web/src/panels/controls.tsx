import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp, type App } from '../app/context';
import type { MeshMode, Overlay } from '../app/state';

function Choose(props: { name: string; label: string; value: number; options: { value: number; text: string }[]; onChoose: (value: number) => void }) {
  return (
    <label class="choose">
      <span>{props.label}</span>
      <select name={props.name} value={String(props.value)} onChange={(event) => props.onChoose(Number(event.currentTarget.value))}>
        {props.options.map((option) => <option key={option.value} value={String(option.value)}>{option.text}</option>)}
      </select>
    </label>
  );
}

/** Layers that the report has something for. */
function available({ report }: App): Overlay[] {
  const { data } = report;
  const has: Record<Overlay, boolean> = {
    mesh: report.mesh !== null || data.tiles !== null,
    gaps: data.gaps.length > 0,
    places: data.places.some((place) => place.at.length > 0),
    sites: data.sites.length > 0,
    plan: (data.plan?.sites.length ?? 0) > 0,
    borders: data.prefectures.length > 1,
    labels: true,
  };
  return (Object.keys(has) as Overlay[]).filter((id) => has[id]);
}

function LayerList() {
  const app = useApp();
  const { store, state, speech } = app;
  const { words } = speech;
  const modes: MeshMode[] = ['fraction', 'outside', 'people'];
  const mode_names: Record<MeshMode, string> = { fraction: words.control.mesh_fraction, outside: words.control.mesh_outside, people: words.control.mesh_people };
  const layers = available(app);
  return (
    <div class="layer-list">
      {layers.map((id) => (
        <label key={id} class="check">
          <input type="checkbox" name={`show-${id}`} checked={state.overlays.includes(id)} onChange={() => store.toggle(id)} />
          <span class={`swatch swatch-${id}`} aria-hidden="true" />
          <span>{speech.word(words.overlay, id)}</span>
        </label>
      ))}
      {layers.includes('mesh') && (
        <fieldset class="modes">
          <legend>{words.control.mesh_mode}</legend>
          {modes.map((mode) => (
            <label key={mode} class="check">
              <input type="radio" name="mesh-mode" checked={state.mesh_mode === mode} onChange={() => store.set({ mesh_mode: mode })} />
              <span>{mode_names[mode]}</span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}

function LayerMenu() {
  const { speech } = useApp();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => { if (!box.current?.contains(event.target as Node)) setOpen(false); };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', escape);
    };
  }, [open]);
  return (
    <div class="layers" ref={box}>
      <button ref={button} type="button" class="tool" data-action="layers" aria-expanded={open} aria-controls="layers" onClick={() => setOpen(!open)}>{speech.words.control.layers}<span aria-hidden="true" class="caret" /></button>
      <div id="layers" class="layer-panel" hidden={!open}><LayerList /></div>
    </div>
  );
}

/** Switches of what map, list and charts show. */
export function Controls({ layers: withLayers = true }: { layers?: boolean }) {
  const { report, store, state, speech } = useApp();
  const { words } = speech;
  const { data } = report;
  const service = data.services[state.service]!;
  const layers = data.layers.flatMap((layer, k) => (layer.service === state.service ? [k] : []));
  const named = (text: string, official: boolean) => (official ? `${text} (${words.control.official})` : text);
  return (
    <div class="controls" role="group" aria-label={words.control.region}>
      {data.services.length > 1 && <Choose name="service" label={words.control.service} value={state.service} onChoose={(value) => store.chooseService(value)}
        options={data.services.map((s, value) => ({ value, text: s.name }))} />}
      {layers.length > 2 && <Choose name="operator" label={words.control.operator} value={state.layer} onChoose={(layer) => store.set({ layer })}
        options={layers.map((value) => ({ value, text: speech.operator(value) }))} />}
      <Choose name="rule" label={words.control.rule} value={state.rule} onChoose={(rule) => store.set({ rule })}
        options={data.rules.map((_, value) => ({ value, text: named(speech.rule(value), value === service.rule) }))} />
      <Choose name="weight" label={words.control.weight} value={state.weight} onChoose={(weight) => store.set({ weight })}
        options={data.weights.map((_, value) => ({ value, text: named(speech.weight(value), value === service.weight) }))} />
      {withLayers && <LayerMenu />}
    </div>
  );
}
