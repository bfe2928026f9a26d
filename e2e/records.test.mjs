// A pile of a thousand pages: uploaded while the server is killed, read to the end, every page once, found, folded,
// corrected and cited.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start, open, look } from './app.mjs';

const program = fileURLToPath(new URL('../bin/openimr', import.meta.url));
let folder, pile, truth, app, browser;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'openimr-records-'));
  pile = join(folder, 'pile');
  execFileSync(program, ['records', 'generate', '--pages', '1000', '--faxed', '0.06', '--seed', '5', '-o', pile]);
  truth = JSON.parse(readFileSync(join(pile, 'truth.json'), 'utf8'));
});
after(async () => {
  await browser?.close();
  await app?.kill();
  rmSync(folder, { recursive: true, force: true });
});

// again starts the server on the same folder, as after a power failure.
async function again(role) {
  await browser?.close();
  await app.kill();
  app = await start('--keep', join(folder, 'data'));
  browser = await open(app);
  return browser.login(role);
}

// caseOf is the case that the reviewer works on.
async function caseOf(page) {
  await page.goto(`${app.url}/queue`);
  const links = await page.locator('main a[href^="/cases/CM"]').evaluateAll((as) => as.map((a) => a.getAttribute('href').split(/[?#]/)[0]));
  for (const path of new Set(links)) {
    await page.goto(`${app.url}${path}/review`);
    if (await page.locator('[name="summary"]').count() && !(await page.getByText('Nothing can be written').count())) return path;
  }
  throw new Error('no case can be written on');
}

// receipt is what programs are told of the files of a case.
const receipt = (page, path, key) => page.request.get(`${app.url}/api/v1${path}/files`, { headers: { authorization: `Bearer ${key}` } }).then((r) => r.json());

async function keyOf(page) {
  await page.goto(`${app.url}/account`);
  await page.locator('#name').fill('browser test');
  await page.getByRole('button', { name: 'Make a key' }).click();
  return (await page.locator('.secret').innerText()).trim();
}

test('a thousand pages are read, though the server is killed in the middle', { timeout: 900_000 }, async () => {
  app = await start('--keep', join(folder, 'data'));
  browser = await open(app);
  const path = await caseOf(await browser.login('reviewer'));

  let page = await browser.login('coordinator');
  let key = await keyOf(page);
  const before = (await receipt(page, path, key)).files.length;
  await page.goto(`${app.url}${path}/files`);
  const names = readdirSync(pile).filter((n) => n !== 'truth.json');
  await page.selectOption('#from', 'P2');
  await page.setInputFiles('#chosen', names.map((n) => join(pile, n)));
  await page.getByText(`${names.length} of ${names.length} files received`).waitFor({ timeout: 120_000 });

  // Killed while it reads, three times, and not gently.
  for (let round = 0; round < 3; round++) {
    await page.waitForTimeout(1500);
    await app.kill('SIGKILL');
    page = await again('coordinator');
  }
  let files;
  for (const until = Date.now() + 600_000; ;) {
    files = (await receipt(page, path, key)).files.slice(before);
    if (files.length >= truth.files.length && files.every((f) => (f.opened || f.problem) && f.read === f.pages)) break;
    assert.ok(Date.now() < until, `still reading: ${JSON.stringify(files.filter((f) => f.read < f.pages || !f.opened))}`);
    await page.waitForTimeout(1000);
  }

  // Every page once: each file with all its pages, their numbers following each other without gap or overlap.
  const came = new Map(files.map((f) => [f.name.split('/').pop(), f]));
  for (const f of truth.files) {
    assert.equal(came.get(f.name)?.pages, f.pages, `pages of ${f.name}`);
  }
  for (const n of names) assert.ok(came.has(n), `${n} is lost`);
  const numbered = files.filter((f) => f.first_record_page).sort((a, b) => a.first_record_page - b.first_record_page);
  for (const [i, f] of numbered.entries()) {
    if (i > 0) assert.equal(f.first_record_page, numbered[i - 1].first_record_page + numbered[i - 1].pages, `the number of the first page of ${f.name}`);
  }
  for (const [name, words] of [['protected', 'password'], ['incomplete', 'incomplete']]) {
    const f = files.find((x) => x.name.startsWith(name));
    assert.match(f.problem, new RegExp(words), `${f.name} is kept and says why it cannot be opened`);
  }
  await page.goto(`${app.url}${path}/files`);
  await look(page, 'files');
  await page.goto(`${app.url}${path}/files/receipt`);
  await page.getByText('Scan, read by text recognition').first().waitFor();

  // A phrase of a scan is found. Of the scans that stand upright, the first with long words is asked for.
  await page.waitForFunction(async (url) => (await (await fetch(url)).json()).behind === false, `${app.url}${path}/reader/pages.json`, { timeout: 300_000, polling: 2000 }).catch(() => {});
  page = await browser.login('reviewer');
  await page.goto(`${app.url}${path}/reader`);
  await page.locator('[data-roll] section').first().waitFor();
  const scans = truth.pages.filter((p) => p.faxed && !p.foreign && p.rotation === 0 && p.words.length > 80);
  let found;
  for (const scan of scans) {
    const i = scan.words.findIndex((w, k) => k > 20 && /^[a-z]{6,}$/.test(w) && /^[a-z]{5,}$/.test(scan.words[k + 1] ?? ''));
    if (i < 0) continue;
    const phrase = scan.words.slice(i, i + 2).join(' ');
    const first = came.get(truth.files[scan.file].name).first_record_page;
    await page.locator('[data-find]').fill(phrase);
    await page.waitForTimeout(600);
    const hits = await (await page.request.get(`${app.url}${path}/reader/find.json?q=${encodeURIComponent(phrase)}`)).json();
    const on = hits.pages.some((n, k) => k % 2 === 0 && n <= first + scan.page - 1 && first + scan.page - 1 <= hits.pages[k + 1]);
    if (on) { found = { phrase, number: first + scan.page - 1, hit: hits.hits.find(([n]) => n === first + scan.page - 1) }; break; }
  }
  assert.ok(found, 'no phrase of any scan is found');
  assert.match(await page.locator('[data-count]').innerText(), /\d/, 'the hits are counted');
  await look(page, 'reader-found');

  // The words are selected on the scan and cited into the summary.
  await page.goto('about:blank');
  await page.goto(`${app.url}${path}/reader#p=${found.number}&w=${found.hit[1]}-${found.hit[2]}`);
  await page.locator(`section[aria-label^="Page ${found.number.toLocaleString('en-US')} of"]`).waitFor();
  await page.waitForTimeout(1000);
  const cited = await page.request.post(`${app.url}${path}/reader/cite`, { data: { p: found.number, from: found.hit[1], to: found.hit[2] } });
  assert.ok(cited.ok(), await cited.text());
  await page.goto(`${app.url}${path}/review`);
  assert.match(await page.locator('[name="summary"]').inputValue(), new RegExp(`\\[p\\. ${found.number}\\]`), 'the citation stands in the summary');
  await look(page, 'review-cited');

  // Copies are folded: most of what the truth calls the same page, and never one that was changed.
  page = await browser.login('coordinator');
  const list = await (await page.request.get(`${app.url}${path}/reader/pages.json`)).json();
  const numberOf = (r) => came.get(truth.files[r.file].name).first_record_page + r.page - 1;
  const folded = new Map(list.copies.filter((c) => c.relation !== 'changed').map((c) => [c.page, c.of]));
  const isFolded = (d) => folded.has(numberOf(d.page)) || folded.has(numberOf(d.of));
  const same = truth.duplicates.filter((d) => d.relation === 'same');
  assert.ok(same.filter(isFolded).length >= 0.8 * same.length, `${same.filter(isFolded).length} of ${same.length} copies are folded`);
  const wrong = truth.duplicates.filter((d) => d.relation === 'changed' && (folded.get(numberOf(d.page)) === numberOf(d.of) || folded.get(numberOf(d.of)) === numberOf(d.page)));
  assert.deepEqual(wrong, [], 'changed copies are folded');

  // The kind of a paper is corrected; the correction stands in the index and in the history, and outlives a restart.
  await page.goto(`${app.url}${path}/records`);
  await look(page, 'record-index');
  const paper = list.docs.find((d) => d.type !== 'work_status' && d.pages.length > 0).pages[0];
  await page.goto(`${app.url}${path}/records/paper?p=${paper}`);
  await page.locator('[name="type"]').selectOption('work_status');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('#said').getByText(/./).first().waitFor();
  page = await again('coordinator');
  for (let left = 300; ; left--) { // the index is made anew
    await page.goto(`${app.url}${path}/records/paper?p=${paper}`);
    if (await page.locator('[name="type"]').inputValue() === 'work_status') break;
    assert.ok(left > 0, 'the corrected kind does not come');
    await page.waitForTimeout(1000);
  }
  await page.goto(`${app.url}${path}`);
  await page.getByText('Index of the record corrected').first().waitFor();
  for (const [name, tab] of [['timeline', 'timeline'], ['missing', 'missing']]) {
    await page.goto(`${app.url}${path}/${tab}`);
    await look(page, `record-${name}`);
  }
  assert.deepEqual(browser.complaints, []);
});
