// The reviewer's desk. What is typed is kept at every key in this browser's own storage, and in the store as soon as
// typing rests; the letter beside the form follows. Everything here also works without it, with the buttons.
//
// The browser's copy is removed the moment the server has the same words, and when the draft is submitted.

const form = document.querySelector("form[data-draft]");
if (form) start(form);

// On the page of a case whose draft was submitted nothing is left to restore.
const done = document.querySelector("[data-draft-done]");
if (done) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("openimr.draft.") && key.endsWith(`.${done.dataset.draftDone}`)) localStorage.removeItem(key);
    }
  } catch { /* storage is switched off: nothing was kept */ }
}

function start(form) {
  const path = form.dataset.path;
  const mirrorKey = `openimr.draft.${form.dataset.who}.${form.dataset.draft}`;
  const state = document.querySelector("[data-save]");
  const preview = document.querySelector("[data-preview]");
  const restore = document.querySelector("[data-restore]");
  const conflict = document.querySelector("[data-conflict]");
  const locked = form.dataset.locked === "true";
  const rest = 700; // milliseconds without a key before a save
  let timer = 0;
  let saving = false;
  let again = false;
  let theirs = null; // what another window saved
  let leaving = false;

  const field = (name) => form.elements.namedItem(name);
  const count = () => form.querySelectorAll("[id^='s-items-']").length;
  const item = (i) => Number.parseInt(document.querySelector(`#s-items-${i} legend`).textContent, 10);

  function draft() {
    const items = [];
    for (let i = 0; i < count(); i++) {
      const value = (name) => field(`items.${i}.${name}`).value.trim();
      items.push({
        item: item(i),
        outcome: field(`items.${i}.outcome`).value ?? "",
        claims_administrator_guideline: value("claims_administrator_guideline"),
        imro_guideline: value("imro_guideline"),
        rationale: value("rationale"),
      });
    }
    return { summary: field("summary").value.trim(), items };
  }

  const words = () => JSON.stringify(draft());
  let saved = words(); // what the server has

  function fill(d) {
    field("summary").value = d.summary;
    for (let i = 0; i < count(); i++) {
      const from = (d.items ?? []).find((x) => x.item === item(i));
      if (!from) continue;
      for (const name of ["claims_administrator_guideline", "imro_guideline", "rationale"]) field(`items.${i}.${name}`).value = from[name] ?? "";
      for (const radio of form.querySelectorAll(`[name="items.${i}.outcome"]`)) radio.checked = radio.value === from.outcome;
    }
    for (const area of form.querySelectorAll("textarea")) { grow(area); cited(area); }
  }

  function tell(text, wrong) {
    state.textContent = text;
    state.classList.toggle("wrong", Boolean(wrong));
  }

  // The browser's own copy.
  function keep() {
    try {
      localStorage.setItem(mirrorKey, JSON.stringify({ rev: Number(field("rev").value), draft: draft(), at: Date.now() }));
    } catch { /* storage is full or switched off: the server's copy remains */ }
  }
  function drop() {
    try { localStorage.removeItem(mirrorKey); } catch { /* nothing kept */ }
  }
  function kept() {
    try { return JSON.parse(localStorage.getItem(mirrorKey) ?? "null"); } catch { return null; }
  }

  async function save() {
    clearTimeout(timer);
    if (locked || theirs) return;
    if (saving) { again = true; return; }
    const now = words();
    if (now === saved) return;
    saving = true;
    tell("Saving…");
    try {
      const answer = await fetch(`${path}/draft`, {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: `{"rev":${Number(field("rev").value)},"draft":${now}}`,
        keepalive: now.length < 60000,
      });
      if (answer.redirected || answer.status === 401) throw new Error("You are logged out. Log in again in another tab; your words are kept in this browser.");
      const got = await answer.json().catch(() => ({}));
      if (answer.status === 409 && got.draft) {
        theirs = got;
        conflict.hidden = false;
        conflict.focus();
        tell("Not saved: another window saved this draft", true);
      } else if (!answer.ok) {
        throw new Error(got.why ?? `Not saved: the server answered ${answer.status}. Your words are kept in this browser.`);
      } else {
        field("rev").value = got.rev;
        saved = now;
        tell(`Saved ${got.saved}`);
        if (words() === saved) drop(); else again = true;
      }
    } catch (e) {
      tell(e instanceof TypeError ? "Not saved: the server cannot be reached. Your words are kept in this browser." : e.message, true);
      timer = setTimeout(save, 5000);
    } finally {
      saving = false;
      if (again) { again = false; save(); }
    }
  }

  let showing = null;
  async function show() {
    showing?.abort();
    showing = new AbortController();
    try {
      const answer = await fetch(`${path}/preview`, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: showing.signal });
      if (!answer.ok || answer.redirected) return;
      const part = await answer.text();
      const top = preview.querySelector(".letter")?.scrollTop ?? 0;
      const open = preview.querySelector("details")?.open;
      preview.innerHTML = part;
      const letter = preview.querySelector(".letter");
      if (letter) letter.scrollTop = top;
      const list = preview.querySelector("details");
      if (list && open !== undefined) list.open = open;
    } catch { /* a newer one is on its way, or the next key tries again */ }
  }

  function changed() {
    if (locked) return;
    keep();
    tell("Not saved yet");
    clearTimeout(timer);
    timer = setTimeout(() => { save(); show(); }, rest);
  }

  // The pages of the record that a field cites, as links under it: “words” [p. 412].
  function cited(area) {
    const list = form.querySelector(`[data-cited="${CSS.escape(area.name)}"]`);
    if (!list) return;
    const pages = new Map();
    for (const [, from, to] of area.value.matchAll(/\[pp?\.\s?(\d[\d,]*)(?:\s?[-–]\s?(\d[\d,]*))?\]/g)) {
      const [a, b] = [from, to ?? from].map((n) => Number(n.replaceAll(",", "")));
      if (a > 0 && b >= a) pages.set(`${a}-${b}`, [a, b]);
    }
    const said = list.querySelector("span");
    list.replaceChildren(said, ...[...pages.values()].flatMap(([a, b]) => {
      const link = document.createElement("a");
      link.href = `${list.dataset.citedPath}#p=${a}`;
      link.textContent = a === b ? `p. ${a}` : `pp. ${a}–${b}`;
      return [" ", link];
    }));
    list.hidden = pages.size === 0;
  }

  form.addEventListener("input", (e) => {
    if (e.target.matches("[data-finder-words]")) return;
    if (e.target.matches("textarea")) cited(e.target);
    if (e.target.matches("textarea")) grow(e.target);
    changed();
  });
  form.addEventListener("change", (e) => { if (e.target.matches("[type=radio]")) changed(); });
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
  addEventListener("pagehide", () => { if (!leaving) save(); });
  addEventListener("beforeunload", (e) => { if (!leaving && !locked && words() !== saved) { save(); e.preventDefault(); } });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  addEventListener("online", save);
  document.addEventListener("keydown", (e) => {
    if ((e.ctrlKey || e.metaKey) && e.key === "s") {
      e.preventDefault();
      save();
      show();
    }
  });

  // A citation that the reader, in another window, put at the end of the summary. The store has it on top of what was
  // last saved from here, so what is typed here goes on from there.
  new BroadcastChannel(`openimr.draft.${form.dataset.draft}`).addEventListener("message", (e) => {
    const { cited: words_, rev } = e.data;
    if (locked || theirs || saving || rev !== Number(field("rev").value) + 1) return;
    const clean = words() === saved;
    const summary = field("summary");
    summary.value = `${summary.value.trimEnd()} ${words_}`.trim();
    field("rev").value = rev;
    if (clean) saved = words(); else changed();
    grow(summary);
    cited(summary);
    show();
  });

  // Words that a crash left behind.
  const left = kept();
  if (left && JSON.stringify(left.draft) !== saved && !locked && conflict.hidden) {
    restore.hidden = false;
    restore.querySelector("[data-restore-words]").textContent =
      `They were typed ${new Date(left.at).toLocaleString("en-US")}` + (left.rev < Number(field("rev").value) ? ", and the draft was saved elsewhere since then. Compare before you take them." : ".");
    restore.querySelector("[data-restore-take]").addEventListener("click", () => { fill(left.draft); restore.hidden = true; changed(); field("summary").focus(); });
    restore.querySelector("[data-restore-drop]").addEventListener("click", () => { drop(); restore.hidden = true; field("summary").focus(); });
    restore.focus();
  } else if (left) {
    drop();
  }

  // Two windows.
  conflict.querySelector("[data-conflict-mine]").addEventListener("click", () => {
    if (theirs) field("rev").value = theirs.rev;
    theirs = null;
    saved = "";
    conflict.hidden = true;
    save();
  });
  conflict.querySelector("[data-conflict-theirs]").addEventListener("click", () => {
    drop();
    leaving = true;
    location.assign(`${path}/review`);
  });

  // Guidelines found as one types.
  for (const finder of form.querySelectorAll("[data-finder]")) {
    const input = finder.querySelector("[data-finder-words]");
    const found = finder.querySelector(".found");
    const into = field(finder.dataset.for);
    let wait = 0;
    let asking = null;
    const find = async () => {
      asking?.abort();
      asking = new AbortController();
      try {
        const answer = await fetch(`${path}/guidelines?part=1&q=${encodeURIComponent(input.value.trim())}`, { signal: asking.signal });
        if (answer.ok && !answer.redirected) found.innerHTML = await answer.text();
      } catch { /* a newer search is on its way */ }
    };
    input.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(find, 200); });
    input.addEventListener("keydown", (e) => {
      if (e.key === "Enter") { e.preventDefault(); clearTimeout(wait); find(); }
      if (e.key === "Escape") { input.value = ""; found.replaceChildren(); }
    });
    found.addEventListener("click", async (e) => {
      const add = e.target.closest("[data-pick-add]");
      if (!add) return;
      const pick = add.closest("[data-pick]");
      const answer = await fetch(`${path}/cite`, {
        method: "POST",
        body: new URLSearchParams({ statement: into.value, guideline: pick.dataset.pick, section: pick.querySelector("[data-pick-section]")?.value ?? "" }),
      });
      if (!answer.ok) return;
      into.value = (await answer.json()).statement;
      grow(into);
      into.dispatchEvent(new Event("input", { bubbles: true }));
      into.focus();
    });
    finder.querySelector("[data-finder-page]").hidden = true;
  }

  function grow(area) {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }
  for (const area of form.querySelectorAll("textarea")) grow(area);
}
