// Elements from code: text goes in as text, so that no name can become markup.

export type Child = Node | string | null | undefined | false;
export type Attributes = Record<string, string | number>;

const svg_namespace = 'http://www.w3.org/2000/svg';

/** Classes of the printed pages begin with p-: the page around them has its own. */
function ownClasses(names: string): string {
  return names.split(' ').filter((name) => name !== '').map((name) => `p-${name}`).join(' ');
}

function fill<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, name === 'class' ? ownClasses(String(value)) : String(value));
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** An HTML element of a class. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, name: string, ...children: Child[]): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), name === '' ? {} : { class: name }, children);
}

/** The same with attributes. */
export function ha<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes, ...children: Child[]): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function s<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes, ...children: Child[]): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(svg_namespace, tag) as SVGElementTagNameMap[K], attributes, children);
}

/** Hundredths of a millimetre are finer than any printer. */
export function mm(value: number): string {
  return String(Math.round(value * 100) / 100);
}
