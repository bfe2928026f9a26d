// The acts of the traction-unit case, as people do them in the pages.

export const story = {
  summary: 'The injured worker is a 43 year old male who sustained an industrial injury on 9-18-2014 and is treated for cervical pain and muscle spasm. '
    + 'In the progress report of 8-27-2015 he reports neck and left shoulder pain and says that traction was helpful. '
    + 'A traction unit was requested on 9-10-2015; utilization review did not certify it on 9-16-2015.',
  theirs: 'Decision based on MTUS Neck and Upper Back Complaints 2004. Decision based on Non-MTUS Citation Official Disability Guidelines, Neck and Upper Back Chapter, Traction.',
  ours: 'Decision based on MTUS General Approaches 2004, Section(s): General Approach to Initial Assessment and Documentation.',
  rationale: 'The MTUS chapter on general approaches asks for a rationale where specialized treatment is requested. '
    + 'The progress report of 8-27-2015 and the request of 9-10-2015 give no rationale for a traction unit. Therefore, the request is not medically necessary.',
};

const put = (page, name, value) => page.locator(`[name="${name}"]`).fill(value);
const pick = (page, name, value) => page.locator(`[name="${name}"]`).selectOption(value);

async function papers(page, list) {
  for (const [i, [kind, title, author, date, pages]] of list.entries()) {
    if (i > 0) {
      await page.getByRole('button', { name: 'Add another paper' }).click();
      await page.locator(`[name="documents.${i}.title"]`).waitFor();
    }
    await pick(page, `documents.${i}.type`, kind);
    await put(page, `documents.${i}.title`, title);
    await put(page, `documents.${i}.author`, author);
    await put(page, `documents.${i}.date`, date);
    await put(page, `documents.${i}.pages`, pages);
  }
}

// press clicks the button of a step's form and waits for the case.
async function press(page, name) {
  await page.getByRole('button', { name, exact: true }).click();
  await page.waitForURL(/\/cases\/CM\d\d-\d{7}([?#].*)?$/);
}

// record fills in the application, fewer words at a time than its form has fields, and returns the case number.
export async function record(page, app) {
  await page.goto(`${app.url}/queue`);
  await page.getByRole('link', { name: 'Record an application' }).click();
  await put(page, 'worker.name', 'Daniel Okafor');
  await put(page, 'worker.birth_date', '1972-03-14');
  await pick(page, 'worker.sex', 'male');
  await put(page, 'claim.number', '2014-77-01932');
  await put(page, 'claim.employer', 'Bayline Warehousing');
  await put(page, 'injury.date', '2014-09-18');
  await put(page, 'injury.icd', 'M54.2');
  await put(page, 'injury.diagnosis', 'Cervical pain; spasm of muscle');
  for (const f of ['request_dated', 'request_received']) await put(page, `denial.${f}`, '2015-09-10');
  for (const f of ['decided', 'served']) await put(page, `denial.${f}`, '2015-09-16');
  await pick(page, 'denial.served_by', 'mail_in_state');
  await page.locator('[name="denial.attached"]').check();
  await put(page, 'denial.reason', 'The guideline does not support the purchase of a traction unit without a trial that helped.');
  await put(page, 'items.0.request', 'Purchase of cervical traction unit');
  await put(page, 'items.0.asked', '1');
  await put(page, 'items.0.in_dispute', '1');
  await put(page, 'items.0.unit', 'unit');
  await put(page, 'items.0.guideline', story.theirs);
  await put(page, 'parties.0.name', 'Daniel Okafor');
  await put(page, 'parties.0.address', '18 Alder Court\nFresno, CA 93701');
  await put(page, 'parties.0.account', 'daniel.okafor');
  await put(page, 'parties.1.name', 'Paula Reyes');
  await put(page, 'parties.1.organization', 'Sierra Claims');
  await put(page, 'parties.1.address', 'PO Box 4410\nSacramento, CA 95814');
  await put(page, 'parties.1.account', 'paula.reyes');
  await put(page, 'parties.2.name', 'Lena Marsh, MD');
  await put(page, 'parties.2.specialty', 'Pain Medicine');
  await put(page, 'parties.2.address', '210 Mill Street\nFresno, CA 93721');
  await papers(page, [['imr_application', 'Application for Independent Medical Review', 'Daniel Okafor', '2015-09-24', '2']]);
  await page.getByLabel('Regular', { exact: true }).check();
  await page.getByLabel('Signed by the worker or a lawful representative').check();
  await press(page, 'Record the application');
  return page.url().match(/CM\d\d-\d{7}/)[0];
}

const step = (page, app, id, name) => page.goto(`${app.url}/cases/${id}/${name}`);

export async function screen(page, app, id) {
  await step(page, app, id, 'screening-started');
  await press(page, 'Begin the check');
}

export async function assign(page, app, id) {
  await step(page, app, id, 'found-eligible');
  await page.getByText('In time. It was received on September 28, 2015; the last day was October 21, 2015.').waitFor();
  await press(page, 'Find eligible');
  await step(page, app, id, 'notice-sent');
  await press(page, 'Record the notice as sent');
}

export async function receive(page, app, id) {
  await step(page, app, id, 'records-received');
  await pick(page, 'from', 'P2');
  await papers(page, [
    ['pr2', "Primary treating physician's progress report", 'Lena Marsh, MD', '2015-08-27', '6'],
    ['rfa', 'Request for authorization', 'Lena Marsh, MD', '2015-09-10', '2'],
    ['ur_decision', 'Utilization review decision', 'Sierra Claims', '2015-09-16', '5'],
  ]);
  await press(page, 'Record the papers');
}

export async function reviewer(page, app, id) {
  await step(page, app, id, 'reviewer-assigned');
  await page.getByLabel('Ruth Adeyemi, MD').check();
  await page.getByLabel(/attested that there is no conflict of interest/).check();
  await press(page, 'Assign');
}

// write types the determination; words may replace parts of the story.
export async function write(page, app, id, words = {}) {
  const w = { ...story, ...words };
  await step(page, app, id, 'review');
  await put(page, 'summary', w.summary);
  await page.getByLabel('Upheld', { exact: true }).check();
  await put(page, 'items.0.imro_guideline', w.ours);
  await put(page, 'items.0.rationale', w.rationale);
}

// password is the one of every account of the demonstration; who signs types it again.
const password = 'show me an invented case';

export async function submit(page) {
  await page.getByRole('button', { name: 'Sign…' }).click();
  await page.getByLabel('Your password').fill(password);
  await press(page, 'Sign and submit');
}

export async function pass(page, app, id) {
  await step(page, app, id, 'quality');
  for (const line of await page.locator('.checklist .tick').all()) await line.getByLabel('Yes').check();
  await press(page, 'Pass the draft');
}

export async function sign(page, app, id) {
  await step(page, app, id, 'sign');
  await page.getByLabel('Your password').fill(password);
  await press(page, 'Sign for the organization');
}

export async function serve(page, app, id) {
  await step(page, app, id, 'serve');
  await page.getByRole('button', { name: 'Serve the determination' }).click();
  await page.waitForURL(/\/letter$/);
}
