import { useApp } from '../app/context';

/** Hands a text to the reader as a file; a spreadsheet knows UTF-8 by its mark. */
function save(name: string, text: string): void {
  const mark = '\ufeff';
  const blob = new Blob([text.startsWith(mark) ? text : mark + text], { type: 'text/csv;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(/[^\w.-]/g, '_');
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export function Downloads() {
  const { report, speech } = useApp();
  const { method } = speech.words;
  const { tables } = report.data;
  return (
    <section aria-labelledby="downloads">
      <h2 id="downloads">{method.downloads}</h2>
      {tables.length === 0 ? <p class="quiet">{method.no_tables}</p> : (
        <>
          <p class="quiet">{method.downloads_note}</p>
          <ul class="downloads">{tables.map(({ name, text }) => (
            <li key={name}><button type="button" class="tool" aria-label={method.save(name)} onClick={() => save(name, text)}>{name}</button> <span class="quiet">{method.bytes(speech.number(Math.ceil(text.length / 1024)))}</span></li>
          ))}</ul>
        </>
      )}
    </section>
  );
}
