// One page in the scroller: a line that says which it is, banners of what is to be known of it, its picture, its words
// over the picture, and the boxes of hits, marks and differences.

import { layer, boxes } from "./words.js";
import { told, count } from "./model.js";

export const head = 30; // pixels: the line above a page
export const line = 34; // pixels: a banner

const ladder = [160, 400, 612, 816, 1020, 1224, 1632, 2040, 2448];

// pictureWidth is the width in which a picture is asked for, so many pixels being shown.
export function pictureWidth(pixels) {
  const want = pixels * Math.min(2, devicePixelRatio || 1);
  return ladder.find((w) => w >= want * 0.98) ?? ladder.at(-1);
}

export const el = (name, className, words) => {
  const e = document.createElement(name);
  if (className) e.className = className;
  if (words !== undefined) e.textContent = words;
  return e;
};

export const button = (words, act, className = "") => {
  const b = el("button", className, words);
  b.type = "button";
  b.addEventListener("click", act);
  return b;
};

// banners are what is to be known of a page before reading it, each with what can be done about it.
export function banners(model, n, desk) {
  const list = [];
  const copy = model.copyOf.get(n);
  if (copy?.relation === "changed") {
    list.push({ kind: "changed", words: `Changed copy of p. ${copy.of}`, more: copy.diffs?.length ? `: ${count(copy.diffs.length, "difference")}` : "", act: "Differences", go: () => desk.compare(copy.of, n) });
  } else if (copy) {
    list.push({ kind: "copy", words: `${copy.relation === "marked" ? "The same page with a mark as" : "The same page as"} p. ${model.best(n)}`, act: "Go there", go: () => desk.go(model.best(n)) });
  }
  const changed = model.changedBy.get(n);
  if (changed) list.push({ kind: "changed", words: `A changed copy of this page is at p. ${changed.map((c) => c.page).join(", ")}`, act: "Differences", go: () => desk.compare(n, changed[0].page) });
  const copies = model.copies.get(n);
  if (copies) {
    const from = (c) => { const f = model.fileOf(c.page).file.from; return f ? ` (from ${f})` : ""; };
    const marked = copies.filter((c) => c.relation === "marked");
    list.push({
      kind: "copy", words: `Also at ${copies.map((c) => `p. ${c.page}${from(c)}`).join(", ")}`,
      more: marked.length ? `; a mark was added at p. ${marked.map((c) => c.mark_on || c.page).join(", ")}` : "",
      act: desk.isUnfolded(n) ? "Fold" : "Unfold", go: () => desk.unfold(n),
    });
  }
  if (model.foreign.has(n)) list.push({ kind: "foreign", words: "Seems to be about somebody else", more: `: ${model.foreign.get(n)}`, act: desk.correct ? "Correct" : "", go: () => { location.href = `${desk.path}/records`; } });
  if (model.problem.has(n)) list.push({ kind: "wrong", words: "The words of this page could not be read", more: `: ${model.problem.get(n)}` });
  return list;
}

export class Leaf {
  constructor(n, desk) {
    Object.assign(this, { n, desk, rotation: 0, asked: 0, timer: 0, gone: false });
    const section = el("section", "leaf");
    section.dataset.page = n;
    section.setAttribute("aria-label", `Page ${n} of ${desk.model.pages}`);
    this.el = section;
    this.line = el("p", "leaf-line");
    section.append(this.line);
    this.notes = el("div", "leaf-notes");
    section.append(this.notes);
    this.paper = el("div", "paper");
    this.turn = el("div", "turn");
    this.img = el("img");
    this.img.alt = "";
    this.img.decoding = "async";
    this.img.draggable = false;
    this.over = el("div", "over");
    this.turn.append(this.img, this.over);
    this.paper.append(this.turn);
    section.append(this.paper);
    this.img.addEventListener("load", () => { this.el.classList.remove("missing"); });
    this.img.addEventListener("error", () => this.failed());
    this.says();
  }

  // says fills the line and the banners.
  says() {
    const { model } = this.desk;
    const n = this.n;
    const d = model.docOf[n] >= 0 ? model.docs[model.docOf[n]] : null;
    const at = model.fileOf(n);
    this.line.replaceChildren(el("b", "", `p. ${n}`));
    if (d) this.line.append(el("span", "", [d.title || d.kind, d.date, d.count > 1 ? `${model.placeIn[n]} of ${d.count}` : ""].filter(Boolean).join(" · ")));
    else this.line.append(el("span", "", `${at.file.name}, page ${at.page}`));
    if (model.bates.has(n)) this.line.append(el("span", "bates", model.bates.get(n)));
    const facts = [];
    if (model.blank[n]) facts.push("Blank");
    if (model.parting[n]) facts.push("Separator sheet");
    if (model.fresh[n] && !model.opened[n]) facts.push("New");
    if (model.pending[n]) facts.push("Reading this page…");
    for (const f of facts) this.line.append(el("span", `fact${f === "New" ? " fresh" : ""}`, f));
    this.state = el("span", "state", model.opened[n] ? "Opened" : "");
    this.line.append(this.state);
    if (this.desk.marks.bookmarked(n)) this.line.append(el("span", "fact ribbon", "Bookmark"));
    this.line.title = `${at.file.name}, page ${at.page}${at.file.from ? `, from ${at.file.from}` : ""}, received ${at.file.day}`;
    this.notes.replaceChildren();
    for (const b of banners(model, n, this.desk)) {
      const p = el("p", `note-line ${b.kind}`);
      const words = el("span", "", b.words);
      if (b.more) words.append(el("span", "note-more", b.more));
      p.title = b.words + (b.more ?? "");
      p.append(words);
      if (b.act) p.append(button(b.act, b.go));
      this.notes.append(p);
    }
  }

  fit({ left, top, width, scale }) {
    const { model } = this.desk;
    this.scale = scale;
    this.rotation = this.desk.turned(this.n);
    const w = model.width[this.n] * scale;
    const h = model.height[this.n] * scale;
    const upright = this.rotation % 180 === 0;
    const s = this.el.style;
    s.left = `${left}px`;
    s.top = `${top}px`;
    s.width = `${Math.max(width, 1)}px`;
    this.paper.style.width = `${upright ? w : h}px`;
    this.paper.style.height = `${upright ? h : w}px`;
    this.turn.style.width = `${w}px`;
    this.turn.style.height = `${h}px`;
    const moves = { 0: "", 90: `translate(${h}px, 0) rotate(90deg)`, 180: `translate(${w}px, ${h}px) rotate(180deg)`, 270: `translate(0, ${w}px) rotate(270deg)` };
    this.turn.style.transform = moves[this.rotation];
    this.over.style.transform = `scale(${scale})`;
    this.over.style.width = `${model.width[this.n]}px`;
    this.over.style.height = `${model.height[this.n]}px`;
    this.el.classList.toggle("narrow", width < 480);
    const want = pictureWidth(w);
    if (want !== this.asked) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.picture(want), this.asked ? 120 : 40); // a page that flies by is never asked for
    }
  }

  picture(width) {
    if (this.gone) return;
    this.asked = width;
    const src = this.desk.picture(this.n, width);
    if (!this.img.hasAttribute("src")) { this.img.src = src; return; }
    const next = new Image(); // the old picture stays until the sharper one is there
    next.onload = () => { if (!this.gone && this.asked === width) this.img.src = src; };
    next.src = src;
  }

  failed() {
    if (this.gone) return;
    this.el.classList.add("missing");
    if (!this.retry) {
      this.retry = button("The picture cannot be shown. Try again", () => { this.img.removeAttribute("src"); this.picture(this.asked); }, "retry");
      this.turn.append(this.retry);
      setTimeout(() => { if (!this.gone && this.el.classList.contains("missing")) this.retry.click(); }, 2000);
    }
  }

  // text lays the words over the picture, once scrolling rests.
  async text() {
    if (this.words || this.asking || this.gone) return;
    this.asking = true;
    const slow = setTimeout(() => { if (!this.gone) this.el.classList.add("reading"); }, 300);
    try {
      const p = await this.desk.words.of(this.n);
      if (this.gone) return;
      if (p.read) {
        this.words = p;
        this.over.append(layer(p));
        this.overlay();
        this.el.classList.toggle("wordless", p.words.length === 0);
      }
    } catch {
      // the next rest asks again
    } finally {
      clearTimeout(slow);
      this.asking = false;
      this.el.classList.remove("reading");
    }
  }

  // overlay draws the boxes of what is found, marked, cited or added on this page.
  overlay() {
    this.boxes?.remove();
    this.boxes = el("div", "boxes");
    for (const { kind, at, from, to, id, title } of this.desk.overlays(this.n)) {
      const list = at ? [at] : this.words ? boxes(this.words, from, to) : [];
      list.forEach((b, i) => {
        const e = el("div", `box ${kind}`);
        e.style.left = `${b[0] - 1}px`;
        e.style.top = `${b[1] - 1}px`;
        e.style.width = `${b[2] - b[0] + 2}px`;
        e.style.height = `${b[3] - b[1] + 2}px`;
        if (title) e.title = title;
        this.boxes.append(e);
        if (id && i === list.length - 1) {
          const pin = button("", () => this.desk.marks.edit(id), `pin ${kind}`);
          pin.setAttribute("aria-label", title || "Note");
          pin.title = title ?? "";
          pin.style.left = `${Math.min(b[2] + 2, this.desk.model.width[this.n] - 16)}px`;
          pin.style.top = `${Math.max(0, b[1] - 6)}px`;
          this.boxes.append(pin);
        }
      });
    }
    this.over.append(this.boxes);
  }

  // again follows a newer list of pages.
  again() {
    this.says();
    if (this.words) this.overlay(); else if (!this.desk.model.pending[this.n]) this.text();
  }

  noted() { if (this.state) this.state.textContent = "Opened"; this.el.querySelector(".fresh")?.remove(); }

  drop() {
    this.gone = true;
    clearTimeout(this.timer);
    this.img.removeAttribute("src"); // ends a picture that is still on its way
    this.el.remove();
  }
}

// Closed stands in the place of a file that cannot be opened.
export class Closed {
  constructor(file, desk) {
    this.el = el("section", "closed");
    this.el.setAttribute("aria-label", `${file.name} cannot be opened`);
    this.el.append(el("h2", "", `${file.name} cannot be opened`));
    this.el.append(el("p", "", `${file.problem} It came ${file.from ? `from ${file.from} ` : ""}on ${file.day} and is kept as it came.`));
    const p = el("p");
    const a = el("a", "button", "Ask for it again");
    a.href = `${desk.path}/files`;
    p.append(a);
    this.el.append(p);
  }

  fit({ left, top, width }) {
    this.el.style.left = `${left}px`;
    this.el.style.top = `${top}px`;
    this.el.style.width = `${width}px`;
  }

  text() {}
  overlay() {}
  again() {}
  drop() { this.el.remove(); }
}

export { told };
