import { test, before, after, afterEach } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { travel, open, look } from './app.mjs';
import * as traction from './traction.mjs';

const program = fileURLToPath(new URL('../bin/openimr', import.meta.url));
const password = 'show me an invented case';

let folder, days, browser;
before(() => { folder = mkdtempSync(join(tmpdir(), 'openimr-sign-')); });
afterEach(async () => {
  await browser?.close();
  await days?.stop();
});
after(() => rmSync(folder, { recursive: true, force: true }));

async function as(role, ...when) {
  await browser?.close();
  const app = await days.on(...when);
  browser = await open(app);
  return [await browser.login(role), app];
}

// letterFile fetches a file as the person of the page and keeps it.
async function letterFile(page, address, name) {
  const answer = await page.request.get(address);
  assert.equal(answer.status(), 200, address);
  const file = join(folder, name);
  writeFileSync(file, await answer.body());
  return file;
}

const run = (command, ...args) => {
  const r = spawnSync(command, args, { encoding: 'utf8' });
  return { code: r.status, out: (r.stdout ?? '') + (r.stderr ?? ''), missing: r.error?.code === 'ENOENT' };
};

// check asks the public page, without a log-in, and returns what it answers.
async function check(app, { file, code }) {
  const context = await browser.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${app.url}/verify`);
  if (file) {
    await page.getByLabel('PDF file of the letter').setInputFiles(file);
    await page.getByRole('button', { name: 'Check the file' }).click();
  } else {
    await page.getByLabel('Code', { exact: true }).fill(code);
    await page.getByRole('button', { name: 'Check the code' }).click();
  }
  await page.locator('.verify-answer').waitFor();
  return page;
}

test('a determination is signed, served, checked, corrected and checked again', { timeout: 240_000 }, async () => {
  const data = join(folder, 'data');
  days = travel(data);
  let [page, app] = await as('coordinator', '2015-09-28', '09:12');
  const id = await traction.record(page, app);
  await traction.screen(page, app, id);
  [page, app] = await as('coordinator', '2015-09-29', '10:05');
  await traction.assign(page, app, id);
  [page, app] = await as('coordinator', '2015-10-09', '11:20');
  await traction.receive(page, app, id);
  await traction.reviewer(page, app, id);

  // The reviewer signs: with another password nothing is recorded and everything typed is there.
  [page, app] = await as('reviewer', '2015-10-26', '20:15');
  await traction.write(page, app, id);
  await page.getByText(/^Saved /).first().waitFor();
  await page.getByRole('button', { name: 'Sign…' }).click();
  await page.getByLabel('Your password').fill('not the password');
  await page.getByRole('button', { name: 'Sign and submit' }).click();
  await page.getByText('This is not your password.').first().waitFor();
  assert.ok(!(await page.content()).includes('not the password'), 'the page repeats the password');
  assert.match(await page.locator('main').innerText(), /traction/i);
  const stored = await page.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]));
  assert.ok(!stored.includes('not the password'), 'the browser keeps the password');
  await page.getByLabel('Your password').fill(password); // the panel stays open where the password was wrong
  await page.getByRole('button', { name: 'Sign and submit' }).click();
  await page.waitForURL(new RegExp(`/cases/${id}$`));

  [page, app] = await as('quality', '2015-10-28', '09:30', '-07:00');
  await traction.pass(page, app, id);

  [page, app] = await as('medical_director', '2015-11-03', '13:00', '-08:00');
  await page.goto(`${app.url}/cases/${id}/sign`);
  await look(page, 'sign');
  await traction.sign(page, app, id);

  [page, app] = await as('coordinator', '2015-11-04', '15:45', '-08:00');
  await traction.serve(page, app, id);
  const first = await letterFile(page, `${app.url}/cases/${id}/letter.pdf`, 'first.pdf');

  // The served file is signed, by a tool of others and by our own.
  const tool = run('pdfsig', '-nocert', first);
  if (!tool.missing) {
    assert.match(tool.out, /Signature is Valid/);
    assert.match(tool.out, /Total document signed/);
  }
  const own = run(program, 'letter', 'verify', '--data', data, first);
  assert.equal(own.code, 0, own.out);
  assert.match(own.out, /genuine, and the last word/);
  const code = JSON.parse(run(program, 'letter', 'parse', '--format', 'json', first).out).served.verification.code;

  // Anybody can check it, by the file and by the code on the paper; no name is shown.
  let open1 = await check(app, { file: first });
  await open1.getByText('Genuine, and the last word').first().waitFor();
  await look(open1, 'verify-genuine');
  open1 = await check(app, { code: code.toLowerCase().replaceAll('-', ' ') });
  const answer = await open1.locator('main').innerText();
  assert.match(answer, /Genuine, and the last word/);
  assert.match(answer, new RegExp(id));
  assert.doesNotMatch(answer, /Okafor|Sierra|Marsh|Bayline|traction/);

  // With --server only the hash is sent.
  const asked = run(program, 'letter', 'verify', '--server', app.url, '--json', first);
  assert.equal(asked.code, 0, asked.out);
  assert.equal(JSON.parse(asked.out).record.standing, 'last_word');

  // The director mends a slip of the pen; the form tells at the field what cannot be mended.
  [page, app] = await as('medical_director', '2015-11-12', '10:00', '-08:00');
  await page.goto(`${app.url}/cases/${id}/letter`);
  await page.getByRole('link', { name: 'Correct a clerical error' }).click();
  await page.getByLabel('Place', { exact: true }).selectOption('served.employer');
  await page.getByLabel('It reads', { exact: true }).fill('Bayside');
  await page.getByLabel('It should read', { exact: true }).fill('Bay Line');
  await page.getByLabel('Nobody: the organization found it').check();
  await page.getByRole('button', { name: 'Show the corrected letter' }).click();
  await page.getByText('These words do not stand in “Employer”').first().waitFor();
  await page.getByLabel('It reads', { exact: true }).fill('Bayline');
  await page.getByRole('button', { name: 'Show the corrected letter' }).click();
  await page.getByText('“Bayline” now reads “Bay Line”').first().waitFor();
  await look(page, 'correct-letter');
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Sign and serve the corrected letter' }).click();
  await page.waitForURL(/\/letter$/);
  await page.getByRole('heading', { name: 'Versions of this letter' }).waitFor();
  await look(page, 'letter-versions');
  const second = await letterFile(page, `${app.url}/cases/${id}/letter.pdf`, 'second.pdf');

  // The old letter is genuine and not the last word; the new one is.
  const old = await check(app, { file: first });
  await old.getByText('Genuine, but not the last word').first().waitFor();
  await look(old, 'verify-replaced');
  await (await check(app, { file: second })).getByText('Genuine, and the last word').first().waitFor();
  const before = run(program, 'letter', 'verify', '--data', data, first);
  assert.equal(before.code, 1, before.out);
  assert.match(before.out, /a corrected letter of 2015-11-12 has taken its place/);
  assert.equal(run(program, 'letter', 'verify', '--data', data, second).code, 0);
  const mended = JSON.parse(run(program, 'letter', 'parse', '--format', 'json', second).out);
  assert.equal(mended.served.employer, 'Bay Line Warehousing');
  assert.equal(mended.served.correction.changes.length, 1);
  assert.equal(mended.items[0].decision, 'upheld');
  assert.deepEqual(browser.complaints, []);
});
