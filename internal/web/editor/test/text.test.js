import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { tokens, writeMark, paragraphs, sentences, changes, units, pieces } from "../src/text.js";

const told = JSON.parse(readFileSync(new URL("./texts.json", import.meta.url), "utf8"));

test("texts are taken apart as package review takes them apart", () => {
  assert.ok(told.length > 500);
  for (const { text, paragraphs: ps, sentences: ss } of told) {
    assert.deepEqual(paragraphs(text).map((p) => [p.from, p.to]), ps, JSON.stringify(text));
    assert.deepEqual(sentences(text).map(({ from, to, body, marks, pending }) => ({ from, to, body, marks: marks.map(writeMark), pending })), ss, JSON.stringify(text));
  }
});

test("a mark is written as it was read", () => {
  for (const m of ["[p. 412:17-25]", "[p. 412]", "[pp. 9-12]"]) assert.equal(writeMark(tokens(m)[0].mark), m);
  for (const m of ["[p. 0]", "[p. 3:9-2]", "[pp. 12-9]", "[sic]", "[unconfirmed: robot]"]) assert.deepEqual(tokens(m), []);
});

test("one text becomes another by its changes", () => {
  for (let i = 1; i < told.length; i++) {
    const [a, b] = [told[i - 1].text, told[i].text];
    let t = a;
    for (const [from, to, text] of changes(a, b)) t = t.slice(0, from) + text + t.slice(to);
    assert.equal(t, b);
    assert.equal(units(a).join(""), a);
  }
  assert.deepEqual(changes("One. Two. Three. Four.", "One. 2. Three. Four. Five."), [[17, 22, "Four. Five."], [5, 10, "2. "]]);
});

test("a paragraph's pieces are its words, marks and ends of lines", () => {
  assert.deepEqual(pieces("A\nb. [p. 3] [unconfirmed]"), [{ text: "A" }, { end: true }, { text: "b. " }, { mark: { page: 3, last: 3, from: 0, to: 0 } }, { text: " " }, { pending: "assembled" }]);
});
