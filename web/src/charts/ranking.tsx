import { useState } from 'preact/hooks';
import { useApp } from '../app/context';
import { rateColour } from '../map/colours';

const shown_first = 20;

/** Bars of rates with their bounds, lowest or highest first. */
export function Ranking() {
  const { report, state, speech, store } = useApp();
  const { words } = speech;
  const [highest, setHighest] = useState(false);
  const [all, setAll] = useState(false);
  const list = report.data.municipalities
    .map((area, index) => ({ area, index, f: report.figures(area, state) }))
    .filter(({ f }) => f.rate !== null)
    .sort((a, b) => (highest ? -1 : 1) * (a.f.rate! - b.f.rate!) || (a.area.code < b.area.code ? -1 : 1));
  const rows = all ? list : list.slice(0, shown_first);
  const least = Math.min(100, ...list.map(({ f }) => f.lower ?? f.rate!));
  const start = Math.max(0, Math.floor(least / 10) * 10);
  const place = (value: number) => (100 * (value - start)) / Math.max(1, 100 - start);
  const target = report.isOfficial(state) ? report.data.services[state.service]!.target : null;
  return (
    <figure class="chart ranking">
      <figcaption>
        <h3>{words.chart.ranking}</h3>
        <p class="quiet">{words.chart.ranking_note}</p>
        <div class="choices">
          <button type="button" class="tool small" aria-pressed={!highest} onClick={() => setHighest(false)}>{words.chart.lowest}</button>
          <button type="button" class="tool small" aria-pressed={highest} onClick={() => setHighest(true)}>{words.chart.highest}</button>
          {list.length > shown_first && <button type="button" class="tool small" aria-pressed={all} onClick={() => setAll(!all)}>{words.chart.all}</button>}
        </div>
      </figcaption>
      <div class="rank-scale quiet" aria-hidden="true"><span>{start}</span><span>100%</span></div>
      <ol class="rank-list">
        {rows.map(({ area, index, f }) => (
          <li key={index}>
            <button type="button" class="link rank-name" onClick={() => store.set({ view: 'map', area: { level: 'municipality', index }, cell: null, camera: null, pane: 'detail' })}>{area.name}</button>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect x="0" y="1" width={Math.max(0.3, place(f.rate!))} height="8" fill={rateColour(f.rate)} stroke="#4a5866" stroke-width="0.6" vector-effect="non-scaling-stroke" />
              {f.lower !== null && f.upper !== null && <line x1={place(f.lower)} x2={place(f.upper)} y1="5" y2="5" stroke="#c2410c" stroke-width="2" vector-effect="non-scaling-stroke" />}
              {target && target.value >= start && <line x1={place(target.value)} x2={place(target.value)} y1="0" y2="10" stroke="#16202b" stroke-width="1.5" stroke-dasharray="2 2" vector-effect="non-scaling-stroke" />}
            </svg>
            <span class="rank-value">{speech.rate(f)}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
