// What is typed is kept at every key in this browser's own storage, and within a second and a half in the store. Where the
// server cannot be reached, or nobody is logged in, the words stay here and are sent as soon as it is possible; the
// server puts them together with what other windows saved meanwhile.

const soon = 900; // milliseconds from the first key that is not saved yet to the save
const rest = 30_000; // after the server refused: so long until it is asked again

export class Saver {
  // desk has draft(), take(sent, draft, clashes), tell(words, wrong), spent(), path, locked.
  constructor(desk, form) {
    this.desk = desk;
    this.rev = form.elements.namedItem("rev");
    this.window = `${Date.now().toString(36)}-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
    this.key = `openimr.draft.${form.dataset.who}.${form.dataset.draft}`;
    this.saved = this.words();
    this.failed = 0;
    this.others = new BroadcastChannel(`openimr.draft.${form.dataset.draft}`);
    this.others.addEventListener("message", (e) => { if (e.data.rev > Number(this.rev.value) && !this.saving) this.save({ force: true }); });
    addEventListener("online", () => this.save());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.leave(); else this.save({ force: this.desk.editable() }); });
    addEventListener("beforeunload", (e) => { if (!this.leaving && this.unsaved() && this.desk.editable()) { this.leave(); e.preventDefault(); } });
  }

  words() { return JSON.stringify(this.desk.draft()); }
  unsaved() { return this.words() !== this.saved; }

  // changed is told at every key.
  changed() {
    if (!this.desk.editable()) return;
    this.keep();
    if (!this.failed) this.desk.tell("Not saved yet");
    if (!this.saving) this.timer ??= setTimeout(() => this.save(), soon);
    else this.again = true;
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ rev: Number(this.rev.value), window: this.window, draft: this.desk.draft(), at: Date.now() }));
    } catch { /* storage is full or switched off: the server's copy remains */ }
  }

  drop() { try { localStorage.removeItem(this.key); } catch { /* nothing kept */ } }
  kept() { try { return JSON.parse(localStorage.getItem(this.key) ?? "null"); } catch { return null; } }

  // restore sends what a crash, a closed lid or a lost network left in this browser; what comes of it goes into the page.
  async restore() {
    const left = this.kept();
    if (!left?.draft || !this.desk.editable()) return;
    if (JSON.stringify(left.draft) === this.saved) { this.drop(); return; }
    const before = this.saved;
    await this.send({ rev: left.rev, window: left.window ?? "", draft: left.draft }, JSON.parse(before));
    if (this.words() !== before) this.desk.say(`Words that you typed here ${new Date(left.at).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short" })} had not reached the server. They are in the draft now.`);
  }

  // save sends what is not saved. With force it also asks what others saved.
  async save({ force = false } = {}) {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.desk.editable()) return false;
    if (this.saving) { this.again = true; return this.saving; }
    const draft = this.desk.draft();
    const now = JSON.stringify(draft);
    if (now === this.saved && !force) return true;
    if (now !== this.saved && !this.failed) this.desk.tell("Saving…");
    this.saving = this.send({ rev: Number(this.rev.value), window: this.window, draft }, draft);
    const ok = await this.saving;
    this.saving = null;
    if (this.again || (ok && this.unsaved())) {
      this.again = false;
      if (ok) this.timer ??= setTimeout(() => this.save(), 200);
    }
    return ok;
  }

  // send answers whether the words are in the store. shown is the draft that the page had when they were sent.
  async send(body, shown) {
    const snapshots = this.desk.snapshots();
    let taken = false;
    try {
      const answer = await fetch(`${this.desk.path}/draft`, {
        method: "PUT", headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ ...body, spent: body.window === this.window ? this.desk.spent() : 0 }), signal: AbortSignal.timeout(20_000),
      });
      if (answer.redirected || answer.status === 401) throw new Refused("You are logged out. Your words are kept in this browser;", { href: "/login", words: "log in in another tab", after: "and they are saved." });
      const got = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Refused(got.why ?? `Not saved: the server answered ${answer.status}. Your words are kept in this browser.`);
      this.rev.value = got.rev;
      taken = true;
      this.desk.take(snapshots, shown, got.draft ?? body.draft, got.clashes ?? []);
      this.saved = JSON.stringify(got.draft ?? body.draft);
      if (this.failed) this.desk.say("Saved again: the server has all your words.");
      this.failed = 0;
      if (this.unsaved()) this.keep(); else this.drop();
      this.desk.tell(this.unsaved() ? "Not saved yet" : `Saved ${got.saved}`);
      this.desk.told(got);
      this.others.postMessage({ rev: got.rev });
      return true;
    } catch (e) {
      if (!taken) for (const [editor, s] of snapshots) editor.release(s);
      this.failed++;
      this.keep();
      const known = e instanceof Refused;
      if (!known && e.name !== "TimeoutError" && !(e instanceof TypeError)) console.error(e);
      this.desk.tell(known ? e.message : "Offline: your words are kept in this browser and are saved when the server answers again.", true, known ? e.link : null);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save({ force: !this.unsaved() }), known ? Math.min(rest, 3000 * this.failed) : Math.min(15_000, 1000 * 2 ** Math.min(this.failed - 1, 4)));
      return false;
    }
  }

  // leave sends what is left while the page goes away. What does not arrive is in this browser.
  leave() {
    if (this.leaving || !this.desk.editable() || !this.unsaved()) return;
    this.keep();
    const body = JSON.stringify({ rev: Number(this.rev.value), window: this.window, draft: this.desk.draft(), spent: this.desk.spent() });
    try {
      fetch(`${this.desk.path}/draft`, { method: "PUT", headers: { "Content-Type": "application/json" }, body, keepalive: body.length < 60_000 }).catch(() => {});
    } catch { /* it is kept here */ }
  }
}

class Refused extends Error {
  constructor(message, link = null) {
    super(message);
    this.link = link;
  }
}
