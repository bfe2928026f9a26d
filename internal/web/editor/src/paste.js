// What is pasted comes as plain words; “words” [p. 412] among them become marks. A citation that the reader put on the
// clipboard says in its link which words of the page are meant.

import { Fragment, Slice } from "prosemirror-model";
import { blocks } from "./schema.js";
import { tokens, writeMark } from "./text.js";

export function pasted(view, data) {
  const plain = data?.getData("text/plain");
  if (!plain) return false;
  const text = withWords(plain.replace(/\r\n?/g, "\n"), data.getData("text/html"));
  const list = blocks(text);
  let slice = new Slice(Fragment.from(list), 1, 1);
  if (list.length === 1) {
    const lead = /^[ \t]/.test(text) ? " " : "";
    const tail = /[ \t]$/.test(text) ? " " : "";
    let content = list[0].content;
    const { schema } = view.state;
    if (lead) content = Fragment.from(schema.text(" ")).append(content);
    if (tail) content = content.append(Fragment.from(schema.text(" ")));
    slice = new Slice(content, 0, 0);
  }
  view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView().setMeta("paste", true));
  return true;
}

// withWords adds to the marks of a text the words that the links beside them name, in their order.
export function withWords(text, html) {
  const links = [...(html ?? "").matchAll(/\/reader#p=(\d{1,7})&(?:amp;)?w=(\d{1,6})-(\d{1,6})/g)].map((m) => m.slice(1).map(Number));
  let out = "";
  let at = 0;
  for (const t of tokens(text)) {
    out += text.slice(at, t.from);
    at = t.to;
    const i = t.mark && t.mark.last === t.mark.page && t.mark.to === 0 ? links.findIndex(([p]) => p === t.mark.page) : -1;
    if (i < 0) { out += text.slice(t.from, t.to); continue; }
    const [[page, from, to]] = links.splice(i, 1);
    out += writeMark({ page, last: page, from, to });
  }
  return out + text.slice(at);
}
