// Pages to print: report.html#print for all, #print=29201,29202 for municipalities, #print=29 for a prefecture with its
// summary, #print=summary for summaries alone.
import type { Report } from '../data/report';
import type { Language } from '../data/types';
import { h } from './dom';
import { municipalityPage } from './municipality_page';
import { PrintModel } from './model';
import { prefecturePage } from './prefecture_page';
import { pagesOf } from './selection';
import { layOut } from './sheet';
import { toolbar } from './toolbar';

export interface PrintRequest {
  language: Language;
  /** Codes of municipalities or prefectures, or `summary`; nothing for the whole report. */
  codes: string[] | null;
}

/**
 * Fills `container`, which must be in the document, with the pages to print, and shows it: pages are measured.
 *
 * @returns false where there are no such pages; the page then prints what it shows
 */
export function renderPrint(container: HTMLElement, report: Report, request: PrintRequest): boolean {
  const pages = report.data.services.length === 0 ? [] : pagesOf(report, request.codes);
  container.replaceChildren();
  if (pages.length === 0) return false;
  const model = new PrintModel(report, request.language);
  const sheets = pages.map(({ level, index }) => (level === 'prefecture' ? prefecturePage(model, index) : municipalityPage(model, index)));
  sheets.forEach((sheet, k) => {
    const number = sheet.section.querySelector('.p-page-number');
    if (number) number.textContent = model.words.page_of(k + 1, sheets.length);
  });
  container.lang = request.language;
  container.classList.add('print-pages');
  container.append(toolbar(model, request.codes), h('main', '', ...sheets.map((sheet) => sheet.section)));
  container.hidden = false;
  layOut(sheets);
  return true;
}
