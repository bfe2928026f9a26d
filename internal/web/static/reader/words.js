// The words of pages: asked for once, laid over the picture as text that is not seen but can be selected, and found
// again in what somebody selected. A scan's words are like those of a native page.

import { ask, queue } from "./net.js";

const kept = 80; // pages whose words are remembered

export class Words {
  constructor(path, model) {
    this.path = path;
    this.model = model;
    this.cache = new Map();
    this.queue = queue(3);
  }

  // of returns the words of a page. A page that was not read yet is waited for; it is read before all others.
  of(n) {
    const model = this.model();
    const id = model.id(n);
    const old = this.cache.get(id);
    if (old) {
      this.cache.delete(id);
      this.cache.set(id, old);
      return old;
    }
    const got = this.queue(() => ask(`${this.path}/pages/${id}.json`));
    this.cache.set(id, got);
    got.then((p) => { if (!p.read) this.cache.delete(id); }, () => this.cache.delete(id));
    while (this.cache.size > kept) this.cache.delete(this.cache.keys().next().value);
    return got;
  }
}

// box is the place of one word in points.
export const box = (p, i) => [p.boxes[4 * i] / 10, p.boxes[4 * i + 1] / 10, p.boxes[4 * i + 2] / 10, p.boxes[4 * i + 3] / 10];

// boxes are the places of words from (inclusive) to (exclusive), one for each line.
export function boxes(p, from, to) {
  const list = [];
  let line = -1;
  for (let i = Math.max(0, from); i < Math.min(to, p.words.length); i++) {
    const b = box(p, i);
    const last = list.at(-1);
    if (last && p.lines[i] === line) {
      last[0] = Math.min(last[0], b[0]);
      last[1] = Math.min(last[1], b[1]);
      last[2] = Math.max(last[2], b[2]);
      last[3] = Math.max(last[3], b[3]);
    } else {
      list.push(b);
      line = p.lines[i];
    }
  }
  return list;
}

// text is the text of words from (inclusive) to (exclusive).
export function text(p, from = 0, to = p.words.length) {
  let s = "";
  for (let i = from; i < Math.min(to, p.words.length); i++) {
    if (i > from) s += p.blocks[i] !== p.blocks[i - 1] ? "\n\n" : p.lines[i] !== p.lines[i - 1] ? "\n" : " ";
    s += p.words[i];
  }
  return s;
}

const face = "Arial, sans-serif";
const widths = new Map();
let pen = null;

function measure(word) {
  let w = widths.get(word);
  if (w === undefined) {
    pen ??= new OffscreenCanvas(1, 1).getContext("2d");
    pen.font = `100px ${face}`;
    w = pen.measureText(word).width / 100;
    if (widths.size > 50_000) widths.clear();
    widths.set(word, w);
  }
  return w;
}

// layer lays words over a page, in points of the page: the element is scaled as a whole. Each word reaches to the next
// one of its line, so that a selection has no holes.
export function layer(p) {
  const el = document.createElement("div");
  el.className = "words";
  el.style.fontFamily = face;
  const all = document.createDocumentFragment();
  for (let i = 0; i < p.words.length; i++) {
    const [x0, y0, x1, y1] = box(p, i);
    const goesOn = i + 1 < p.words.length && p.lines[i + 1] === p.lines[i];
    const next = goesOn ? Math.max(x1, p.boxes[4 * (i + 1)] / 10) : x1;
    const word = p.words[i] + (goesOn ? " " : "");
    const size = Math.max(2, (y1 - y0) * 0.86);
    const span = document.createElement("span");
    span.textContent = word;
    span.dataset.i = i;
    span.style.left = `${x0}px`;
    span.style.top = `${y0}px`;
    span.style.height = `${y1 - y0}px`;
    span.style.lineHeight = `${y1 - y0}px`;
    span.style.fontSize = `${size}px`;
    span.style.transform = `scaleX(${(next - x0) / (measure(word) * size || 1)})`;
    all.append(span);
    if (!goesOn) all.append(document.createElement("br"));
  }
  el.append(all);
  return el;
}

// selected is what somebody selected: the page and its words, or null. A selection over several pages counts as far as the
// end of its first page.
export function selected(view) {
  const s = getSelection();
  if (!s || s.isCollapsed || !s.rangeCount) return null;
  const range = s.getRangeAt(0);
  if (!range.intersectsNode(view)) return null;
  for (const page of view.querySelectorAll("[data-page]")) {
    if (!range.intersectsNode(page)) continue;
    let from = -1;
    let to = -1;
    for (const span of page.querySelectorAll("[data-i]")) {
      if (!range.intersectsNode(span)) {
        if (from >= 0) break;
        continue;
      }
      const t = span.firstChild;
      if (range.startContainer === t && range.startOffset >= t.data.trimEnd().length) continue;
      if (range.endContainer === t && range.endOffset === 0) break;
      if (range.endContainer === span && range.endOffset === 0) break;
      if (from < 0) from = Number(span.dataset.i);
      to = Number(span.dataset.i) + 1;
    }
    if (from >= 0) return { page: Number(page.dataset.page), from, to, rect: range.getBoundingClientRect() };
  }
  return null;
}
