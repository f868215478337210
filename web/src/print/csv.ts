// The tables inside the page, as the program wrote them.

/** Rows of a table of commas and quotes, by the names of its columns. */
export function csvRows(text: string): Record<string, string>[] {
  const lines: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  for (let i = 0; i < body.length; ++i) {
    const c = body[i]!;
    if (quoted) {
      if (c !== '"') field += c;
      else if (body[i + 1] === '"') field += body[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') {
      row.push(field);
      field = '';
    } else if (c === '\n') {
      row.push(field.endsWith('\r') ? field.slice(0, -1) : field);
      lines.push(row);
      row = [];
      field = '';
    } else field += c;
  }
  if (field !== '' || row.length > 0) lines.push([...row, field]);
  const [head = [], ...rest] = lines;
  return rest.map((values) => Object.fromEntries(head.map((name, k) => [name, values[k] ?? ''])));
}

/** The number of a field; null where it is empty or none. */
export function csvNumber(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
