// Files go up in parts (the tus protocol), several at a time, with their progress shown. A broken connection is waited
// for and the upload goes on where it stopped; so does one whose page was closed, when the same file is chosen again.
// Without this script the form sends its files at once.
import { say } from "./page.js";

const page = document.querySelector(".files-page");
const form = document.getElementById("send");
const input = document.getElementById("chosen");
const drop = document.getElementById("drop");
const box = document.getElementById("sending");
const list = box.querySelector("ul");
const all = document.getElementById("sending-all");
const base = `/cases/${page.dataset.case}/uploads`;
const part = 8 << 20; // bytes of one request
const atOnce = 3;

form.querySelector(".without-script").hidden = true;
for (const e of form.querySelectorAll(".with-script")) e.hidden = false;
input.required = false;

const uploads = [];
let running = 0;

const store = {
  get(k) { try { return localStorage.getItem(k); } catch { return null; } },
  set(k, v) { try { localStorage.setItem(k, v); } catch { /* full or switched off */ } },
  drop(k) { try { localStorage.removeItem(k); } catch { /* switched off */ } },
};

const pause = (ms) => new Promise((done) => {
  const t = setTimeout(done, ms);
  addEventListener("online", () => { clearTimeout(t); done(); }, { once: true });
});

const encode = (words) => btoa(String.fromCharCode(...new TextEncoder().encode(words)));

class Refused extends Error {}

// One request; a refusal of the server ends the upload, everything else is tried again.
async function ask(method, url, headers, body, progress) {
  return new Promise((done, failed) => {
    const x = new XMLHttpRequest();
    x.open(method, url);
    x.setRequestHeader("Tus-Resumable", "1.0.0");
    for (const [k, v] of Object.entries(headers)) if (v) x.setRequestHeader(k, v);
    if (progress) x.upload.addEventListener("progress", (e) => progress(e.loaded));
    x.addEventListener("load", () => {
      if (x.status >= 200 && x.status < 300) return done(x);
      if (x.status === 404 || x.status === 410) return failed(Object.assign(new Error("gone"), { gone: true }));
      if (x.status === 401 || x.status === 403 || x.status === 413 || x.status === 422) {
        return failed(new Refused(x.status === 422 ? x.responseText.replace(/^ERR_\w+: /, "").trim()
          : x.status === 413 ? "This file is too large: at most 4 GB can be sent." : "You are no longer logged in. Log in in another window and choose the file again."));
      }
      failed(new Error(`status ${x.status}`));
    });
    x.addEventListener("error", () => failed(new Error("no connection")));
    x.send(body);
  });
}

async function begin(u) {
  const value = (id) => document.getElementById(id)?.value ?? "";
  const x = await ask("POST", base, {
    "Upload-Length": String(u.file.size), "Upload-Metadata": `filename ${encode(u.file.name)}`,
    "Openimr-From": u.of.from ?? value("from"), "Openimr-How": u.of.how, "Openimr-Day": u.of.day, "Openimr-Time": u.of.time,
  });
  u.url = new URL(x.getResponseHeader("Location"), location).pathname;
  store.set(u.key, u.url);
  u.sent = 0;
}

async function upload(u) {
  let tries = 0;
  while (!u.dropped) {
    try {
      if (!u.url) u.url = store.get(u.key);
      if (u.url) {
        const x = await ask("HEAD", u.url, {});
        u.sent = Number(x.getResponseHeader("Upload-Offset"));
      } else {
        await begin(u);
      }
      while (u.sent < u.file.size && !u.dropped) {
        const from = u.sent;
        show(u, "");
        const x = await ask("PATCH", u.url, { "Upload-Offset": String(from), "Content-Type": "application/offset+octet-stream" },
          u.file.slice(from, from + part), (n) => { u.sent = from + n; show(u, ""); });
        u.sent = Number(x.getResponseHeader("Upload-Offset"));
        tries = 0;
      }
      if (u.dropped) return;
      store.drop(u.key);
      u.done = true;
      show(u, "Received");
      refresh();
      return;
    } catch (e) {
      if (e instanceof Refused) {
        u.failed = true;
        store.drop(u.key);
        show(u, e.message);
        return;
      }
      if (e.gone) {
        store.drop(u.key);
        u.url = null;
        if (tries++ > 3) { // filed meanwhile, or dropped elsewhere
          u.failed = true;
          show(u, "The upload was lost. Choose the file again.");
          return;
        }
        continue;
      }
      show(u, navigator.onLine ? "The connection broke. Trying again…" : "No connection. The upload goes on when it is back.");
      await pause(Math.min(30000, 500 * 2 ** tries++));
    }
  }
}

const size = (n) => n < 1e6 ? `${Math.max(1, Math.round(n / 1000))} kB` : `${(n / 1e6).toFixed(1)} MB`;

function show(u, words) {
  u.bar.max = u.file.size;
  u.bar.value = u.sent;
  u.says.textContent = words || `${size(u.sent)} of ${size(u.file.size)}`;
  u.row.className = u.failed ? "failed" : u.done ? "done" : "";
  u.stop.hidden = u.done || u.failed;
  const left = uploads.filter((x) => !x.done && !x.failed && !x.dropped);
  const total = uploads.reduce((n, x) => n + x.file.size, 0);
  const sent = uploads.reduce((n, x) => n + (x.done ? x.file.size : x.sent), 0);
  const failed = uploads.filter((x) => x.failed).length;
  const text = left.length > 0
    ? `Sending ${uploads.length - left.length + 1} of ${uploads.length} files, ${Math.floor(100 * sent / (total || 1))} % done. Keep this page open.`
    : `${uploads.filter((x) => x.done).length} of ${uploads.length} files received${failed ? `; ${failed} could not be sent` : ""}.`;
  if (all.textContent !== text) all.textContent = text;
}

function add(files) {
  const of = Object.fromEntries(["from", "how", "day", "time"].map((id) => [id, document.getElementById(id)?.value ?? ""]));
  for (const file of files) {
    const row = document.createElement("li");
    const name = document.createElement("b");
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", `Sent of ${file.name}`);
    const says = document.createElement("span");
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "quiet";
    stop.textContent = "Stop";
    stop.setAttribute("aria-label", `Stop sending ${file.name}`);
    row.append(name, says, bar, stop);
    list.append(row);
    const u = { file, of, row, bar, says, stop, sent: 0, key: `openimr.upload.${page.dataset.case}.${file.name}.${file.size}.${file.lastModified}` };
    stop.addEventListener("click", () => {
      u.dropped = true;
      store.drop(u.key);
      if (u.url) ask("DELETE", u.url, {}).catch(() => {});
      row.remove();
      uploads.splice(uploads.indexOf(u), 1);
    });
    uploads.push(u);
    if (file.size === 0) {
      u.failed = true;
      show(u, "This file is empty. Send it again.");
      continue;
    }
    show(u, "Waiting");
  }
  box.hidden = uploads.length === 0;
  pump();
}

function pump() {
  for (const u of uploads) {
    if (running >= atOnce) return;
    if (u.started || u.failed) continue;
    u.started = true;
    running++;
    upload(u).finally(() => { running--; pump(); });
  }
}

input.addEventListener("change", () => { add(input.files); input.value = ""; });
form.addEventListener("submit", (e) => e.preventDefault());

// The whole page takes what is dropped, so that a file which misses the frame is not opened instead.
let over = 0;
addEventListener("dragenter", (e) => { if (e.dataTransfer?.types.includes("Files")) { over++; drop.classList.add("over"); } });
addEventListener("dragleave", () => { over = Math.max(0, over - 1); if (!over) drop.classList.remove("over"); });
addEventListener("dragover", (e) => e.preventDefault());
addEventListener("drop", async (e) => {
  e.preventDefault();
  over = 0;
  drop.classList.remove("over");
  const entries = [...e.dataTransfer.items].map((i) => i.webkitGetAsEntry?.()).filter(Boolean);
  add(entries.some((x) => x.isDirectory) ? (await Promise.all(entries.map(filesIn))).flat() : e.dataTransfer.files);
});

// The files of a folder that was dropped, and of those in it.
async function filesIn(entry) {
  if (entry.isFile) return new Promise((done) => entry.file((f) => done([f]), () => done([])));
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done) => reader.readEntries(done, () => done([])));
    if (some.length === 0) return found;
    for (const x of some) found.push(...await filesIn(x));
  }
}

addEventListener("beforeunload", (e) => { if (uploads.some((u) => !u.done && !u.failed && !u.dropped)) e.preventDefault(); });

// What came is shown anew while something is being read.
let asking = false;
async function refresh() {
  if (asking) return;
  asking = true;
  try {
    const r = await fetch(`${location.pathname}?part=list`);
    if (!r.ok) return;
    const at = document.getElementById("received");
    const before = at.querySelector("[data-reading]").dataset.reading;
    at.innerHTML = await r.text();
    if (before === "true" && !reading()) say("All files are read.");
  } catch { /* asked again soon */ } finally {
    asking = false;
  }
}
const reading = () => document.querySelector("#received [data-reading]")?.dataset.reading === "true";
setInterval(() => { if (reading() && !document.hidden && !document.getElementById("received").contains(document.activeElement)) refresh(); }, 1500);
