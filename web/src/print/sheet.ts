// Sheets of paper on the screen: each must hold what is on it, and its map takes the room that is left.

export interface Sheet {
  section: HTMLElement;
  /** Where the map goes. */
  room: HTMLElement;
  /** What must stand before the room is measured. */
  prepare: () => void;
  /** Puts a map of so many millimetres into the room. */
  draw: (width: number, height: number) => void;
}

const most_fit = 5;

function overflows(section: HTMLElement): boolean {
  return section.scrollHeight > section.clientHeight + 1 || section.scrollWidth > section.clientWidth + 1;
}

/** Fits sheets that are in the document: all are measured before any is changed, for layout is dear. */
export function layOut(sheets: Sheet[]): void {
  for (const sheet of sheets) sheet.prepare();
  let full = sheets;
  for (let fit = 1; fit <= most_fit && full.length > 0; ++fit) {
    full = full.filter((sheet) => overflows(sheet.section));
    for (const sheet of full) sheet.section.dataset.fit = String(fit);
  }
  const pixels_per_mm = 96 / 25.4;
  const sizes = sheets.map(({ room }) => [room.clientWidth / pixels_per_mm, room.clientHeight / pixels_per_mm] as const);
  // A little less than the room: its size is in whole pixels.
  const down = (size: number) => Math.floor(size * 10 - 3) / 10;
  sheets.forEach((sheet, k) => sheet.draw(down(sizes[k]![0]), down(sizes[k]![1])));
}
