// The editor of one text. It knows nothing of the server and of the pages: who makes it is told what changes and where the
// cursor is, and tells it what to draw.

import { EditorState, NodeSelection, Plugin, Selection, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { Mapping } from "prosemirror-transform";
import { Fragment, Slice } from "prosemirror-model";
import { baseKeymap, chainCommands } from "prosemirror-commands";
import { closeHistory, history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { schema, documentOf, blocks, inline, lineOf, textOf } from "./schema.js";
import { changes, tokens } from "./text.js";
import { clash, clashes, clashesKey, each, findings, findingsKey, prompts, unsure } from "./marked.js";
import { pasted } from "./paste.js";

export { sentences, tokens, writeMark } from "./text.js";

const { cite, pending, hard_break: lineEnd } = schema.nodes;
const atomic = (n) => n && (n.type === cite || n.type === pending);

export class Editor {
  // on: changed(), moved(), open(mark), confirm(), peek(mark, element or null), focused().
  constructor(mount, { text = "", attributes = {}, lines = [], editable = true, on = {} }) {
    this.on = on;
    this.editable = editable;
    this.snapshots = new Set();
    this.view = new EditorView(mount, {
      state: EditorState.create({
        doc: documentOf(text),
        plugins: [
          keymap({
            "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo,
            Backspace: remove(-1), Delete: remove(1), "Mod-Backspace": remove(-1), "Mod-Delete": remove(1),
            "Shift-Enter": (state, dispatch) => { dispatch?.(state.tr.replaceSelectionWith(lineEnd.create()).scrollIntoView()); return true; },
            Enter: (state) => this.enter(state),
          }),
          keymap({ ...baseKeymap, Enter: chainCommands(baseKeymap.Enter) }),
          history(), unsure, findings, clashes, prompts(lines),
          new Plugin({ props: { handleTextInput: bracket } }),
        ],
      }),
      editable: () => this.editable,
      attributes: { role: "textbox", "aria-multiline": "true", spellcheck: "true", lang: "en-US", ...attributes },
      dispatchTransaction: (tr) => this.take(tr),
      clipboardTextSerializer: (slice) => textOf(schema.nodes.doc.create(null, slice.content.firstChild?.isBlock ? slice.content : schema.nodes.paragraph.create(null, slice.content))).text,
      handlePaste: (view, event) => pasted(view, event.clipboardData),
      handleDrop: (view, event, _slice, moved) => {
        const at = !moved && view.posAtCoords({ left: event.clientX, top: event.clientY });
        if (!at || !event.dataTransfer.getData("text/plain")) return false;
        view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at.pos))));
        return pasted(view, event.dataTransfer);
      },
      handleClickOn: (_view, pos, node) => {
        if (node.type === cite) { this.select(pos); on.open?.(node.attrs); return true; }
        if (node.type === pending) { this.select(pos); on.confirm?.(); return true; }
        return false;
      },
      handleDOMEvents: {
        mouseover: (_view, e) => { this.peek(e.target.closest?.(".cite")); },
        mouseleave: () => { this.peek(null); },
        focus: () => { on.focused?.(); },
      },
    });
  }

  peek(element) {
    if (element === this.peeked) return;
    this.peeked = element;
    const d = element?.dataset;
    this.on.peek?.(d ? { page: Number(d.page), last: Number(d.last), from: Number(d.from), to: Number(d.to) } : null, element);
  }

  enter(state) {
    const { selection } = state;
    if (!(selection instanceof NodeSelection)) return false;
    if (selection.node.type === cite) this.on.open?.(selection.node.attrs);
    if (selection.node.type === pending) this.on.confirm?.();
    return true;
  }

  take(tr) {
    for (const s of this.snapshots) s.since.appendMapping(tr.mapping);
    this.view.updateState(this.view.state.apply(tr));
    if (tr.docChanged) { this.said = null; this.on.changed?.(); }
    if (tr.docChanged || tr.selectionSet || tr.getMeta(findingsKey)) this.moved();
  }

  // moved tells where the cursor is; a mark under it is looked at as if the pointer were on it.
  moved() {
    const { selection } = this.view.state;
    const on = selection instanceof NodeSelection && selection.node.type === cite && this.view.hasFocus();
    const dom = on ? this.view.nodeDOM(selection.from) : null;
    this.peek(dom?.classList ? dom : null);
    this.on.moved?.();
  }

  get whole() { return (this.said ??= textOf(this.view.state.doc)); }
  get text() { return this.whole.text; }
  get dom() { return this.view.dom; }
  focus() { this.view.focus(); }
  has(element) { return this.view.dom.contains(element); }

  select(pos) {
    this.view.dispatch(this.view.state.tr.setSelection(NodeSelection.create(this.view.state.doc, pos)));
    this.view.focus();
  }

  // set makes the text another one, changing only the sentences that differ. It can be undone where history is true.
  set(text, { history: kept = false } = {}) {
    this.apply(this.snapshot(), text, kept);
  }

  // snapshot remembers the text as it is now, so that an answer about it finds its places after more was typed.
  snapshot() {
    const s = { text: this.whole.text, place: this.whole.place, begins: this.whole.begins, doc: this.view.state.doc, since: new Mapping() };
    this.snapshots.add(s);
    return s;
  }

  release(s) { this.snapshots.delete(s); }

  // apply makes in the text what turns the snapshot's text into another. Where a sentence was typed at meanwhile it stays,
  // and the other follows it.
  apply(s, text, kept = false) {
    this.release(s);
    const tr = this.view.state.tr;
    for (const [from, to, words] of changes(s.text, text)) {
      const [a, b] = [s.place(from), to > from ? s.place(to, true) : s.place(from)];
      const [a2, b2] = [s.since.map(a, -1), s.since.map(b, 1)];
      const same = s.doc.slice(a, b).eq(this.view.state.doc.slice(a2, b2));
      this.put(tr, same ? a2 : b2, b2, s.text.slice(0, from), words, s.text.slice(to));
    }
    if (!tr.docChanged) return;
    if (!kept) tr.setMeta("addToHistory", false);
    this.view.dispatch(tr);
  }

  // put replaces a part of the document by words, which may begin or end paragraphs.
  put(tr, from, to, before, words, after) {
    if (!/\n[ \t\r]*\n/.test(words)) {
      tr.replaceWith(from, to, inline(words.replace(/^\n+|\n+$/g, "")));
      return;
    }
    const open = { start: before && !/^\s*\n[ \t\r]*\n/.test(words) ? 1 : 0, end: after && !/\n[ \t\r]*\n\s*$/.test(words) ? 1 : 0 };
    const list = blocks(words);
    if (!open.start && before) list.unshift(schema.nodes.paragraph.create());
    if (!open.end && after) list.push(schema.nodes.paragraph.create());
    tr.replace(from, to, new Slice(Fragment.from(list), 1, 1));
  }

  // showFindings draws what a check says of the snapshot's text: offsets in it.
  showFindings(s, list) {
    this.release(s);
    const now = list.map((finding) => ({ finding, from: s.since.map(s.place(finding.from), 1), to: s.since.map(s.place(finding.to, true), -1) })).filter((f) => f.to > f.from);
    this.view.dispatch(this.view.state.tr.setMeta(findingsKey, now));
  }

  get findings() { return findingsKey.getState(this.view.state); }

  // findingsHere are those at the cursor, else those of its sentence; the gravest first.
  findingsHere() {
    const at = (from, to) => this.findings.filter((f) => from <= f.to && to >= f.from).sort((a, b) => Number(b.finding.must) - Number(a.finding.must));
    const { from, to } = this.view.state.selection;
    const here = at(from, to);
    const s = here.length ? null : this.sentence();
    return s ? at(s.from + 1, s.to - 1) : here;
  }

  // replace puts words in the place of a finding.
  replace(f, words) {
    const now = this.findings.find((x) => x.finding === f.finding) ?? f;
    this.view.dispatch(closeHistory(this.view.state.tr).replaceWith(now.from, now.to, inline(words)).scrollIntoView());
    this.view.focus();
  }

  // showClash puts the other's words beside ours, which stand in the text at or near an offset.
  showClash(mine, theirs, offset) {
    const { text, place } = this.whole;
    const words = mine.trim();
    let at = words ? text.indexOf(words, Math.max(0, offset - 4)) : Math.min(offset, text.length);
    if (at < 0) at = text.indexOf(words);
    if (at < 0) at = text.length;
    const end = text.startsWith(words, at) ? at + words.length : at;
    const [from, to] = [place(at), place(end, true)];
    const id = `clash-${(this.clashes = (this.clashes ?? 0) + 1)}`;
    const range = { from, to };
    const s = { since: new Mapping() };
    this.snapshots.add(s);
    const choose = (what) => {
      this.release(s);
      const tr = this.view.state.tr.setMeta(clashesKey, { remove: id });
      const [a, b] = [s.since.map(range.from, -1), s.since.map(range.to, 1)];
      if (what === "theirs") this.put(tr, a, b, "x", theirs.trim(), "x");
      if (what === "both") this.put(tr, b, b, "x", ` ${theirs.trim()}`, "x");
      this.view.dispatch(tr);
      this.view.focus();
    };
    this.view.dispatch(this.view.state.tr.setMeta(clashesKey, { add: [clash(to, id, theirs, choose)] }));
  }

  get clashCount() { return clashesKey.getState(this.view.state).find().length; }

  // counts says how many sentences there are and how many nobody has confirmed.
  counts() {
    let all = 0;
    let open = 0;
    each(this.view.state.doc, (s) => { all++; if (s.pending) open++; });
    return { all, open };
  }

  // sentence is the one at the cursor, or null: places in the document, marks, what is pending.
  sentence() {
    const { head, from } = this.view.state.selection;
    let found = null;
    each(this.view.state.doc, (s, at) => { if (from >= at + s.from && head <= at + s.to) found ??= { ...s, from: at + s.from, to: at + s.to, body: at + s.body }; });
    return found;
  }

  // confirm takes away what says that a sentence is not confirmed.
  confirm(s) {
    const tr = closeHistory(this.view.state.tr);
    const drop = [];
    this.view.state.doc.nodesBetween(s.from, s.to, (n, pos) => { if (n.type === pending) drop.push(pos); });
    for (const pos of drop.reverse()) {
      const before = this.view.state.doc.textBetween(Math.max(1, pos - 1), pos, "\n", "\n");
      tr.delete(before === " " ? pos - 1 : pos, pos + 1);
    }
    if (this.view.state.selection instanceof NodeSelection) tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(tr.mapping.map(s.to), tr.doc.content.size))));
    this.view.dispatch(tr);
  }

  // go puts the cursor at the next place after the cursor, by = 1 or -1, where f says yes to a sentence or a finding; false
  // where there is none.
  places() {
    const list = this.findings.filter((f) => !f.finding.kept).map((f) => ({ from: f.from, to: f.to }));
    each(this.view.state.doc, (s, at) => { if (s.pending) list.push({ from: at + s.from, to: at + s.body }); });
    return list.sort((a, b) => a.from - b.from);
  }

  step(by, { pendingOnly = false, from = null } = {}) {
    const all = pendingOnly ? [] : this.places();
    if (pendingOnly) each(this.view.state.doc, (s, at) => { if (s.pending) all.push({ from: at + s.from, to: at + s.body }); });
    const { from: here } = this.view.state.selection;
    const at = from === "start" ? -1 : from === "end" ? Infinity : here;
    const next = by > 0 ? all.find((p) => p.from > at) : all.findLast((p) => p.from < at);
    if (!next) return false;
    this.goto(next.from);
    return true;
  }

  goto(pos) {
    this.view.dispatch(this.view.state.tr.setSelection(TextSelection.near(this.view.state.doc.resolve(Math.max(0, Math.min(pos, this.view.state.doc.content.size))))).scrollIntoView());
    this.view.focus();
  }

  // cite puts a mark at the cursor, after the page's own words where they are wanted. Never twice the same in one place.
  cite(mark, quote = "") {
    const { selection, doc } = this.view.state;
    const at = selection instanceof NodeSelection ? selection.to : selection.head;
    const $at = doc.resolve(at);
    const before = $at.parent.textBetween(Math.max(0, $at.parentOffset - 1), $at.parentOffset, "", "x");
    const after = $at.parent.textBetween($at.parentOffset, Math.min($at.parent.content.size, $at.parentOffset + 1), "", "x");
    const list = [];
    if (before && !/\s/.test(before)) list.push(schema.text(" "));
    if (quote) list.push(schema.text(`“${quote}” `));
    list.push(cite.create({ page: mark.page, last: mark.last ?? mark.page, from: mark.from ?? 0, to: mark.to ?? 0 }));
    if (after && !/[\s.,;:!?)\]]/.test(after)) list.push(schema.text(" "));
    const tr = closeHistory(this.view.state.tr).insert(at, list); // taken back by itself
    const end = at + list.reduce((n, x) => n + x.nodeSize, 0);
    this.view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(end))).scrollIntoView());
    this.view.focus();
  }

  // add puts paragraphs after what is there. It can be undone.
  add(text) {
    const { doc, tr } = this.view.state;
    const empty = doc.childCount === 1 && doc.firstChild.content.size === 0;
    const list = blocks(text);
    const at = empty ? 0 : doc.content.size;
    closeHistory(tr).replaceWith(at, doc.content.size, list);
    this.view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1))).scrollIntoView());
    this.view.focus();
  }

  // insert puts a text at the cursor, which may be of several paragraphs. It can be undone.
  insert(text) {
    const list = blocks(text);
    const slice = list.length === 1 ? new Slice(list[0].content, 0, 0) : new Slice(Fragment.from(list), 1, 1);
    this.view.dispatch(closeHistory(this.view.state.tr).replaceSelection(slice).scrollIntoView());
    this.view.focus();
  }

  // reveal scrolls to the cursor, where there is less room than before.
  reveal() { this.view.dispatch(this.view.state.tr.scrollIntoView()); }

  // lead puts the cursor at an offset of the text.
  lead(offset) { this.goto(this.whole.place(offset)); }

  lock(editable) {
    this.editable = editable;
    this.view.setProps({ editable: () => this.editable });
  }

  line(n) { return lineOf(n).text; }
}

// remove deletes the thing before or after the cursor, with the space that parted it from its sentence.
const remove = (by) => (state, dispatch) => {
  const { selection, doc } = state;
  let from;
  let to;
  if (selection instanceof NodeSelection && atomic(selection.node)) [from, to] = [selection.from, selection.to];
  else if (selection.empty) {
    const node = by < 0 ? selection.$from.nodeBefore : selection.$from.nodeAfter;
    if (!atomic(node)) return false;
    [from, to] = by < 0 ? [selection.from - 1, selection.from] : [selection.from, selection.from + 1];
  } else return false;
  const $from = doc.resolve(from);
  const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 1), $from.parentOffset, "", "x");
  const after = $from.parent.textBetween(Math.min($from.parent.content.size, $from.parentOffset + 1), Math.min($from.parent.content.size, $from.parentOffset + 2), "", "x");
  if (before === " " && (after === " " || after === "")) from--;
  dispatch?.(closeHistory(state.tr).delete(from, to).scrollIntoView());
  return true;
};

// bracket makes one thing of a token that was typed to its end.
function bracket(view, from, to, text) {
  if (text !== "]" || from !== to) return false;
  const $from = view.state.doc.resolve(from);
  const typed = $from.parent.textBetween(Math.max(0, $from.parentOffset - 40), $from.parentOffset, "", "\ufffc") + text;
  const t = tokens(typed).at(-1);
  if (!t || t.to !== typed.length) return false;
  view.dispatch(view.state.tr.replaceWith(from - (t.to - t.from - 1), to, t.mark ? cite.create(t.mark) : pending.create({ origin: t.pending })));
  return true;
}
