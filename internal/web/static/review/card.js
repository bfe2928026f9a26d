// What stands at the cursor, told beside the text: a finding with its pages and what can be done, a sentence that is not
// confirmed with the page that it cites. And the small picture over a mark.

import { cut } from "./picture.js";

const make = (name, className, words) => {
  const e = document.createElement(name);
  if (className) e.className = className;
  if (words !== undefined) e.textContent = words;
  return e;
};

const button = (words, act, className = "") => {
  const b = make("button", className, words);
  b.type = "button";
  b.addEventListener("click", act);
  return b;
};

const markOf = (place) => ({ page: place.number, last: place.number, from: place.words?.from ?? 0, to: place.words?.to ?? 0 });

export class Card {
  constructor(desk, form) {
    this.desk = desk;
    this.docks = { summary: form.querySelector('[data-dock="summary"]'), items: form.querySelector('[data-dock="items"]') };
    this.peekBox = form.querySelector("[data-peek]");
    for (const d of Object.values(this.docks)) {
      d.addEventListener("keydown", (e) => { if (e.key === "Escape") { e.preventDefault(); this.editor?.focus(); } });
    }
  }

  // show tells of what stands at the cursor of an editor.
  show(editor, pane) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(editor, pane), 60);
  }

  draw(editor, pane) {
    const dock = this.docks[pane];
    const found = editor.findingsHere();
    const s = editor.sentence();
    const open = s?.pending ? s : null;
    const name = JSON.stringify([found.map((f) => [f.finding.rule, f.finding.message, f.finding.kept, f.finding.words]), open && [open.words, open.marks]]);
    if (dock.name === name && this.editor === editor) return;
    dock.name = name;
    this.editor = editor;
    if (dock.contains(document.activeElement) && (found.length || open)) return; // somebody is at it
    const list = found.map((f) => this.finding(editor, f));
    if (open) list.push(this.pending(editor, open));
    dock.replaceChildren(...list);
    dock.hidden = list.length === 0;
    if (list.length && editor.dom.contains(document.activeElement)) requestAnimationFrame(() => editor.reveal());
  }

  redraw() {
    for (const d of Object.values(this.docks)) d.name = null;
    if (this.editor) this.draw(this.editor, this.desk.paneOf(this.editor));
  }

  enter() {
    const dock = Object.values(this.docks).find((d) => !d.hidden && d.offsetParent);
    dock?.querySelector("button, input, a")?.focus();
    return Boolean(dock);
  }

  finding(editor, f) {
    const { finding } = f;
    const box = make("section", `card-finding ${finding.kept ? "kept" : finding.must ? "must" : "may"}`);
    const head = make("p", "dock-head");
    head.append(make("b", "", finding.kept ? "Kept, knowingly" : finding.must ? "To solve before you sign" : "Look at this"), make("span", "card-rule", finding.rule));
    box.append(head, make("p", "", finding.message));
    if (finding.expects) {
      const p = make("p", "", "The page says: ");
      p.append(make("b", "", finding.expects));
      box.append(p);
    }
    box.append(this.places(finding.places ?? [], finding.found ?? 0));
    const acts = make("p", "card-acts");
    if (finding.fix) acts.append(button(finding.fix.length > 60 ? "Change it" : `Change to “${finding.fix}”`, () => { editor.replace(f, finding.fix); }, "main"));
    if (finding.may_keep && !finding.kept) {
      const why = make("input", "card-why");
      why.type = "text";
      why.maxLength = 500;
      why.placeholder = "Why (you may leave it empty)";
      why.setAttribute("aria-label", "Why you keep it");
      const keep = () => this.desk.keepFinding(finding, why.value);
      why.addEventListener("keydown", (e) => { if (e.key === "Enter") { e.preventDefault(); keep(); } });
      acts.append(button("Keep, knowing this", keep), why);
    }
    if (finding.kept) acts.append(button("Look at it again", () => this.desk.unkeepFinding(finding)));
    if (acts.childElementCount) box.append(acts);
    return box;
  }

  places(list, found) {
    const row = make("div", "card-places");
    row.tabIndex = 0;
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", "Pages of the record");
    for (const p of list.slice(0, 4)) row.append(cut(this.desk.path, markOf(p), { width: 300, height: 96, link: () => this.desk.openPage(markOf(p)) }));
    if (found > list.length) row.append(make("p", "muted small", `and ${found - list.length} more`));
    row.hidden = list.length === 0;
    return row;
  }

  pending(editor, s) {
    const box = make("section", "card-pending");
    const head = make("p", "dock-head");
    head.append(make("b", "", s.pending === "model" ? "Written by a language model, not confirmed" : "Put together from the record, not confirmed"));
    box.append(head);
    if (s.marks.length) {
      const row = make("div", "card-places");
      row.tabIndex = 0;
      row.setAttribute("role", "group");
      row.setAttribute("aria-label", "Pages that it cites");
      for (const m of s.marks.slice(0, 4)) row.append(cut(this.desk.path, m, { width: 300, height: 96, seen: () => this.desk.sawCut(m), link: () => this.desk.openPage(m) }));
      box.append(row);
    } else box.append(make("p", "", "It cites no page. Cite one, change it, or take it away."));
    const acts = make("p", "card-acts");
    acts.append(button("Confirm (Alt+Enter)", () => this.desk.confirm(editor), "main"));
    box.append(acts);
    return box;
  }

  // peek shows the page of a mark over it while the pointer or the cursor is on it.
  peek(mark, element) {
    clearTimeout(this.peeking);
    const box = this.peekBox;
    if (!mark) {
      this.peeking = setTimeout(() => { box.hidden = true; box.replaceChildren(); }, 80);
      return;
    }
    this.peeking = setTimeout(() => {
      if (!element.isConnected) return;
      const width = Math.min(440, innerWidth - 32);
      const picture = cut(this.desk.path, mark, { width, height: 170, seen: () => this.desk.sawCut(mark) });
      box.replaceChildren(picture);
      box.hidden = false;
      const at = element.getBoundingClientRect();
      const place = () => {
        const h = box.offsetHeight;
        const above = at.top - h - 8;
        box.style.left = `${Math.max(8, Math.min(innerWidth - width - 24, at.left - width / 3))}px`;
        box.style.top = `${above > 8 ? above : at.bottom + 8}px`;
      };
      place();
      new ResizeObserver(place).observe(picture);
    }, 140);
  }
}
