// Which pages an address asks for.
import type { Report } from '../data/report';

export interface PageList {
  /** Pages in their order: a prefecture's summary before its municipalities. */
  pages: { level: 'prefecture' | 'municipality'; index: number }[];
}

/** The word that asks for summaries of prefectures alone. */
export const summaries_only = 'summary';

/**
 * Pages of codes: of a municipality its page, of a prefecture its summary and all of its municipalities, of `summary` the summaries,
 * of nothing everything. Unknown codes are passed over.
 */
export function pagesOf(report: Report, codes: readonly string[] | null): PageList['pages'] {
  const { prefectures, municipalities } = report.data;
  const wanted = codes === null ? null : new Set(codes);
  const pages: PageList['pages'] = [];
  const listed = new Set<number>();
  prefectures.forEach((prefecture, index) => {
    const all = wanted === null || wanted.has(prefecture.code);
    if (all || wanted.has(summaries_only)) pages.push({ level: 'prefecture', index });
    for (const k of report.members({ level: 'prefecture', index })) {
      listed.add(k);
      if (all || wanted.has(municipalities[k]!.code)) pages.push({ level: 'municipality', index: k });
    }
  });
  municipalities.forEach((town, index) => {
    if (!listed.has(index) && (wanted === null || wanted.has(town.code))) pages.push({ level: 'municipality', index });
  });
  return pages;
}
