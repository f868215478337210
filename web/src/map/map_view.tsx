import { useEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import { useApp, type MapHandle } from '../app/context';
import { markRow } from '../panels/area_table';
import { rateColour } from './colours';
import { Legend } from './legend';
import { ReportMap, type Hover } from './report_map';
import { StaticMap } from './static_map';
import { TileFile } from './tile_file';
import { Tooltip } from './tooltip';

type MapNote = 'base-map' | 'tiles' | null;

/** The map with its tools, legend and hint; a still picture where it cannot move. */
export function MapView({ handle, visible }: { handle: RefObject<MapHandle | null>; visible: boolean }) {
  const { report, store, state, speech, what_if } = useApp();
  const { words } = speech;
  const container = useRef<HTMLDivElement>(null);
  const map = useRef<ReportMap | null>(null);
  const [still, setStill] = useState(false);
  const [cells, setCells] = useState(false);
  const [hover, setHover] = useState<{ at: Hover; x: number; y: number } | null>(null);
  const [note, setNote] = useState<MapNote>(null);
  const [picture, setPicture] = useState('');
  const [asksFile, setAsksFile] = useState(false);

  useEffect(() => {
    if (!container.current) return;
    try {
      map.current = new ReportMap(container.current, report, store.state, {
        hover: (at, x, y) => {
          setHover(at && { at, x, y });
          markRow(at?.kind === 'area' ? report.data.municipalities[at.index]!.code : null);
        },
        area: (area) => store.chooseArea(area),
        cell: (cell) => store.chooseCell(cell),
        tileCell: (properties) => {
          const area = report.areaOfKey(`m:${String(properties['zone_code'] ?? '')}`);
          if (area) store.chooseArea(area);
        },
        gap: (index) => {
          const gap = report.data.gaps[index]!;
          const zone = report.gapZones(index)[0];
          if (zone !== undefined) store.chooseArea({ level: 'municipality', index: zone });
          map.current?.showPlace(gap.at);
        },
        moved: (longitude, latitude, zoom) => store.set({ camera: { longitude, latitude, zoom } }),
        cellsShown: setCells,
        idle: () => { document.body.dataset.idle = '1'; },
        failed: setNote,
      }, speech.words.map.region);
      handle.current = map.current;
      setAsksFile(map.current.wantsTileFile);
    } catch (error) {
      console.warn(error);
      setStill(true);
      document.body.dataset.idle = 'still';
      return;
    }
    const engine = map.current;
    const unsubscribe = store.subscribe((next) => engine.update(next));
    const before = () => setPicture(engine.picture());
    addEventListener('beforeprint', before);
    return () => {
      unsubscribe();
      removeEventListener('beforeprint', before);
      handle.current = null;
      engine.remove();
    };
  }, []);

  useEffect(() => { if (what_if) map.current?.startWhatIf(what_if); }, [what_if]);
  useEffect(() => { map.current?.label(`${words.map.region}. ${words.map.help}`); }, [words]);
  useEffect(() => { if (visible) map.current?.resize(); }, [visible]);

  const what = speech.choice(state);
  const official = report.isOfficial(state);
  const chosen = new Set(state.area && state.area.level !== 'nation' ? report.members(state.area) : []);
  return (
    <>
    <div class="map-box" data-cells={cells ? '' : undefined}>
      <p class="map-caption"><span class="quiet">{words.control.showing}</span> {what}
        {!official && <button type="button" class="link" data-action="official" onClick={() => store.set({ ...report.official(state.service), layer: state.layer })}>{words.control.reset}</button>}
      </p>
      {still ? (
        <>
          <p class="notice" role="status">{words.map.no_webgl}</p>
          <StaticMap report={report} options={{ width: 800, height: 600, label: words.map.static_label(what), chosen, colour: (k) => { const rate = report.rate(report.data.municipalities[k]!, state); return rate === null ? null : rateColour(rate); }, onChoose: (area) => store.chooseArea(area) }} />
        </>
      ) : (
        <>
          <div class="map" ref={container} onMouseLeave={() => setHover(null)} />
          <div class="map-tools">
            <button type="button" class="map-tool" title={words.map.zoom_in} aria-label={words.map.zoom_in} onClick={() => map.current?.zoomBy(1)}><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 3v10M3 8h10" /></svg></button>
            <button type="button" class="map-tool" title={words.map.zoom_out} aria-label={words.map.zoom_out} onClick={() => map.current?.zoomBy(-1)}><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8h10" /></svg></button>
            <button type="button" class="map-tool" title={words.map.whole} aria-label={words.map.whole} onClick={() => { store.set({ camera: null }); map.current?.showAll(); }}><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" /></svg></button>
          </div>
          {asksFile && <TileFile open={(file) => map.current!.openTiles(file)} />}
          {note && <p class="map-note" role="status">{note === 'base-map' ? words.map.base_map_failed : words.map.tiles_none(report.data.tiles?.file ?? '')}</p>}
          {hover && <Tooltip at={hover.at} x={hover.x} y={hover.y} />}
          {picture && <img class="map-picture" src={picture} alt={words.map.static_label(what)} />}
        </>
      )}
      {report.data.base_map && !still && <p class="map-credit">{report.data.base_map.attribution}</p>}
    </div>
    <Legend cells={cells} still={still} />
    </>
  );
}
