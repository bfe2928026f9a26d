// The panes of the desk: side by side on a wide screen, each as wide as was left, one at a time on a narrow one.

const names = ["record", "summary", "items", "letter"];
const narrow = matchMedia("(width < 80rem)");
const least = 260; // pixels of a pane

export class Panes {
  constructor(desk, form) {
    this.desk = desk;
    this.key = `openimr.desk.${form.dataset.who}`;
    this.room = form.querySelector("[data-room]");
    this.panes = Object.fromEntries(names.map((n) => [n, form.querySelector(`[data-pane="${n}"]`)]));
    this.buttons = Object.fromEntries(names.map((n) => [n, form.querySelector(`[data-show="${n}"]`)]));
    this.splits = names.slice(1).map((n) => this.split(n));
    const left = this.read();
    this.open = new Set(left.open?.filter((n) => names.includes(n)) ?? ["record", "summary", "items"]);
    this.weights = { record: 1.25, summary: 1, items: 1, letter: 1, ...left.weights };
    this.now = names.includes(left.now) ? left.now : "summary";
    if (!this.open.size) this.open.add("summary");
    for (const n of names) {
      this.buttons[n].addEventListener("click", () => this.toggle(n));
      this.panes[n].addEventListener("focusin", () => this.at(n));
    }
    narrow.addEventListener("change", () => this.draw());
    this.draw();
  }

  get one() { return narrow.matches; }
  read() { try { return JSON.parse(localStorage.getItem(this.key) ?? "{}"); } catch { return {}; } }
  keep() { try { localStorage.setItem(this.key, JSON.stringify({ open: [...this.open], weights: this.weights, now: this.now })); } catch { /* storage is off */ } }
  shows(n) { return this.one ? this.now === n : this.open.has(n); }
  at(n) { if (this.now !== n && !this.one) { this.now = n; this.keep(); } }

  // press goes to a pane, opening it where it is closed.
  press(n) {
    this.show(n);
    this.focus(n);
  }

  // toggle closes a pane that is open, where another one stays.
  toggle(n) {
    if (this.one || !this.open.has(n) || this.open.size === 1) { this.press(n); return; }
    const here = this.panes[n].contains(document.activeElement);
    this.open.delete(n);
    if (this.now === n) this.now = names.find((x) => this.open.has(x));
    this.draw();
    if (here) this.focus(this.now);
  }

  show(n) {
    if (this.shows(n)) { this.now = n; return; }
    this.now = n;
    if (!this.one) {
      this.open.add(n);
      if (this.room.clientWidth < 1800 && n === "letter") this.open.delete("items");
      if (this.room.clientWidth < 1800 && n === "items") this.open.delete("letter");
    }
    this.draw();
  }

  focus(n) { this.desk.enter(n); }

  // next goes to the next pane that is shown.
  next(by) {
    const shown = this.one ? names : names.filter((n) => this.open.has(n));
    const n = shown[(shown.indexOf(this.now) + by + shown.length) % shown.length];
    this.show(n);
    this.focus(n);
  }

  draw() {
    const shown = names.filter((n) => this.shows(n));
    for (const n of names) {
      const on = shown.includes(n);
      this.panes[n].hidden = !on;
      this.panes[n].style.flexGrow = this.one ? 1 : this.weights[n];
      this.buttons[n].setAttribute("aria-pressed", String(on));
    }
    for (const s of this.splits) {
      const right = s.dataset.split;
      const left = names[names.indexOf(right) - 1];
      s.hidden = this.one || !shown.includes(right) || !shown.slice(0, shown.indexOf(right)).length;
      s.before = shown[shown.indexOf(right) - 1] ?? left;
      s.setAttribute("aria-valuenow", String(Math.round(100 * this.weights[s.before] / (this.weights[s.before] + this.weights[right]))));
    }
    this.room.classList.toggle("one", this.one);
    this.keep();
    this.desk.shown?.();
  }

  // split makes the bar before a pane that is drawn by mouse or moved by the arrow keys.
  split(right) {
    const bar = document.createElement("div");
    bar.className = "workdesk-split";
    bar.dataset.split = right;
    bar.tabIndex = 0;
    bar.setAttribute("role", "separator");
    bar.setAttribute("aria-orientation", "vertical");
    bar.setAttribute("aria-label", `Width of the panes beside: ${right}`);
    bar.setAttribute("aria-valuemin", "10");
    bar.setAttribute("aria-valuemax", "90");
    this.panes[right].before(bar);
    const move = (share) => {
      const sum = this.weights[bar.before] + this.weights[right];
      const wide = this.panes[bar.before].offsetWidth + this.panes[right].offsetWidth;
      const edge = Math.min(0.4, least / wide);
      const s = Math.min(1 - edge, Math.max(edge, share));
      this.weights[bar.before] = sum * s;
      this.weights[right] = sum * (1 - s);
      this.draw();
    };
    bar.addEventListener("pointerdown", (e) => {
      bar.setPointerCapture(e.pointerId);
      this.room.classList.add("dragging"); // the record would swallow the pointer
      const from = this.panes[bar.before].getBoundingClientRect().left;
      const wide = this.panes[bar.before].offsetWidth + this.panes[right].offsetWidth;
      const drag = (m) => move((m.clientX - from) / wide);
      const end = () => {
        this.room.classList.remove("dragging");
        bar.removeEventListener("pointermove", drag);
      };
      bar.addEventListener("pointermove", drag);
      bar.addEventListener("pointerup", end, { once: true });
      bar.addEventListener("pointercancel", end, { once: true });
    });
    bar.addEventListener("keydown", (e) => {
      const by = { ArrowLeft: -0.03, ArrowRight: 0.03 }[e.key];
      if (!by || e.altKey) return;
      e.preventDefault();
      move(this.weights[bar.before] / (this.weights[bar.before] + this.weights[right]) + by);
    });
    bar.addEventListener("dblclick", () => { Object.assign(this.weights, { record: 1.25, summary: 1, items: 1, letter: 1 }); this.draw(); });
    return bar;
  }
}
