// On the screen, over the pages: which of them to print.
import { h, ha } from './dom';
import type { PrintModel } from './model';
import { pagesOf, summaries_only } from './selection';

function option(value: string, text: string, chosen: boolean): HTMLOptionElement {
  const element = ha('option', { value }, text);
  element.selected = chosen;
  return element;
}

export function toolbar(model: PrintModel, codes: readonly string[] | null): HTMLElement {
  const { report, words } = model;
  const { tools } = words;
  const { prefectures, municipalities } = report.data;
  const now = codes === null ? '' : codes.join(',');
  const town = municipalities.find((m) => m.code === codes?.[0]);
  const count = (list: string[] | null) => pagesOf(report, list).length;
  const options = [option('', tools.all(count(null)), now === ''), option(summaries_only, tools.summaries(prefectures.length), now === summaries_only)];
  for (const p of prefectures.length > 1 || town ? prefectures : []) options.push(option(p.code, tools.prefecture(p.name, count([p.code])), now === p.code));
  for (const m of municipalities) options.push(option(m.code, tools.municipality(m.name), now === m.code));
  if (!options.some((o) => o.value === now)) options.push(option(now, now, true));
  const select = ha('select', { id: 'print-range' }, ...options);
  select.addEventListener('change', () => { location.hash = select.value === '' ? 'print' : `print=${encodeURIComponent(select.value)}`; });
  const print_button = ha('button', { type: 'button', class: 'tool main' }, tools.print);
  print_button.addEventListener('click', () => print());
  const back = ha('button', { type: 'button', class: 'tool' }, tools.back);
  back.addEventListener('click', () => { location.hash = ''; });
  return h('div', 'print-tools', back, ha('label', { for: 'print-range' }, tools.title), select, print_button);
}
