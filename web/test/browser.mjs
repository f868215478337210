// Chromium for the tests: software rendering, and no network of its own.
import { chromium } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/// Enough for both columns, with few pixels to draw.
const plain = { width: 1040, height: 640 };

export const sizes = { phone: { width: 390, height: 844 }, laptop: { width: 1366, height: 768 }, projector: { width: 1920, height: 1080 } };

export function launch({ webgl = true } = {}) {
  const executablePath = process.env.AMANEKU_CHROMIUM ?? '/usr/bin/chromium';
  if (webgl) return chromium.launch({ executablePath, args: flags });
  return chromium.launch({ executablePath, ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
    args: [...flags.filter((flag) => !flag.includes('swiftshader')), '--disable-gpu', '--disable-software-rasterizer'] });
}

/// A page that keeps what it asked for and what went wrong.
export async function open(browser, path, { hash = '', size = plain, ...context } = {}) {
  const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce', ...context });  // flights take long without a graphics card
  page.setDefaultTimeout(30000);
  page.requests = [];
  page.failures = [];
  page.on('request', (request) => page.requests.push(request.url()));
  page.on('pageerror', (error) => page.failures.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') page.failures.push(message.text()); });
  await page.goto(`file://${path}${hash && `#${hash}`}`);
  await page.waitForSelector('body[data-idle]', { timeout: 60000 });
  return page;
}
