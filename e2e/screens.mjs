// Takes the pictures of docs/screens/ from the demonstration: node screens.mjs
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { start, open } from './app.mjs';

const folder = fileURLToPath(new URL('../docs/screens/', import.meta.url));
mkdirSync(folder, { recursive: true });

const pages = [
  ['queue', 'coordinator', '/queue'],
  ['case', 'coordinator', '/cases/CM26-0183795'],
  ['apply', 'coordinator', '/cases/new'],
  ['review', 'helen.osei', '/cases/CM26-0183690/review'],
  ['quality', 'quality', '/cases/CM26-0184050/quality'],
  ['letter', 'coordinator', '/cases/CM15-0190123/letter'],
  ['party', 'injured_worker', '/cases/CM15-0190123'],
];

const app = await start();
const browser = await open(app);
for (const [name, role, path] of pages) {
  for (const [kind, options] of Object.entries({
    '': { viewport: { width: 1440, height: 900 } },
    '-390': { viewport: { width: 390, height: 844 } },
    '-dark': { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  })) {
    const link = app.links.find((l) => l.role === role) ? role : null;
    const page = link ? await browser.login(role, options) : await password(role, options);
    await page.goto(app.url + path);
    await page.waitForLoadState();
    await page.screenshot({ path: `${folder}${name}${kind}.png` });
    await page.context().close();
  }
}
await browser.close();
await app.kill();

async function password(user, options) {
  const page = await (await browser.browser.newContext(options)).newPage();
  await page.goto(`${app.url}/login`);
  await page.locator('main input:not([type=hidden])').first().fill(user);
  await page.locator('[type="password"]').fill(app.password);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL(/queue/);
  return page;
}
