import { test } from "node:test";
import assert from "node:assert/strict";
import { withWords } from "../src/paste.js";

test("a pasted citation keeps the words that its link names", () => {
  const link = (p, w) => `<a href="http://x/cases/CM26-1/reader#p=${p}&amp;w=${w}">p. ${p}</a>`;
  assert.equal(withWords("“a tear” [p. 412]", `“a tear” [${link(412, "17-25")}]`), "“a tear” [p. 412:17-25]");
  assert.equal(withWords("[p. 4] [p. 4] [p. 5:1-2]", link(4, "1-3") + link(5, "7-9") + link(4, "8-9")), "[p. 4:1-3] [p. 4:8-9] [p. 5:1-2]");
  assert.equal(withWords("[p. 4]", "<b>no link</b>"), "[p. 4]");
  assert.equal(withWords("[pp. 4-6] [unconfirmed]", link(4, "1-3")), "[pp. 4-6] [unconfirmed]");
});
