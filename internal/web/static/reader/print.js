// Printing one page: its picture alone on a sheet, with its number.

import { el } from "./leaf.js";

export async function print(desk, n) {
  document.querySelector(".reader-print")?.remove();
  const sheet = el("figure", "reader-print");
  const img = el("img");
  img.alt = `Page ${n}`;
  img.src = desk.picture(n, 1632);
  const at = desk.model.fileOf(n);
  sheet.append(img, el("figcaption", "", `${desk.root.dataset.case}, p. ${n} of ${desk.model.pages} (${at.file.name}, page ${at.page})`));
  document.body.append(sheet);
  try {
    await img.decode();
  } catch {
    desk.say("The picture of the page could not be had, so nothing was printed.");
    sheet.remove();
    return;
  }
  globalThis.print();
  sheet.remove();
}
