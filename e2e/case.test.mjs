import { test, before, after, afterEach } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { travel, open, look } from './app.mjs';
import * as traction from './traction.mjs';

let folder, days, browser;
before(() => { folder = mkdtempSync(join(tmpdir(), 'openimr-e2e-')); });
afterEach(async () => {
  await browser?.close();
  await days?.stop();
});
after(() => rmSync(folder, { recursive: true, force: true }));

// as starts the program on a day and logs somebody in.
async function as(role, ...when) {
  await browser?.close();
  const app = await days.on(...when);
  browser = await open(app);
  return [await browser.login(role), app];
}

async function toReview() {
  let [page, app] = await as('coordinator', '2015-09-28', '09:12');
  const id = await traction.record(page, app);
  await look(page, 'case-received');
  await traction.screen(page, app, id);
  [page, app] = await as('coordinator', '2015-09-29', '10:05');
  await traction.assign(page, app, id);
  assert.match(await page.locator('main').innerText(), /Wednesday, October 14, 2015/, 'records are due fifteen days after the notice');
  [page, app] = await as('coordinator', '2015-10-09', '11:20');
  await traction.receive(page, app, id);
  await traction.reviewer(page, app, id);
  return id;
}

test('the traction-unit case goes from the application to the served letter', { timeout: 180_000 }, async () => {
  days = travel(join(folder, 'served'));
  const id = await toReview();

  let [page, app] = await as('reviewer', '2015-10-26', '20:15');
  await traction.write(page, app, id);
  await page.getByText(/^Saved /).first().waitFor();
  await look(page, 'review');
  await traction.submit(page);

  [page, app] = await as('quality', '2015-10-28', '09:30', '-07:00');
  await page.goto(`${app.url}/cases/${id}/quality`);
  await look(page, 'quality');
  await traction.pass(page, app, id);

  [page, app] = await as('medical_director', '2015-11-03', '13:00', '-08:00');
  await traction.sign(page, app, id);

  [page, app] = await as('coordinator', '2015-11-04', '15:45', '-08:00');
  await traction.serve(page, app, id);
  await look(page, 'letter');

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the PDF' }).click();
  const file = join(folder, 'letter.pdf');
  await (await download).saveAs(file);
  const run = (program, ...args) => execFileSync(program, args, { encoding: 'utf8' });
  run('qpdf', '--check', file);
  assert.match(run('pdfinfo', file), /Tagged:\s+yes/);
  assert.doesNotMatch(run('pdfinfo', file), /^(Author|Creator):\s*\S/m);
  assert.doesNotMatch(readFileSync(file, 'latin1') + run('pdftotext', file, '-'), /Adeyemi/, 'the reviewer is named');
  const flat = (s) => s.replace(/\s+/g, ' ');
  const read = flat(run('pdfinfo', '-struct-text', file).replace(/^\s*"|"$/gm, ' '));
  let from = 0;
  for (const part of [
    'The denial stands', 'Daniel Okafor', 'Sierra Claims', 'Lena Marsh, MD', 'expert reviewer', 'Massachusetts', 'Anesthesiology',
    'Records reviewed', 'Request for authorization', traction.story.summary, 'Purchase of cervical traction unit', traction.story.theirs,
    traction.story.ours, traction.story.rationale, 'appeal', 'Miguel Santos, MD', 'Service list and proof of service', 'penalty of perjury',
  ]) {
    const at = read.indexOf(flat(part), from);
    assert.ok(at >= 0, `the letter does not say, after what came before: ${part}\n${read.slice(from, from + 600)}`);
    from = at;
  }

  // The injured worker reads the letter and never learns who the reviewer is.
  const worker = await browser.login('injured_worker', { viewport: { width: 390, height: 844 } });
  await worker.goto(`${app.url}/cases/${id}`);
  await look(worker, 'party-case');
  for (const path of ['', '/letter', '/letter.html', '/letter.txt']) {
    const body = await (await worker.request.get(`${app.url}/cases/${id}${path}`)).text();
    assert.match(body, /traction/i, path);
    assert.doesNotMatch(body, /adeyemi/i, path);
  }
  assert.equal((await worker.request.get(`${app.url}/cases/${id}/review`)).status(), 403);

  [page, app] = await as('coordinator', '2015-12-10', '09:05', '-08:00');
  await page.goto(`${app.url}/cases/${id}`);
  await page.getByRole('link', { name: 'Close: the time to appeal is over' }).click();
  await page.locator('main form button[type=submit]').last().click();
  await page.waitForURL(new RegExp(`/cases/${id}([?#].*)?$`));
  assert.match(await page.locator('main').innerText(), /Final/);
  assert.deepEqual(browser.complaints, []);
});

test('a draft is sent back from the quality check, mended and passed', { timeout: 180_000 }, async () => {
  days = travel(join(folder, 'returned'));
  const id = await toReview();
  let [page, app] = await as('reviewer', '2015-10-26', '20:15');
  await traction.write(page, app, id);
  await traction.submit(page);

  [page, app] = await as('quality', '2015-10-28', '09:30');
  await page.goto(`${app.url}/cases/${id}/quality`);
  await page.locator('[name="notes.0.code"]').selectOption('rationale.guideline');
  await page.locator('[name="notes.0.field"]').selectOption('items[0].rationale');
  await page.locator('[name="notes.0.quote"]').fill('Therefore, the request is not medically necessary.');
  await page.locator('[name="notes.0.text"]').fill('The last sentence does not say why. Please say it.');
  await page.getByRole('button', { name: 'Return to the reviewer' }).click();
  await page.waitForURL(/\/cases\/CM\d\d-\d{7}([?#].*)?$/);

  [page, app] = await as('reviewer', '2015-10-29', '19:00');
  await page.goto(`${app.url}/cases/${id}/review`);
  await page.getByText('The last sentence does not say why.').first().waitFor();
  await look(page, 'returned');
  await page.locator('[name="items.0.rationale"]').fill(traction.story.rationale.replace('Therefore, the request', 'For want of that rationale the request'));
  await traction.submit(page);

  [page, app] = await as('quality', '2015-10-30', '09:30');
  await traction.pass(page, app, id);
  assert.match(await page.locator('main').innerText(), /Sign the determination/);
  assert.deepEqual(browser.complaints, []);
});

test('what the reviewer types survives a crash of the server and of the browser', { timeout: 180_000 }, async () => {
  days = travel(join(folder, 'crash'));
  const id = await toReview();
  let [page, app] = await as('reviewer', '2015-10-26', '20:15');
  await traction.write(page, app, id);
  await page.getByText(/^Saved /).first().waitFor();
  const saved = page.waitForResponse((r) => r.request().method() !== 'GET' && r.url().endsWith('/draft') && r.ok() && /before the crash/.test(r.request().postData()));
  await page.locator('[name="items.0.rationale"]').fill('Typed and saved before the crash.');
  await saved;
  await app.kill('SIGKILL');
  await page.locator('[name=summary]').fill('Typed while the server was away.');
  await page.getByText(/not saved|cannot be reached|kept in this browser/i).first().waitFor();

  const again = await days.on('2015-10-26', '20:40');
  const other = await open(again);
  const fresh = await other.login('reviewer');
  await fresh.goto(`${again.url}/cases/${id}/review`);
  assert.equal(await fresh.locator('[name="items.0.rationale"]').inputValue(), 'Typed and saved before the crash.');
  await other.close();
});
