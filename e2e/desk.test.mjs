// The desk of a reviewer: written, cited and confirmed by keyboard; nothing typed is lost by a crash, without a network, or
// between two windows.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start, open, accessible, shots } from './app.mjs';

const id = 'CM26-0183795';
const minutes = { timeout: 240_000 };
let folder, app, browser;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'openimr-desk-'));
  app = await start('--keep', join(folder, 'data'));
  browser = await open(app);
});
after(async () => {
  await browser?.close();
  await app?.kill();
  rmSync(folder, { recursive: true, force: true });
});

const shot = (page, name) => page.screenshot({ path: `${shots}desk-${name}.png` });

async function reviewer(options = {}) {
  const context = await browser.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (e) => browser.complaints.push(String(e)));
  page.on('console', (m) => { if (m.type() === 'error' && !/Failed to load resource|status of 4\d\d/.test(m.text())) browser.complaints.push(m.text()); });
  await page.goto(`${app.url}/login`);
  await page.locator('main input:not([type=hidden])').first().fill('sofia.navarro');
  await page.locator('[type="password"]').fill(app.password);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL(/queue/);
  return page;
}

async function desk(page) {
  await page.goto(`${app.url}/cases/${id}/review`);
  await page.locator('[data-ready]').waitFor();
}

const text = (page) => page.locator('[name="summary"]').inputValue();
const saved = (page) => page.waitForFunction(() => /^Saved \d/.test(document.querySelector('[data-save]').textContent));
const stored = async (page) => (await page.request.get(`${app.url}/cases/${id}/review`)).text();

test('a summary is written, cited and confirmed by keyboard', minutes, async () => {
  const page = await reviewer();
  for (;;) { // until all of the record is read and sorted
    const list = await (await page.request.get(`${app.url}/cases/${id}/reader/pages.json`)).json();
    if (list.indexed && !list.behind && list.read === list.pages) break;
    await page.waitForTimeout(300);
  }
  await desk(page);
  const record = page.frameLocator('[data-reader-frame]');
  await record.locator('.leaf .words > span').first().waitFor();

  // Typing is saved while it goes on.
  await page.keyboard.press('Alt+2');
  const first = page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().endsWith('/draft') && r.ok());
  const began = Date.now();
  const typing = page.keyboard.type('The worker was seen by her physician and was denied a study.', { delay: 60 });
  await first;
  assert.ok(Date.now() - began < 3000, 'the first words are in the store while the sentence is being typed');
  await typing;

  // Words of the record become a mark at the cursor: to the record, choose by arrows, cite.
  await page.keyboard.press('Alt+1');
  await page.waitForFunction(() => document.activeElement.matches('iframe'));
  await page.keyboard.press('e');
  await record.locator('.box.cited').first().waitFor();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('c');
  await page.locator('.writing .cite').waitFor();
  assert.match(await text(page), /a study\. \[p\. \d+:\d+-\d+\]$/);
  assert.ok(await page.evaluate(() => document.activeElement.matches('[data-writes="summary"]')), 'typing goes on where it was');

  // A mark is passed and looked at by the arrow keys, opened by Enter, removed by Delete, and taken back.
  await page.keyboard.press('ArrowLeft');
  await page.locator('[data-peek] .cut img').waitFor();
  await page.keyboard.press('Enter');
  await record.locator('.box.cited').first().waitFor();
  await page.keyboard.press('Delete');
  assert.equal(await page.locator('.writing .cite').count(), 0);
  await page.keyboard.press('Control+z');
  await page.locator('.writing .cite').waitFor();

  // A summary from the record: nothing of it is confirmed before its page was shown.
  await page.locator('[data-more] > summary').click();
  await page.locator('button[data-skeleton]').click();
  await page.locator('.pending').first().waitFor();
  const open_ = await page.locator('.pending').count();
  assert.ok(open_ > 3, `${open_} sentences are put together`);
  await shot(page, 'skeleton');
  await accessible(page);
  await page.locator('[data-next-pending]').click();
  for (let i = 0; i < 60 && (await page.locator('.pending').count()); i++) {
    await page.waitForTimeout(550);
    await page.keyboard.press('Alt+Enter');
  }
  assert.equal(await page.locator('.pending').count(), 0, await text(page));
  assert.doesNotMatch(await text(page), /unconfirmed/);
  await saved(page);

  // What a check finds stands at the words, with what can be done.
  await page.keyboard.press('Alt+2');
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' The record of March 3, 1971 [p. 3] says so.');
  await page.locator('.writing .find').first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('[data-dock] .dock-head')].length > 0);
  await shot(page, 'finding');
  await accessible(page);

  // It cannot be signed with that: what is to be solved leads to its place.
  await page.getByRole('button', { name: 'Sign…' }).click();
  await page.locator('[data-blocked-list] li').first().waitFor();
  await page.locator('[data-blocked-list] button').first().click();
  await shot(page, 'blocked');
  await page.context().close();
  assert.deepEqual(browser.complaints, []);
});

test('two windows become one text', minutes, async () => {
  const one = await reviewer();
  await desk(one);
  await one.locator('[name="summary"]').fill('One sentence. Another sentence.');
  await saved(one);
  const two = await reviewer(); // another browser: it hears nothing of the first
  await desk(two);
  await one.locator('[data-writes="summary"]').click();
  await one.keyboard.press('Control+Home');
  await one.keyboard.type('Written first. ');
  await saved(one);
  await two.locator('[data-writes="summary"]').click();
  await two.keyboard.press('Control+End');
  await two.keyboard.type(' Written last.');
  await two.waitForFunction(() => document.querySelector('[name="summary"]').value === 'Written first. One sentence. Another sentence. Written last.');
  // Both change one sentence: both are shown, and nothing is lost.
  await one.keyboard.press('Control+s');
  await one.waitForFunction(() => document.querySelector('[name="summary"]').value.endsWith('Written last.'));
  await one.locator('[name="summary"]').fill('Written first. One phrase. Another sentence. Written last.');
  await saved(one);
  await two.locator('[name="summary"]').fill('Written first. One clause. Another sentence. Written last.');
  const clash = two.locator('.writing .clash');
  await clash.waitFor();
  assert.match(await clash.innerText(), /Another window wrote here: “One phrase\.”/);
  await shot(two, 'clash');
  await accessible(two);
  await clash.getByRole('button', { name: 'Keep both' }).click();
  assert.equal(await text(two), 'Written first. One clause. One phrase. Another sentence. Written last.');
  await saved(two);
  // Earlier texts are there to be taken back.
  await two.goto(`${app.url}/cases/${id}/draft/history`);
  await two.getByText('The draft now').waitFor();
  await accessible(two);
  await shot(two, 'history');
  await one.context().close();
  await two.context().close();
  assert.deepEqual(browser.complaints, []);
});

test('without a network, and after a crash of the server, no word is lost', minutes, async () => {
  const page = await reviewer();
  await desk(page);
  await page.locator('[name="summary"]').fill('Before.');
  await saved(page);
  await page.context().setOffline(true);
  await page.locator('[data-writes="summary"]').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' While offline.');
  await page.locator('[data-save]', { hasText: 'Offline' }).waitFor();
  await page.keyboard.type(' It goes on.');
  await page.context().setOffline(false);
  await saved(page);
  assert.match(await stored(page), /Before\. While offline\. It goes on\./);

  // The server is killed in the middle of a word and comes back; the page sends what it has.
  await app.kill('SIGKILL');
  await page.keyboard.type(' The server is gone.');
  await page.locator('[data-save].wrong').waitFor();
  await page.keyboard.type(' And typing goes on.');
  app = { ...(await start('--keep', join(folder, 'data'), '--listen', new URL(app.url).host)) };
  await page.locator('[data-save]', { hasText: /Saved|logged out/ }).waitFor({ timeout: 60_000 });
  await saved(page);
  assert.match(await stored(page), /The server is gone\. And typing goes on\./);

  // The browser is closed with words that the server never had: they are in the draft when it is opened again.
  await page.context().setOffline(true);
  await page.keyboard.type(' The lid is closed.');
  const state = await page.evaluate(() => ({ ...localStorage }));
  await page.context().setOffline(false);
  await page.evaluate(() => localStorage.clear()); // what would be sent on leaving is taken away with the page
  await page.route('**/draft', (r) => r.abort());
  await page.context().close({ runBeforeUnload: false });
  const later = await reviewer();
  await later.evaluate((kept) => { for (const [k, v] of Object.entries(kept)) localStorage.setItem(k, v); }, state);
  await desk(later);
  await later.waitForFunction(() => document.querySelector('[name="summary"]').value.includes('The lid is closed.'));
  await saved(later);
  assert.match(await stored(later), /The lid is closed\./);
  await later.context().close();
});

test('the desk works on a phone and in the dark', minutes, async () => {
  const page = await reviewer({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' });
  await desk(page);
  for (const name of ['Summary', 'Items', 'Letter', 'Record']) {
    await page.locator('[data-tabs]').getByRole('button', { name }).tap();
    await page.waitForTimeout(name === 'Record' ? 1500 : 400);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 390, name);
    await shot(page, `phone-${name.toLowerCase()}`);
    if (name !== 'Record') await accessible(page);
  }
  await page.context().close();
  const wide = await reviewer({ viewport: { width: 1920, height: 1080 }, colorScheme: 'dark' });
  await desk(wide);
  await wide.waitForTimeout(1500);
  await shot(wide, 'dark');
  await accessible(wide);
  await wide.context().close();
});
