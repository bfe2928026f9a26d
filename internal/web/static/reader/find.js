// Finding in the whole record as one types. The server finds; here hits are counted, listed with the words around them,
// marked on the pages in view, and walked through.

import { ask } from "./net.js";
import { el, button } from "./leaf.js";
import { each, count } from "./model.js";

export class Find {
  constructor(desk, root) {
    this.desk = desk;
    this.input = root.querySelector("[data-find]");
    this.counter = root.querySelector("[data-count]");
    this.list = root.querySelector("[data-hits]");
    this.says = root.querySelector("[data-hits-says]");
    this.clear();
    this.input.addEventListener("input", () => this.type());
    this.input.addEventListener("keydown", (e) => {
      if (e.key === "Enter") { e.preventDefault(); this.step(e.shiftKey ? -1 : 1); }
      if (e.key === "Escape") { e.preventDefault(); this.input.value = ""; this.type(); desk.view.focus(); }
    });
  }

  clear() {
    this.words = "";
    this.total = 0;
    this.hits = []; // [page, from, to], in the order of the scroller
    this.byPage = new Map();
    this.now = -1;
    this.listed = [];
    this.hidden = 0;
  }

  async type() {
    const words = this.input.value.trim();
    this.asking?.abort();
    clearTimeout(this.rest);
    if (words.length < 2) {
      this.busy = null;
      this.clear();
      this.show();
      return;
    }
    this.asking = new AbortController();
    const { signal } = this.asking;
    this.busy = signal;
    this.next = 0;
    const path = `${this.desk.path}/reader/find.json?q=${encodeURIComponent(words)}`;
    try {
      const got = await ask(path, { signal });
      this.words = words;
      this.total = got.total;
      this.pages = got.pages;
      this.listed = got.hits;
      this.now = -1;
      this.take(got.hits.map(([n, from, to]) => [n, from, to]));
      this.show();
      if (got.total > got.hits.length) this.rest = setTimeout(() => this.all(path, signal), 250);
    } catch (e) {
      if (e.name !== "AbortError") this.counter.textContent = e.message;
    }
    if (this.busy !== signal) return; // more was typed
    this.busy = null;
    if (this.next) this.step(this.next); // Enter was quicker than the answer
  }

  // all asks for the places of all hits, once typing rests.
  async all(path, signal) {
    try {
      const got = await ask(`${path}&all=1`, { signal });
      const hits = [];
      for (let i = 0; i + 2 < (got.all?.length ?? 0); i += 3) hits.push([got.all[i], got.all[i + 1], got.all[i + 2]]);
      const at = this.hits[this.now];
      this.take(hits);
      if (at) this.now = this.hits.findIndex((h) => h[0] === at[0] && h[1] === at[1]);
      this.show();
    } catch { /* a newer search is on its way; the first hits stay */ }
  }

  // take puts hits in the order in which the pages stand, those on pages that are not shown aside.
  take(hits) {
    const index = this.desk.roll.index ?? new Map();
    this.found = hits;
    this.hits = hits.filter((h) => index.has(h[0])).sort((a, b) => index.get(a[0]) - index.get(b[0]) || a[1] - b[1]);
    this.hidden = hits.length - this.hits.length;
    this.byPage = new Map();
    for (const h of this.hits) {
      if (!this.byPage.has(h[0])) this.byPage.set(h[0], []);
      this.byPage.get(h[0]).push(h);
    }
  }

  // again follows a change of what is shown.
  again() {
    if (!this.words) return;
    const at = this.hits[this.now];
    this.take(this.found);
    this.now = at ? this.hits.findIndex((h) => h[0] === at[0] && h[1] === at[1]) : -1;
    this.show();
  }

  on(n) {
    const at = this.hits[this.now];
    return (this.byPage.get(n) ?? []).map((h) => ({ kind: h === at ? "hit now" : "hit", from: h[1], to: h[2] }));
  }

  step(by) {
    if (this.busy) { this.next = by; return; }
    if (!this.hits.length) return;
    if (this.now < 0) {
      const here = this.desk.roll.index.get(this.desk.current) ?? 0;
      const next = this.hits.findIndex((h) => this.desk.roll.index.get(h[0]) >= here);
      this.now = by > 0 ? Math.max(0, next) : (next <= 0 ? this.hits.length - 1 : next - 1);
    } else {
      this.now = (this.now + by + this.hits.length) % this.hits.length;
    }
    this.open();
  }

  open() {
    const [n, from, to] = this.hits[this.now];
    this.desk.go(n, { from, to, mark: false });
    this.show();
  }

  show() {
    const shown = this.total - this.hidden;
    this.counter.textContent = !this.words ? "" : this.total === 0 ? "Not found" :
      this.now >= 0 ? `${(this.now + 1).toLocaleString("en-US")} of ${shown.toLocaleString("en-US")}` : shown.toLocaleString("en-US");
    let pages = 0;
    each(this.words ? this.pages : [], () => { pages++; });
    this.says.textContent = !this.words ? "Type words above. Every place in the record where they stand is listed here." :
      this.total === 0 ? `“${this.words}” does not stand on any page that was read${this.desk.model.list.read < this.desk.model.pages ? " so far" : ""}.` :
        `${count(this.total, "place")} on ${count(pages, "page")}${this.hidden ? `, ${this.hidden.toLocaleString("en-US")} of them on folded copies or pages that the filter leaves out` : ""}.`;
    this.rows();
    this.desk.redraw();
  }

  rows() {
    const rows = document.createDocumentFragment();
    const at = this.hits[this.now];
    const index = this.desk.roll.index ?? new Map();
    let current = null;
    for (const [n, from, to, before, text, after] of this.listed) {
      if (!index.has(n)) continue;
      const b = button("", () => {
        this.now = this.hits.findIndex((h) => h[0] === n && h[1] === from);
        if (this.now < 0) this.desk.go(n, { from, to }); else this.open();
        this.desk.shutOnPhone();
      }, "row");
      b.append(el("b", "", `p. ${n}`));
      const words = el("span", "", `${before} `);
      words.append(el("mark", "", text), ` ${after}`);
      b.append(words);
      if (at && at[0] === n && at[1] === from) { b.setAttribute("aria-current", "true"); current = b; }
      rows.append(b);
    }
    this.list.replaceChildren(rows);
    if (this.listed.length && this.listed.length < this.total) this.list.append(el("p", "reader-hint", `The first ${this.listed.length} are listed; all are marked on the pages, and n and N lead through them.`));
    current?.scrollIntoView({ block: "nearest" });
  }
}
