// The text in which a reviewer writes, as package review has it: tokens in brackets, sentences, paragraphs. Offsets are
// those of JavaScript strings. test/ compares what is here with what the Go package says of the same texts.

const number = "(\\d{1,3}(?:,\\d{3})+|\\d{1,7})";
const blank = "[\\t\\n\\f\\r ]";
const pattern = `\\[(?:pp?\\.${blank}?${number}(?:${blank}?[-–]${blank}?${number}|:(\\d{1,6})-(\\d{1,6}))?|(unconfirmed)(: model)?)\\]`;

// tokens lists what stands in brackets and is no word: marks, and what says that a sentence is not confirmed.
export function tokens(text) {
  const list = [];
  for (const m of text.matchAll(new RegExp(pattern, "g"))) {
    const t = { from: m.index, to: m.index + m[0].length };
    if (m[5]) {
      list.push({ ...t, pending: m[6] ? "model" : "assembled" });
      continue;
    }
    const n = digits(m[1]);
    const mark = { page: n, last: m[2] ? digits(m[2]) : n, from: m[3] ? Number(m[3]) : 0, to: m[4] ? Number(m[4]) : 0 };
    if (mark.page < 1 || mark.last < mark.page || mark.to < mark.from || !Number.isSafeInteger(mark.last)) continue; // no page is meant: words
    list.push({ ...t, mark });
  }
  return list;
}

const digits = (s) => Number(s.replaceAll(",", ""));

// writeMark is a mark as it stands in a text.
export function writeMark({ page, last = page, from = 0, to = 0 }) {
  if (last > page) return `[pp. ${page}-${last}]`;
  return to > from ? `[p. ${page}:${from}-${to}]` : `[p. ${page}]`;
}

export const writePending = (origin) => (origin === "model" ? "[unconfirmed: model]" : "[unconfirmed]");

// paragraphs are the parts of a text between empty lines, without the space around them.
export function paragraphs(text) {
  const list = [];
  const empty = /\n[ \t\r]*\n[\n \t\r]*/g;
  let from = 0;
  for (;;) {
    const m = empty.exec(text);
    const s = trim(text, from, m ? m.index : text.length);
    if (s.to > s.from) list.push(s);
    if (!m) return list;
    from = empty.lastIndex;
  }
}

const space = (c) => c === " " || c === "\n" || c === "\t" || c === "\r";

function trim(text, from, to) {
  while (from < to && space(text[from])) from++;
  while (to > from && space(text[to - 1])) to--;
  return { from, to };
}

// pieces takes one paragraph apart into words, marks, what is pending, and the ends of lines.
export function pieces(text) {
  const list = [];
  const words = (s) => {
    s.split("\n").forEach((line, i) => {
      if (i) list.push({ end: true });
      if (line) list.push({ text: line });
    });
  };
  let at = 0;
  for (const t of tokens(text)) {
    words(text.slice(at, t.from));
    list.push(t.mark ? { mark: t.mark } : { pending: t.pending });
    at = t.to;
  }
  words(text.slice(at));
  return list;
}

const abbreviations = new Set(
  ("dr mr mrs ms prof st jr sr vs v no nos approx e.g i.e etc cf p pp fig dept inc mt ft lb lbs oz min max sec yr yrs y.o p.o b.i.d t.i.d q.i.d p.r.n q.d q.h.s h.s " +
    "a.m p.m m.d d.o ph.d d.c r.n sect ref est wk wks mo mos hrs tel ext jan feb mar apr jun jul aug sep sept oct nov dec").split(" "),
);

// sentences are those of a text: from and to with their marks, body the end of their words, pending "" where confirmed.
export function sentences(text) {
  const list = [];
  const all = tokens(text);
  for (const p of paragraphs(text)) part(text, p, all.filter((t) => t.from >= p.from && t.to <= p.to), list);
  return list;
}

function part(text, p, inside, list) {
  let begin = p.from;
  let k = 0;
  const end = (body, to) => {
    const s = trim(text, begin, to);
    if (s.to > s.from) {
      const b = trim(text, s.from, Math.min(body, s.to));
      const own = inside.filter((t) => t.from >= s.from && t.to <= s.to);
      list.push({ ...s, body: b.to, marks: own.filter((t) => t.mark).map((t) => t.mark), pending: own.findLast((t) => t.pending)?.pending ?? "" });
    }
    begin = to;
  };
  for (let i = p.from; i < p.to; ) {
    if (k < inside.length && inside[k].from === i) {
      i = inside[k].to;
      k++;
      continue;
    }
    const c = text[i];
    i++;
    if (!closes(text, begin, i, p.to, c)) continue;
    while (i < p.to && "\"”’')".includes(text[i])) i++;
    const body = i;
    while (k < inside.length && text.slice(i, inside[k].from).trim() === "") {
      i = inside[k].to;
      k++;
    }
    end(body, i);
  }
  end(p.to, p.to);
}

// closes says whether the character before i ends a sentence.
function closes(text, begin, i, limit, c) {
  if (c !== "." && c !== "!" && c !== "?") return false;
  if (c === ".") {
    const word = text.slice(begin, i - 1).match(/\S*$/u)[0];
    if (abbreviations.has(word.replace(/^[([“"]+/, "").toLowerCase()) || /^\p{Lu}$/u.test(word)) return false;
  }
  const rest = text.slice(i, limit).replace(/^["”’')]+/, "");
  if (!rest) return true;
  if (rest[0] === "[" && tokens(rest.slice(0, 64))[0]?.from === 0) return true;
  if (!/^\s/u.test(rest)) return false;
  const after = rest.trimStart();
  return !after || !/^\p{Ll}/u.test(after.replace(/^["“‘'(]+/, ""));
}

// changes lists what must be replaced in one text so that it becomes another, sentence by sentence, from the last to the
// first: [from, to, with what].
export function changes(was, is) {
  const a = units(was);
  const b = units(is);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let ea = a.length;
  let eb = b.length;
  while (ea > head && eb > head && a[ea - 1] === b[eb - 1]) { ea--; eb--; }
  const best = Array.from({ length: ea - head + 1 }, () => new Int32Array(eb - head + 1));
  for (let i = ea - head - 1; i >= 0; i--) {
    for (let j = eb - head - 1; j >= 0; j--) best[i][j] = a[head + i] === b[head + j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
  }
  const start = [0];
  for (const u of a) start.push(start.at(-1) + u.length);
  const list = [];
  const replace = (i, n, text) => { if (n || text) list.push([start[i], start[i + n], text]); };
  let from = head;
  let text = "";
  let i = head;
  let j = head;
  while (i < ea || j < eb) {
    if (i < ea && j < eb && a[i] === b[j]) {
      replace(from, i - from, text);
      i++;
      j++;
      from = i;
      text = "";
    } else if (j >= eb || (i < ea && best[i - head + 1][j - head] >= best[i - head][j - head + 1])) i++;
    else text += b[j++];
  }
  replace(from, ea - from, text);
  return list.reverse();
}

// units are the sentences of a text with the space after them, which together are the text.
export function units(text) {
  const list = [];
  let at = 0;
  for (const s of sentences(text)) {
    let to = s.to;
    while (to < text.length && space(text[to])) to++;
    list.push(text.slice(at, to));
    at = to;
  }
  if (at < text.length) list.push(text.slice(at));
  return list;
}
