// The parts that are customary under a decision, and one's own text blocks: offered beside the texts, put in by a press, never
// by themselves.

const make = (name, className, words) => {
  const e = document.createElement(name);
  if (className) e.className = className;
  if (words !== undefined) e.textContent = words;
  return e;
};

const button = (words, act, className = "") => {
  const b = make("button", className, words);
  b.type = "button";
  b.addEventListener("click", act);
  return b;
};

const get = async (path, options) => {
  const answer = await fetch(path, { headers: { Accept: "application/json", "Content-Type": "application/json" }, ...options });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  return answer.json();
};

export class Offers {
  constructor(desk, form) {
    this.desk = desk;
    this.form = form;
    if (desk.locked) return;
    this.blocks();
    this.customary();
    form.addEventListener("change", (e) => { if (e.target.name?.endsWith(".outcome")) this.customary(); });
  }

  // customary offers the parts that are customary under the decisions that were recorded.
  async customary() {
    let parts;
    try { parts = await get(`${this.desk.path}/draft/customary`, { method: "POST", body: JSON.stringify({ draft: this.desk.draft() }) }); } catch { return; }
    this.desk.items.sections().forEach((section, i) => {
      const box = section.querySelector("[data-customary]");
      const own = parts.filter((p) => p.item === Number(section.dataset.item) && !p.present);
      box.replaceChildren(...own.map((p) => {
        const div = make("div", "customary-part");
        div.append(make("p", "", p.why), make("blockquote", "", p.text));
        const editor = this.desk.editors.get(p.field.replace(/^items\[(\d+)\]\./, "items.$1.")) ?? this.desk.editors.get(`items.${i}.rationale`);
        div.append(button("Put it at the end of the rationale", () => { editor.add(p.text); div.remove(); box.hidden = !box.childElementCount; }));
        return div;
      }));
      box.hidden = own.length === 0;
    });
  }

  // blocks puts in one's own text blocks, with their fields asked for.
  async blocks() {
    let list;
    try { list = await get("/blocks.json"); } catch { return; }
    for (const section of this.desk.items.sections()) {
      const box = section.querySelector("[data-blocks]");
      const i = this.desk.items.sections().indexOf(section);
      if (!list.length) continue;
      box.hidden = false;
      const select = box.querySelector("select");
      const fields = box.querySelector("[data-block-fields]");
      for (const b of list) select.append(new Option(b.name, b.name));
      select.addEventListener("change", () => {
        const b = list.find((x) => x.name === select.value);
        fields.replaceChildren();
        if (!b) return;
        const inputs = b.fields.map((name) => {
          const input = make("input");
          input.type = "text";
          input.placeholder = name;
          input.setAttribute("aria-label", name);
          fields.append(input);
          return [name, input];
        });
        fields.append(button("Put it at the cursor", () => {
          const values = Object.fromEntries(inputs.map(([name, f]) => [name, f.value.trim()]));
          const text = b.text.replace(/\{\{\s*([^{}]{1,60}?)\s*\}\}/g, (all, name) => values[name] || all);
          this.desk.editors.get(`items.${i}.rationale`).insert(text);
          select.value = "";
          fields.replaceChildren();
        }));
      });
    }
  }
}
