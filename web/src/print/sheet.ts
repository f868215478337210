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
  drawMaps(sheets);
}

const pixels_per_mm = 96 / 25.4;

/** Maps fill their rooms; the words under a map may depend on it and change its room, so those are drawn again. */
function drawMaps(sheets: Sheet[]): void {
  let waiting = sheets.map((sheet) => ({ sheet, width: 0, height: 0 }));
  for (let turn = 0; turn < 3 && waiting.length > 0; ++turn) {
    const sizes = waiting.map(({ sheet, width, height }) => ({ sheet, width: down(sheet.room.clientWidth), height: down(sheet.room.clientHeight), before: [width, height] }));
    waiting = sizes.filter(({ width, height, before }) => width !== before[0] || height !== before[1]);
    for (const { sheet, width, height } of waiting) sheet.draw(width, height);
  }
}

/** Millimetres a little less than so many whole pixels. */
function down(pixels: number): number {
  return Math.floor((pixels / pixels_per_mm) * 10 - 3) / 10;
}
