// Names as they are compared: width, case and kana of either kind make no difference.

const small: Record<string, string> = { ヶ: 'ケ', ヵ: 'カ', ゖ: 'け', ゕ: 'か' };

export function searchText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ヶヵゖゕ]/g, (c) => small[c]!)
    .replace(/[ァ-ヶ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60))
    .replace(/\s+/g, '');
}
