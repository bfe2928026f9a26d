// What the reader knows of a record: pages by their numbers, papers, copies, files, what was opened. It touches no page
// of the browser and can be tried without one.

// each calls f with every number of ranges, written as pairs of the first and the last.
export function each(ranges, f) {
  for (let i = 0; i + 1 < (ranges?.length ?? 0); i += 2) for (let n = ranges[i]; n <= ranges[i + 1]; n++) f(n);
}

// told writes ranges for people: "12–18, 20".
export function told(ranges) {
  const parts = [];
  for (let i = 0; i + 1 < ranges.length; i += 2) parts.push(ranges[i] === ranges[i + 1] ? `${ranges[i]}` : `${ranges[i]}–${ranges[i + 1]}`);
  return parts.join(", ");
}

// date writes 2015-09-16 for people: "Sep 16, 2015".
export function date(day) {
  if (!day) return "";
  const [y, m, d] = day.split("-").map(Number);
  return `${["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][m - 1]} ${d}, ${y}`;
}

export const count = (n, one) => `${n.toLocaleString("en-US")} ${one}${n === 1 ? "" : "s"}`;

const flags = (n, ranges) => {
  const f = new Uint8Array(n + 1);
  each(ranges, (p) => { f[p] = 1; });
  return f;
};

export class Model {
  constructor(list) {
    const n = list.pages;
    this.list = list;
    this.pages = n;
    this.width = new Float32Array(n + 1);
    this.height = new Float32Array(n + 1);
    let p = 1;
    for (const [w, h, times] of list.sizes) {
      for (let i = 0; i < times && p <= n; i++, p++) {
        this.width[p] = w;
        this.height[p] = h;
      }
    }
    for (; p <= n; p++) { this.width[p] = 612; this.height[p] = 792; }
    this.pending = flags(n, list.pending);
    this.blank = flags(n, list.blank);
    this.parting = flags(n, list.parting);
    this.scan = flags(n, list.scans);
    this.opened = flags(n, list.opened);
    this.fresh = flags(n, list.new);
    this.problem = new Map(list.problems ?? []);
    this.bates = new Map(list.bates ?? []);
    this.foreign = new Map(list.foreign ?? []);
    this.docs = list.docs;
    this.docOf = new Int32Array(n + 1).fill(-1);
    this.placeIn = new Int32Array(n + 1);
    this.docs.forEach((d, i) => {
      d.count = 0;
      d.date = date(d.day);
      d.kind = list.kinds[d.type] ?? d.type;
      each(d.pages, (q) => { this.docOf[q] = i; this.placeIn[q] = ++d.count; });
    });
    this.copyOf = new Map(); // page → the copy that it is
    for (const c of list.copies ?? []) this.copyOf.set(c.page, c);
    this.copies = new Map(); // best copy → its folded copies
    for (const c of list.copies ?? []) {
      if (c.relation === "changed") continue;
      const best = this.best(c.page);
      if (!this.copies.has(best)) this.copies.set(best, []);
      this.copies.get(best).push(c);
    }
    this.changedBy = new Map(); // page → changed copies of it
    for (const c of list.copies ?? []) {
      if (c.relation !== "changed") continue;
      if (!this.changedBy.has(c.of)) this.changedBy.set(c.of, []);
      this.changedBy.get(c.of).push(c);
    }
    this.starts = list.files.map((f, i) => [f.first, i]).filter(([first]) => first > 0).sort((a, b) => a[0] - b[0]);
  }

  folded(n) {
    const c = this.copyOf.get(n);
    return c !== undefined && c.relation !== "changed";
  }

  // best is the page behind which a folded page stands.
  best(n) {
    for (let i = 0; i < 8 && this.folded(n); i++) n = this.copyOf.get(n).of;
    return n;
  }

  // fileOf is the file of a page with the page's place in it.
  fileOf(n) {
    let lo = 0;
    let hi = this.starts.length - 1;
    while (lo < hi) {
      const mid = (lo + hi + 1) >> 1;
      if (this.starts[mid][0] <= n) lo = mid; else hi = mid - 1;
    }
    const at = this.starts[lo];
    if (!at) return null;
    const file = this.list.files[at[1]];
    return { file, index: at[1], page: n - file.first + 1 };
  }

  // id is a page whatever record it is in.
  id(n) {
    const at = this.fileOf(n);
    return `${at.file.sha}/${at.page}`;
  }

  // senders of a page: its own, and those of its folded copies.
  senders(n) {
    const all = new Set([this.fileOf(n).file.from]);
    for (const c of this.copies.get(n) ?? []) all.add(this.fileOf(c.page).file.from);
    return all;
  }

  // shown counts the pages that are to be read: without the folded copies.
  toRead() {
    let all = 0;
    let had = 0;
    for (let n = 1; n <= this.pages; n++) {
      if (this.folded(n)) continue;
      all++;
      had += this.opened[n];
    }
    return { all, had, folded: this.pages - all };
  }

  unread(doc) {
    let n = 0;
    each(doc.pages, (p) => { if (!this.opened[p] && !this.folded(p)) n++; });
    return n;
  }

  // passes says whether a filter lets a page through.
  passes(n, f) {
    const d = this.docOf[n] >= 0 ? this.docs[this.docOf[n]] : null;
    if (f.type && d?.type !== f.type) return false;
    if (f.author && d?.author !== f.author) return false;
    if (f.from && !this.senders(n).has(f.from)) return false;
    if (f.since && !(d?.day >= f.since)) return false;
    if (f.until && !(d?.day && d.day <= f.until)) return false;
    if (f.unread && this.opened[n]) return false;
    if (f.fresh && !this.fresh[n]) return false;
    if (f.foreign && !this.foreign.has(n)) return false;
    return true;
  }

  // order is what stands in the scroller from top to bottom: numbers of pages, and -1 - i for the file i that cannot be
  // opened. Papers go by date unless the record is wanted as it was received; folded copies stand behind their best copy
  // where they are wanted at all.
  order({ received = false, unfold = false, unfolded = new Set(), filter = {} }) {
    const items = [];
    const filtered = Object.values(filter).some(Boolean);
    const put = (n) => {
      if (this.folded(n)) return;
      if (this.passes(n, filter)) items.push(n);
      if (unfold || unfolded.has(n)) for (const c of this.copies.get(n) ?? []) items.push(c.page);
    };
    const closed = (i) => { if (!filtered && this.list.files[i].problem && !this.list.files[i].pages) items.push(-1 - i); };
    if (received || !this.list.indexed) {
      this.list.files.forEach((f, i) => {
        closed(i);
        if (!f.first) return;
        for (let n = f.first; n < f.first + f.pages; n++) {
          if (unfold) { if (this.passes(n, filter)) items.push(n); } else put(n);
        }
      });
      return items;
    }
    const placed = new Uint8Array(this.pages + 1);
    for (const d of this.docs) each(d.pages, (n) => { if (!placed[n]) { placed[n] = 1; put(n); } });
    for (let n = 1; n <= this.pages; n++) if (!placed[n]) put(n);
    this.list.files.forEach((_, i) => closed(i));
    return items;
  }
}
