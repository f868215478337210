import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { useApp } from '../app/context';
import { nation, type AreaRef, type Choice, type GapPart } from '../data/report';
import type { Area } from '../data/types';
import { BoundsBar } from './bounds_bar';

const few = 5;

function Part({ title, id, children }: { title: string; id: string; children: ComponentChildren }) {
  return (
    <section class="part" aria-labelledby={`part-${id}`}>
      <h3 id={`part-${id}`}>{title}</h3>
      {children}
    </section>
  );
}

function Top({ area, at }: { area: Area; at: AreaRef }) {
  const { report, state, store, speech } = useApp();
  const { words } = speech;
  const figures = report.figures(area, state);
  const service = report.data.services[state.service]!;
  const of = at.level === 'municipality' ? report.data.prefectures[area.prefecture]?.name : at.level === 'nation' ? '' : words.table[at.level];
  return (
    <header class="card-top">
      <div class="card-name">
        {of && <p class="quiet">{of}</p>}
        <h2>{at.level === 'nation' ? words.card.whole : area.name}</h2>
        <p class="quiet">{speech.join([at.level === 'nation' ? words.card.members(report.data.municipalities.length) : `${words.card.code} ${area.code}`, area.members && words.card.members(area.members.length), `${speech.decimal(area.km2)} km²`])}</p>
        {state.area && <button type="button" class="tool small" data-action="clear" onClick={() => store.chooseArea(null)}>{words.card.close}</button>}
      </div>
      <div class="card-figure">
        <p class="big"><span class="digits" data-range={figures.range ? '' : undefined}>{speech.big(figures)}</span>{figures.rate !== null && <span class="percent">%</span>}</p>
        <p class="card-rule">{speech.choice(state)}</p>
      </div>
      {figures.rate === null ? <p class="notice">{words.card.no_one}</p> : (
        <>
          <p class="card-of">{words.headline.of(speech.people(figures.people, state.weight))} <strong class="out">{speech.outside(figures.uncovered, state.weight)}</strong></p>
          <BoundsBar figures={figures} target={report.isOfficial(state) ? service.target?.value : null} />
          {figures.marked && <p class="notice">{words.headline.marked}</p>}
          {figures.range && <p class="notice placed">{speech.placed(figures)}</p>}
        </>
      )}
    </header>
  );
}

/** Of the chosen service first; others' under their names. */
function Flags({ area }: { area: Area }) {
  const { report, state, speech } = useApp();
  const { words } = speech;
  const of = (service: number) => area.flags.filter((flag) => flag.service === service);
  const list = (service: number) => <ul class="flags" data-service={report.data.services[service]!.id}>{of(service).map((flag, k) => <li key={k}><span class="tag">{speech.word(words.flag_short, flag.word)}</span> {speech.flag(flag)}</li>)}</ul>;
  const own = report.data.services[state.service]!;
  return (
    <Part title={report.data.services.length > 1 ? `${own.name} ${words.card.flags}` : words.card.flags} id="flags">
      {of(state.service).length === 0 ? <p class="quiet">{words.card.no_flags}</p> : list(state.service)}
      {report.data.services.map((service, k) => (k === state.service || of(k).length === 0 ? null : (
        <div key={service.id} class="flags-other"><h4>{service.name}</h4>{list(k)}</div>
      )))}
    </Part>
  );
}

/** Every service by its own rule, then everybody who may be counted. */
function Rates({ area }: { area: Area }) {
  const { report, state, speech } = useApp();
  const { words } = speech;
  const { data } = report;
  const row = (key: string, name: string, choice: Choice, current: boolean) => {
    const f = report.figures(area, choice);
    return (
      <tr key={key} data-chosen={current ? '' : undefined}>
        <th scope="row">{name}</th>
        <td class="number strong">{speech.rate(f)}</td>
        <td class="number quiet">{f.rate === null ? speech.words.number.dash : `${speech.digits(f.lower, f.decimals)}–${speech.digits(f.upper, f.decimals)}`}</td>
        <td class="number">{speech.number(f.uncovered)}</td>
        <td class="number">{speech.number(f.people)}</td>
      </tr>
    );
  };
  const head = (first: string) => (
    <thead><tr><th scope="col">{first}</th><th scope="col" class="number">{words.card.rate}</th><th scope="col" class="number">{words.table.bounds}</th><th scope="col" class="number">{words.table.outside}</th><th scope="col" class="number">{words.card.total}</th></tr></thead>
  );
  const service = data.services[state.service]!;
  return (
    <>
      {data.services.length > 1 && (
        <Part title={words.control.service} id="services">
          <table class="small-table">{head(words.control.service)}
            <tbody>{data.services.map((s, k) => row(s.id, s.name, report.official(k), k === state.service))}</tbody>
          </table>
          <p class="quiet">{words.card.by_official}</p>
        </Part>
      )}
      <Part title={`${service.name} ${words.card.by_weight}`} id="weights">
        <table class="small-table">{head(words.card.weight)}
          <tbody>{data.weights.map((id, weight) => row(id, speech.weight(weight), { ...state, weight }, weight === state.weight))}</tbody>
        </table>
      </Part>
    </>
  );
}

function Bar({ rate, decimals, marked = false }: { rate: number | null; decimals: number; marked?: boolean }) {
  const { speech } = useApp();
  return <span class="bar-cell"><span class="bar-track" aria-hidden="true"><span style={{ width: `${rate ?? 0}%` }} /></span><span class="bar-value">{speech.percent(rate, decimals)}{marked ? '*' : ''}</span></span>;
}

function Operators({ area }: { area: Area }) {
  const { report, store, state, speech } = useApp();
  const { words } = speech;
  const layers = report.data.layers.flatMap((layer, k) => (layer.service === state.service ? [k] : []));
  const { decimals } = report.data.services[state.service]!;
  const rules = report.data.rules;
  return (
    <>
      {layers.length > 2 && (
        <Part title={`${report.data.services[state.service]!.name} ${words.card.by_operator}`} id="operators">
          <ul class="bars">{layers.map((layer) => (
            <li key={layer} data-chosen={layer === state.layer ? '' : undefined}>
              <button type="button" class="link" aria-pressed={layer === state.layer} onClick={() => store.set({ layer })}>{speech.operator(layer)}</button>
              <Bar rate={report.rate(area, { ...state, layer })} decimals={decimals} />
            </li>
          ))}</ul>
        </Part>
      )}
      <Part title={words.card.by_rule} id="rules">
        <ul class="bars">{rules.map((_, rule) => (
          <li key={rule} data-chosen={rule === state.rule ? '' : undefined}>
            <button type="button" class="link" aria-pressed={rule === state.rule} title={speech.ruleHelp(rule, report.data.services[state.service]!)} onClick={() => store.set({ rule })}>{speech.rule(rule)}{rule === report.data.services[state.service]!.rule ? ` (${words.control.official})` : ''}</button>
            <Bar rate={report.rate(area, { ...state, rule })} decimals={decimals} />
          </li>
        ))}</ul>
      </Part>
    </>
  );
}

function GapLine({ part }: { part: GapPart }) {
  const { report, map, speech } = useApp();
  const { words } = speech;
  const gap = report.data.gaps[part.gap]!;
  const name = gap.town ? words.card.near(gap.town) : words.card.gap_unnamed(gap.id);
  const share = (value: number, of: number) => (of > 0 ? speech.percent((100 * value) / of, 0) : words.number.dash);
  const people = (list: (number | null)[]) => list.flatMap((value, w) => {
    if (value === null || value === undefined) return [];
    return [speech.weightId(w) === 'age_65_plus' ? words.card.people_65(speech.language === 'ja' ? speech.people(value, w) : speech.number(value), share(value, list[0] ?? 0)) : speech.people(value, w)];
  });
  const cost = (value: number | null) => (value !== null ? words.card.gap_cost(speech.short(value)) : '');
  const far = [gap.site_m !== null ? words.card.gap_site(speech.metres(gap.site_m)) : '', gap.served_m !== null ? words.card.gap_served(speech.metres(gap.served_m)) : ''];
  const size = words.card.gap_cells(speech.number(gap.cells), speech.decimal(gap.km2, 2));
  const shared = gap.zones.length > 1 ? words.card.gap_shared(gap.zones.length) : '';
  return (
    <li>
      <button type="button" class="link strong" data-gap={part.gap} title={words.card.gap_go(name)} onClick={() => map.current?.showPlace(gap.at)}>{name}</button>
      <span class="gap-people">{speech.join(people(part.people))}{part.whole && shared && <span class="quiet"> ({shared})</span>}</span>
      <span class="quiet">{speech.join(part.whole ? [size, ...far, cost(part.cost)] : [words.card.gap_own_cells(speech.number(part.cells)), cost(part.cost)])}</span>
      {!part.whole && <span class="quiet gap-whole">({words.card.gap_all(shared, speech.join([...people(gap.people), size, ...far, cost(gap.cost)]))})</span>}
    </li>
  );
}

function Gaps({ at }: { at: AreaRef }) {
  const { report, state, speech } = useApp();
  const { words } = speech;
  const [all, setAll] = useState(false);
  const key = `${report.areaKey(at)}/${state.service}`;
  useEffect(() => setAll(false), [key]);
  const gaps = useMemo(() => report.gapParts(state.service, at), [key]);
  const limit = all ? 200 : few;
  return (
    <Part title={`${words.card.gaps}${gaps.length > 0 ? ` (${speech.number(gaps.length)})` : ''}`} id="gaps">
      {gaps.length === 0 ? <p class="quiet">{report.data.gaps.length === 0 ? words.card.gaps_off : words.card.no_gaps}</p> : (
        <>
          <ol class="gaps">{gaps.slice(0, limit).map((part) => <GapLine key={part.gap} part={part} />)}</ol>
          {gaps.length > few && <button type="button" class="tool small" onClick={() => setAll(!all)}>{all ? words.card.fewer : words.card.more_gaps(speech.number(gaps.length - few))}</button>}
        </>
      )}
    </Part>
  );
}

function Places({ at }: { at: AreaRef }) {
  const { report, state, map, speech } = useApp();
  const { words } = speech;
  const { data } = report;
  if (data.places.length === 0) return null;
  const members = new Set(report.members(at));
  const of = (place: number) => {
    const counts = data.place_counts.filter((c) => c.place === place && c.service === state.service && (at.level === 'nation' ? c.zone === -1 : members.has(c.zone)));
    return counts.reduce((sum, c) => ({ inside: sum.inside + c.inside, total: sum.total + c.total }), { inside: 0, total: 0 });
  };
  return (
    <Part title={words.card.places} id="places">
      <ul class="places">{data.places.map((place, set) => {
        const { inside, total } = of(set);
        const outside = place.at.flatMap((_, k) => (place.inside[state.service]?.[k] === 0 && (at.level === 'nation' || members.has(place.zone[k]!)) ? [k] : []));
        return (
          <li key={place.id}>
            <p><strong>{place.name}</strong> {total === 0 ? <span class="quiet">{words.card.no_place}</span> : words.card.place_in(speech.number(inside), speech.number(total))}</p>
            {outside.length > 0 && (
              <details>
                <summary>{words.card.place_out_list} ({speech.number(total - inside)})</summary>
                <ul>{outside.slice(0, 100).map((k) => {
                  const distance = place.distance_m[state.service]?.[k] ?? -1;
                  return <li key={k}><button type="button" class="link" onClick={() => map.current?.showPlace(place.at[k]!)}>{place.names[k] || place.id}</button> <span class="quiet">{distance >= 0 ? words.card.place_distance(speech.metres(distance)) : ''}</span></li>;
                })}</ul>
              </details>
            )}
          </li>
        );
      })}</ul>
    </Part>
  );
}

function Ranks({ area }: { area: Area }) {
  const { report, state, speech } = useApp();
  const { words } = speech;
  const { data } = report;
  const ranks = area.ranks.filter((rank) => rank.service === state.service);
  if (ranks.length === 0) return null;
  const among = (rank: (typeof ranks)[number]) => {
    switch (rank.among) {
      case 'all': return words.card.rank_all;
      case 'peers': return words.card.rank_peers;
      case 'prefecture': return words.card.rank_prefecture(data.prefectures.find((p) => p.code === rank.among_code)?.name ?? rank.among_code);
      case 'group': return words.card.rank_group(data.groups.find((g) => g.code === rank.among_code)?.name ?? rank.among_code);
    }
  };
  const { decimals } = data.services[state.service]!;
  return (
    <Part title={words.card.ranks} id="ranks">
      <dl class="ranks">{ranks.map((rank, k) => (
        <div key={k}>
          <dt>{among(rank)}</dt>
          <dd><strong>{words.card.rank(speech.number(rank.rank), speech.number(rank.count))}</strong> <span class="quiet">{words.card.rank_mean(speech.percent(rank.set_rate, decimals))}</span></dd>
        </div>
      ))}</dl>
    </Part>
  );
}

/** Everything about one area; of all of them where none is chosen. */
export function AreaCard() {
  const { report, state } = useApp();
  const at = state.area ?? nation;
  const area = report.area(at);
  return (
    <article class="card" data-card={report.areaKey(at)}>
      <Top area={area} at={at} />
      <Flags area={area} />
      <Gaps at={at} />
      <Rates area={area} />
      <Operators area={area} />
      <Ranks area={area} />
      <Places at={at} />
    </article>
  );
}
