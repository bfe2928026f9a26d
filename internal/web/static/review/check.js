// The checks, as one types: a tenth of a second after a key the whole draft is looked at by the server, and what it finds is
// drawn at the words. An answer about an older text finds its places in the newer one, or is dropped for a newer answer.

const wait = 120; // milliseconds after a key
const path = (name) => name.replace(/^items\.(\d+)\./, "items[$1].");

export class Check {
  constructor(desk, form) {
    this.desk = desk;
    this.form = form;
    this.list = [];
    this.count = form.querySelector("[data-next-finding]");
  }

  soon() {
    if (this.off) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), wait);
  }

  // run asks; it answers whether what is shown is of the text as it is.
  async run() {
    clearTimeout(this.timer);
    if (this.off) return false;
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const snapshots = this.desk.snapshots();
    let got = null;
    try {
      const answer = await fetch(`${this.desk.path}/check`, {
        method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify({ draft: this.desk.draft() }), signal: asking.signal,
      });
      if (answer.status === 404 || answer.status === 405) this.off = true;
      if (answer.ok && !answer.redirected) got = await answer.json();
    } catch { /* a newer one is on its way, or the next key asks again */ }
    if (!got || this.asking !== asking) {
      for (const [editor, s] of snapshots) editor.release(s);
      return false;
    }
    this.take(got.findings ?? [], snapshots);
    clearTimeout(this.later);
    if (got.preparing) this.later = setTimeout(() => this.run(), 1500); // the record is still being prepared
    return true;
  }

  take(list, snapshots) {
    this.list = list;
    const elsewhere = [];
    const byField = Map.groupBy ? Map.groupBy(list, (f) => f.field) : group(list, (f) => f.field);
    for (const [name, editor] of this.desk.editors) {
      const own = byField.get(path(name)) ?? [];
      const s = snapshots.get(editor);
      const whole = (f) => !(f.to > f.from) || (f.from === 0 && f.to >= s.text.length && /[.!?]\S*\s/.test(s.text)); // about the text, not about words of it
      editor.showFindings(s, own.filter((f) => !whole(f)));
      byField.delete(path(name));
      elsewhere.push(...own.filter(whole).map((f) => [name, f]));
    }
    for (const [field, own] of byField) for (const f of own) elsewhere.push([field.replace(/^items\[(\d+)\]\./, "items.$1."), f]);
    this.beside(elsewhere);
    this.tally();
    this.desk.card.redraw();
    this.desk.sign?.again();
  }

  // beside shows what is about a field as a whole under it.
  beside(list) {
    for (const p of this.form.querySelectorAll("[data-finding-line]")) p.remove();
    for (const [name, f] of list) {
      if (f.kept) continue;
      const control = this.form.elements.namedItem(name);
      const first = control instanceof RadioNodeList ? control[0] : control;
      const field = first?.closest?.(".field");
      if (!field) continue;
      const p = document.createElement("p");
      p.className = `finding-line ${f.must ? "must" : "may"}`;
      p.dataset.findingLine = "";
      const kind = document.createElement("b");
      kind.textContent = f.must ? "To solve: " : "Look at this: ";
      p.append(kind, f.message, " ");
      if (f.may_keep) {
        const b = document.createElement("button");
        b.type = "button";
        b.className = "link";
        b.textContent = "Keep, knowing this";
        b.addEventListener("click", () => this.desk.keepFinding(f, ""));
        p.append(b);
      }
      field.append(p);
    }
  }

  open() { return this.list.filter((f) => !f.kept); }

  tally() {
    const open = this.open();
    const must = open.filter((f) => f.must).length;
    this.count.hidden = open.length === 0;
    this.count.classList.toggle("must", must > 0);
    this.count.textContent = must ? `${must} to solve${open.length > must ? `, ${open.length - must} more` : ""}` : `${open.length} to look at`;
  }
}

function group(list, key) {
  const m = new Map();
  for (const x of list) m.set(key(x), [...(m.get(key(x)) ?? []), x]);
  return m;
}
