// The papers beside the pages: by date, with what is to be known of each, and the filters.

import { el, button } from "./leaf.js";
import { told, count } from "./model.js";

export class Papers {
  constructor(desk, root) {
    this.desk = desk;
    this.list = root.querySelector("[data-papers]");
    this.chips = root.querySelector("[data-chips]");
    this.number = root.querySelector("[data-filter-count]");
    this.fields = [...root.querySelectorAll("[data-by]")];
    this.filter = {};
    for (const f of this.fields) {
      f.addEventListener("change", () => {
        this.filter[f.dataset.by] = f.type === "checkbox" ? f.checked : f.value;
        desk.reorder();
      });
    }
  }

  // fill offers what there is in the record.
  fill() {
    const { model } = this.desk;
    const offer = (by, pairs) => {
      const select = this.fields.find((f) => f.dataset.by === by);
      const value = select.value;
      select.length = 1;
      for (const [v, words] of pairs) select.add(new Option(words, v));
      select.value = pairs.some(([v]) => v === value) ? value : "";
    };
    const unique = (list) => [...new Map(list.filter(([v]) => v)).entries()].sort((a, b) => a[1].localeCompare(b[1]));
    offer("type", unique(model.docs.map((d) => [d.type, d.kind])));
    offer("author", unique(model.docs.map((d) => [d.author, d.author])));
    offer("from", unique(model.list.files.map((f) => [f.from, f.from])));
  }

  words(by, value) {
    const field = this.fields.find((f) => f.dataset.by === by);
    if (field.type === "checkbox") return field.parentElement.textContent.trim();
    if (by === "since") return `From ${value}`;
    if (by === "until") return `To ${value}`;
    return field.selectedOptions[0].textContent;
  }

  // show lists the papers, unless they are those that are listed already: while a record is read the list comes often.
  show() {
    const { model, roll } = this.desk;
    const now = JSON.stringify([model.docs, model.list.files, model.list.foreign, model.list.copies?.length, this.filter, roll.items.length, roll.items[0]]);
    if (now === this.shown) return;
    this.shown = now;
    const active = Object.entries(this.filter).filter(([, v]) => v);
    this.number.textContent = active.length ? `(${active.length})` : "";
    this.chips.replaceChildren(...active.map(([by, value]) => {
      const b = button(`${this.words(by, value)} ×`, () => {
        const field = this.fields.find((f) => f.dataset.by === by);
        if (field.type === "checkbox") field.checked = false; else field.value = "";
        this.filter[by] = "";
        this.desk.reorder();
      }, "chip later");
      b.setAttribute("aria-label", `Without: ${this.words(by, value)}`);
      return b;
    }));
    const rows = document.createDocumentFragment();
    this.rows = new Map();
    let shown = 0;
    model.docs.forEach((d, i) => {
      let first = 0;
      for (let k = 0; k + 1 < d.pages.length && !first; k += 2) for (let n = d.pages[k]; n <= d.pages[k + 1]; n++) if (roll.index.has(n)) { first = n; break; }
      if (!first) return;
      shown++;
      const b = button("", () => { this.desk.go(first); this.desk.shutOnPhone(); }, "row paper-row");
      b.append(el("b", "", d.date || "No date"));
      const words = el("span");
      words.append(el("span", "what", d.title || d.kind));
      const senders = [...new Set([...this.senders(d)])];
      words.append(el("span", "facts", [d.title && d.title.toLowerCase() !== d.kind.toLowerCase() ? d.kind : "", d.author, `p. ${told(d.pages)}`, senders.length > 1 ? `sent by ${senders.join(" and ")}` : ""].filter(Boolean).join(" · ")));
      const tags = el("span", "tags-line");
      if (d.check) tags.append(el("span", "fact", "Check this"));
      if (this.has(d, (n) => model.fresh[n] && !model.opened[n])) tags.append(el("span", "fact fresh", "New"));
      if (this.has(d, (n) => model.foreign.has(n))) tags.append(el("span", "fact wrong", "Somebody else?"));
      if (this.has(d, (n) => model.copyOf.get(n)?.relation === "changed")) tags.append(el("span", "fact changed", "Changed copy"));
      tags.append(el("span", "left", this.left(d)));
      words.append(tags);
      b.append(words);
      rows.append(b);
      this.rows.set(i, b);
    });
    this.list.replaceChildren(rows);
    if (!model.list.indexed && model.pages) this.list.append(el("p", "reader-hint", "The papers are told apart when more pages are read. Until then the pages stand as they were received."));
    else if (active.length && !shown) this.list.append(el("p", "reader-hint", roll.items.length ? `${count(roll.items.length, "page")} outside of any paper.` : "Nothing in the record is like that. Take a filter away."));
    for (const f of model.list.files) if (f.problem && !f.pages && !active.length) this.list.append(this.closed(f));
    this.here(this.desk.current);
  }

  left(d) {
    const left = this.desk.model.unread(d);
    return left === 0 ? "Opened" : left === d.count ? count(left, "page") : `${left} of ${count(d.count, "page")} not opened`;
  }

  // noted follows that a page was opened, in its row alone.
  noted(n) {
    const { model } = this.desk;
    const d = model.docs[model.docOf[n]];
    const row = this.rows?.get(model.docOf[n]);
    if (!row) return;
    row.querySelector(".left").textContent = this.left(d);
    if (!this.has(d, (k) => model.fresh[k] && !model.opened[k])) row.querySelector(".fresh")?.remove();
  }

  closed(f) {
    const p = el("p", "closed-row");
    p.append(el("b", "", f.name), ` cannot be opened. ${f.problem} `);
    const a = el("a", "", "What to do");
    a.href = `${this.desk.path}/files`;
    p.append(a);
    return p;
  }

  senders(d) {
    const all = new Set();
    this.has(d, (n) => { for (const s of this.desk.model.senders(n)) if (s) all.add(s); return false; });
    return all;
  }

  has(d, f) {
    for (let k = 0; k + 1 < d.pages.length; k += 2) for (let n = d.pages[k]; n <= d.pages[k + 1]; n++) if (f(n)) return true;
    return false;
  }

  // here marks the paper of the page in view.
  here(n) {
    const i = n > 0 ? this.desk.model.docOf[n] : -1;
    if (this.at === i && this.row?.isConnected) return;
    this.row?.removeAttribute("aria-current");
    this.at = i;
    this.row = this.rows?.get(i);
    this.row?.setAttribute("aria-current", "true");
    if (this.row && !this.list.contains(document.activeElement)) {
      const a = this.row.getBoundingClientRect();
      const b = this.list.getBoundingClientRect();
      if (a.top < b.top || a.bottom > b.bottom) this.list.scrollTop += a.top - b.top - b.height / 3;
    }
  }
}
