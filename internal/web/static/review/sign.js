// Submitting: first everything is saved and checked; what has to be solved is listed, each leading to its place.

export class Sign {
  constructor(desk, form) {
    this.desk = desk;
    this.form = form;
    this.box = form.querySelector("[data-blocked]");
    this.list = form.querySelector("[data-blocked-list]");
    this.panel = form.querySelector("[data-sign]");
    this.panel.hidden = !this.panel.querySelector("[aria-invalid]"); // a wrong password is mended where it was typed
    form.querySelector("[data-to-sign]").addEventListener("click", () => this.begin());
    form.querySelector("[data-sign-not]").addEventListener("click", () => this.end());
    this.panel.addEventListener("keydown", (e) => {
      if (e.key === "Escape") this.end();
      if (e.key === "Enter" && e.target.matches("[type=password]")) { e.preventDefault(); e.stopPropagation(); form.requestSubmit(form.querySelector("[data-submit]")); }
    });
    form.addEventListener("submit", (e) => {
      if (this.ready || desk.locked) { desk.saver.leaving = true; return; }
      e.preventDefault();
      if (e.submitter?.value === "submit") this.send(e.submitter); else desk.saver.save({ force: true });
    });
  }

  // begin asks for the password where nothing keeps the draft from being signed.
  async begin() {
    if (!this.panel.hidden) { this.end(); return; }
    if (!(await this.clear())) return;
    this.panel.hidden = false;
    this.panel.querySelector("[type=password]").focus();
  }

  end() {
    this.panel.hidden = true;
    this.panel.querySelector("[type=password]").value = "";
    this.desk.last.focus();
  }

  async send(button) {
    if (this.sending || !(await this.clear())) return;
    this.ready = true;
    this.form.requestSubmit(button);
  }

  // clear saves and checks everything, and says whether it can be signed.
  async clear() {
    this.sending = true;
    try {
      const saved = await this.saved();
      await this.desk.check.run();
      const stops = this.stops();
      if (!saved) stops.unshift(["What you typed is not on the server yet. It is sent as soon as the server can be reached.", null]);
      this.show(stops);
      if (stops.length) this.panel.hidden = true;
      return stops.length === 0;
    } finally { this.sending = false; }
  }

  // saved waits until the server has every word.
  async saved() {
    for (let i = 0; i < 5; i++) {
      if (this.desk.saver.saving) await this.desk.saver.saving;
      if (!this.desk.saver.unsaved()) return true;
      if (!(await this.desk.saver.save())) return false;
    }
    return !this.desk.saver.unsaved();
  }

  // stops are what keeps the draft from being signed: in words, with the act that leads there.
  stops() {
    const { desk } = this;
    const stops = [];
    for (const [name, editor] of desk.editors) {
      const where = name === "summary" ? "Summary" : `Rationale of item ${desk.items.sections()[Number(name.split(".")[1])].dataset.item}`;
      const lead = (go) => () => { desk.panes.show(desk.paneOf(editor)); go(); };
      const { open } = editor.counts();
      if (open) stops.push([`${where}: ${open === 1 ? "one sentence is" : `${open} sentences are`} not confirmed.`, lead(() => editor.step(1, { pendingOnly: true, from: "start" }))]);
      if (editor.clashCount) stops.push([`${where}: another window changed the same words; choose between them.`, lead(() => editor.dom.querySelector(".clash button")?.focus())]);
      for (const f of editor.findings) {
        if (f.finding.must && !f.finding.kept) stops.push([`${where}: ${f.finding.message}`, lead(() => editor.goto(f.from))]);
      }
    }
    const told = new Set([...desk.editors.values()].flatMap((e) => e.findings.map((f) => f.finding)));
    for (const f of desk.check.open()) {
      if (!f.must || told.has(f)) continue;
      const control = this.form.elements.namedItem(f.field.replace(/^items\[(\d+)\]\./, "items.$1."));
      const place = control instanceof RadioNodeList ? control[0] : control;
      const item = /^items\[(\d+)\]/.exec(f.field);
      const where = item ? `Item ${desk.items.sections()[Number(item[1])]?.dataset.item ?? ""}: ` : "";
      stops.push([where + f.message, place ? () => { desk.panes.show(place.closest("[data-pane]")?.dataset.pane ?? "items"); place.focus(); place.scrollIntoView({ block: "center" }); } : null]);
    }
    return stops;
  }

  // again keeps the list to what is left, while it is shown.
  again() { if (!this.box.hidden && !this.sending) this.show(this.stops(), false); }

  show(stops, focus = true) {
    this.box.hidden = stops.length === 0;
    this.list.replaceChildren(...stops.map(([words, go]) => {
      const li = document.createElement("li");
      if (!go) { li.textContent = words; return li; }
      const b = document.createElement("button");
      b.type = "button";
      b.className = "link";
      b.textContent = words;
      b.addEventListener("click", go);
      li.append(b);
      return li;
    }));
    if (stops.length && focus) this.box.focus();
  }
}
