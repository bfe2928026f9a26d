import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { start, open, look, accessible } from './app.mjs';

let app, browser;
before(async () => { app = await start(); browser = await open(app); });
after(async () => { await browser?.close(); await app?.kill(); });

const minutes = { timeout: 120_000 };

test('everybody lands where their work is', minutes, async () => {
  for (const { role, name } of app.links) {
    const page = await browser.login(role);
    assert.match(await page.locator('body').innerText(), new RegExp(name.split(',')[0]), role);
    assert.ok(await page.locator('main h1').innerText(), role);
    await look(page, `home-${role}`);
    await page.context().close();
  }
  assert.deepEqual(browser.complaints, []);
});

test('somebody logs in with a password, and out again', minutes, async () => {
  const context = await browser.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${app.url}/cases/CM15-0190123`);
  await look(page, 'login');
  await page.locator('[name="user"], [name="id"], [name="account"]').first().fill('dana.kim');
  await page.locator('[type="password"]').fill('no such password');
  await page.locator('main button[type=submit]').click();
  await page.getByText(/does not match|not right|wrong/i).first().waitFor();
  await page.locator('[type="password"]').fill(app.password);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL(/CM15-0190123$/);
  await context.close();
});

test('the queue is worked by keyboard, filtered and sorted', minutes, async () => {
  const page = await browser.login('coordinator');
  await page.goto(`${app.url}/queue`);
  await look(page, 'queue');
  assert.match(await page.locator('table').innerText(), /Serve the determination/, 'a signed determination waits until it is served');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/cases\/CM/);
  await page.goto(`${app.url}/queue`);
  const total = await page.locator('tbody tr').count();
  await page.keyboard.press('/');
  await page.keyboard.type('acupuncture');
  await page.keyboard.press('Enter');
  await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length < n, total);
  assert.equal(await page.locator('tbody tr').count(), 1);
  await page.goto(`${app.url}/queue?q=nothing-is-called-that`);
  assert.equal(await page.locator('tbody tr').count(), 0);
  await look(page, 'queue-empty');
  assert.deepEqual(browser.complaints, []);
});

test('every stage of a case can be looked at, in both themes', minutes, async () => {
  const page = await browser.login('coordinator');
  const dark = await browser.login('coordinator', { colorScheme: 'dark' });
  await page.goto(`${app.url}/queue?view=all`);
  const cases = await page.locator('tbody a[href^="/cases/CM"]').evaluateAll((as) => [...new Set(as.map((a) => a.getAttribute('href')))]);
  assert.ok(cases.length > 15, `${cases.length} cases`);
  for (const [i, path] of cases.entries()) {
    await page.goto(app.url + path);
    await accessible(page);
    if (i % 5 > 0) continue; // the colours are the same on every page
    await dark.goto(app.url + path);
    await accessible(dark);
  }
  assert.deepEqual(browser.complaints, []);
});

test('nobody outside the organization learns who the reviewer is', minutes, async () => {
  const reviewers = /adeyemi|lindqvist|raman|helen.osei|marcus.bell|navarro/i;
  for (const role of ['injured_worker', 'attorney', 'claims_administrator', 'requesting_physician']) {
    const page = await browser.login(role);
    const seen = new Set();
    const todo = ['/queue'];
    while (todo.length > 0) {
      const path = todo.pop();
      if (seen.has(path)) continue;
      seen.add(path);
      const answer = await page.request.get(app.url + path);
      assert.doesNotMatch((await answer.body()).toString('latin1'), reviewers, `${role} ${path}`);
      for (const h of Object.values(answer.headers())) assert.doesNotMatch(h, reviewers, `${role} ${path}`);
      if (!/html/.test(answer.headers()['content-type'])) continue;
      await page.goto(app.url + path).catch(() => {});
      for (const href of await page.locator('a[href^="/"]').evaluateAll((as) => as.map((a) => a.getAttribute('href')))) todo.push(href.split('#')[0]);
    }
    assert.ok(seen.size > 4, `${role} saw ${[...seen]}`);
    await page.context().close();
  }
});
