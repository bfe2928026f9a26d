// How the reader behaves with a large record: node scroll.mjs [pages]. Prints times and frames; part of no test, since a
// slow machine is no fault.
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start, open } from './app.mjs';
import { pdf } from './paper.mjs';

const pages = Number(process.argv[2] ?? 5000);
const id = 'CM26-0183795';
const sentence = 'The patient reports pain of the lumbar spine that goes down into the left leg after lifting';
const app = await start();
const browser = await open(app);
const page = await browser.login('coordinator');
await page.goto(`${app.url}/cases/${id}/files`);
const file = pdf(Array.from({ length: pages }, (_, n) => [`Progress report ${n + 1}`, ...Array.from({ length: 28 }, (_, k) => `${k + 1}. ${sentence} ${n * 31 + k}`)]));
const folder = mkdtempSync(join(tmpdir(), 'scroll-'));
writeFileSync(`${folder}/large.pdf`, file);
await page.locator('#chosen').setInputFiles(`${folder}/large.pdf`);
const state = async () => (await page.request.get(`${app.url}/cases/${id}/reader/pages.json`)).json();
const sent = Date.now();
let list;
do { await page.waitForTimeout(100); list = await state(); } while (list.pages < pages);
console.log(`${pages} pages, ${(file.length / 1e6).toFixed(1)} MB: numbered ${Date.now() - sent} ms after sending, ${list.read} read`);

async function first(where) {
  const began = Date.now();
  await page.goto(`${app.url}/cases/${id}/reader${where}`);
  await page.waitForFunction(() => [...document.querySelectorAll('.leaf img')].some((i) => i.complete && i.naturalWidth > 0));
  const picture = Date.now() - began;
  await page.locator('.leaf .words > span').first().waitFor();
  return `picture ${picture} ms, words ${Date.now() - began} ms`;
}
console.log('first page while the record is still read:', await first('#p=2000'));
const reading = Date.now();
do { await page.waitForTimeout(500); list = await state(); } while (list.read < list.pages && Date.now() - reading < 240_000);
console.log(`read: ${list.read} of ${list.pages}`);
await page.goto('about:blank');
console.log('first page when all is read:', await first('#p=100'));
await page.goto('about:blank');
console.log('again:', await first('#p=100'));

for (const [name, step] of [['slow reading', 6], ['fast', 900], ['fling', 9000]]) {
  const frames = await page.evaluate((by) => new Promise((done) => {
    const view = document.querySelector('[data-view]');
    view.scrollTop = 50_000;
    const times = [];
    let last = performance.now();
    const tick = (now) => {
      times.push(now - last);
      last = now;
      view.scrollTop += by;
      if (times.length < 240) requestAnimationFrame(tick); else done(times.slice(2));
    };
    requestAnimationFrame(tick);
  }), step);
  const stop = await page.evaluate(async () => {
    const began = performance.now();
    const seen = () => [...document.querySelectorAll('.leaf')].filter((e) => { const r = e.getBoundingClientRect(); return r.bottom > 200 && r.top < innerHeight; });
    while (!seen().every((e) => e.querySelector('img')?.naturalWidth > 0)) await new Promise((r) => setTimeout(r, 10));
    return performance.now() - began;
  });
  frames.sort((a, b) => a - b);
  console.log(`${name}: frame p50 ${frames[Math.floor(frames.length / 2)].toFixed(1)} p99 ${frames[Math.floor(frames.length * 0.99)].toFixed(1)} ms; picture there ${stop.toFixed(0)} ms after the stop; ${await page.locator('.leaf').count()} pages mounted`);
}
const trips = [];
for (const words of ['lu', 'lum', 'lumb', 'lumbar', 'left leg', 'left leg after', 'report 4999', 'nothing like that', '77777']) {
  const began = Date.now();
  await page.request.get(`${app.url}/cases/${id}/reader/find.json?q=${encodeURIComponent(words)}`);
  trips.push(Date.now() - began);
}
console.log(`find, round trips: ${trips.join(', ')} ms`);
const memory = await page.evaluate(() => performance.memory?.usedJSHeapSize / 1e6);
console.log(`script heap ${memory?.toFixed(1)} MB`);
await browser.close();
await app.kill();
rmSync(folder, { recursive: true });
