// Asking the server: answers in JSON, and what went wrong in words for a person.

// ask sends a request and returns what the server answered.
export async function ask(path, { method = "GET", body, signal, keepalive } = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method, signal, keepalive,
      headers: body === undefined ? { Accept: "application/json" } : { Accept: "application/json", "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (e) {
    if (e.name === "AbortError") throw e;
    throw new Error("The server cannot be reached.");
  }
  if (answer.redirected || answer.status === 401) throw new Error("You are logged out. Open this page again to log in.");
  const kind = answer.headers.get("Content-Type") ?? "";
  const got = kind.startsWith("application/json") ? await answer.json() : null;
  if (!answer.ok || got === null) throw new Error(got?.why ?? `The server answered ${answer.status}.`);
  return got;
}

// A queue runs at most so many tasks at once, the newest first: what was asked last is what somebody looks at.
export function queue(most) {
  const waiting = [];
  let running = 0;
  const next = () => {
    while (running < most && waiting.length) {
      const task = waiting.pop();
      running++;
      task().finally(() => { running--; next(); });
    }
  };
  return (work) => new Promise((resolve, reject) => {
    waiting.push(() => work().then(resolve, reject));
    next();
  });
}

// follow tells when more of the record was read: by events while the page is looked at and there is more to come, and by
// asking where events do not get through. more says whether there is; changed is called with what the server tells.
export function follow(path, more, changed) {
  let source = null;
  let timer = 0;
  let failed = 0;
  const stop = () => { source?.close(); source = null; clearTimeout(timer); };
  const start = () => {
    stop();
    if (document.hidden || !more()) return;
    if (failed > 2) {
      timer = setTimeout(() => { changed(null); start(); }, 3000);
      return;
    }
    source = new EventSource(`${path}/reader/events`);
    source.onmessage = (e) => { failed = 0; changed(JSON.parse(e.data)); if (!more()) stop(); };
    source.onerror = () => {
      if (source?.readyState !== EventSource.CLOSED) return; // it tries again by itself
      failed++;
      start();
    };
  };
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); else { changed(null); start(); } });
  start();
  return start;
}
