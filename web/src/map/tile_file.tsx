import { useRef, useState } from 'preact/hooks';
import { useApp } from '../app/context';

/** Asks for the file of the mesh, which a page from a folder may not read by itself. */
export function TileFile({ open }: { open: (file: File) => Promise<void> }) {
  const { report, speech } = useApp();
  const { words } = speech;
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<'asked' | 'open' | 'bad'>('asked');
  const name = report.data.tiles?.file ?? '';
  if (state === 'open') return <p class="map-note" role="status">{words.map.tiles_open(name)}</p>;
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      await open(file);
      setState('open');
    } catch {
      setState('bad');
    }
  };
  return (
    <div class="tile-file">
      <p>{words.map.tiles_help(name)}</p>
      <button type="button" class="tool" onClick={() => input.current?.click()}>{words.map.open_tiles(name)}</button>
      <input ref={input} type="file" accept=".pmtiles" aria-label={words.map.open_tiles(name)} class="visually-hidden" tabIndex={-1} onChange={(event) => void take(event.currentTarget.files?.[0])} />
      {state === 'bad' && <p role="alert" class="bad">{words.map.tiles_bad}</p>}
    </div>
  );
}
