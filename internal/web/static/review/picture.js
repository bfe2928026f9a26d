// Pictures of pages cut at words: asked for by the page's number in the record, drawn with the words marked.

import { ask } from "../reader/net.js";
import { pictureWidth } from "../reader/leaf.js";

const known = new Map();

// about asks what is to be known of words of a page: where they stand, what stands around them, where the picture is.
export function about(path, { page, from = 0, to = 0 }) {
  const key = `${page}:${from}-${to}`;
  let got = known.get(key);
  if (!got) {
    got = ask(`${path}/peek?p=${page}&from=${from}&to=${to}`);
    got.then((p) => { if (!p.read) known.delete(key); }, () => known.delete(key));
    known.set(key, got);
    if (known.size > 200) known.delete(known.keys().next().value);
  }
  return got;
}

const make = (name, className, words) => {
  const e = document.createElement(name);
  if (className) e.className = className;
  if (words !== undefined) e.textContent = words;
  return e;
};

// cut draws the part of a page around words, width pixels wide and at most height high; seen is called when it is there.
export function cut(path, mark, { width = 360, height = 150, seen, link } = {}) {
  const box = make("figure", "cut");
  const frame = make("div", "cut-frame");
  const caption = make("figcaption", "", `p. ${mark.page}`);
  box.append(frame, caption);
  frame.style.height = `${height}px`;
  about(path, mark).then((p) => {
    const lines = p.boxes;
    const around = 30; // points beside the words
    let view = { x: 0, y: 0, w: p.width, h: p.width * height / width };
    if (lines.length) {
      const x0 = Math.min(...lines.map((b) => b[0]));
      const x1 = Math.max(...lines.map((b) => b[2]));
      const y0 = lines[0][1];
      const y1 = Math.min(lines.at(-1)[3], y0 + 90);
      const w = Math.min(p.width, Math.max(x1 - x0 + 2 * around, p.width * 0.55));
      const x = Math.max(0, Math.min(p.width - w, (x0 + x1) / 2 - w / 2));
      const h = Math.min(w * height / width, Math.max(y1 - y0 + 44, 64));
      view = { x, y: Math.max(0, Math.min(p.height - h, (y0 + y1) / 2 - h / 2)), w, h };
    }
    const scale = width / view.w;
    frame.style.width = `${width}px`;
    frame.style.height = `${view.h * scale}px`;
    const sheet = make("div", "cut-sheet");
    sheet.style.width = `${p.width * scale}px`;
    sheet.style.height = `${p.height * scale}px`;
    sheet.style.transform = `translate(${-view.x * scale}px, ${-view.y * scale}px)`;
    const img = make("img");
    img.alt = "";
    img.src = `${p.picture}?w=${pictureWidth(p.width * scale)}`;
    img.addEventListener("load", () => seen?.());
    sheet.append(img);
    for (const b of lines) {
      const m = make("span", "cut-words");
      m.style.left = `${(b[0] - 1) * scale}px`;
      m.style.top = `${(b[1] - 1) * scale}px`;
      m.style.width = `${(b[2] - b[0] + 2) * scale}px`;
      m.style.height = `${(b[3] - b[1] + 2) * scale}px`;
      sheet.append(m);
    }
    frame.append(sheet);
    caption.replaceChildren();
    const name = link ? make("button", "link", `p. ${mark.page}`) : make("b", "", `p. ${mark.page}`);
    if (link) {
      name.type = "button";
      name.addEventListener("click", link);
    }
    caption.append(name, p.paper ? ` ${p.paper}` : "");
    if (p.words) {
      const said = make("span", "unseen");
      said.textContent = ` ${p.before} “${p.words}” ${p.after}`;
      caption.append(said);
    }
  }, (e) => { caption.textContent = `p. ${mark.page}: ${e.message}`; box.classList.add("none"); });
  return box;
}
