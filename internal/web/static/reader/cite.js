// Selected words: a bar beside them to copy them as a citation, to cite them in the draft, to highlight or to note.
//
// A citation is text that says where it stands, “words” [p. 412]; for programs that take more it is a link as well.

import { ask } from "./net.js";
import { selected, text } from "./words.js";

export const citation = (quote, page) => `“${quote.replace(/\s+/g, " ").trim()}” [p. ${page}]`;

export class Cite {
  constructor(desk, root) {
    this.desk = desk;
    this.bar = root.querySelector("[data-acts]");
    this.stage = this.bar.parentElement;
    document.addEventListener("selectionchange", () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.look(), 120); });
    this.bar.addEventListener("mousedown", (e) => e.preventDefault()); // the selection stays
    this.bar.addEventListener("click", (e) => {
      const act = e.target.closest("[data-act]")?.dataset.act;
      if (act) this.act(act);
    });
    document.addEventListener("copy", (e) => {
      const s = selected(this.stage);
      const quote = s && this.quote(s);
      if (!quote) return;
      e.clipboardData.setData("text/plain", quote); // the words as they stand, without the holes of the layer
      e.preventDefault();
    });
  }

  quote({ page, from, to }) {
    const { roll, asText } = this.desk;
    const p = asText.on ? (asText.n === page ? asText.words : null) : roll.mounted.get(page)?.words;
    return p ? text(p, from, to) : "";
  }

  look() {
    const s = selected(this.stage);
    this.at = s;
    this.bar.hidden = !s;
    if (!s) return;
    const room = this.stage.getBoundingClientRect();
    const w = this.bar.offsetWidth;
    const h = this.bar.offsetHeight;
    const above = s.rect.top - room.top - h - 8;
    const y = above > 4 ? above : Math.min(s.rect.bottom - room.top + 8, room.height - h - 8);
    this.bar.style.left = `${Math.max(8, Math.min(s.rect.left - room.left + s.rect.width / 2 - w / 2, room.width - w - 8))}px`;
    this.bar.style.top = `${Math.max(4, y)}px`;
  }

  // byKeys are the words that were chosen by keyboard or stand in the address, else those of the hit that one stands at.
  byKeys() {
    const { target, find } = this.desk;
    if (target) return { page: target.n, from: target.from, to: target.to };
    const hit = find.hits[find.now];
    return hit ? { page: hit[0], from: hit[1], to: hit[2] } : null;
  }

  // chosen is what the acts are about: the selected words with their text.
  chosen() {
    const s = selected(this.stage) ?? this.at ?? this.byKeys();
    const quote = s && this.quote(s);
    return quote ? { page: s.page, from: s.from, to: s.to, quote: quote.replace(/\s+/g, " ").trim() } : null;
  }

  act(name) {
    const s = this.chosen();
    if (!s) { this.desk.say("Select words on a page first."); return; }
    if (name === "copy") this.copy(s);
    if (name === "cite") this.draft(s);
    if ((name === "put" || name === "quote") && this.desk.within) { this.desk.within.cite(s, name === "quote"); this.done(); }
    if (name === "highlight") { this.desk.marks.highlight(s); this.done(); }
    if (name === "note") { this.desk.marks.note({ p: s.page, from: s.from, to: s.to, quote: s.quote }); this.done(); }
  }

  done() {
    getSelection()?.removeAllRanges();
    this.bar.hidden = true;
    this.at = null;
    if (this.desk.picked.on) this.desk.picked.end();
  }

  async copy(s) {
    const plain = citation(s.quote, s.page);
    const link = document.createElement("a");
    link.href = new URL(`${this.desk.path}/reader#p=${s.page}&w=${s.from}-${s.to}`, location.href).href;
    link.textContent = `p. ${s.page}`;
    const html = document.createElement("span");
    html.append(`“${s.quote}” [`, link, "]");
    try {
      await navigator.clipboard.write([new ClipboardItem({
        "text/plain": new Blob([plain], { type: "text/plain" }),
        "text/html": new Blob([html.outerHTML], { type: "text/html" }),
      })]);
      this.desk.say(`Copied: ${plain.length > 90 ? `${plain.slice(0, 70)}…” [p. ${s.page}]` : plain}`);
      this.done();
    } catch {
      this.fallback(plain, html.outerHTML);
    }
  }

  // fallback copies where the browser keeps the clipboard from pages that came without https.
  fallback(plain, html) {
    const take = (e) => {
      e.stopImmediatePropagation();
      e.preventDefault();
      e.clipboardData.setData("text/plain", plain);
      e.clipboardData.setData("text/html", html);
    };
    document.addEventListener("copy", take, { capture: true, once: true });
    const ok = document.execCommand("copy");
    document.removeEventListener("copy", take, { capture: true });
    this.desk.say(ok ? "The citation is copied." : "This browser does not let the page copy. Type it: " + plain);
    if (ok) this.done();
  }

  async draft(s) {
    try {
      const { cited, rev } = await ask(`${this.desk.path}/reader/cite`, { method: "POST", body: { p: s.page, from: s.from, to: s.to } });
      const draft = new BroadcastChannel(`openimr.draft.${this.desk.root.dataset.case}`); // another window may have it open
      draft.postMessage({ cited, rev });
      draft.close();
      this.desk.say(`Cited in the summary of the draft: p. ${s.page}.`, "Open the draft", () => { location.href = `${this.desk.path}/review#s-summary`; });
      this.done();
    } catch (e) {
      this.desk.say(`Not cited. ${e.message}`);
    }
  }
}
