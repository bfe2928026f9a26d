// The program under test: the invented cases of the demonstration, and a browser to use them with.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const shots = fileURLToPath(new URL('./shots/', import.meta.url));
mkdirSync(shots, { recursive: true });

const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
if (process.getuid?.() === 0) flags.push('--no-sandbox');

// start runs the demonstration on a free port and returns its links, and stop.
export async function start(...args) {
  const child = spawn(root + 'bin/openimr', ['demo', '--format', 'json', '--listen', '127.0.0.1:0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (d) => { said += d; });
  const links = await new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (d) => {
      out += d;
      if (out.includes('\n')) resolve(JSON.parse(out));
    });
    child.on('exit', (code) => reject(new Error(`openimr demo ended with ${code}: ${said}`)));
  });
  return {
    ...links,
    kill: (signal = 'SIGTERM') => new Promise((done) => {
      if (child.exitCode !== null || child.signalCode !== null) return done();
      child.on('exit', done);
      child.kill(signal);
    }),
    link: (role) => links.links.find((l) => l.role === role || l.user === role).url,
  };
}

// open starts a browser; login gives a page of one person, in a session of their own.
export async function open(app) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
  const complaints = [];
  return {
    browser,
    complaints,
    close: () => browser.close(),
    async login(role, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      page.on('pageerror', (e) => complaints.push(`${page.url()}: ${e}`));
      page.on('console', (m) => { if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) complaints.push(`${page.url()}: ${m.text()}`); });
      await page.goto(app.link(role));
      return page;
    },
  };
}

// accessible asserts that axe finds nothing wrong with the page as it stands.
export async function accessible(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`), [], page.url());
}

// look takes the page's picture at both widths and asserts that nothing needs sideways scrolling and that axe is content.
export async function look(page, name) {
  const before = page.viewportSize();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${name} is ${wide} px wide on a screen of ${width}`);
    await page.screenshot({ path: `${shots}${name}-${width}.png`, fullPage: true });
    await accessible(page);
  }
  await page.setViewportSize(before);
}

// travel keeps one folder of data through the days of a story: on(day, time) starts the program as of then.
export function travel(folder) {
  let app;
  return {
    async on(day, time = '09:00', zone = '-07:00') {
      if (app) await app.kill();
      app = await start('--no-cases', '--keep', folder, '--at', `${day}T${time}:00${zone}`);
      return app;
    },
    stop: () => app?.kill(),
  };
}
