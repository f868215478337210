// Codes of the grid squares of JIS X 0410, from a level's row and column counted from 0° N and 100° E.

type Digits = 'base' | 'quadrant' | 'row_column' | 'doubled';

interface LevelRule {
  length: number;
  /** Cells across a square of the first level. */
  per_first: number;
  coarser: string;
  digits: Digits;
  /** Last digit, where there is one. */
  marker: string;
}

const level_rules: Record<string, LevelRule> = {
  '1st': { length: 4, per_first: 1, coarser: '', digits: 'base', marker: '' },
  '40x': { length: 5, per_first: 2, coarser: '1st', digits: 'quadrant', marker: '' },
  '20x': { length: 7, per_first: 4, coarser: '40x', digits: 'quadrant', marker: '5' },
  '16x': { length: 7, per_first: 5, coarser: '1st', digits: 'doubled', marker: '7' },
  '2nd': { length: 6, per_first: 8, coarser: '1st', digits: 'row_column', marker: '' },
  '8x': { length: 7, per_first: 10, coarser: '1st', digits: 'row_column', marker: '6' },
  '5x': { length: 7, per_first: 16, coarser: '2nd', digits: 'quadrant', marker: '' },
  '4x': { length: 9, per_first: 20, coarser: '8x', digits: 'quadrant', marker: '7' },
  '2.5x': { length: 9, per_first: 32, coarser: '5x', digits: 'quadrant', marker: '6' },
  '2x': { length: 9, per_first: 40, coarser: '2nd', digits: 'doubled', marker: '5' },
  '3rd': { length: 8, per_first: 80, coarser: '2nd', digits: 'row_column', marker: '' },
  half: { length: 9, per_first: 160, coarser: '3rd', digits: 'quadrant', marker: '' },
  quarter: { length: 10, per_first: 320, coarser: 'half', digits: 'quadrant', marker: '' },
  eighth: { length: 11, per_first: 640, coarser: 'quarter', digits: 'quadrant', marker: '' },
  tenth: { length: 10, per_first: 800, coarser: '3rd', digits: 'row_column', marker: '' },
};

function ratio(rule: LevelRule): number {
  return rule.per_first / level_rules[rule.coarser]!.per_first;
}

/** The code of a square; nothing for a level that has none. */
export function meshCode(level: string, row: number, column: number): string {
  const rule = level_rules[level];
  if (!rule) return '';
  if (rule.digits === 'base') return String(row).padStart(2, '0') + String(column).padStart(2, '0');
  const n = ratio(rule);
  const coarser = meshCode(rule.coarser, Math.floor(row / n), Math.floor(column / n));
  const [r, c] = [row % n, column % n];
  if (rule.digits === 'quadrant') return `${coarser}${1 + 2 * r + c}${rule.marker}`;
  const scale = rule.digits === 'doubled' ? 2 : 1;
  return `${coarser}${scale * r}${scale * c}${rule.marker}`;
}

/** Row and column that a code of the level names; nothing for any other text. */
export function meshPosition(level: string, code: string): [row: number, column: number] | null {
  const rule = level_rules[level];
  if (!rule || code.length !== rule.length || !/^\d+$/.test(code) || !code.endsWith(rule.marker)) return null;
  const text = code.slice(0, code.length - rule.marker.length);
  if (rule.digits === 'base') return [Number(text.slice(0, 2)), Number(text.slice(2))];
  const n = ratio(rule);
  const used = rule.digits === 'quadrant' ? 1 : 2;
  let r: number;
  let c: number;
  if (used === 1) {
    const quadrant = Number(text.at(-1)) - 1;
    if (quadrant < 0 || quadrant > 3) return null;
    [r, c] = [Math.floor(quadrant / 2), quadrant % 2];
  } else {
    const scale = rule.digits === 'doubled' ? 2 : 1;
    [r, c] = [Number(text.at(-2)) / scale, Number(text.at(-1)) / scale];
    if (!Number.isInteger(r) || !Number.isInteger(c) || r >= n || c >= n) return null;
  }
  const coarser = meshPosition(rule.coarser, text.slice(0, -used));
  return coarser ? [coarser[0] * n + r, coarser[1] * n + c] : null;
}
