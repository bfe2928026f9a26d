// Two pages beside each other: a changed copy with its differences marked word by word on both, or any two pages.

import { boxes } from "./words.js";
import { el, button, pictureWidth } from "./leaf.js";

export class Compare {
  constructor(desk, root) {
    this.desk = desk;
    this.box = root.querySelector("[data-compare]");
    const part = (name) => this.box.querySelector(`[data-compare-${name}]`);
    Object.assign(this, { title: part("title"), left: part("left"), right: part("right"), diffs: part("diffs"), sides: part("sides") });
    part("close").addEventListener("click", () => this.box.close());
    for (const input of [this.left, this.right]) {
      input.addEventListener("change", () => {
        const ok = (n) => Number.isInteger(n) && n >= 1 && n <= desk.model.pages;
        const [a, b] = [Number(this.left.value), Number(this.right.value)];
        if (ok(a) && ok(b)) this.show(a, b); else this.title.textContent = `The record has the pages 1 to ${desk.model.pages}`;
      });
    }
    addEventListener("resize", () => { if (this.box.open) this.draw(); });
  }

  // show opens the two pages. Where one is a changed copy of the other, the differences are told.
  show(a, b) {
    const { model } = this.desk;
    this.pages = [a, b];
    this.left.value = a;
    this.right.value = b;
    const copy = [model.copyOf.get(b), model.copyOf.get(a)].find((c) => c && [a, b].includes(c.of) && [a, b].includes(c.page));
    this.copy = copy ?? null;
    const diffs = copy?.diffs ?? [];
    this.title.textContent = copy?.relation === "changed" ? `p. ${copy.page} is a changed copy of p. ${copy.of}` : copy ? `p. ${copy.page} is p. ${copy.of} again` : "Two pages side by side";
    this.diffs.hidden = !diffs.length;
    this.diffs.replaceChildren(...diffs.map((d, i) => {
      const li = el("li");
      const b = button("", () => this.light(i), "row");
      const said = (n, words) => { const s = el("span"); s.append(`p. ${n}: `, words ? el("mark", "", words) : el("i", "", "nothing")); return s; };
      b.append(said(copy.of, d.there), el("span", "arrow", "→"), said(copy.page, d.here));
      li.append(b);
      return li;
    }));
    if (!this.box.open) this.box.showModal();
    this.draw();
  }

  async draw() {
    const { model, words } = this.desk;
    const room = Math.max(200, (this.sides.clientWidth - 56) / (this.sides.clientWidth < 600 ? 1 : 2));
    this.sides.replaceChildren();
    await Promise.all(this.pages.map(async (n) => {
      const scale = Math.min(2, room / model.width[n]);
      const paper = el("figure");
      paper.append(el("figcaption", "", `p. ${n}`));
      const sheet = el("div", "paper");
      const img = el("img");
      img.alt = "";
      img.src = this.desk.picture(n, pictureWidth(model.width[n] * scale));
      const over = el("div", "over");
      sheet.style.width = `${model.width[n] * scale}px`;
      sheet.style.height = `${model.height[n] * scale}px`;
      over.style.transform = `scale(${scale})`;
      sheet.append(img, over);
      paper.append(sheet);
      this.sides.append(paper);
      const mark = this.copy?.relation === "marked" && this.copy.mark_on === n ? [this.copy.mark] : [];
      for (const b of mark) over.append(this.boxOf(b, "added"));
      if (!this.copy?.diffs?.length) return;
      try {
        const p = await words.of(n);
        this.copy.diffs.forEach((d, i) => {
          const [from, to] = n === this.copy.page ? d.here_words : d.there_words;
          for (const b of boxes(p, from, to)) {
            const e = this.boxOf(b, "diff");
            e.dataset.diff = i;
            over.append(e);
          }
        });
      } catch { /* the list tells the differences all the same */ }
    }));
  }

  boxOf(b, kind) {
    const e = el("div", `box ${kind}`);
    e.style.left = `${b[0] - 1}px`;
    e.style.top = `${b[1] - 1}px`;
    e.style.width = `${b[2] - b[0] + 2}px`;
    e.style.height = `${b[3] - b[1] + 2}px`;
    return e;
  }

  light(i) {
    for (const e of this.sides.querySelectorAll(".box.diff")) e.classList.toggle("now", e.dataset.diff === String(i));
    this.sides.querySelector(`.box.diff[data-diff="${i}"]`)?.scrollIntoView({ block: "center" });
  }
}
