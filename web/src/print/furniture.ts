// Scale bar, north arrow, hatching: what every map on paper has.
import { mm, s } from './dom';
import type { Frame } from './geometry';

const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200];

/** A bar of a round length, about a fifth of the map. */
export function scaleBar(frame: Frame): SVGElement {
  const length = steps.filter((km) => km / frame.km_per_mm <= Math.max(12, frame.width / 4)).at(-1) ?? steps[0]!;
  const width = length / frame.km_per_mm;
  const [x, y] = [4, frame.height - 4];
  return s('g', { class: 'furniture' },
    s('rect', { x: x - 2, y: y - 6, width: mm(width + 14), height: 8.5, class: 'halo-box' }),
    s('path', { d: `M${x} ${y}h${mm(width)}M${x} ${mm(y - 1.2)}v2.4M${mm(x + width / 2)} ${mm(y - 0.7)}v1.4M${mm(x + width)} ${mm(y - 1.2)}v2.4`, class: 'scale-line' }),
    s('text', { x, y: y - 2, class: 'scale-text' }, '0'),
    s('text', { x: mm(x + width), y: y - 2, class: 'scale-text', 'text-anchor': 'middle' }, length < 1 ? `${length * 1000} m` : `${length} km`));
}

export function northArrow(frame: Frame, word: string): SVGElement {
  const x = frame.width - 6;
  return s('g', { class: 'furniture' },
    s('path', { d: `M${x} 4.2l2 6.3l-2 -1.5l-2 1.5z`, class: 'north' }),
    s('text', { x, y: 13.6, 'text-anchor': 'middle', class: 'scale-text' }, word));
}

/** Hatching of a width of its own: it stays legible in grey. */
export function hatch(id: string, back: string, line: string): SVGElement {
  return s('pattern', { id, width: 1, height: 1, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    s('rect', { width: 1, height: 1, fill: back }), s('rect', { width: 0.42, height: 1, fill: line }));
}
