import type { Figures } from '../data/report';
import { useApp } from '../app/context';

/** A rate between its bounds, and its target, on one scale that ends at 100 %. */
export function BoundsBar({ figures, target }: { figures: Figures; target?: number | null | undefined }) {
  const { speech } = useApp();
  const { rate, lower, upper, decimals } = figures;
  if (rate === null || lower === null || upper === null) return null;
  const least = Math.min(lower, rate, target ?? 100);
  const start = Math.max(0, Math.floor((least - 2) / 10) * 10);
  const place = (value: number) => `${(100 * (Math.min(100, value) - start)) / (100 - start)}%`;
  const text = speech.words.headline.bounds_text(speech.percent(lower, decimals), speech.percent(upper, decimals));
  return (
    <div class="bounds">
      <div class="bounds-track" aria-hidden="true">
        <span class="bounds-range" style={{ left: place(lower), right: `calc(100% - ${place(upper)})` }} />
        {target != null && <span class="bounds-target" style={{ left: place(target) }} />}
        <span class="bounds-rate" style={{ left: place(rate) }} />
      </div>
      <div class="bounds-scale" aria-hidden="true"><span>{start}</span><span>100%</span></div>
      <p class="bounds-text" title={speech.words.headline.bounds}><span class="visually-hidden">{speech.words.headline.bounds} </span>{text}</p>
    </div>
  );
}
