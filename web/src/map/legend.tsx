import { useApp } from '../app/context';
import type { Speech } from '../i18n/speech';
import { fraction_breaks, fraction_colours, people_breaks, people_colours, rate_breaks, rate_colours } from './colours';

interface Class {
  colour: string;
  text: string;
}

function classes(breaks: readonly number[], colours: readonly string[], speech: Speech, percent: boolean): Class[] {
  const { map } = speech.words;
  const number = (value: number) => speech.number(value);
  return colours.map((colour, k) => {
    const from = k === 0 ? null : number(breaks[k - 1]!);
    const to = k === breaks.length ? null : number(breaks[k]!);
    if (!percent) return { colour, text: from === null ? `< ${to}` : to === null ? `${from} –` : `${from} – < ${to}` };
    return { colour, text: from === null ? map.class_below(to!) : to === null ? map.class_from(from) : map.class_between(from, to) };
  });
}

function fractionClasses(speech: Speech): Class[] {
  const { map } = speech.words;
  const quarter = (value: number) => String(Math.round(value * 100));
  return fraction_colours.map((colour, k) => {
    if (k === 0) return { colour, text: map.fraction_zero };
    if (k === fraction_breaks.length) return { colour, text: map.fraction_whole };
    return { colour, text: map.class_between(k === 1 ? '0' : quarter(fraction_breaks[k - 1]!), quarter(fraction_breaks[k]!)) };
  });
}

/** What colours and marks mean, for what is shown now. */
export function Legend({ cells, still }: { cells: boolean; still: boolean }) {
  const { report, state, speech } = useApp();
  const { words } = speech;
  const { data } = report;
  const on = (id: (typeof state.overlays)[number]) => !still && state.overlays.includes(id);
  const unit = speech.unit(state.weight);
  const mode = state.mesh_mode;
  const title = !cells ? words.map.municipal_rate : mode === 'fraction' ? words.map.cell_fraction : mode === 'outside' ? words.map.cell_outside(unit) : words.map.cell_people(unit);
  const list = !cells ? classes(rate_breaks, rate_colours, speech, true) : mode === 'fraction' ? fractionClasses(speech) : classes(people_breaks, people_colours, speech, false);
  return (
    <div class="legend" role="group" aria-label={words.map.legend}>
      <p class="legend-title">{title}</p>
      <ul>
        {list.map((item) => <li key={item.text}><span class="key" style={{ background: item.colour }} />{item.text}</li>)}
        {!cells && <li><span class="key key-blank" />{words.map.no_one}</li>}
        {on('gaps') && data.gaps.length > 0 && <li><span class="mark key-gap" />{words.map.gap_short}</li>}
        {on('places') && data.places.length > 0 && <li><span class="mark mark-in" />{words.map.place_in}</li>}
        {on('places') && data.places.length > 0 && <li><span class="mark mark-out" />{words.map.place_out}</li>}
        {on('sites') && data.sites.length > 0 && <li><span class="mark mark-site" />{words.map.site}</li>}
        {on('plan') && data.plan && <li><span class="mark mark-plan" />{words.map.candidate}</li>}
        {!cells && (report.mesh ?? data.tiles) && on('mesh') && <li class="quiet">{words.control.mesh_zoom}</li>}
      </ul>
    </div>
  );
}
