import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { documentOf, textOf } from "../src/schema.js";
import { paragraphs, tokens, writeMark, writePending } from "../src/text.js";

const told = JSON.parse(readFileSync(new URL("./texts.json", import.meta.url), "utf8"));

// normal is a text with its tokens as they are written and nothing around its paragraphs.
function normal(text) {
  let out = "";
  let at = 0;
  for (const t of tokens(text)) {
    out += text.slice(at, t.from) + (t.mark ? writeMark(t.mark) : writePending(t.pending));
    at = t.to;
  }
  out += text.slice(at);
  return paragraphs(out).map((p) => out.slice(p.from, p.to)).join("\n\n");
}

test("a text becomes a document and the same text again", () => {
  for (const { text } of told) {
    const once = textOf(documentOf(text)).text;
    assert.equal(once, normal(text), JSON.stringify(text));
    assert.equal(textOf(documentOf(once)).text, once);
  }
});

test("every offset of a text has its place in the document", () => {
  for (const { text } of told.slice(0, 300)) {
    const doc = documentOf(text);
    const t = textOf(doc);
    const inToken = new Set();
    for (const k of tokens(t.text)) for (let i = k.from + 1; i < k.to; i++) inToken.add(i);
    for (let from = 0; from < t.text.length; from++) {
      if (inToken.has(from) || t.text[from] === "\n") continue;
      let to = from + 1;
      while (inToken.has(to)) to++;
      const said = doc.textBetween(t.place(from), t.place(to, true), "\n\n", (n) => n.type.spec.leafText(n));
      assert.equal(said, t.text.slice(from, to), `${JSON.stringify(t.text)} at ${from}`);
    }
  }
});
