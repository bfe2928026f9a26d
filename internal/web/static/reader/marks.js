// Bookmarks, highlights and notes: on a page, on words, private or shared, with a date for the chronology. Removing can
// be taken back.

import { ask } from "./net.js";
import { el, button } from "./leaf.js";

const names = { bookmark: "Bookmark", highlight: "Highlight", note: "Note" };

export class Marks {
  constructor(desk, root) {
    this.desk = desk;
    this.all = [];
    this.list = root.querySelector("[data-marks]");
    this.says = root.querySelector("[data-marks-says]");
    this.sort = root.querySelector("[data-marks-sort]");
    this.box = root.querySelector("[data-note-box]");
    const part = (name) => this.box.querySelector(`[data-note-${name}]`);
    Object.assign(this, { form: part("form"), title: part("title"), quote: part("quote"), text: part("text"), day: part("day"), shared: part("shared"), wrong: part("wrong"), away: part("remove") });
    this.sort.addEventListener("change", () => this.show());
    this.form.addEventListener("submit", (e) => { e.preventDefault(); this.save(); });
    part("cancel").addEventListener("click", () => this.box.close());
    this.away.addEventListener("click", () => { this.box.close(); this.remove(this.open); });
    this.text.addEventListener("keydown", (e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); this.save(); } });
  }

  async load() {
    try {
      this.all = await ask(`${this.desk.path}/marks.json`);
    } catch (e) {
      this.desk.say(e.message);
    }
    this.changed();
  }

  changed() {
    this.show();
    this.desk.redraw(true);
  }

  on(n) {
    return this.all.filter((m) => m.p === n && m.kind !== "bookmark").map((m) => ({
      kind: m.kind, at: m.to > m.from ? null : m.box ?? (m.kind === "note" ? [this.desk.model.width[n] - 24, 8, this.desk.model.width[n] - 22, 10] : null),
      from: m.from, to: m.to, id: m.kind === "note" || m.text ? m.id : null, title: [m.by, m.text].filter(Boolean).join(": "),
    }));
  }

  bookmarked(n) { return this.all.find((m) => m.kind === "bookmark" && m.p === n && m.mine); }

  async put(mark, said) {
    try {
      const kept = await ask(`${this.desk.path}/marks`, { method: "PUT", body: mark });
      this.all = this.all.filter((m) => m.id !== kept.id).concat(kept).sort((a, b) => a.p - b.p || a.from - b.from);
      this.changed();
      if (said) this.desk.say(said);
      return kept;
    } catch (e) {
      this.desk.say(`Not kept. ${e.message}`);
      throw e;
    }
  }

  async remove(mark) {
    try {
      await ask(`${this.desk.path}/marks/${encodeURIComponent(mark.id)}`, { method: "DELETE" });
      this.all = this.all.filter((m) => m.id !== mark.id);
      this.changed();
      this.desk.say(`${names[mark.kind]} on page ${mark.p} removed.`, "Undo", () => this.put(mark, "It is back.").catch(() => {}));
    } catch (e) {
      this.desk.say(e.message);
    }
  }

  bookmark(n) {
    const old = this.bookmarked(n);
    if (old) return this.remove(old);
    return this.put({ p: n, kind: "bookmark", from: 0, to: 0 }, `Page ${n} is bookmarked.`).catch(() => {});
  }

  highlight({ page, from, to, quote }) {
    const same = this.all.find((m) => m.mine && m.kind === "highlight" && m.p === page && m.from === from && m.to === to);
    if (same) return this.remove(same);
    return this.put({ p: page, kind: "highlight", from, to, quote }, "Highlighted.").catch(() => {});
  }

  // note opens the form of a new note on words, or on the page.
  note(at) {
    this.open = { kind: "note", from: 0, to: 0, mine: true, ...at };
    this.form_();
  }

  edit(id) {
    const mark = this.all.find((m) => m.id === id);
    if (!mark) return;
    this.open = mark;
    this.form_();
  }

  form_() {
    const m = this.open;
    this.title.textContent = m.mine ? `Note on page ${m.p}` : `Note of ${m.by} on page ${m.p}`;
    this.quote.hidden = !m.quote;
    this.quote.textContent = m.quote ?? "";
    this.text.value = m.text ?? "";
    this.day.value = m.day ?? "";
    this.shared.checked = Boolean(m.shared);
    this.away.hidden = !m.id || !m.mine;
    this.wrong.textContent = "";
    for (const e of [this.text, this.day, this.shared]) e.disabled = !m.mine;
    this.form.querySelector("[type=submit]").hidden = !m.mine;
    this.box.showModal();
    this.text.focus();
  }

  async save() {
    const m = this.open;
    if (!this.text.value.trim()) { this.wrong.textContent = "The note is empty. Write it, or close it."; this.text.focus(); return; }
    try {
      await this.put({ id: m.id ?? "", p: m.p, kind: m.kind, from: m.from, to: m.to, box: m.box, quote: m.quote ?? "", text: this.text.value, day: this.day.value, shared: this.shared.checked },
        this.shared.checked ? "The note is kept; everybody on the case sees it." : "The note is kept; you alone see it.");
      this.box.close();
    } catch (e) {
      this.wrong.textContent = `Not kept: ${e.message}`;
    }
  }

  show() {
    const days = this.sort.value === "day";
    const list = days ? this.all.filter((m) => m.day).sort((a, b) => a.day.localeCompare(b.day) || a.p - b.p) : this.all;
    this.says.textContent = this.all.length === 0 ? "No marks yet. b bookmarks the page, h highlights the selected words, m writes a note." :
      days && list.length === 0 ? "No mark has a date. Give a note one, and it lines up here and in the timeline." : "";
    const rows = document.createDocumentFragment();
    for (const m of list) {
      const row = el("div", `mark-row ${m.kind}`);
      const b = button("", () => { this.desk.go(m.p, m.to > m.from ? { from: m.from, to: m.to } : m.box ? { y: m.box[1] } : {}); this.desk.shutOnPhone(); }, "row");
      b.append(el("b", "", days ? m.date : `p. ${m.p}`));
      const words = el("span");
      words.append(el("span", "what", [names[m.kind], days ? `p. ${m.p}` : m.date, m.mine ? (m.shared ? "shared" : "") : m.by].filter(Boolean).join(" · ")));
      if (m.quote) words.append(el("q", "", m.quote));
      if (m.text) words.append(el("span", "wrote", m.text));
      b.append(words);
      row.append(b);
      if (m.mine && m.kind === "note") row.append(button("Change", () => this.edit(m.id), "small"));
      if (m.mine && m.kind === "highlight") row.append(button("Add a note", () => { this.open = m; this.form_(); }, "small"));
      if (m.mine) row.append(button("Remove", () => this.remove(m), "small"));
      rows.append(row);
    }
    this.list.replaceChildren(rows);
  }
}
