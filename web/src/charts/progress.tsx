import { useApp } from '../app/context';
import type { Series, Target } from '../data/types';

type Point = Series['points'][number];

/** Runs of points that one method counted: a line never goes over a break. */
export function unbroken(points: readonly Point[]): Point[][] {
  const runs: Point[][] = [];
  let run: Point[] = [];
  for (const point of points) {
    if (point.break === 'start' && run.length > 0) {
      runs.push(run);
      run = [];
    }
    run.push(point);
    if (point.break === 'end') {
      runs.push(run);
      run = [];
    }
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

interface Panel {
  kpi: string;
  scope: string;
  series: Series[];
  targets: Target[];
}

export function makePanels(series: readonly Series[], targets: readonly Target[]): Panel[] {
  const panels = new Map<string, Panel>();
  const of = (kpi: string, scope: string) => {
    const key = `${kpi}\n${scope}`;
    if (!panels.has(key)) panels.set(key, { kpi, scope, series: [], targets: [] });
    return panels.get(key)!;
  };
  for (const s of series) of(s.kpi, s.scope).series.push(s);
  for (const t of targets) of(t.kpi, t.scope).targets.push(t);
  return [...panels.values()];
}

const [width, height, left, right, top, bottom] = [640, 300, 62, 130, 18, 34];
const dashes = ['', '6 4', '2 3', '8 3 2 3'];
const inks = ['#1d3f7a', '#8a1c5c', '#1d6b52', '#7a4a00'];

function Chart({ panel }: { panel: Panel }) {
  const { speech } = useApp();
  const { words } = speech;
  const percent = panel.targets[0]?.unit === '%' || (panel.targets.length === 0 && panel.series.every((s) => s.points.every((p) => p.value <= 100)));
  const goals = dedupe(panel.targets.filter((t) => t.value !== null));
  const points = panel.series.flatMap((s) => s.points);
  const forecasts = panel.targets.filter((t) => t.forecast !== null && t.actual !== null && t.actual_fy !== null && t.series !== 'computed');
  const years = [...points.map((p) => p.fiscal_year), ...goals.map((t) => t.fiscal_year)];
  const values = [...points.map((p) => p.value), ...goals.map((t) => t.value), ...forecasts.map((t) => t.forecast!)];
  if (years.length === 0) return null;
  const [y0, y1] = [Math.min(...years), Math.max(...years, Math.min(...years) + 1)];
  const outlooks = byStart(forecasts).map((list) => {
    const k = panel.series.findIndex((s) => s.series === list[0]!.series);
    return { series: list[0]!.series, ink: inks[Math.max(0, k) % inks.length]!, line: forecastLine(list, panel.series[k]?.points ?? []) };
  });
  const step = stepOf(Math.max(...values) - Math.min(...values), percent);
  const low = Math.max(0, Math.floor((Math.min(...values) - step / 2) / step) * step);
  const high = percent ? 100 : Math.ceil(Math.max(...values) / step) * step || 1;
  const x = (year: number) => left + ((width - left - right) * (year - y0)) / (y1 - y0);
  const y = (value: number) => height - bottom - ((height - top - bottom) * (value - low)) / Math.max(1e-9, high - low);
  const ticks = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, k) => low + k * step).filter((v) => v <= high + 1e-9);
  const name = (s: string) => (s === 'computed' ? words.chart.computed : s);
  const number = (value: number) => (percent ? words.number.percent(String(value)) : speech.number(value));
  const yearStep = Math.ceil((y1 - y0) / 9);
  return (
    <figure class="chart">
      <figcaption><h3>{speech.word(words.chart.kpis, panel.kpi)} <span class="quiet">{speech.scope(panel.scope)}</span></h3></figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${speech.word(words.chart.kpis, panel.kpi)} ${speech.scope(panel.scope)}`}>
        {ticks.map((value) => (
          <g key={value}>
            <line class="grid" x1={left} x2={width - right} y1={y(value)} y2={y(value)} />
            <text class="axis" x={left - 6} y={y(value) + 4} text-anchor="end">{percent ? value : speech.number(value)}</text>
          </g>
        ))}
        {Array.from({ length: y1 - y0 + 1 }, (_, k) => y0 + k).filter((year) => (year - y0) % yearStep === 0).map((year) => <text key={year} class="axis" x={x(year)} y={height - 12} text-anchor="middle">{year}</text>)}
        {outlooks.map(({ series, ink, line: [from, to] }) => <line key={series} class="forecast" style={{ stroke: ink }} data-forecast={series} x1={x(from[0])} y1={y(from[1])} x2={x(to[0])} y2={y(to[1])}><title>{`${words.chart.forecast} ${name(series)}`}</title></line>)}
        {panel.series.map((s, k) => (
          <g key={s.series} stroke={inks[k % inks.length]} fill={inks[k % inks.length]}>
            {unbroken(s.points).map((run, r) => (
              <g key={r}>
                {run.length > 1 && <polyline class="line" fill="none" stroke-dasharray={dashes[k % dashes.length]} points={run.map((p) => `${x(p.fiscal_year)},${y(p.value)}`).join(' ')} data-run={run.map((p) => p.fiscal_year).join('-')} />}
                {run.map((p) => <circle key={p.fiscal_year} cx={x(p.fiscal_year)} cy={y(p.value)} r={s.series === 'computed' ? 6 : 4}><title>{`${name(s.series)} ${words.chart.year(p.fiscal_year)}: ${number(p.value)}`}</title></circle>)}
                {r > 0 && run[0] && <text class="break" x={x(run[0].fiscal_year) - 8} y={y(run[0].value) + 18} text-anchor="middle" stroke="none">≈<title>{words.chart.break}</title></text>}
              </g>
            ))}
          </g>
        ))}
        {goals.map((t, k) => (
          <g key={`t${k}`} class="goal">
            <path d={diamond(x(t.fiscal_year), y(t.value))}><title>{`${words.chart.target} ${words.chart.year(t.fiscal_year)}: ${number(t.value)} ${t.plan}`}</title></path>
            <text class="value" x={x(t.fiscal_year) + 10} y={y(t.value) + 4}>{words.chart.target} {number(t.value)}</text>
          </g>
        ))}
      </svg>
      <ul class="keys">{panel.series.map((s, k) => <li key={s.series}><svg viewBox="0 0 28 10" aria-hidden="true"><line x1="0" x2="28" y1="5" y2="5" stroke={inks[k % inks.length]} stroke-width="2.5" stroke-dasharray={dashes[k % dashes.length]} /><circle cx="14" cy="5" r="4" fill={inks[k % inks.length]} /></svg>{name(s.series)}</li>)}{outlooks.map(({ series, ink }) => <li key={`f${series}`}><svg viewBox="0 0 28 10" aria-hidden="true"><line class="forecast" style={{ stroke: ink }} x1="0" x2="28" y1="5" y2="5" /></svg>{words.chart.forecast_of(name(series))}</li>)}</ul>
    </figure>
  );
}

/** Forecasts that begin at the same value, by year. */
function byStart(forecasts: readonly Target[]): Target[][] {
  const lists = new Map<string, Target[]>();
  for (const t of forecasts) {
    const key = `${t.series}/${t.actual_fy}`;
    lists.set(key, [...(lists.get(key) ?? []), t].sort((a, b) => a.fiscal_year - b.fiscal_year));
  }
  return [...lists.values()];
}

/** The straight line on from a series' last value to the last year of a target, or to where it leaves 0 to 100. */
export function forecastLine(list: readonly Target[], points: readonly Point[]): [from: [year: number, value: number], to: [year: number, value: number]] {
  const { actual_fy, actual, unit } = list[0]!;
  const from: [number, number] = [actual_fy!, actual!];
  const end = Math.max(...list.map((t) => t.fiscal_year));
  const most = unit === '%' ? 100 : Infinity;
  const slopeOf = (t: Target) => (t.forecast! - from[1]) / (t.fiscal_year - from[0]);
  // A forecast at 0 or 100 was cut there: its slope is too small. Of the others the furthest is the least rounded.
  const whole = list.filter((t) => t.forecast! > 0 && t.forecast! < most && t.fiscal_year > from[0]).sort((a, b) => a.fiscal_year - b.fiscal_year).at(-1);
  const run = unbroken(points).at(-1) ?? [];
  const [first, last] = [run[0], run.at(-1)];
  const slope = whole ? slopeOf(whole) : first && last && last.fiscal_year > first.fiscal_year ? (last.value - first.value) / (last.fiscal_year - first.fiscal_year) : end > from[0] ? slopeOf(list.find((t) => t.fiscal_year > from[0])!) : 0;
  const value = from[1] + slope * (end - from[0]);
  const cut = Math.min(most, Math.max(0, value));
  return [from, [cut === value ? end : from[0] + (cut - from[1]) / slope, cut]];
}

function dedupe(targets: readonly Target[]): Target[] {
  return targets.filter((t, k) => targets.findIndex((o) => o.fiscal_year === t.fiscal_year && o.value === t.value) === k);
}

function stepOf(range: number, percent: boolean): number {
  if (percent) return range > 40 ? 20 : range > 15 ? 10 : range > 6 ? 5 : range > 2 ? 2 : 1;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, range / 4)));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n * 5 >= range) ?? 10 * power;
}

function diamond(x: number, y: number): string {
  return `M${x} ${y - 7}L${x + 7} ${y}L${x} ${y + 7}L${x - 7} ${y}Z`;
}

function TargetTable() {
  const { report, speech } = useApp();
  const { words } = speech;
  const { chart } = words;
  const number = (value: number | null, unit: string) => (value === null ? words.number.dash : unit === '%' ? words.number.percent(String(value)) : `${speech.decimal(value)} ${speech.word(words.number.units, unit)}`);
  return (
    <div class="scroll-x" tabIndex={0} role="group" aria-label={chart.as_table}>
      <table class="small-table wide target-table">
        <thead><tr><th scope="col">{chart.kpi}</th><th scope="col">{chart.scope}</th><th scope="col" class="number">{chart.target}</th><th scope="col" class="number">{chart.actual}</th><th scope="col" class="number">{chart.gap}</th><th scope="col" class="number">{chart.pace}</th><th scope="col">{chart.status}</th><th scope="col">{chart.series}</th><th scope="col">{chart.plan}</th></tr></thead>
        <tbody>{report.data.targets.map((t, k) => (
          <tr key={k}>
            <th scope="row">{speech.word(chart.kpis, t.kpi)}</th>
            <td>{speech.scope(t.scope)}</td>
            <td class="number">{number(t.value, t.unit)} <span class="quiet">{chart.year(t.fiscal_year)}</span></td>
            <td class="number">{number(t.actual, t.unit)} {t.actual_fy !== null && <span class="quiet">{chart.year(t.actual_fy)}</span>}</td>
            <td class="number">{speech.decimal(t.gap, 2)}</td>
            <td class="number">{speech.decimal(t.required_per_year, 2)}</td>
            <td><span class={`status status-${/^[a-z-]+$/.test(t.status) ? t.status : 'none'}`}>{speech.word(chart.status_words, t.status)}</span></td>
            <td>{t.series === 'computed' ? chart.computed : t.series}</td>
            <td>{t.plan}</td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}

export function Progress() {
  const { report, state, speech } = useApp();
  const { words } = speech;
  const panels = makePanels(report.data.series, report.data.targets);
  const own = (panel: Panel) => [...panel.series, ...panel.targets].some((s) => s.service === state.service);
  panels.sort((a, b) => Number(own(b)) - Number(own(a)));
  return (
    <section class="chart-group" aria-labelledby="progress">
      <h2 id="progress">{words.chart.progress}</h2>
      {panels.length === 0 ? <p class="quiet">{words.chart.no_progress}</p> : (
        <>
          <p class="quiet">{words.chart.progress_note}</p>
          <div class="charts">{panels.map((panel) => <Chart key={`${panel.kpi}${panel.scope}`} panel={panel} />)}</div>
          {report.data.targets.length > 0 && <TargetTable />}
        </>
      )}
    </section>
  );
}
