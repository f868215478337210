import { useApp } from '../app/context';
import { rateColour } from '../map/colours';

interface Bin {
  from: number;
  to: number;
  towns: number;
  people: number;
}

/** Five points wide; one point wide where all rates lie in the last fifth. */
export function makeBins(rates: { rate: number; people: number }[]): Bin[] {
  const least = rates.reduce((low, { rate }) => Math.min(low, rate), 100);
  const width = least >= 95 ? 0.5 : least >= 80 ? 2 : least >= 50 ? 5 : 10;
  const start = Math.floor(least / width) * width;
  const count = Math.max(1, Math.ceil((100 - start) / width));
  const bins = Array.from({ length: count }, (_, k): Bin => ({ from: start + k * width, to: start + (k + 1) * width, towns: 0, people: 0 }));
  for (const { rate, people } of rates) {
    const bin = bins[Math.min(count - 1, Math.floor((rate - start) / width + 1e-9))]!;
    bin.towns += 1;
    bin.people += people;
  }
  return bins;
}

const [width, height, left, right, top, bottom] = [640, 310, 88, 20, 28, 54];

export function Histogram() {
  const { report, state, speech } = useApp();
  const { words } = speech;
  const rates = report.data.municipalities.flatMap((area) => {
    const { rate, people } = report.figures(area, state);
    return rate === null ? [] : [{ rate, people: people ?? 0 }];
  });
  const bins = makeBins(rates);
  const most = Math.max(1, ...bins.map((bin) => bin.people));
  const step = niceStep(most / 4);
  const ceiling = Math.ceil(most / step) * step;
  const w = (width - left - right) / bins.length;
  const y = (people: number) => height - bottom - ((height - top - bottom) * people) / ceiling;
  const every = Math.ceil(bins.length / 10);
  const label = (value: number) => String(Math.round(value * 10) / 10);
  return (
    <figure class="chart">
      <figcaption><h3>{words.chart.distribution}</h3><p class="quiet">{words.chart.distribution_note(speech.weight(state.weight))}</p></figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words.chart.distribution}>
        {Array.from({ length: Math.round(ceiling / step) + 1 }, (_, k) => k * step).map((people) => (
          <g key={people}>
            <line class="grid" x1={left} x2={width - right} y1={y(people)} y2={y(people)} />
            <text class="axis" x={left - 6} y={y(people) + 4} text-anchor="end">{people < 1e6 ? speech.number(people) : speech.short(people)}</text>
          </g>
        ))}
        {bins.map((bin, k) => (
          <g key={bin.from}>
            {bin.towns > 0 && <rect x={left + k * w + 1} width={Math.max(1, w - 2)} y={y(bin.people)} height={Math.max(1, height - bottom - y(bin.people))} fill={rateColour((bin.from + bin.to) / 2)} class="column"><title>{`${words.chart.bin(label(bin.from), label(bin.to))}: ${words.chart.in_bin(speech.number(bin.towns), speech.people(bin.people, state.weight))}`}</title></rect>}
            {bin.towns > 0 && <text class="value" x={left + (k + 0.5) * w} y={y(bin.people) - 5} text-anchor="middle">{speech.number(bin.towns)}</text>}
            {k % every === 0 && <text class="axis" x={left + k * w} y={height - bottom + 20} text-anchor="middle">{label(bin.from)}</text>}
          </g>
        ))}
        <text class="axis" x={width - right} y={height - bottom + 20} text-anchor="middle">100</text>
        <text class="axis title" x={(left + width - right) / 2} y={height - 6} text-anchor="middle">{words.table.rate} (%)</text>
      </svg>
      <details>
        <summary>{words.chart.as_table}</summary>
        <table class="small-table">
          <thead><tr><th scope="col">{words.table.rate}</th><th scope="col" class="number">{words.table.municipality}</th><th scope="col" class="number">{speech.weight(state.weight)}</th></tr></thead>
          <tbody>{bins.map((bin) => <tr key={bin.from}><th scope="row">{words.chart.bin(label(bin.from), label(bin.to))}</th><td class="number">{speech.number(bin.towns)}</td><td class="number">{speech.number(bin.people)}</td></tr>)}</tbody>
        </table>
      </details>
    </figure>
  );
}

/** 1, 2 or 5 times a power of ten, not below `least`. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= least) ?? 10 * power;
}
