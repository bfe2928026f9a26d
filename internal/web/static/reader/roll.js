// The windowed scroller. All pages have their place in one tall element; only those near the window are in the document.
// Heights are known beforehand, so a place is found by adding up and by halving, not by asking the browser.

const gap = 20; // pixels between pages
const edge = 12; // beside them
const tallest = 15_000_000; // pixels that every browser can make an element high

export class Roll {
  // make(item) returns something with el, fit({left, top, width, height, scale}), near(inView) and drop(); size(item)
  // returns its width and height at scale 1 and the height of what stands above it whatever the scale.
  constructor(view, roll, { make, size, moved, rested }) {
    Object.assign(this, { view, roll, make, size, moved, rested });
    this.items = [];
    this.rows = [];
    this.tops = new Float64Array(1);
    this.mounted = new Map();
    this.zoom = "width";
    this.two = false;
    this.frame = 0;
    this.timer = 0;
    view.addEventListener("scroll", () => this.look(), { passive: true });
    new ResizeObserver(() => this.layout()).observe(view);
  }

  look() {
    this.frame ||= requestAnimationFrame(() => { this.frame = 0; this.place(); });
  }

  show(items) {
    let keep = this.here();
    const before = this.items;
    this.items = items;
    if (items.length !== before.length || items.some((item, i) => item !== before[i]) || !this.index) this.index = new Map(items.map((item, i) => [item, i]));
    for (const [item, leaf] of this.mounted) {
      if (this.index.has(item)) { leaf.el.place = this.index.get(item); continue; }
      leaf.drop();
      this.mounted.delete(item);
    }
    const inOrder = [...this.roll.children];
    if (inOrder.some((e, i) => i > 0 && inOrder[i - 1].place > e.place)) this.roll.append(...inOrder.sort((a, b) => a.place - b.place));
    if (keep && !this.index.has(keep.item)) { // what was looked at is not shown any more: the next that is
      const next = before.slice(before.indexOf(keep.item)).find((item) => this.index.has(item));
      keep = next === undefined ? null : { item: next, part: 0 };
      if (!keep) this.view.scrollTop = 0;
    }
    this.layout(keep);
  }

  // scaleOf is how many pixels a point of an item is wide.
  scaleOf(item) {
    const s = this.size(item);
    const room = Math.max(120, (this.view.clientWidth - 2 * edge - (this.two ? gap : 0)) / (this.two ? 2 : 1));
    const fit = room / s.width;
    if (this.zoom === "width") return Math.min(fit, this.two ? 3 : 1.9);
    if (this.zoom === "page") return Math.min(fit, Math.max(0.2, (this.view.clientHeight - s.above - 24) / s.height));
    return this.cap(Number(this.zoom) * 96 / 72);
  }

  cap(scale) {
    return Math.min(scale, this.points > 0 ? Math.max(0.5, tallest / this.points) : scale);
  }

  layout(keep = this.here()) {
    if (!this.view.clientHeight) return;
    const rows = [];
    this.points = 0;
    for (let i = 0; i < this.items.length; i++) {
      const two = this.two && i + 1 < this.items.length && this.items[i] > 0 && this.items[i + 1] > 0;
      rows.push(two ? [this.items[i], this.items[++i]] : [this.items[i]]);
      this.points += this.size(this.items[i]).height + 60;
    }
    this.rows = rows;
    this.row = new Map();
    this.tops = new Float64Array(rows.length + 1);
    let y = edge;
    rows.forEach((row, i) => {
      this.tops[i] = y;
      let h = 0;
      for (const item of row) {
        this.row.set(item, i);
        const s = this.size(item);
        h = Math.max(h, s.above + s.height * this.scaleOf(item));
      }
      y += h + gap;
    });
    this.tops[rows.length] = y;
    this.roll.style.height = `${y}px`;
    let wide = 0;
    if (!["width", "page"].includes(this.zoom)) for (const row of rows) wide = Math.max(wide, row.reduce((w, item) => w + this.size(item).width * this.scaleOf(item) + gap, 0));
    this.roll.style.width = wide > this.view.clientWidth ? `${wide}px` : "100%";
    for (const [item, leaf] of this.mounted) if (!this.row.has(item)) { leaf.drop(); this.mounted.delete(item); }
    if (keep) this.stay(keep);
    this.place(true);
  }

  // at finds the row at a height.
  at(y) {
    let lo = 0;
    let hi = this.rows.length - 1;
    while (lo < hi) {
      const mid = (lo + hi + 1) >> 1;
      if (this.tops[mid] <= y) lo = mid; else hi = mid - 1;
    }
    return lo;
  }

  // here is the item at a third of the window, and how much of it lies above that line.
  here() {
    if (!this.rows.length) return null;
    const line = this.view.scrollTop + this.view.clientHeight / 3;
    const i = this.at(line);
    const height = this.tops[i + 1] - this.tops[i] || 1;
    return { item: this.rows[i][0], part: Math.min(1, Math.max(0, (line - this.tops[i]) / height)) };
  }

  stay({ item, part }) {
    const i = this.row.get(item);
    if (i === undefined) return;
    this.view.scrollTop = this.tops[i] + part * (this.tops[i + 1] - this.tops[i]) - this.view.clientHeight / 3;
  }

  // go brings an item to the top of the window, or a place in it (points from its top) to a third.
  go(item, y = null) {
    const i = this.row.get(item);
    if (i === undefined) return false;
    const s = this.size(item);
    this.view.scrollTop = y === null ? this.tops[i] - 8 : this.tops[i] + s.above + y * this.scaleOf(item) - this.view.clientHeight / 3;
    this.place();
    return true;
  }

  place(anew = false) {
    if (!this.view.clientHeight) return; // hidden behind the view as text
    const { scrollTop, clientHeight, clientWidth } = this.view;
    if (!this.rows.length) { this.moved(null); return; }
    const from = this.at(scrollTop - clientHeight);
    const to = this.at(scrollTop + 2 * clientHeight);
    const near = new Set();
    for (let i = from; i <= to; i++) for (const item of this.rows[i]) near.add(item);
    for (const [item, leaf] of this.mounted) if (!near.has(item)) { leaf.drop(); this.mounted.delete(item); }
    const full = Math.max(clientWidth, this.roll.clientWidth);
    for (let i = from; i <= to; i++) {
      const row = this.rows[i];
      if (!anew && row.every((item) => this.mounted.has(item))) continue;
      const widths = row.map((item) => this.size(item).width * this.scaleOf(item));
      let left = Math.max(0, (full - widths.reduce((a, b) => a + b + gap, -gap)) / 2);
      row.forEach((item, k) => {
        let leaf = this.mounted.get(item);
        if (!leaf) {
          leaf = this.make(item);
          this.mounted.set(item, leaf);
          this.add(leaf.el, item);
        }
        leaf.fit({ left, top: this.tops[i], width: widths[k], scale: this.scaleOf(item) });
        left += widths[k] + gap;
      });
    }
    this.moved(this.here());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rested(), 110);
  }

  // add keeps the pages in the document in their order, so that selecting and reading aloud go on from one to the next.
  add(el, item) {
    el.place = this.index.get(item);
    let after = this.roll.lastElementChild;
    while (after && after.place > el.place) after = after.previousElementSibling;
    if (after) after.after(el); else this.roll.prepend(el);
  }

  // seen lists the mounted items that can be seen now, with how much of them and of the window that is.
  seen() {
    const top = this.view.scrollTop;
    const bottom = top + this.view.clientHeight;
    const list = [];
    for (const [item, leaf] of this.mounted) {
      const i = this.row.get(item);
      const s = this.size(item);
      const a = this.tops[i] + s.above;
      const b = a + s.height * this.scaleOf(item);
      const part = Math.min(b, bottom) - Math.max(a, top);
      if (part > 0) list.push({ item, leaf, ofPage: part / (b - a), ofWindow: part / (bottom - top) });
    }
    return list;
  }

  // step is the item so many steps after another one.
  step(item, by) {
    const i = this.index.get(item) ?? 0;
    return this.items[Math.min(this.items.length - 1, Math.max(0, i + by))];
  }
}
