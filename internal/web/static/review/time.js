// The time that a reviewer spends on a case: counted by seconds in which the desk is looked at and was used within the last
// minute, in one window at a time. It is told to the reviewer alone, who can hide it.

const idle = 60_000;
const send = 30_000;

export class Spent {
  constructor(desk, { element, shown, total, who }) {
    Object.assign(this, { desk, element, shown, total });
    this.seconds = 0; // of this window
    this.told = 0;
    this.used = Date.now();
    this.lock = `openimr.time.${who}`;
    this.hide = `openimr.time.hidden.${who}`;
    this.name = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
    this.use = () => { this.used = Date.now(); this.here(); };
    this.watch(window);
    setInterval(() => this.tick(), 1000);
    this.sent = Date.now();
    shown.checked = this.read(this.hide) !== "1";
    shown.addEventListener("change", () => { this.write(this.hide, shown.checked ? "0" : "1"); this.show(); });
    this.show();
    this.here();
  }

  // watch counts what is done in a window; the reader within the desk is another than the desk's.
  watch(w) {
    for (const what of ["keydown", "pointerdown", "pointermove", "wheel", "scroll", "touchstart"]) w.addEventListener(what, this.use, { passive: true, capture: true });
  }

  read(key) { try { return localStorage.getItem(key); } catch { return null; } }
  write(key, value) { try { localStorage.setItem(key, value); } catch { /* storage is off: every window counts for itself */ } }
  here() { if (this.read(this.lock) !== this.name) this.write(this.lock, this.name); }

  tick() {
    const now = Date.now();
    if (!document.hidden && now - this.used < idle && (this.read(this.lock) ?? this.name) === this.name) {
      this.seconds++;
      this.show();
    }
    if (this.seconds > this.told && now - this.sent > send) this.tell();
  }

  async tell() {
    this.sent = Date.now();
    const seconds = this.seconds;
    try {
      const answer = await fetch(`${this.desk.path}/spent`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ window: this.desk.saver.window, spent: seconds }) });
      if (answer.ok && !answer.redirected) this.had((await answer.json()).spent, seconds);
    } catch { /* it goes with the next save */ }
  }

  // had takes what the server says of the whole time, which has the seconds that were sent.
  had(total, seconds = this.asked ?? 0) {
    this.total = total;
    this.told = Math.max(this.told, seconds);
    this.sent = Date.now();
    this.show();
  }

  ask() { return (this.asked = this.seconds); }

  show() {
    const minutes = Math.floor((this.total + this.seconds - this.told) / 60);
    this.element.hidden = !this.shown.checked;
    const words = minutes < 1 ? "under 1 min" : minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
    if (this.words === words) return;
    this.words = words;
    this.element.textContent = words;
    this.element.title = `You spent ${words} on this case. Only you see this.`;
    this.element.setAttribute("aria-label", `You spent ${words} on this case`);
  }
}
