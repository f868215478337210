import { useApp } from '../app/context';
import { countedPart } from '../map/cell_values';

/** One cell: its code, its people, and each service's fraction and verdict. */
export function CellCard() {
  const { report, store, state, speech, map, goTo } = useApp();
  const { words } = speech;
  const { data } = report;
  const cell = state.cell!;
  const mesh = report.mesh!;
  const k = report.cellIndex(cell);
  const code = report.cellCode(cell);
  const [west, south, east, north] = report.cellBox(cell);
  const zone = mesh.zone[k] ?? 65535;
  const municipality = data.municipalities[zone];
  const level = mesh.description.level;
  const verdict = (service: number) => {
    const s = data.services[service]!;
    const part = countedPart(report, k, report.official(service));
    if (part === null) return mesh.covered[service]?.[k] === 2 ? words.cell.not_listed : words.number.dash;
    if (data.rules[s.rule] === 'area_share') return words.cell.partly;
    return part > 0 ? words.cell.counted : words.cell.not_counted;
  };
  return (
    <article class="card" data-card={`cell:${code}`}>
      <header class="card-top">
        <div class="card-name">
          <p class="quiet">{level === null ? words.cell.raster : `${words.cell.level} ${speech.word(words.cell.levels, level)}`}</p>
          <h2>{words.cell.title(code)}</h2>
          <button type="button" class="tool small" data-action="clear" onClick={() => store.set({ cell: null })}>{words.card.close}</button>
        </div>
      </header>
      <dl class="facts">
        {municipality && <div><dt>{words.cell.zone}</dt><dd><button type="button" class="link" onClick={() => goTo({ level: 'municipality', index: zone })}>{municipality.name}</button></dd></div>}
        {data.weights.map((id, w) => {
          const value = mesh.weights[w]?.[k];
          return value === undefined ? null : <div key={id}><dt>{speech.weight(w)}</dt><dd>{speech.decimal(value)}{speech.language === 'ja' ? speech.unit(w) : ''}</dd></div>;
        })}
        <div><dt>{words.cell.centre}</dt><dd><button type="button" class="link" onClick={() => map.current?.showPlace([(west + east) / 2, (south + north) / 2])}>{((south + north) / 2).toFixed(5)}, {((west + east) / 2).toFixed(5)}</button></dd></div>
      </dl>
      {mesh.estimated[k] === 1 && <p class="notice">{words.cell.estimated}</p>}
      <table class="small-table">
        <thead><tr><th scope="col">{words.control.service}</th><th scope="col" class="number">{words.cell.fraction}</th><th scope="col">{words.cell.verdict}</th></tr></thead>
        <tbody>{data.layers.map((layer, l) => {
          const fraction = report.cellFraction(k, l);
          const service = data.services[layer.service]!;
          const whole = layer.provider < 0;
          if (!whole && service.providers.length === 1) return null;
          return (
            <tr key={l} class={whole ? '' : 'sub'} data-chosen={l === state.layer ? '' : undefined}>
              <th scope="row">{whole ? service.name : speech.operator(l)}</th>
              <td class="number">{fraction === null ? words.number.dash : speech.percent(fraction * 100, fraction > 0 && fraction < 1 ? 1 : 0)}</td>
              <td>{whole ? verdict(layer.service) : ''}{whole && (mesh.gap[layer.service]?.[k] ?? 0) > 0 ? <span class="tag">{words.map.gap_short}</span> : null}</td>
            </tr>
          );
        })}</tbody>
      </table>
    </article>
  );
}
