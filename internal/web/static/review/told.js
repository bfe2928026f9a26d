// What the record says of each item: the request as it was sent, the denial with its reason and guideline. It comes after the
// desk stands, and again while the record is still being prepared.

const again = 3000; // milliseconds

export class Told {
  constructor(desk, form) {
    this.desk = desk;
    this.form = form;
    if (form.dataset.record === "true") this.ask(40);
    form.addEventListener("click", (e) => this.click(e));
  }

  async ask(times) {
    let answer;
    try {
      answer = await fetch(`${this.desk.path}/draft/items`);
    } catch { return; } // the desk works without
    if (answer.redirected || !answer.ok) return;
    if (answer.status === 202 && times > 1) setTimeout(() => this.ask(times - 1), again);
    const part = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const told of part.querySelectorAll("[data-record-of]")) {
      if (answer.status === 202 && !told.querySelector("q")) continue; // it may still be found
      const section = this.form.querySelector(`[data-item="${told.dataset.recordOf}"]`);
      const before = section?.querySelector(".item-record");
      if (before?.isEqualNode(told) || before?.contains(document.activeElement)) continue;
      before?.remove();
      const after = section?.querySelector(".item-facts") ?? section?.querySelector("legend");
      if (!after) continue;
      after.after(told);
      if (told.querySelector("q")) section.querySelector(".item-facts .item-reason")?.remove(); // the decision's own words stand there now
      for (const b of told.querySelectorAll("[data-take-guideline]")) b.hidden = this.desk.locked || Boolean(this.guidelineOf(section)?.value.trim());
    }
  }

  guidelineOf(section) { return section.querySelector("textarea[name$='.claims_administrator_guideline']"); }

  click(e) {
    const link = e.target.closest(".item-record a[data-page]");
    if (link && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
      const [from, to] = link.dataset.words.split("-").map(Number);
      const page = Number(link.dataset.page);
      this.desk.openPage({ page, last: page, from, to });
      e.preventDefault();
      return;
    }
    const take = e.target.closest("[data-take-guideline]");
    if (!take) return;
    const field = this.guidelineOf(take.closest("[data-item]"));
    field.value = take.dataset.takeGuideline;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    take.hidden = true;
    field.focus();
    this.desk.say("The guideline of the decision stands in the field.");
  }
}
