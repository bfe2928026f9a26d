// What an item has beside its texts: the finder of guidelines, the steps of the search, sources with their level, and the
// list of items with what is decided.

export class Items {
  constructor(desk, form) {
    this.desk = desk;
    this.form = form;
    for (const finder of form.querySelectorAll("[data-finder]")) this.finder(finder);
    for (const rows of form.querySelectorAll("[data-evidence-rows]")) rows.addEventListener("input", () => this.grow(rows));
    form.addEventListener("change", () => this.told());
    form.addEventListener("input", (e) => { if (e.target.matches("[name*='.searchwords.'], [name*='.evidence.']")) this.told(); });
    for (const a of form.querySelectorAll("[data-item-link]")) {
      a.addEventListener("click", (e) => { e.preventDefault(); this.go(Number(a.dataset.itemLink)); });
    }
    this.told();
  }

  sections() { return [...this.form.querySelectorAll("[data-item]")]; }

  go(i) {
    const s = this.sections()[i];
    if (!s) return;
    this.desk.panes.show("items");
    s.scrollIntoView({ block: "start" });
    (this.desk.editors.get(`items.${i}.rationale`) ?? s).focus();
  }

  // step goes to the next item after the one at which the cursor or the window is.
  step(by) {
    const all = this.sections();
    let i = all.findIndex((s) => s.contains(document.activeElement));
    if (i < 0) {
      const top = all[0]?.parentElement.getBoundingClientRect().top ?? 0;
      i = all.findLastIndex((s) => s.getBoundingClientRect().top <= top + 80);
      if (by > 0 && i < 0) i = -1;
    }
    this.go(Math.max(0, Math.min(all.length - 1, i + by)));
  }

  // rows are the steps and sources of an item as they stand in the form.
  search(section, i) {
    const steps = [];
    for (const step of section.querySelectorAll("[data-step]")) {
      const code = step.dataset.step;
      const answer = this.form.elements.namedItem(`items.${i}.search.${code}`)?.value ?? "";
      const words = this.form.elements.namedItem(`items.${i}.searchwords.${code}`)?.value.trim() ?? "";
      if (!answer && !words) continue;
      steps.push({ code, found: answer === "found", ...(words ? { words } : {}) });
    }
    return steps;
  }

  evidence(section) {
    const list = [];
    for (const row of section.querySelectorAll("[data-evidence-row]")) {
      const [citation, level, why] = [...row.querySelectorAll("input, select")].map((f) => f.value.trim());
      if (citation || level || why) list.push({ citation, level, ...(why ? { why } : {}) });
    }
    return list;
  }

  fill(section, i, item) {
    for (const step of section.querySelectorAll("[data-step]")) {
      const s = (item.search ?? []).find((x) => x.code === step.dataset.step);
      for (const r of step.querySelectorAll("[type=radio]")) r.checked = r.value === (s ? (s.found ? "found" : "none") : "");
      const words = step.querySelector("[type=text]");
      if (words && words !== document.activeElement) words.value = s?.words ?? "";
    }
    const rows = section.querySelector("[data-evidence-rows]");
    const list = item.evidence ?? [];
    if (rows && !rows.contains(document.activeElement)) {
      while (rows.children.length <= list.length) this.add(rows);
      [...rows.children].forEach((row, k) => {
        const [citation, level, why] = row.querySelectorAll("input, select");
        citation.value = list[k]?.citation ?? "";
        level.value = list[k]?.level ?? "";
        why.value = list[k]?.why ?? "";
      });
    }
    this.told();
  }

  // grow keeps one empty row at the end.
  grow(rows) {
    const last = rows.lastElementChild;
    if ([...last.querySelectorAll("input, select")].some((f) => f.value) && rows.children.length < 50) this.add(rows);
  }

  add(rows) {
    const row = rows.lastElementChild.cloneNode(true);
    const k = rows.children.length;
    row.setAttribute("aria-label", `Source ${k + 1}`);
    for (const f of row.querySelectorAll("input, select")) {
      f.name = f.name.replace(/\.evidence\.\d+\./, `.evidence.${k}.`);
      f.value = "";
    }
    rows.append(row);
  }

  told() {
    this.sections().forEach((section, i) => {
      const steps = this.search(section, i).length;
      const all = section.querySelectorAll("[data-step]").length;
      const done = section.querySelector("[data-search-done]");
      if (done) done.textContent = steps ? `${steps} of ${all} steps recorded` : "not recorded yet";
      const sources = this.evidence(section).length;
      const had = section.querySelector("[data-evidence-done]");
      if (had) had.textContent = sources === 1 ? "1 source" : `${sources} sources`;
      const link = this.form.querySelector(`[data-item-link="${i}"]`);
      const outcome = this.form.elements.namedItem(`items.${i}.outcome`)?.value ?? "";
      if (link) {
        link.classList.toggle("decided", Boolean(outcome));
        link.querySelector("[data-item-state]").textContent = outcome ? ` ${outcome.replaceAll("_", " ")}` : " not decided";
      }
    });
  }

  // finder finds guidelines as one types.
  finder(finder) {
    const input = finder.querySelector("[data-finder-words]");
    const found = finder.querySelector(".found");
    const into = this.form.elements.namedItem(finder.dataset.for);
    let wait = 0;
    let asking = null;
    const find = async () => {
      asking?.abort();
      asking = new AbortController();
      const words = input.value.trim();
      if (!words) { found.replaceChildren(); return; }
      try {
        const answer = await fetch(`${this.desk.path}/guidelines?part=1&q=${encodeURIComponent(words)}`, { signal: asking.signal });
        if (answer.ok && !answer.redirected) found.innerHTML = await answer.text();
      } catch { /* a newer search is on its way */ }
    };
    input.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(find, 200); });
    input.addEventListener("keydown", (e) => {
      if (e.key === "Enter") { e.preventDefault(); clearTimeout(wait); find(); }
      if (e.key === "Escape") { e.stopPropagation(); input.value = ""; found.replaceChildren(); }
      if (e.key === "ArrowDown" && !e.altKey) { e.preventDefault(); found.querySelector("select, button")?.focus(); }
    });
    found.addEventListener("click", async (e) => {
      const add = e.target.closest("[data-pick-add]");
      if (!add) return;
      const pick = add.closest("[data-pick]");
      const answer = await fetch(`${this.desk.path}/cite`, {
        method: "POST",
        body: new URLSearchParams({ statement: into.value, guideline: pick.dataset.pick, section: pick.querySelector("[data-pick-section]")?.value ?? "" }),
      });
      if (!answer.ok) return;
      into.value = (await answer.json()).statement;
      into.dispatchEvent(new Event("input", { bubbles: true }));
      into.focus();
    });
    finder.querySelector("[data-finder-page]").hidden = true;
  }
}
