// What was read is remembered: a page counts as opened when it rested in view for a second, half of it or filling half of
// the window, in a window that is looked at.

import { ask } from "./net.js";

export class Opened {
  constructor(desk) {
    this.desk = desk;
    this.waiting = new Set();
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.leave(); else this.rest(); });
  }

  // rest is told each time the view comes to rest.
  rest() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (document.hidden) return;
      for (const { item, ofPage, ofWindow } of this.desk.roll.seen()) if (item > 0 && (ofPage >= 0.5 || ofWindow >= 0.5)) this.note(item);
    }, 1000);
  }

  note(n) {
    const { model } = this.desk;
    if (model.opened[n]) return;
    model.opened[n] = 1;
    this.waiting.add(n);
    this.desk.opened(n);
    this.sending ??= setTimeout(() => this.send(), 2000);
  }

  async send() {
    clearTimeout(this.sending);
    this.sending = undefined;
    const pages = [...this.waiting];
    if (!pages.length) return;
    this.waiting.clear();
    try {
      await ask(`${this.desk.path}/opened`, { method: "POST", body: { pages } });
    } catch {
      for (const n of pages) this.waiting.add(n); // the server cannot be reached: later
      this.sending = setTimeout(() => this.send(), 10_000);
    }
  }

  leave() {
    if (!this.waiting.size) return;
    const body = new Blob([JSON.stringify({ pages: [...this.waiting] })], { type: "application/json" });
    if (navigator.sendBeacon(`${this.desk.path}/opened`, body)) this.waiting.clear();
  }
}
