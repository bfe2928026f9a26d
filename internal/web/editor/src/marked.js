// What is drawn over a text and is no part of it: sentences that are not confirmed, findings, clashes with another window,
// prompts where nothing is written yet.

import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { lineOf, within } from "./schema.js";
import { sentences } from "./text.js";

const parted = new WeakMap();

// sentencesOf are the sentences of a paragraph, with places counted from the beginning of its content.
export function sentencesOf(paragraph) {
  let list = parted.get(paragraph);
  if (!list) {
    const line = lineOf(paragraph);
    list = sentences(line.text).map((s) => ({
      from: within(line, s.from), to: within(line, s.to, true), body: within(line, s.body, true),
      marks: s.marks, pending: s.pending, words: line.text.slice(s.from, s.to),
    }));
    parted.set(paragraph, list);
  }
  return list;
}

// each calls f with every sentence of a document and the position where its paragraph begins.
export function each(doc, f) {
  doc.forEach((p, pos) => { for (const s of sentencesOf(p)) f(s, pos + 1); });
}

// unsure underlines what nobody has confirmed.
export const unsure = new Plugin({
  props: {
    decorations(state) {
      const list = [];
      const { head } = state.selection;
      each(state.doc, (s, at) => {
        if (!s.pending) return;
        const here = head >= at + s.from && head <= at + s.to;
        list.push(Decoration.inline(at + s.from, at + s.body, { class: `unsure${here ? " here" : ""}` }));
      });
      return DecorationSet.create(state.doc, list);
    },
  },
});

export const findingsKey = new PluginKey("findings");

// findings are drawn at their words and move with them; the one at the cursor stands out.
export const findings = new Plugin({
  key: findingsKey,
  state: {
    init: () => [],
    apply(tr, list) {
      const set = tr.getMeta(findingsKey);
      if (set) return set;
      if (!tr.docChanged || !list.length) return list;
      return list.map((f) => ({ ...f, from: tr.mapping.map(f.from, 1), to: tr.mapping.map(f.to, -1) })).filter((f) => f.to > f.from);
    },
  },
  props: {
    decorations(state) {
      const { from, to } = state.selection;
      const list = findingsKey.getState(state);
      const here = list.filter((f) => from <= f.to && to >= f.from).sort((a, b) => a.to - a.from - (b.to - b.from))[0]; // the closest
      return DecorationSet.create(state.doc, list.map((f) => Decoration.inline(f.from, f.to, {
        class: `find ${f.finding.kept ? "kept" : f.finding.must ? "must" : "may"}${f === here ? " here" : ""}`,
      })));
    },
  },
});

export const clashesKey = new PluginKey("clashes");

// clashes show what another window wrote at a place where this one wrote otherwise, with the choice between them.
export const clashes = new Plugin({
  key: clashesKey,
  state: {
    init: () => DecorationSet.empty,
    apply(tr, set) {
      const m = tr.getMeta(clashesKey);
      set = set.map(tr.mapping, tr.doc);
      if (m?.add) set = set.add(tr.doc, m.add);
      if (m?.remove) set = set.remove(set.find(undefined, undefined, (spec) => spec.id === m.remove));
      return set;
    },
  },
  props: { decorations: (state) => clashesKey.getState(state) },
});

// clash is the box at the place of a clash.
export function clash(pos, id, theirs, choose) {
  return Decoration.widget(pos, () => {
    const box = document.createElement("span");
    box.className = "clash";
    box.contentEditable = "false";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Another window wrote here");
    const said = document.createElement("span");
    said.textContent = theirs.trim() ? `Another window wrote here: “${theirs.trim()}”` : "Another window took these words away.";
    box.append(said);
    for (const [name, words] of [["theirs", "Take that"], ["mine", "Keep what is here"], ["both", "Keep both"]]) {
      if (name === "both" && !theirs.trim()) continue;
      const b = document.createElement("button");
      b.type = "button";
      b.textContent = words;
      b.addEventListener("mousedown", (e) => e.preventDefault());
      b.addEventListener("click", () => choose(name));
      box.append(b);
    }
    return box;
  }, { id, side: 1, stopEvent: () => true, ignoreSelection: true, key: id });
}

// prompts stand in an empty text, one a line, and are never part of it.
export const prompts = (lines) => new Plugin({
  props: {
    decorations(state) {
      const only = state.doc.childCount === 1 && state.doc.firstChild.content.size === 0;
      if (!only || !lines.length) return null;
      return DecorationSet.create(state.doc, [Decoration.widget(1, () => {
        const box = document.createElement("span");
        box.className = "prompts";
        box.setAttribute("aria-hidden", "true"); // the field's description says it
        for (const l of lines) {
          const s = document.createElement("span");
          s.textContent = l;
          box.append(s);
        }
        return box;
      }, { side: 1, ignoreSelection: true, key: "prompts" })]);
    },
  },
});
