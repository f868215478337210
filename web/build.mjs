// Bundles the page into one HTML template: markup, style, script, and the map's worker inside the script.
//
//   node build.mjs [--out FILE]
//
// The words @AMANEKU_…@ stay in it; the program puts the data there (DATA.md).
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

/// Each placeholder, and how often it stands in the template.
const placeholders = {
  '@AMANEKU_LANGUAGE@': 1,
  '@AMANEKU_TITLE@': 1,
  '@AMANEKU_DATA@': 1,
  '@AMANEKU_MESH@': 1,
  '@AMANEKU_TILE_HOST@': 2,
};

/// MapLibre's worker is a module of its own; imported as text it travels inside the script.
const textImports = {
  name: 'text-imports',
  setup(build) {
    build.onLoad({ filter: /maplibre-gl-worker\.mjs$/ }, async ({ path, with: attributes }) => {
      if (attributes.type !== 'text') return null;
      return { contents: await readFile(path, 'utf8'), loader: 'text' };
    });
  },
};

async function bundle(entry, options = {}) {
  const result = await esbuild.build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'inline',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
    ...options,
  });
  return result.outputFiles[0].text;
}

/// A script may hold neither its own end nor the beginning of a comment.
function inlineScript(text) {
  return text.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
}

function inlineStyle(text) {
  return text.replace(/<\/(style)/gi, '<\\/$1');
}

function checkPlaceholders(html) {
  for (const [word, times] of Object.entries(placeholders)) {
    const found = html.split(word).length - 1;
    if (found !== times) throw new Error(`the template has ${word} ${found} times, not ${times}`);
  }
}

export async function buildTemplate() {
  const [markup, script, style] = await Promise.all([
    readFile(join(here, 'src/index.html'), 'utf8'),
    bundle('src/main.tsx', { format: 'esm', plugins: [textImports] }),
    bundle('src/styles/index.css', { loader: { '.svg': 'dataurl', '.png': 'dataurl' } }),
  ]);
  const js = inlineScript(script);
  const parts = {
    '%STYLE%': inlineStyle(style),
    '%SCRIPT%': js,
    '%SCRIPT_HASH%': `'sha256-${createHash('sha256').update(js, 'utf8').digest('base64')}'`,
  };
  const html = markup.replace(/%(?:STYLE|SCRIPT|SCRIPT_HASH)%/g, (word) => parts[word]);
  checkPlaceholders(html);
  return html;
}

async function main() {
  const { values } = parseArgs({ options: { out: { type: 'string', default: join(here, 'dist/report.html') } } });
  const out = resolve(values.out);
  const html = await buildTemplate();
  await mkdir(dirname(out), { recursive: true });
  await writeFile(`${out}.tmp`, html);
  await rename(`${out}.tmp`, out);
  console.log(`${out}: ${(html.length / 1e6).toFixed(2)} MB`);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
