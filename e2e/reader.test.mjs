// The record of a case is read: found in, marked, compared, cited into the draft; by keyboard, on a phone, as text.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { start, open, accessible, shots } from './app.mjs';
import { pdf } from './paper.mjs';

const id = 'CM26-0183795';
let app, browser;
before(async () => { app = await start(); browser = await open(app); });
after(async () => { await browser?.close(); await app?.kill(); });

const minutes = { timeout: 180_000 };
const shot = (page, name) => page.screenshot({ path: `${shots}reader-${name}.png` });

// record waits until all of the case is read and sorted.
async function record(page) {
  for (;;) {
    const list = await (await page.request.get(`${app.url}/cases/${id}/reader/pages.json`)).json();
    if (list.indexed && !list.behind && list.read === list.pages && list.files.every((f) => f.opened || f.problem)) return list;
    await page.waitForTimeout(300);
  }
}

// shows waits until a page stands in the reader with its words, and its picture where one is shown.
async function shows(page, n) {
  await page.locator(`[data-page="${n}"] .words > span`).first().waitFor();
  await page.waitForFunction((k) => document.querySelector(`[data-page="${k}"] img`)?.naturalWidth > 0, n);
}

const box = (page, n, i) => page.locator(`[data-page="${n}"] .words > span[data-i="${i}"]`).boundingBox();

// select draws over words from the first to the last with the mouse.
async function select(page, n, from, to) {
  const [a, z] = [await box(page, n, from), await box(page, n, to)];
  await page.mouse.move(a.x + 1, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(z.x + z.width * 0.7, z.y + z.height / 2, { steps: 6 });
  await page.mouse.up();
  await page.locator('[data-acts]').waitFor();
}

async function reviewer() {
  const context = await browser.browser.newContext({ viewport: { width: 1440, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (e) => browser.complaints.push(String(e)));
  await page.goto(`${app.url}/login`);
  await page.locator('main input:not([type=hidden])').first().fill('sofia.navarro');
  await page.locator('[type="password"]').fill(app.password);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL(/queue/);
  return page;
}

test('the record is read, searched, marked and cited', minutes, async () => {
  const page = await reviewer();
  const list = await record(page);
  assert.equal(list.pages, 40);
  await page.goto(`${app.url}/cases/${id}/reader`);
  const first = await page.waitForFunction(() => document.querySelector('.leaf')?.dataset.page);
  await shows(page, Number(await first.jsonValue()));
  await shot(page, 'open');
  await accessible(page);

  // Found as one types, marked on the page, walked through by keys.
  await page.keyboard.press('/');
  await page.keyboard.type('utilization review');
  await page.getByText(/\d+ places? on \d+ page/).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.box.hit.now').first().waitFor();
  assert.match(await page.locator('[data-count]').innerText(), /^1 of \d+$/);
  const hit = Number(await page.locator('.leaf:has(.box.hit.now)').getAttribute('data-page'));
  await shot(page, 'found');
  await accessible(page);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.box.hit').count(), 0);

  // A page by its number; what rested in view counts as opened, and is remembered.
  await page.keyboard.press('p');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await shows(page, 3);
  await page.locator('[data-page="3"] .state', { hasText: 'Opened' }).waitFor();
  assert.match(await page.locator('[data-progress]').innerText(), /[1-9]\d* of \d+ pages opened/);
  await page.waitForFunction(() => location.hash.startsWith('#p=3'));

  // Selected words become a citation, for the clipboard and for the draft.
  await select(page, 3, 4, 7);
  await shot(page, 'selected');
  await accessible(page);
  await page.keyboard.press('c');
  await page.getByText('Copied:').waitFor();
  const words = (await (await page.request.get(`${app.url}/cases/${id}/pages/${list.files[1].sha}/1.json`)).json()).words.slice(4, 8).join(' ');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `“${words}” [p. 3]`);
  const html = await page.evaluate(async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text());
  assert.match(html, new RegExp(`href="${app.url}/cases/${id}/reader#p=3&amp;w=4-8"`));
  // The draft is open in another window: the citation arrives there, and typing goes on without a conflict.
  const draft = await page.context().newPage();
  await draft.goto(`${app.url}/cases/${id}/review`);
  await draft.locator('[name="summary"]').fill('A worker of 34 years.');
  await draft.locator('[data-save]', { hasText: /^Saved/ }).waitFor();
  await page.bringToFront();
  await select(page, 3, 4, 7);
  await page.keyboard.press('s');
  await page.getByText('Cited in the summary of the draft: p. 3.').waitFor();
  await draft.bringToFront();
  await draft.waitForFunction(() => document.querySelector('[name="summary"]').value.endsWith('[p. 3]'));
  await draft.locator('[name="items.0.rationale"]').fill('The record shows the trial.');
  await draft.locator('[data-save]', { hasText: 'Not saved yet' }).waitFor();
  await draft.locator('[data-save]', { hasText: /^Saved/ }).waitFor();
  assert.ok(await draft.locator('[data-conflict]').isHidden());
  await draft.close();
  await page.bringToFront();

  // The same by keyboard alone.
  await page.keyboard.press('e');
  await page.locator('.box.cited').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('c');
  await page.waitForFunction(async (old) => (await navigator.clipboard.readText()) !== old, `“${words}” [p. 3]`);
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^“\S+ \S+ \S+” \[p\. 3\]$/);

  // Bookmark, highlight, a note with a date: there again after reloading, and gone when removed, until undone.
  await page.keyboard.press('b');
  await page.getByText('Page 3 is bookmarked.').waitFor();
  await select(page, 3, 10, 12);
  await page.keyboard.press('h');
  await page.locator('.box.highlight').first().waitFor();
  await select(page, 3, 14, 16);
  await page.keyboard.press('m');
  await page.locator('[data-note-text]').fill('Compare with the later report.');
  await page.locator('[data-note-day]').fill('2026-08-13');
  await accessible(page);
  await page.locator('[data-note-form] [type=submit]').click();
  await page.locator('.pin.note').waitFor();
  await page.locator('[data-tool="note"]').click();
  const sheet = await page.locator('[data-page="3"] .paper').boundingBox();
  await page.mouse.click(sheet.x + sheet.width / 2, sheet.y + 300);
  await page.locator('[data-note-text]').fill('Placed in the middle.');
  await page.locator('[data-note-form] [type=submit]').click();
  const placed = page.locator('.pin.note[title="Placed in the middle."]');
  await placed.waitFor();
  const pin = await placed.boundingBox();
  assert.ok(Math.abs(pin.x - sheet.x - sheet.width / 2) < 20 && Math.abs(pin.y - sheet.y - 300) < 20, 'the note stands where it was placed');
  await page.reload();
  await page.locator('.pin.note').first().waitFor();
  await page.locator('#tab-marks').click();
  await page.locator('[data-marks-sort]').selectOption('day');
  await page.getByText('Compare with the later report.').waitFor();
  await page.locator('[data-marks-sort]').selectOption('record');
  assert.equal(await page.locator('.mark-row').count(), 4);
  await shot(page, 'marks');
  await accessible(page);
  await page.locator('.mark-row.highlight').getByText('Remove').click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('.box.highlight').first().waitFor();

  // The draft has the citation, and leads back to the words.
  await page.goto(`${app.url}/cases/${id}/review`);
  assert.match(await page.locator('[name="summary"]').inputValue(), new RegExp(`“${words}” \\[p\\. 3\\]$`));
  await page.locator('.writing .cite', { hasText: '3' }).first().click();
  await page.frameLocator('[data-reader-frame]').locator('[data-page="3"] .words > span').first().waitFor();
  await page.goto(`${app.url}/cases/${id}/reader#p=${hit}&w=0-2`);
  await page.locator('.box.cited').first().waitFor();
  await page.context().close();
  assert.deepEqual(browser.complaints, []);
});

test('copies, changed copies and files that cannot be opened are told', minutes, async () => {
  const page = await browser.login('coordinator');
  await page.goto(`${app.url}/cases/${id}/files`);
  const report = (dose) => ['Sierra Orthopedics', 'Progress report', 'Patient: Keiko Yamamoto', 'Date of service: September 16, 2026', `Gabapentin ${dose} mg three times a day for the left leg.`,
    'The patient walks with a limp and cannot sit for more than twenty minutes.', 'MRI of the lumbar spine shows a protrusion at L4-5.', 'No weakness was found. Sensation is decreased on the outer foot.', 'Plan: physical therapy, twelve visits, and a new review in six weeks.'];
  await page.locator('#chosen').setInputFiles([
    { name: 'first.pdf', mimeType: 'application/pdf', buffer: pdf([report(300)]) },
    { name: 'second.pdf', mimeType: 'application/pdf', buffer: pdf([report(600)]) },
    { name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nthis is no more than a beginning') },
  ]);
  await page.getByText('broken.pdf').first().waitFor();
  await page.waitForFunction(async (path) => (await (await fetch(path)).json()).files.length >= 9, `/cases/${id}/reader/pages.json`, { timeout: 60_000 });
  let changed;
  for (let tries = 0; !changed && tries < 100; tries++) {
    changed = (await record(page)).copies?.find((c) => c.relation === 'changed' && [41, 42].includes(c.page) && [41, 42].includes(c.of));
    if (!changed) await page.waitForTimeout(200);
  }
  assert.ok(changed, 'one dose differs');
  await page.goto(`${app.url}/cases/${id}/reader#p=${changed.page}`);
  await shows(page, changed.page);
  await page.locator(`[data-page="${changed.page}"]`).getByText(`Changed copy of p. ${changed.of}`).waitFor();
  await page.locator(`[data-page="${changed.page}"] .note-line button`).first().click();
  await page.locator('.reader-compare .box.diff').nth(1).waitFor();
  assert.match(await page.locator('[data-compare-diffs]').innerText(), /300[\s\S]*600|600[\s\S]*300/);
  await shot(page, 'compare');
  await accessible(page);
  await page.keyboard.press('Escape');
  await page.locator('#tab-papers').click();
  await page.locator('[data-papers]').getByText('broken.pdf').waitFor();
  await page.keyboard.press('End');
  await page.locator('.closed').getByText('broken.pdf cannot be opened').waitFor();
  await shot(page, 'closed');
  await accessible(page);
  await page.context().close();
  assert.deepEqual(browser.complaints, []);
});

test('papers are filtered, and two pages stand side by side, turned and larger', minutes, async () => {
  const page = await browser.login('coordinator', { colorScheme: 'dark' });
  await record(page);
  await page.goto(`${app.url}/cases/${id}/reader`);
  await page.locator('.leaf').first().waitFor();
  const all = await page.locator('.paper-row').count();
  await page.locator('[data-filter] summary').click();
  await page.locator('[data-by="type"]').selectOption({ index: 1 });
  await page.waitForFunction((n) => document.querySelectorAll('.paper-row').length < n, all);
  await shot(page, 'filter-dark');
  await accessible(page);
  await page.locator('[data-chips] button').click();
  await page.waitForFunction((n) => document.querySelectorAll('.paper-row').length === n, all);
  await page.locator('[data-view]').focus();
  await page.keyboard.press('2');
  const tops = await page.evaluate(() => [...document.querySelectorAll('.leaf')].map((e) => e.style.top));
  assert.ok(new Set(tops).size < tops.length, 'two pages stand in one row');
  await page.keyboard.press('2');
  const upright = await page.locator('.leaf .paper').first().boundingBox();
  await page.keyboard.press('Home');
  await page.keyboard.press('r');
  const turned = await page.locator('.leaf .paper').first().boundingBox();
  assert.ok(upright.height > upright.width && turned.width > turned.height, 'a quarter turn lays the page on its side');
  await page.keyboard.press('r');
  await page.keyboard.press('r');
  await page.keyboard.press('r');
  await page.keyboard.press('+');
  await page.keyboard.press('?');
  await page.getByText('Next page that was not opened yet').waitFor();
  await shot(page, 'keys-dark');
  await accessible(page);
  await page.keyboard.press('Escape');
  await page.context().close();
  assert.deepEqual(browser.complaints, []);
});

test('the reader works on a phone, and as text', minutes, async () => {
  const page = await browser.login('coordinator', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await record(page);
  await page.goto(`${app.url}/cases/${id}/reader#p=8`);
  await shows(page, 8);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 390);
  await shot(page, 'phone');
  await accessible(page);
  await page.locator('[data-tool="pane"]').tap();
  await page.locator('.paper-row').first().waitFor();
  await shot(page, 'phone-pane');
  await accessible(page);
  await page.locator('[data-shut]').tap();
  await page.locator('[data-tool="text"]').tap();
  await page.locator('.as-words p').first().waitFor();
  assert.match(await page.locator('.as-text h2').innerText(), /^Page 8 of \d+$/);
  await page.evaluate(() => getSelection().setBaseAndExtent(document.querySelector('.as-words [data-i="0"]').firstChild, 0, document.querySelector('.as-words [data-i="2"]').firstChild, 3));
  await page.locator('[data-act="copy"]').waitFor();
  await shot(page, 'phone-select');
  await page.evaluate(() => getSelection().removeAllRanges());
  await page.getByRole('button', { name: 'Next page' }).tap();
  await page.waitForFunction(() => !/Page 8 /.test(document.querySelector('.as-text h2').textContent));
  await shot(page, 'phone-text');
  await accessible(page);
  await page.goto(`${app.url}/cases/${id}/reader/text?p=8`);
  await page.getByRole('button', { name: /I have read it/ }).tap();
  await page.waitForURL(/p=9/);
  await accessible(page);
  await page.context().close();
  assert.deepEqual(browser.complaints, []);
});
