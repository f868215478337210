import type { Service } from '../data/types';
import { useApp } from '../app/context';
import { BoundsBar } from './bounds_bar';

function TargetLine({ service }: { service: Service }) {
  const { speech } = useApp();
  const { headline } = speech.words;
  const { target } = service;
  if (!target) return <p class="target quiet">{headline.no_target}</p>;
  const points = (value: number) => speech.decimal(Math.abs(value), service.decimals);
  const met = target.gap !== null && target.gap <= 0;
  const parts: string[] = [];
  if (target.gap !== null) parts.push(met ? headline.above(points(target.gap)) : headline.to_go(points(target.gap)));
  if (!met && target.required_per_year !== null) parts.push(headline.pace(points(target.required_per_year)));
  if (!met && target.people_needed) parts.push(headline.needed(speech.people(target.people_needed, service.weight)));
  return (
    <p class="target">
      <span class="target-name"><span class="target-mark" aria-hidden="true" />{headline.target(speech.words.number.percent(String(target.value)), target.fiscal_year, speech.scope(target.scope))}</span>
      {met && <strong class="good">{headline.target_met}</strong>}
      {target.status === 'missed' && <strong class="bad">{headline.target_missed}</strong>}
      {parts.map((part) => <span key={part} class="part">{part}</span>)}
    </p>
  );
}

function ServiceCard({ index }: { index: number }) {
  const { report, store, state, speech } = useApp();
  const { headline } = speech.words;
  const service = report.data.services[index]!;
  const choice = report.official(index);
  const figures = report.figures(report.data.nation, choice);
  const chosen = state.service === index;
  const left_out = report.data.nation.left_out[index] ?? 0;
  return (
    <article class="figure" data-chosen={chosen ? '' : undefined}>
      <h2>
        <button type="button" aria-pressed={chosen} title={headline.choose(service.name)} onClick={() => store.chooseService(index)}>
          <span class="figure-service">{service.name}</span> <span class="figure-profile">{service.profile_name[state.language] || service.profile}</span>
        </button>
      </h2>
      <p class="big"><span class="digits" data-range={figures.range ? '' : undefined}>{speech.big(figures)}</span><span class="percent">%</span></p>
      <div class="figure-of">
        <p><span class="nowrap">{headline.of(speech.people(figures.people, choice.weight))}</span> <strong class="nowrap out">{speech.outside(figures.uncovered, choice.weight)}</strong></p>
        <p class="quiet">{speech.join([service.level > 'L0' && headline.modelled(service.level), speech.rule(choice.rule), speech.weight(choice.weight), left_out > 0 && speech.words.card.left_out(speech.people(left_out, choice.weight))])}</p>
      </div>
      <div class="figure-more">
        {figures.range && <p class="quiet placed">{speech.placed(figures)}</p>}
        <BoundsBar figures={figures} target={service.target?.value} />
        <TargetLine service={service} />
      </div>
    </article>
  );
}

/** One figure a service: how many, of whom, by which rule, against which target. */
export function Headline() {
  const { report, speech } = useApp();
  return (
    <section class="headline" data-count={report.data.services.length} aria-label={speech.words.headline.region}>
      {report.data.services.map((service, index) => <ServiceCard key={service.id} index={index} />)}
    </section>
  );
}
