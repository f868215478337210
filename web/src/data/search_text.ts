// Names as they are compared: width, case, kana of either kind and variants of a kanji make no difference.

const small: Record<string, string> = { ヶ: 'ケ', ヵ: 'カ', ゖ: 'け', ゕ: 'か' };

/** Each variant before the character that people type; NFKC does not know them. */
const variants = new Map(['髙高', '﨑崎', '嵜崎', '𠮷吉', '邊辺', '邉辺', '齋斎', '齊斎', '斉斎', '濵浜', '濱浜', '澤沢', '國国', '廣広', '龍竜', '瀧滝', '櫻桜', '曾曽', '檜桧', '鷗鴎', '諫諌', '礪砺', '舘館', '眞真', '德徳', '黑黒']
  .map((pair) => [...pair] as [string, string]));
const variant = new RegExp(`[${[...variants.keys()].join('')}]`, 'gu');
/** Selectors that only choose the shape of the character before. */
const selectors = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu;

export function searchText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(selectors, '')
    .replace(variant, (c) => variants.get(c)!)
    .replace(/[ヶヵゖゕ]/g, (c) => small[c]!)
    .replace(/[ァ-ヶ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60))
    .replace(/\s+/g, '');
}
