// The reviewer's desk: the record, the texts and the items beside each other. This file joins the parts: save.js keeps what is
// typed, check.js asks what is to be looked at, card.js tells it beside the text, record.js is the record in its frame.
// Everything that a reviewer writes is also in the fields of the form, so without scripts the page works with its buttons.

import { Editor } from "../editor.js";
import { Saver } from "./save.js";
import { Spent } from "./time.js";
import { Panes } from "./panes.js";
import { Record } from "./record.js";
import { Card } from "./card.js";
import { Check } from "./check.js";
import { Items } from "./items.js";
import { Sign } from "./sign.js";
import { Told } from "./told.js";
import { Offers } from "./offers.js";

const prompts = ["What the guideline asks for:", "What the record shows, with dates and pages:", "Why that meets it, or does not:"];
const looked = 500; // milliseconds for which a page is shown before its sentence can be confirmed

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const markName = (m) => `${m.page}-${m.last}:${m.from}-${m.to}`;

class Desk {
  constructor(form) {
    this.form = form;
    this.path = form.dataset.path;
    this.locked = form.dataset.locked === "true";
    this.editors = new Map();
    this.seen = new Map();
    this.kept = JSON.parse(this.field("kept").value || "[]");
    this.part = (name) => form.querySelector(`[data-${name}]`);
    for (const area of form.querySelectorAll("textarea[name='summary'], textarea[name$='.rationale']")) this.mount(area);
    this.last = this.editors.get("summary");
    this.items = new Items(this, form);
    this.ofRecord = new Told(this, form);
    this.card = new Card(this, form);
    this.check = new Check(this, form);
    this.record = new Record(this, form.querySelector("[data-reader-frame]"));
    this.panes = new Panes(this, form);
    this.saver = new Saver(this, form);
    this.sign = new Sign(this, form);
    this.offers = new Offers(this, form);
    this.time = new Spent(this, { element: form.querySelector(".workdesk-time"), shown: this.part("time-shown"), total: Number(form.querySelector(".workdesk-time").dataset.spent), who: form.dataset.who });
    this.listen();
    for (const area of form.querySelectorAll("textarea:not(.unseen)")) grow(area);
    this.counts();
    this.saver.restore();
    this.check.run();
    this.skeleton();
    form.dataset.ready = "true";
  }

  field(name) { return this.form.elements.namedItem(name); }
  editable() { return !this.locked; }

  // mount puts an editor in the place of a field. The field keeps the same text, for the form and for all that knows fields.
  mount(area) {
    const field = area.closest(".field");
    const label = field.querySelector("label");
    label.id ||= `${area.id}-label`;
    const box = document.createElement("div");
    box.className = "writing";
    area.after(box);
    area.classList.add("unseen");
    area.tabIndex = -1;
    area.setAttribute("aria-hidden", "true");
    const rationale = area.name !== "summary";
    const attributes = { "aria-labelledby": label.id, id: `${area.id}-text`, "data-writes": area.name };
    const help = field.querySelector(".help");
    if (help) {
      help.id ||= `${area.id}-help`;
      attributes["aria-describedby"] = help.id;
      if (rationale) help.classList.add("unseen"); // the prompts say it
    }
    if (area.getAttribute("aria-invalid")) attributes["aria-invalid"] = "true";
    let quiet = false;
    const editor = new Editor(box, {
      text: area.value, attributes, editable: !this.locked, lines: rationale ? prompts : [],
      on: {
        changed: () => {
          quiet = true;
          area.value = editor.text;
          quiet = false;
          this.changed();
        },
        moved: () => { if (editor.dom.contains(document.activeElement)) this.card?.show(editor, this.paneOf(editor)); },
        focused: () => { this.last = editor; this.card.show(editor, this.paneOf(editor)); },
        open: (mark) => this.openPage(mark),
        confirm: () => this.confirm(editor),
        peek: (mark, element) => this.card?.peek(mark, element),
      },
    });
    area.addEventListener("input", (e) => { e.stopPropagation(); if (!quiet) editor.set(area.value, { history: true }); });
    label.addEventListener("click", (e) => { e.preventDefault(); editor.focus(); });
    for (const list of field.parentElement.querySelectorAll(`[data-cited="${CSS.escape(area.name)}"]`)) list.remove(); // the marks lead there
    this.editors.set(area.name, editor);
  }

  paneOf(editor) { return editor === this.editors.get("summary") ? "summary" : "items"; }

  draft() {
    const items = this.items.sections().map((section, i) => {
      const value = (name) => this.field(`items.${i}.${name}`).value.trim();
      const search = this.items.search(section, i);
      const evidence = this.items.evidence(section);
      return {
        item: Number(section.dataset.item),
        outcome: this.field(`items.${i}.outcome`).value ?? "",
        claims_administrator_guideline: value("claims_administrator_guideline"),
        imro_guideline: value("imro_guideline"),
        rationale: this.editors.get(`items.${i}.rationale`).text,
        ...(search.length ? { search } : {}),
        ...(evidence.length ? { evidence } : {}),
      };
    });
    return { summary: this.editors.get("summary").text, items, ...(this.kept.length ? { kept: this.kept } : {}) };
  }

  snapshots() { return new Map([...this.editors.values()].map((e) => [e, e.snapshot()])); }

  // take puts what the server made of a save into the page: shown is what the page had when it was sent.
  take(snapshots, shown, draft, clashes) {
    const text = (name, was, is) => {
      const editor = this.editors.get(name);
      const s = snapshots.get(editor);
      if (was === is) editor.release(s); else editor.apply(s, is);
    };
    text("summary", shown.summary, draft.summary);
    this.items.sections().forEach((section, i) => {
      const number = Number(section.dataset.item);
      const was = shown.items.find((x) => x.item === number) ?? {};
      const is = draft.items?.find((x) => x.item === number) ?? was;
      text(`items.${i}.rationale`, was.rationale ?? "", is.rationale ?? "");
      for (const name of ["claims_administrator_guideline", "imro_guideline"]) {
        const f = this.field(`items.${i}.${name}`);
        if (was[name] !== is[name] && f.value.trim() === was[name]) { f.value = is[name]; grow(f); }
      }
      const radios = this.form.querySelectorAll(`[name="items.${i}.outcome"]`);
      if (was.outcome !== is.outcome && this.field(`items.${i}.outcome`).value === was.outcome) for (const r of radios) r.checked = r.value === is.outcome;
      if (!same([was.search ?? [], was.evidence ?? []], [is.search ?? [], is.evidence ?? []])) this.items.fill(section, i, is);
    });
    if (!same(shown.kept ?? [], draft.kept ?? []) && same(this.kept, shown.kept ?? [])) this.kept = draft.kept ?? [];
    this.field("kept").value = this.kept.length ? JSON.stringify(this.kept) : "";
    for (const c of clashes) this.clash(c);
    if (clashes.length) this.say(`Another window changed the same ${clashes.length === 1 ? "place" : "places"}. Both are shown; choose at the words.`);
  }

  // clash shows both sides of a place that another window changed too.
  clash({ field, mine, theirs, at }) {
    const name = field.replace(/^items\[(\d+)\]\./, "items.$1.");
    const editor = this.editors.get(name);
    if (editor) { editor.showClash(mine, theirs, at.from); return; }
    const control = this.field(name);
    const box = (control instanceof RadioNodeList ? control[0] : control)?.closest(".field");
    if (!box) return;
    const p = document.createElement("p");
    p.className = "clash";
    p.append(`Another window chose: “${theirs.replaceAll("_", " ")}” `);
    for (const [words, act] of [["Take that", () => { if (control instanceof RadioNodeList) for (const r of control) r.checked = r.value === theirs; else control.value = theirs; this.changed(); }], ["Keep what is here", () => {}]]) {
      const b = document.createElement("button");
      b.type = "button";
      b.textContent = words;
      b.addEventListener("click", () => { act(); p.remove(); });
      p.append(b);
    }
    box.append(p);
  }

  changed() {
    if (!this.saver) return;
    this.saver.changed();
    this.check.soon();
    this.counts();
    this.preview();
  }

  // counts says how many sentences are confirmed, where some are not.
  counts() {
    let all = 0;
    let open = 0;
    for (const e of this.editors.values()) {
      const c = e.counts();
      open += c.open;
      all += c.all;
    }
    const b = this.part("next-pending");
    b.hidden = open === 0;
    b.textContent = `${all - open} of ${all} sentences confirmed`;
    this.open = open;
  }

  // preview makes the letter anew, once typing rests and where it can be seen.
  preview(now = false) {
    clearTimeout(this.previewing);
    this.stale = true;
    if (!this.panes.shows("letter")) return;
    this.previewing = setTimeout(() => this.letter(), now ? 0 : 700);
  }

  async letter() {
    this.asking?.abort();
    this.asking = new AbortController();
    const preview = this.part("preview");
    try {
      const fields = new FormData(this.form);
      fields.delete("password"); // goes nowhere but to the signature
      const answer = await fetch(`${this.path}/preview`, { method: "POST", body: new URLSearchParams(fields), signal: this.asking.signal });
      if (!answer.ok || answer.redirected) return;
      const html = await answer.text();
      const top = this.panes.panes.letter.scrollTop;
      const open = preview.querySelector("details")?.open;
      preview.innerHTML = html;
      this.panes.panes.letter.scrollTop = top;
      const list = preview.querySelector("details");
      if (list && open !== undefined) list.open = open;
      this.stale = false;
    } catch { /* a newer one is on its way, or the next key tries again */ }
  }

  shown() {
    if (this.saver && this.stale !== false && this.panes.shows("letter")) this.preview(true);
    for (const area of this.form.querySelectorAll("textarea:not(.unseen)")) grow(area);
  }

  // enter puts the focus into a pane, where it was last.
  enter(name) {
    if (name === "record") { this.record.frame ? this.record.enter() : this.panes.panes.record.querySelector("[tabindex]")?.focus(); return; }
    if (name === "letter") { this.panes.panes.letter.querySelector(".letter")?.focus(); return; }
    const editor = this.paneOf(this.last) === name ? this.last : [...this.editors.values()].find((e) => this.paneOf(e) === name);
    editor?.focus();
  }

  // openPage shows a page at its words, beside the texts.
  openPage(mark) {
    this.panes.show("record");
    return this.showPage(mark);
  }

  async showPage(mark) {
    if (!this.panes.shows("record")) return false;
    const shown = await this.record.go(mark);
    if (shown) this.saw(mark);
    return shown;
  }

  saw(mark) { if (!this.seen.has(markName(mark))) this.seen.set(markName(mark), Date.now()); }
  sawCut(mark) { this.saw(mark); }

  // confirm takes a sentence as the reviewer's own, once each page that it cites was shown.
  async confirm(editor = this.last) {
    if (this.locked) return;
    const s = editor.sentence();
    if (!s?.pending) { this.step(1, { pendingOnly: true }); return; }
    const unseen = s.marks.find((m) => !this.seen.has(markName(m)));
    if (unseen) {
      this.card.show(editor, this.paneOf(editor));
      await this.showPage(unseen);
      this.say(`Page ${unseen.page} is shown. Press Alt+Enter again to confirm the sentence.`);
      return;
    }
    if (s.marks.some((m) => Date.now() - this.seen.get(markName(m)) < looked)) return;
    editor.confirm(s);
    this.counts();
    if (this.open) {
      this.say(`Confirmed. ${this.open === 1 ? "One sentence is" : `${this.open} sentences are`} left.`);
      this.step(1, { pendingOnly: true });
    } else this.say("Confirmed. Every sentence is confirmed.");
  }

  // step goes to the next finding or sentence that is not confirmed, in all texts, and shows the page that it cites.
  step(by, options = {}) {
    const all = [...this.editors.values()];
    const begin = Math.max(0, all.indexOf(this.last));
    for (let k = 0; k <= all.length; k++) {
      const editor = all[(begin + by * k + all.length * 2) % all.length];
      if (!editor.step(by, { ...options, from: k === 0 ? null : by > 0 ? "start" : "end" })) continue;
      this.panes.show(this.paneOf(editor));
      editor.focus();
      this.last = editor;
      const s = editor.sentence();
      if (s?.pending && s.marks[0]) this.showPage(s.marks[0]);
      const f = editor.findingsHere()[0];
      this.say(f ? f.finding.message : s?.pending ? "Not confirmed yet. Alt+Enter confirms it." : "");
      return true;
    }
    this.say(options.pendingOnly ? "Every sentence is confirmed." : "Nothing is left to look at in the texts.");
    return false;
  }

  // cite puts words of the record at the cursor of the text that was written in last.
  cite({ p, from, to, quote, quoted }) {
    if (this.locked) return;
    const editor = this.last;
    this.panes.show(this.paneOf(editor));
    editor.cite({ page: p, last: p, from, to }, quoted ? quote : "");
    this.saw({ page: p, last: p, from, to });
    this.say(`Cited: page ${p}.`);
  }

  keepFinding(f, why) {
    this.kept = [...this.kept.filter((k) => k.rule !== f.rule || k.words !== f.words), { rule: f.rule, words: f.words, ...(why.trim() ? { why: why.trim() } : {}) }];
    this.keptChanged("Kept. The quality check sees that you know.");
  }

  unkeepFinding(f) {
    this.kept = this.kept.filter((k) => k.rule !== f.rule || k.words !== f.words);
    this.keptChanged("It is marked again.");
  }

  keptChanged(words) {
    this.field("kept").value = this.kept.length ? JSON.stringify(this.kept) : "";
    this.changed();
    this.check.run();
    this.say(words);
    this.last.focus();
  }

  // skeleton offers to put together a summary from the dated facts of the record.
  skeleton() {
    const b = this.part("skeleton");
    if (this.locked || this.form.dataset.skeleton !== "true") return;
    b.hidden = false;
    b.addEventListener("click", async () => {
      this.part("more").open = false;
      this.say("Putting the summary together…");
      try {
        const answer = await fetch(`${this.path}/draft/skeleton`, { headers: { Accept: "application/json" } });
        const got = answer.redirected ? {} : await answer.json().catch(() => ({}));
        if (!answer.ok || !got.text) { this.say(got.why ?? "The record holds no facts for a summary yet."); return; }
        this.panes.show("summary");
        const editor = this.editors.get("summary");
        editor.add(got.text);
        this.counts();
        this.say(`${this.open} sentences were put together from the record. None can be signed before you confirm it: Alt+Enter shows its page, then confirms. Ctrl+Z takes all back.`);
      } catch { this.say("The server cannot be reached."); }
    });
  }

  tell(words, wrong, link) {
    const p = this.part("save");
    p.classList.toggle("wrong", Boolean(wrong));
    p.replaceChildren(words);
    if (!link) return;
    const a = document.createElement("a");
    a.href = link.href;
    a.target = "_blank";
    a.textContent = link.words;
    p.append(" ", a, " ", link.after);
  }

  say(words) {
    const p = this.part("told");
    clearTimeout(this.saying);
    p.textContent = words;
    this.saying = setTimeout(() => { p.textContent = ""; }, Math.max(4000, 70 * words.length));
  }

  spent() { return this.time?.ask() ?? 0; }
  spentIn(w) { this.time?.watch(w); }
  told(got) { this.time?.had(got.spent); }

  listen() {
    const { form } = this;
    form.addEventListener("input", (e) => {
      if (!e.target.name?.startsWith("items.")) return;
      if (e.target.matches("textarea")) grow(e.target);
      this.changed();
    });
    form.addEventListener("keydown", (e) => { if (e.key === "Enter" && e.target.matches("input") && !e.defaultPrevented) e.preventDefault(); }); // no field sends the form
    this.part("next-pending").addEventListener("click", () => this.step(1, { pendingOnly: true }));
    this.part("next-finding").addEventListener("click", () => this.step(1));
    this.part("show-keys").addEventListener("click", () => { this.part("more").open = false; document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true })); });
    document.addEventListener("click", (e) => { const m = this.part("more"); if (m.open && !m.contains(e.target)) m.open = false; });
    document.addEventListener("keydown", (e) => { if (this.key(e)) { e.preventDefault(); e.stopPropagation(); } }, { capture: true });
    document.addEventListener("click", (e) => this.lead(e));
  }

  // lead follows links of findings and errors to the place of a field.
  lead(e) {
    const a = e.target.closest?.("a[href^='#']");
    if (!a) return;
    const id = decodeURIComponent(a.hash.slice(1));
    const place = id && document.getElementById(id);
    if (!place) return;
    const pane = place.closest("[data-pane]")?.dataset.pane;
    if (pane) this.panes.show(pane);
    place.scrollIntoView({ block: "center" });
    (this.editors.get(place.name) ?? place).focus?.();
    e.preventDefault();
  }

  // key does what the keys of the desk are for; it says whether this was one. The record passes on those pressed in it.
  key(e) {
    if (document.querySelector("dialog[open]")) return false;
    const plain = !e.ctrlKey && !e.metaKey;
    if (e.key === "F6") { this.panes.next(e.shiftKey ? -1 : 1); return true; }
    if ((e.ctrlKey || e.metaKey) && !e.altKey && e.key.toLowerCase() === "s") { this.saver.save({ force: true }); this.preview(true); return true; }
    if (!e.altKey || !plain) return false;
    const digit = /^(?:Digit|Numpad)([1-4])$/.exec(e.code);
    if (digit) { this.panes[e.shiftKey ? "toggle" : "press"](["record", "summary", "items", "letter"][digit[1] - 1]); return true; }
    const act = {
      ArrowDown: () => this.step(1), ArrowUp: () => this.step(-1),
      Enter: () => this.confirm(), KeyC: () => this.record.take(e.shiftKey), KeyK: () => { if (!this.card.enter()) this.say("Nothing is to be told of what stands at the cursor."); },
      PageDown: () => this.items.step(1), PageUp: () => this.items.step(-1),
    }[e.code];
    act?.();
    return Boolean(act);
  }
}

// grow makes a field as high as its words.
function grow(area) {
  area.style.height = "auto";
  if (area.scrollHeight) area.style.height = `${area.scrollHeight + 2}px`;
}

const form = document.querySelector("form[data-draft]");
if (form) new Desk(form);
