// The record within the desk: the reader in a frame of this same server. The desk tells it which page to show; it tells
// which words are to be cited, what it shows, and the keys that are the desk's.

export class Record {
  constructor(desk, frame) {
    this.desk = desk;
    this.frame = frame;
    this.waiting = [];
    this.asked = new Map();
    this.ready = false;
    if (!frame) return;
    addEventListener("message", (e) => {
      if (e.origin !== location.origin || e.source !== frame.contentWindow || !e.data?.reader) return;
      this.hear(e.data);
    });
    frame.addEventListener("load", () => { try { desk.spentIn(frame.contentWindow); } catch { /* nothing is shown there */ } });
    const begin = () => { frame.src = frame.dataset.src; };
    (globalThis.requestIdleCallback ?? setTimeout)(begin, { timeout: 500 });
  }

  hear(m) {
    if (m.did === "ready") {
      this.ready = true;
      for (const w of this.waiting.splice(0)) this.frame.contentWindow.postMessage(w, location.origin);
    }
    if (m.did === "shown") {
      this.asked.get(m.number)?.();
      this.asked.delete(m.number);
    }
    if (m.did === "cite") this.desk.cite(m);
    if (m.did === "key") this.desk.key(m);
    if (m.did === "focus") this.desk.panes.at("record");
  }

  say(m) {
    if (!this.frame) return;
    if (this.ready) this.frame.contentWindow.postMessage(m, location.origin);
    else this.waiting.push(m);
  }

  // go shows a page at its words. What it returns is settled when they are in view.
  go({ page, from = 0, to = 0 }) {
    if (!this.frame) return Promise.resolve(false);
    const number = (this.count = (this.count ?? 0) + 1);
    this.say({ desk: "go", number, p: page, from, to });
    return new Promise((done) => {
      this.asked.set(number, () => done(true));
      setTimeout(() => { this.asked.delete(number); done(false); }, 5000);
    });
  }

  enter() {
    if (!this.frame) return;
    this.frame.focus();
    this.say({ desk: "focus" });
  }

  // take asks for the words that are selected; they come as a citation.
  take(quoted = false) { this.say({ desk: "take", quoted }); }
}
