import { useApp, type App } from '../app/context';
import { Downloads } from './downloads';

function Profiles() {
  const { report, state, speech } = useApp();
  const { words } = speech;
  const { method } = words;
  return (
    <section aria-labelledby="profiles">
      <h2 id="profiles">{method.services}</h2>
      <div class="profiles">
        {report.data.services.map((s) => (
          <article key={s.id} class="profile">
            <h3>{s.name} <span class="quiet">{s.profile_name[state.language] || s.profile} ({s.profile})</span></h3>
            <dl class="facts">
              <div><dt>{method.rule}</dt><dd><strong>{speech.rule(s.rule)}</strong> {speech.ruleHelp(s.rule, s)}</dd></div>
              <div><dt>{method.weight}</dt><dd>{speech.weight(s.weight)}</dd></div>
              <div><dt>{method.threshold}</dt><dd>{s.comparator === '>' ? '> ' : '≥ '}{speech.words.number.percent(String(Math.round(s.threshold * 1000) / 10))} ({method.area}: {s.area === 'land' ? method.area_land : method.area_cell})</dd></div>
              <div><dt>{method.combine}</dt><dd>{speech.word(words.combine, s.combine)}{s.combine === 'k_of_n' ? ` (k = ${s.k})` : ''}</dd></div>
              <div><dt>{method.changed}</dt><dd>{s.changed_keys.length > 0 ? s.changed_keys.join(', ') : method.none}</dd></div>
              <div><dt>{method.operators}</dt><dd><ul class="plain">{s.providers.map((p) => <li key={p.id}>{p.name} <span class="quiet">{method.kind[p.kind] ?? p.kind}, {method.features(speech.number(p.features))}{p.how[state.language] && `: ${p.how[state.language]}`}{p.level && ` (${p.level})`}</span></li>)}</ul></dd></div>
              {s.profile_source && <div><dt>{method.source}</dt><dd>{s.profile_source}</dd></div>}
            </dl>
          </article>
        ))}
      </div>
    </section>
  );
}

function LedgerTable() {
  const { report, speech } = useApp();
  const { method } = speech.words;
  return (
    <section aria-labelledby="ledger">
      <h2 id="ledger">{method.ledger}</h2>
      <p class="quiet">{method.ledger_note}</p>
      <div class="scroll-x" tabIndex={0} role="group" aria-labelledby="ledger">
        <table class="small-table wide">
          <thead><tr><th scope="col">{method.weight}</th>{([method.input, method.outside, method.unassigned, method.other, method.reported]).map((text) => <th key={text} scope="col" class="number">{text}</th>)}</tr></thead>
          <tbody>{report.data.ledger.map((row) => (
            <tr key={row.weight}><th scope="row">{speech.weight(row.weight)}</th>{[row.input, row.outside, row.unassigned, row.other, row.reported].map((value, k) => <td key={k} class="number">{speech.number(value)}</td>)}</tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}

/** population, 5g/operator-a, place/school. */
function roleName({ report, speech }: App, role: string): string {
  const { method } = speech.words;
  const [kind = '', ...rest] = role.split('/');
  const id = rest.join('/');
  if (id === '') return speech.word(method.roles, role);
  const service = report.data.services.find((s) => s.id === kind);
  if (service) return `${service.name} ${service.providers.find((p) => p.id === id)?.name ?? id}`;
  const place = kind === 'place' ? report.data.places.find((p) => p.id === id) : undefined;
  return place ? `${method.place} ${place.name}` : role;
}

function Heading({ id }: { id: string }) {
  const { words } = useApp().speech;
  const name = words.rule[id] ?? words.method.sentence[id];
  return name ? <strong>{name}: </strong> : null;
}

function Sources() {
  const app = useApp();
  const { report, speech } = app;
  const { method } = speech.words;
  return (
    <section aria-labelledby="sources">
      <h2 id="sources">{method.sources}</h2>
      <div class="scroll-x" tabIndex={0} role="group" aria-labelledby="sources">
        <table class="small-table wide">
          <thead><tr><th scope="col">{method.role}</th><th scope="col">{method.name}</th><th scope="col">{method.date}</th><th scope="col">{method.licence}</th><th scope="col" class="number">{method.files}</th></tr></thead>
          <tbody>{report.data.sources.map((s, k) => <tr key={k}><th scope="row">{roleName(app, s.role)}</th><td>{s.name || speech.words.number.unknown}</td><td>{s.date ? speech.date(s.date) : speech.words.number.unknown}</td><td>{s.licence || speech.words.number.unknown}</td><td class="number">{speech.number(s.files)}</td></tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}

/** How every figure was made, from what, and the tables themselves. */
export function MethodView() {
  const { report, state, speech } = useApp();
  const { method } = speech.words;
  const { data } = report;
  return (
    <div class="page method-page">
      <section aria-labelledby="method">
        <h2 id="method">{method.title}</h2>
        <p class="quiet">{method.lead}</p>
        <ul class="sentences">{data.method.map((sentence) => <li key={sentence.id}><Heading id={sentence.id} />{sentence[state.language]}</li>)}<li>{method.rounding}</li></ul>
      </section>
      <Profiles />
      <LedgerTable />
      <Sources />
      <section aria-labelledby="warnings">
        <h2 id="warnings">{method.warnings}</h2>
        {data.warnings.length === 0 ? <p class="quiet">{method.no_warnings}</p> : <ul class="warnings">{data.warnings.map((text, k) => <li key={k}>{text}</li>)}</ul>}
        {data.notes.length > 0 && <><h3>{method.notes}</h3><ul>{data.notes.map((text, k) => <li key={k}>{text}</li>)}</ul></>}
      </section>
      <Downloads />
      <section aria-labelledby="software"><h2 id="software">{method.software}</h2><p class="quiet">{method.software_text}</p></section>
    </div>
  );
}
