import type { ComponentChildren } from 'preact';
import { useApp } from '../app/context';
import type { Hover } from './report_map';

/** A few words beside the pointer. */
export function Tooltip({ at, x, y }: { at: Hover; x: number; y: number }) {
  const { report, state, speech } = useApp();
  const { words } = speech;
  const { data } = report;
  const lines = (title: string, ...more: ComponentChildren[]) => <><strong>{title}</strong>{more.filter(Boolean).map((line, k) => <span key={k}>{line}</span>)}</>;
  const text = () => {
    switch (at.kind) {
      case 'area': {
        const area = data.municipalities[at.index]!;
        const f = report.figures(area, state);
        return lines(area.name, `${words.table.rate} ${speech.rate(f)}`, f.rate === null ? words.map.no_one : speech.outside(f.uncovered, state.weight));
      }
      case 'cell': {
        const k = report.cellIndex(at.cell);
        const fraction = report.cellFraction(k, state.layer);
        const people = report.mesh?.weights[state.weight]?.[k];
        const zone = data.municipalities[report.mesh?.zone[k] ?? 65535];
        return lines(report.cellCode(at.cell), zone?.name, `${words.cell.fraction} ${fraction === null ? words.number.dash : speech.percent(fraction * 100, 0)}`, people === undefined ? '' : `${speech.weight(state.weight)} ${speech.decimal(people)}`);
      }
      case 'tile': {
        const service = data.services[state.service]!;
        const fraction = Number(at.properties[`${service.id}_fraction`] ?? NaN);
        const people = Number(at.properties[data.weights[state.weight]!] ?? NaN);
        return lines(String(at.properties['mesh_code'] ?? ''), Number.isNaN(fraction) ? '' : `${words.cell.fraction} ${speech.percent(fraction * 100, 0)}`, Number.isNaN(people) ? '' : `${speech.weight(state.weight)} ${speech.decimal(people)}`);
      }
      case 'gap': {
        const gap = data.gaps[at.index]!;
        return lines(gap.town ? words.card.near(gap.town) : words.card.gap_unnamed(gap.id), words.map.gap_short, speech.people(gap.people[state.weight] ?? null, state.weight), gap.zones.length > 1 && words.card.gap_shared(gap.zones.length));
      }
      case 'place': {
        const place = data.places[at.set]!;
        const inside = place.inside[state.service]?.[at.index] === 1;
        const distance = place.distance_m[state.service]?.[at.index] ?? -1;
        return lines(place.names[at.index] || place.name, place.classes[at.index] || place.name, inside ? words.map.place_in : words.map.place_out, !inside && distance >= 0 ? words.card.place_distance(speech.metres(distance)) : '');
      }
      case 'plan': {
        const site = data.plan!.sites[at.index]!;
        const weight = data.services[data.plan!.service]!.weight;
        return lines(`${at.index + 1}. ${site.name}`, words.overlay.plan, `+${speech.people(site.gain[weight] ?? null, weight)}`, site.rate === null ? '' : `→ ${speech.percent(site.rate, data.services[data.plan!.service]!.decimals)}`);
      }
    }
  };
  return <div class="tooltip" aria-hidden="true" style={{ left: `${x}px`, top: `${y}px` }}>{text()}</div>;
}
