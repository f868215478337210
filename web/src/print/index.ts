// Pages to print: report.html#print, or #print=29201,29202 for some municipalities.
import type { Report } from '../data/report';
import type { Language } from '../data/types';

export interface PrintRequest {
  language: Language;
  /** Codes of municipalities; nothing for the whole report. */
  codes: string[] | null;
}

/**
 * Fills `container` with the pages to print.
 *
 * @returns false where there are no such pages; the page then prints what it shows
 */
export function renderPrint(_container: HTMLElement, _report: Report, _request: PrintRequest): boolean {
  return false;
}
