// The acts of the traction-unit case, as a person does them in the pages.

// record fills in the application of the traction-unit case and returns the case number.
export async function record(page, app) {
  await page.goto(`${app.url}/queue`);
  await page.getByRole('link', { name: 'Record an application' }).click();
  const fill = (name, value) => page.locator(`[name="${name}"]`).fill(value);
  const select = (name, value) => page.locator(`[name="${name}"]`).selectOption(value);
  await fill('worker.name', 'Daniel Okafor');
  await fill('worker.birth_date', '1972-03-14');
  await select('worker.sex', 'male');
  await fill('claim.number', '2014-77-01932');
  await fill('claim.employer', 'Bayline Warehousing');
  await fill('injury.date', '2014-09-18');
  await fill('injury.icd', 'M54.2');
  await fill('injury.diagnosis', 'Cervical pain; spasm of muscle');
  await fill('denial.request_dated', '2015-09-10');
  await fill('denial.request_received', '2015-09-10');
  await fill('denial.decided', '2015-09-16');
  await fill('denial.served', '2015-09-16');
  await select('denial.served_by', 'mail_in_state');
  await page.locator('[name="denial.attached"]').check();
  await fill('denial.reason', 'The guideline does not support the purchase of a traction unit without a trial that helped.');
  await fill('items.0.request', 'Purchase of cervical traction unit');
  await fill('items.0.asked', '1');
  await fill('items.0.in_dispute', '1');
  await fill('items.0.unit', 'unit');
  await fill('items.0.guideline', 'Decision based on MTUS Neck and Upper Back Complaints 2004. Decision based on Non-MTUS Citation Official Disability Guidelines, Neck and Upper Back Chapter, Traction.');
  await fill('parties.0.name', 'Daniel Okafor');
  await fill('parties.0.address', '18 Alder Court\nFresno, CA 93701');
  await fill('parties.0.account', 'daniel.okafor');
  await fill('parties.1.name', 'Paula Reyes');
  await fill('parties.1.organization', 'Sierra Claims');
  await fill('parties.1.address', 'PO Box 4410\nSacramento, CA 95814');
  await fill('parties.2.name', 'Lena Marsh, MD');
  await fill('parties.2.specialty', 'Pain Medicine');
  await fill('parties.2.address', '210 Mill Street\nFresno, CA 93721');
  await fill('documents.0.title', 'Application for Independent Medical Review');
  await fill('documents.0.date', '2015-09-24');
  await fill('documents.0.author', 'Daniel Okafor');
  await fill('documents.0.pages', '2');
  await page.getByLabel('Regular').check();
  await page.getByLabel('Signed by the worker or a lawful representative').check();
  await when(page, '2015-09-28', '09:12');
  await page.getByRole('button', { name: 'Record the application' }).click();
  await page.waitForURL(/\/cases\/CM15-\d{7}/);
  return page.url().match(/CM15-\d{7}/)[0];
}

// when says on which day and at which time the act of a form happened.
export async function when(page, day, time) {
  await page.locator('[name="at"]').fill(day);
  await page.locator('[name="at.time"]').fill(time);
}
