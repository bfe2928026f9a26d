// The reader: joins the list of pages, the scroller, the panes and the tools.

import { ask, follow } from "./net.js";
import { Model } from "./model.js";
import { Roll } from "./roll.js";
import { Words } from "./words.js";
import { Leaf, Closed, el, head, line, banners } from "./leaf.js";
import { Find } from "./find.js";
import { Marks } from "./marks.js";
import { Papers } from "./papers.js";
import { Opened } from "./opened.js";
import { Cite } from "./cite.js";
import { Compare } from "./compare.js";
import { TextView } from "./textview.js";
import { Pick } from "./pick.js";
import { keys } from "./keys.js";
import { tools, pane, shutOnPhone, narrow } from "./tools.js";
import { embed } from "./embed.js";

const root = document.querySelector("[data-reader]");
const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

class Desk {
  constructor(root) {
    this.root = root;
    this.path = root.dataset.path;
    this.correct = root.dataset.correct === "true";
    const part = (name) => root.querySelector(`[data-${name}]`);
    this.part = part;
    this.view = part("view");
    this.number = part("number");
    this.current = 0;
    this.target = null; // cited words to be marked
    this.unfolded = new Set();
    this.turns = new Map();
    this.words = new Words(this.path, () => this.model);
    this.roll = new Roll(this.view, part("roll"), {
      make: (item) => (item > 0 ? new Leaf(item, this) : new Closed(this.model.list.files[-1 - item], this)),
      size: (item) => this.size(item),
      moved: (at) => this.moved(at),
      rested: () => this.rested(),
    });
    this.marks = new Marks(this, root);
    this.find = new Find(this, root);
    this.papers = new Papers(this, root);
    this.had = new Opened(this);
    this.cite = new Cite(this, root);
    this.compared = new Compare(this, root);
    this.asText = new TextView(this, root);
    this.picked = new Pick(this);
    this.seenAs = `openimr.reader.${root.dataset.who}.${root.dataset.case}`;
    tools(this);
    pane(this);
    keys(this);
    this.within = embed(this);
  }

  async start() {
    try {
      this.take(await ask(`${this.path}/reader/pages.json`));
    } catch (e) {
      const wait = this.part("wait");
      wait.replaceChildren(el("p", "", `The list of pages could not be had. ${e.message}`));
      const again = el("button", "", "Try again");
      again.type = "button";
      again.addEventListener("click", () => this.start());
      wait.append(again);
      return;
    }
    this.marks.load();
    this.address() || this.back();
    addEventListener("hashchange", () => this.address());
    this.again = follow(this.path, () => this.unfinished(), (told) => this.news(told));
    if (!narrow.matches && !this.within) this.view.focus({ preventScroll: true });
    this.within?.ready();
    setTimeout(() => ask(`${this.path}/reader/find.json?q=the`).catch(() => {}), 2000); // so that the first search finds all in memory
  }

  unfinished() { return !this.model || this.model.list.read < this.model.pages || this.model.list.behind || this.model.list.files.some((f) => !f.opened && !f.problem); }

  // take builds the view on a list of pages, the first or a newer one.
  take(list) {
    const first = !this.model;
    const before = this.model;
    this.model = new Model(list);
    if (before) for (let n = 1; n <= Math.min(before.pages, this.model.pages); n++) if (before.opened[n]) this.model.opened[n] = 1;
    if (before && !this.model.fresh.some(Boolean)) this.model.fresh.set(before.fresh.subarray(0, this.model.fresh.length));
    this.part("wait").hidden = this.model.pages > 0 || list.files.some((f) => f.problem);
    if (list.files.length && !this.model.pages && !this.part("wait").hidden) this.part("wait").replaceChildren(el("p", "", "The files are being opened. Their pages appear here by themselves."));
    this.part("of").textContent = `of ${this.model.pages.toLocaleString("en-US")}`;
    this.papers.fill();
    if (first) {
      this.part("received").checked = this.remembered().received ?? false;
      const zoom = this.remembered().zoom;
      if (zoom) this.setZoom(zoom);
    }
    this.reorder();
    for (const leaf of this.roll.mounted.values()) leaf.again();
    this.progress();
  }

  // news follows what the server tells of its reading; null asks it. At most one list a second is asked for.
  news(told) {
    if (told && this.model && told.read === this.model.list.read && told.pages === this.model.pages && told.behind === this.model.list.behind && !(told.made > (this.made ?? 0))) return;
    if (told) this.made = told.made;
    this.waiting ??= setTimeout(async () => {
      this.waiting = undefined;
      try {
        const list = await ask(`${this.path}/reader/pages.json`);
        this.take(list);
        this.again?.();
      } catch { /* the next event asks again */ }
    }, this.model.pages > 1000 ? 2000 : 900);
  }

  size(item) {
    if (item < 0) return { width: 520, height: 150, above: 0 };
    const m = this.model;
    const side = this.turned(item) % 180 !== 0;
    return { width: side ? m.height[item] : m.width[item], height: side ? m.width[item] : m.height[item], above: head + line * banners(m, item, this).length };
  }

  reorder() {
    const received = this.part("received").checked;
    const items = this.model.order({ received, unfold: this.part("unfold").checked, unfolded: this.unfolded, filter: this.papers.filter });
    this.roll.show(items);
    this.papers.show();
    this.find.again();
    this.part("wait").hidden = items.length > 0 || !this.model.pages;
    if (!items.length && this.model.pages) this.part("wait").replaceChildren(el("p", "", "No page of the record is like that. Take a filter away."));
  }

  moved(at) {
    const n = at?.item ?? 0;
    if (n === this.current) return;
    this.current = n;
    if (document.activeElement !== this.number) this.number.value = n > 0 ? n : "";
    this.papers.here(n);
    this.part("number").title = n > 0 ? `Page ${n}` : "";
    const marked = this.root.querySelector('[data-tool="bookmark"]');
    marked.setAttribute("aria-pressed", String(Boolean(n > 0 && this.marks.bookmarked(n))));
  }

  rested() {
    const seen = this.roll.seen().filter((s) => s.item > 0);
    const idle = globalThis.requestIdleCallback ?? ((f) => setTimeout(f, 1));
    idle(() => { for (const s of seen) if (!s.leaf.gone) s.leaf.text(); });
    clearTimeout(this.more);
    this.more = setTimeout(() => {
      for (const [item, leaf] of this.roll.mounted) if (item > 0 && !this.model.pending[item]) leaf.text();
      this.ready();
    }, 250);
    const wanted = seen.map((s) => s.item).filter((n) => this.model.pending[n]);
    if (wanted.length) ask(`${this.path}/want`, { method: "POST", body: { pages: wanted } }).catch(() => {});
    this.had.rest();
    if (this.current > 0) {
      if (this.settled) {
        const hash = this.target?.n === this.current ? `#p=${this.current}&w=${this.target.from}-${this.target.to}` : `#p=${this.current}`;
        if (location.hash !== hash) history.replaceState(null, "", hash);
      }
      this.remember({ page: this.current });
    }
  }

  // ready asks for the pictures of the next pages, so that they are there when they come into view.
  ready() {
    const last = Math.max(...[...this.roll.mounted.keys()].map((item) => this.roll.index.get(item)));
    for (const item of this.roll.items.slice(last + 1, last + 4)) {
      if (item < 0) continue;
      const leaf = this.roll.mounted.values().next().value;
      if (leaf?.asked) new Image().src = this.picture(item, leaf.asked);
    }
  }

  picture(n, width) { return `${this.path}/pages/${this.model.id(n)}.png?w=${width}`; }
  turned(n) { return this.turns.get(n) ?? 0; }
  isUnfolded(n) { return this.unfolded.has(n) || this.part("unfold").checked; }

  // overlays are the boxes on a page.
  overlays(n) {
    const list = [...this.marks.on(n), ...this.find.on(n)];
    if (this.target?.n === n) list.push({ kind: "cited", from: this.target.from, to: this.target.to });
    const added = [this.model.copyOf.get(n), ...(this.model.copies.get(n) ?? [])];
    for (const c of added) if (c?.relation === "marked" && c.mark_on === n) list.push({ kind: "added", at: c.mark, title: `Added on this copy; p. ${c.page === n ? c.of : c.page} does not have it` });
    for (const c of [this.model.copyOf.get(n)]) if (c?.relation === "changed") for (const d of c.diffs ?? []) list.push({ kind: "diff", from: d.here_words[0], to: d.here_words[1], title: `p. ${c.of}: ${d.there || "nothing"}` });
    for (const c of this.model.changedBy.get(n) ?? []) for (const d of c.diffs ?? []) list.push({ kind: "diff", from: d.there_words[0], to: d.there_words[1], title: `p. ${c.page}: ${d.here || "nothing"}` });
    return list;
  }

  redraw(lines = false) {
    for (const leaf of this.roll.mounted.values()) {
      if (lines) leaf.says?.();
      if (leaf.words || leaf.boxes) leaf.overlay();
    }
  }

  // go opens a page, at words or at a height of it, unfolding and taking filters away where it is hidden by them.
  async go(n, { from, to, y, mark = true } = {}) {
    if (!this.model || n === undefined) return;
    if (n > 0 && !this.roll.index.has(n)) {
      if (this.model.folded(n)) this.unfolded.add(this.model.best(n));
      this.papers.fields.forEach((f) => { if (f.type === "checkbox") f.checked = false; else f.value = ""; });
      this.papers.filter = {};
      this.reorder();
    }
    this.target = mark && to > from ? { n, from, to } : null;
    this.picked.on = false;
    if (this.asText.on) { this.current = n; this.number.value = n; this.asText.show(n); return; }
    this.roll.go(n, y ?? null);
    this.settled = true;
    this.announce(n);
    if (!(to > from)) { this.redraw(); return; }
    try {
      const p = await this.words.of(n);
      this.roll.go(n, p.boxes[4 * from + 1] / 10);
    } catch { /* the page is open; its words come later */ }
    this.redraw();
  }

  announce(n) {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => { if (n > 0) this.part("announce").textContent = `Page ${n} of ${this.model.pages}`; }, 400);
  }

  step(by) {
    const from = this.current || this.roll.items[0];
    if (this.roll.two && !this.asText.on) {
      const i = (this.roll.row.get(from) ?? 0) + by;
      const row = this.roll.rows[Math.max(0, Math.min(this.roll.rows.length - 1, i))];
      return this.go(row[0]);
    }
    return this.go(this.roll.step(from, by));
  }

  paper(by) {
    const { docOf } = this.model;
    const items = this.roll.items;
    let i = this.roll.index.get(this.current) ?? 0;
    const here = docOf[items[i]];
    if (by > 0) while (i < items.length - 1 && docOf[items[i]] === here) i++;
    else {
      while (i > 0 && docOf[items[i - 1]] === here) i--;
      if (this.roll.index.get(this.current) === i && i > 0) {
        i--;
        while (i > 0 && docOf[items[i - 1]] === docOf[items[i]]) i--;
      }
    }
    this.go(items[i]);
  }

  nextUnread() {
    const items = this.roll.items;
    const at = this.roll.index.get(this.current) ?? -1;
    for (let k = 1; k <= items.length; k++) {
      const n = items[(at + k) % items.length];
      if (n > 0 && !this.model.opened[n]) return this.go(n);
    }
    this.say("Every page that is shown was opened.");
  }

  unfold(n) {
    const best = this.model.best(n);
    if (!this.model.copies.has(best)) { this.say("No copy of this page was folded."); return; }
    if (this.unfolded.has(best)) this.unfolded.delete(best); else this.unfolded.add(best);
    this.reorder();
    this.go(this.roll.index.has(n) ? n : best);
  }

  compare(a, b) { this.compared.show(a, b); }
  hadOpen(n) { this.had.note(n); }

  opened(n) {
    this.roll.mounted.get(n)?.noted?.();
    this.progress();
    this.papers.noted(n);
  }

  progress() {
    const { all, had, folded } = this.model.toRead();
    const { read, behind, since } = this.model.list;
    const parts = [`${had.toLocaleString("en-US")} of ${all.toLocaleString("en-US")} pages opened`];
    if (read < this.model.pages) parts.push(`reading ${read.toLocaleString("en-US")} of ${this.model.pages.toLocaleString("en-US")}…`);
    else if (behind) parts.push("sorting the papers…");
    const p = this.part("progress");
    p.textContent = parts.join(", ");
    p.title = [folded ? `${folded} copies stand folded behind them.` : "", since ? `Last visit: ${since}.` : ""].join(" ").trim();
  }

  // address opens what the address says: #p=412&w=31-36.
  address() {
    const at = new URLSearchParams(location.hash.slice(1));
    const n = Number(at.get("p"));
    if (!(n >= 1 && n <= this.model.pages)) return false;
    const words = /^(\d+)-(\d+)$/.exec(at.get("w") ?? "");
    this.go(n, words ? { from: Number(words[1]), to: Number(words[2]) } : {});
    if (at.get("with")) this.compare(n, Number(at.get("with")));
    return true;
  }

  back() {
    const { page } = this.remembered();
    if (page && this.roll.index.has(page)) this.go(page);
    this.settled = true;
  }

  remembered() { try { return JSON.parse(localStorage.getItem(this.seenAs) ?? "{}"); } catch { return {}; } }
  remember(what) { try { localStorage.setItem(this.seenAs, JSON.stringify({ ...this.remembered(), ...what })); } catch { /* storage is off */ } }

  setZoom(value) {
    const select = this.part("zoom");
    select.value = String(value);
    if (select.value) this.roll.zoom = ["width", "page"].includes(select.value) ? select.value : Number(select.value);
  }

  zoomTo(value) {
    this.setZoom(value);
    this.remember({ zoom: value });
    this.roll.layout();
  }

  zoomBy(by) {
    const now = typeof this.roll.zoom === "number" ? this.roll.zoom : this.roll.scaleOf(this.current > 0 ? this.current : this.roll.items[0]) * 72 / 96;
    const next = by > 0 ? zooms.find((z) => z > now * 1.02) : zooms.findLast((z) => z < now * 0.98);
    if (next) this.zoomTo(next);
  }

  say(words, act, go) {
    const p = this.part("said");
    clearTimeout(this.saying);
    p.replaceChildren(words);
    if (act) {
      const b = el("button", "", act);
      b.type = "button";
      b.addEventListener("click", () => { p.replaceChildren(); go(); });
      p.append(" ", b);
    }
    this.saying = setTimeout(() => p.replaceChildren(), act ? 12_000 : 5000);
  }

  // place waits for a press on the page where a note belongs, or ends waiting.
  place(on) {
    this.placing = on;
    this.view.classList.toggle("placing", on);
    if (on) this.say(`Press on the place of the note on the page.`, "On the page as a whole (m)", () => { this.place(false); this.marks.note({ p: this.current }); });
    else this.part("said").replaceChildren();
  }

  shutOnPhone() { shutOnPhone(this); }

  escape() {
    const more = this.part("more");
    if (more.open) { more.open = false; return; }
    if (this.placing) { this.place(false); return; }
    if (this.find.words) { this.find.input.value = ""; this.find.type(); }
    this.target = null;
    getSelection()?.removeAllRanges();
    this.redraw();
    this.view.focus();
  }
}

if (root) new Desk(root).start();
