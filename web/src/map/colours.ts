// Classes and colours. Every ramp falls evenly in lightness, so that it reads for colour-blind eyes and in grey print.

/** Lower ends of the classes of a rate in percent; the first class is below the first. */
export const rate_breaks = [50, 70, 80, 90, 95, 99] as const;
export const rate_colours = ['#fff3b8', '#dcebb4', '#aad8b7', '#72bfbc', '#429bb8', '#2a6ea4', '#1d3f7a'] as const;

/** Covered fraction of a cell: nothing, then quarters, then whole. */
export const fraction_breaks = [0.0001, 0.25, 0.5, 0.75, 1] as const;
export const fraction_colours = ['#fff3b8', '#d9e8b6', '#aedbb8', '#7cc4bd', '#4f9fbb', '#2f6ea2'] as const;

/** People of a cell, or people left out of it. */
export const people_breaks = [1, 10, 50, 200, 1000] as const;
export const people_colours = ['#f3efe6', '#f7d9a8', '#f2b077', '#dd7f4d', '#b64d31', '#7d2320'] as const;

export const no_value_colour = '#e4e4e0';
export const land_colour = '#f5f3ec';
export const sea_colour = '#dbe6ec';
export const outside_colour = '#a3230f';
export const inside_colour = '#1d6b52';
export const site_colour = '#5a2d82';
export const plan_colour = '#8a1c5c';

export function classOf(value: number, breaks: readonly number[]): number {
  let k = 0;
  while (k < breaks.length && value >= breaks[k]!) ++k;
  return k;
}

/** #rrggbb as the four bytes of a canvas, little end first. */
export function pixel(colour: string, alpha = 255): number {
  const n = parseInt(colour.slice(1), 16);
  return ((alpha << 24) | ((n & 255) << 16) | (n & 0xff00) | (n >> 16)) >>> 0;
}

export function rateColour(rate: number | null): string {
  return rate === null ? no_value_colour : rate_colours[classOf(rate, rate_breaks)]!;
}

/** Whether white words read better than dark ones on a colour of the ramp. */
export function isDark(colour: string): boolean {
  const n = parseInt(colour.slice(1), 16);
  return 0.299 * (n >> 16) + 0.587 * ((n >> 8) & 255) + 0.114 * (n & 255) < 140;
}
