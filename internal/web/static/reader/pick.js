// Choosing words by keyboard: e begins at the first word in view, or at the hit that one stands at; arrows move by words
// and lines, with Shift they stretch the choice. What is chosen is cited, highlighted and noted like a selection.

export class Pick {
  constructor(desk) {
    this.desk = desk;
    this.on = false;
  }

  // begin chooses the first word; it needs the page's words.
  begin() {
    const n = this.desk.current;
    const p = this.desk.roll.mounted.get(n)?.words;
    if (!p?.words.length) { this.desk.say("The words of this page are not known yet."); return; }
    const hit = this.desk.find.hits[this.desk.find.now];
    let from = 0;
    if (hit?.[0] === n) from = hit[1];
    else {
      const leaf = this.desk.roll.mounted.get(n);
      const top = (this.desk.view.getBoundingClientRect().top - leaf.turn.getBoundingClientRect().top) / leaf.scale;
      from = Math.max(0, p.words.findIndex((_, i) => p.boxes[4 * i + 1] / 10 >= top));
    }
    Object.assign(this, { on: true, n, p, anchor: from, focus: hit?.[0] === n ? hit[2] - 1 : from });
    this.show();
  }

  end() {
    this.on = false;
    this.desk.target = null;
    this.desk.redraw();
  }

  // key moves the choice; it says whether the key was one of its own.
  key(e) {
    const { p } = this;
    const last = p.words.length - 1;
    const line = (by) => {
      let i = this.focus;
      const here = p.lines[i];
      while (i >= 0 && i <= last && p.lines[i] === here) i += by;
      if (i < 0 || i > last) return this.focus;
      const x = p.boxes[4 * this.focus];
      let best = i;
      for (let k = i; k >= 0 && k <= last && p.lines[k] === p.lines[i]; k += by) if (Math.abs(p.boxes[4 * k] - x) < Math.abs(p.boxes[4 * best] - x)) best = k;
      return best;
    };
    const to = { ArrowRight: () => this.focus + 1, ArrowLeft: () => this.focus - 1, ArrowDown: () => line(1), ArrowUp: () => line(-1) }[e.key];
    if (!to) return false;
    this.focus = Math.min(last, Math.max(0, to()));
    if (!e.shiftKey) this.anchor = this.focus;
    this.show();
    return true;
  }

  show() {
    const { n, p } = this;
    const [from, to] = [Math.min(this.anchor, this.focus), Math.max(this.anchor, this.focus) + 1];
    this.desk.target = { n, from, to };
    this.desk.redraw();
    const y = p.boxes[4 * this.focus + 1] / 10;
    const leaf = this.desk.roll.mounted.get(n);
    const room = this.desk.view.getBoundingClientRect();
    const at = leaf ? leaf.turn.getBoundingClientRect().top + y * leaf.scale : 0;
    if (at < room.top + 20 || at > room.bottom - 60) this.desk.roll.go(n, y);
    this.desk.part("announce").textContent = p.words.slice(from, to).join(" ");
  }
}
