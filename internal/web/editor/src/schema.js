// The document of the editor: paragraphs of words, with marks of pages and what is not confirmed yet as single things among
// the words. Between a text and a document nothing is lost but space around paragraphs.

import { Schema } from "prosemirror-model";
import { paragraphs, pieces, writeMark, writePending } from "./text.js";

const label = ({ page, last }) => (last > page ? `${page}–${last}` : `${page}`);
const number = (dom, name) => Number(dom.getAttribute(name)) || 0;

export const schema = new Schema({
  nodes: {
    doc: { content: "paragraph+" },
    paragraph: { content: "inline*", parseDOM: [{ tag: "p" }, { tag: "div" }, { tag: "li" }], toDOM: () => ["p", 0] },
    text: { group: "inline" },
    cite: {
      group: "inline", inline: true, atom: true, selectable: true, draggable: false,
      attrs: { page: {}, last: {}, from: { default: 0 }, to: { default: 0 } },
      toDOM: (n) => ["span", {
        class: "cite", role: "img", "aria-label": `cited: page ${n.attrs.last > n.attrs.page ? `${n.attrs.page} to ${n.attrs.last}` : n.attrs.page}`,
        "data-page": n.attrs.page, "data-last": n.attrs.last, "data-from": n.attrs.from, "data-to": n.attrs.to,
      }, label(n.attrs)],
      parseDOM: [{ tag: "span.cite", getAttrs: (d) => ({ page: number(d, "data-page"), last: number(d, "data-last"), from: number(d, "data-from"), to: number(d, "data-to") }) }],
      leafText: (n) => writeMark(n.attrs),
    },
    pending: {
      group: "inline", inline: true, atom: true, selectable: true, draggable: false,
      attrs: { origin: { default: "assembled" } },
      toDOM: (n) => ["span", {
        class: `pending ${n.attrs.origin}`, role: "img", "data-origin": n.attrs.origin, title: "Confirm this sentence (Alt+Enter)",
        "aria-label": n.attrs.origin === "model" ? "written by a language model, not confirmed yet" : "not confirmed yet",
      }, n.attrs.origin === "model" ? "model: confirm" : "confirm"],
      parseDOM: [{ tag: "span.pending", getAttrs: (d) => ({ origin: d.getAttribute("data-origin") === "model" ? "model" : "assembled" }) }],
      leafText: (n) => writePending(n.attrs.origin),
    },
    hard_break: { group: "inline", inline: true, selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"], leafText: () => "\n" },
  },
});

const nodes = schema.nodes;

// inline makes the content of a paragraph.
export const inline = (text) => pieces(text).map((p) => {
  if (p.mark) return nodes.cite.create(p.mark);
  if (p.pending) return nodes.pending.create({ origin: p.pending });
  return p.end ? nodes.hard_break.create() : schema.text(p.text);
});

// blocks are the paragraphs of a text, at least one.
export function blocks(text) {
  const list = paragraphs(text).map((p) => nodes.paragraph.create(null, inline(text.slice(p.from, p.to))));
  return list.length ? list : [nodes.paragraph.create()];
}

export const documentOf = (text) => nodes.doc.create(null, blocks(text));

const lines = new WeakMap();

// lineOf is the text of a paragraph with the places of its parts: [offset in the text, offset in the paragraph, length of the
// text, whether it is one thing].
export function lineOf(paragraph) {
  let line = lines.get(paragraph);
  if (line) return line;
  let text = "";
  const parts = [];
  paragraph.forEach((n, offset) => {
    const t = n.isText ? n.text : n.type.spec.leafText(n);
    parts.push([text.length, offset, t.length, !n.isText]);
    text += t;
  });
  line = { text, parts };
  lines.set(paragraph, line);
  return line;
}

// within finds the place in a paragraph of an offset of its text. In the middle of a thing it is before it, or after it
// where the offset ends something.
export function within({ text, parts }, offset, ends = false) {
  for (let i = parts.length - 1; i >= 0; i--) {
    const [at, place, length, whole] = parts[i];
    if (offset < at || (offset === at && ends && i > 0)) continue;
    if (!whole) return place + Math.min(offset - at, length);
    return offset === at ? place : (ends || offset >= at + length ? place + 1 : place);
  }
  return text.length ? parts[0][1] : 0;
}

// textOf is the text of a document, and place, which finds the position of an offset of that text in the document.
export function textOf(doc) {
  let text = "";
  const begins = [];
  doc.forEach((p, pos) => {
    const line = lineOf(p);
    const words = line.text.replace(/[ \n\t\r]+$/, "");
    const lead = words.length - words.replace(/^[ \n\t\r]+/, "").length;
    if (words.length === lead) return;
    if (text) text += "\n\n";
    begins.push({ at: text.length, pos: pos + 1, line, lead });
    text += words.slice(lead);
  });
  const place = (offset, ends = false) => {
    let i = begins.length - 1;
    while (i > 0 && begins[i].at > offset) i--;
    if (i < 0) return 1;
    const b = begins[i];
    return b.pos + within(b.line, Math.min(offset - b.at + b.lead, b.line.text.length), ends);
  };
  return { text, place, begins };
}
