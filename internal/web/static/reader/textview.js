// One page as text: for phones, for screen readers, for those who read better so. It stands in the place of the pictures.

import { el, button, banners } from "./leaf.js";

// paragraphs lets long lines run on, so that they fit any screen; short ones, as of a form or a table, stay as they are.
// Every word is an element of its own, so that a selection is known by its words and can be cited.
function paragraphs(p) {
  const list = [];
  for (let i = 0; i < p.words.length;) {
    let end = i;
    let letters = 0;
    while (end < p.words.length && p.blocks[end] === p.blocks[i]) letters += p.words[end++].length + 1;
    const lines = p.lines[end - 1] - p.lines[i] + 1;
    const runOn = letters / lines > 45;
    const block = el("p");
    for (; i < end; i++) {
      const word = el("span", "", p.words[i]);
      word.dataset.i = i;
      block.append(word, i + 1 === end ? "" : p.lines[i + 1] !== p.lines[i] && !runOn ? "\n" : " ");
    }
    list.push(block);
  }
  return list;
}

export class TextView {
  constructor(desk, root) {
    this.desk = desk;
    this.el = root.querySelector("[data-text]");
    this.on = false;
  }

  toggle() {
    this.on = !this.on;
    this.el.hidden = !this.on;
    this.desk.view.hidden = this.on;
    if (this.on) { this.show(this.desk.current); this.el.focus(); } else { const n = this.desk.current; this.desk.roll.layout(); this.desk.go(n); this.desk.view.focus(); }
    return this.on;
  }

  async show(n) {
    if (!(n > 0)) return;
    const { model } = this.desk;
    this.n = n;
    const section = el("section", "as-text");
    section.dataset.page = n;
    this.words = null;
    section.setAttribute("aria-label", `Page ${n} of ${model.pages}`);
    const d = model.docs[model.docOf[n]];
    section.append(el("h2", "", `Page ${n} of ${model.pages.toLocaleString("en-US")}`));
    if (d) section.append(el("p", "muted", [d.title || d.kind, d.date, d.author].filter(Boolean).join(" · ")));
    for (const b of banners(model, n, this.desk)) {
      const p = el("p", `note-line ${b.kind}`, b.words + (b.more ?? ""));
      if (b.act) p.append(" ", button(b.act, b.go));
      section.append(p);
    }
    const body = el("div", "as-words", "Reading this page…");
    section.append(body);
    const turn = el("p", "buttons");
    turn.append(button("Page before", () => this.desk.step(-1)), button("Next page", () => this.desk.step(1)));
    section.append(turn);
    this.el.replaceChildren(section);
    this.el.scrollTop = 0;
    try {
      const p = await this.desk.words.of(n);
      if (this.n !== n) return;
      const said = p.problem ? "The words of this page could not be read. Its picture is in the other view." : model.blank[n] ? "This page is blank." : p.words.length ? "" : "There are no words on this page.";
      this.words = p;
      body.replaceChildren(...(said ? [el("p", "", said)] : paragraphs(p)));
      setTimeout(() => { if (this.on && this.n === n && !document.hidden) this.desk.hadOpen(n); }, 1000);
    } catch (e) {
      if (this.n === n) body.textContent = e.message;
    }
  }
}
