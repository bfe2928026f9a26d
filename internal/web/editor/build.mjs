// Bundles the editor into static/editor.js. With --check it says whether the file there is what this would write.
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const inside = ["prosemirror-commands", "prosemirror-history", "prosemirror-keymap", "prosemirror-model", "prosemirror-state", "prosemirror-transform", "prosemirror-view", "orderedmap", "rope-sequence", "w3c-keyname"];
const licences = inside.map((name) => {
  const at = (file) => readFileSync(new URL(`node_modules/${name}/${file}`, import.meta.url), "utf8");
  return `${name} ${JSON.parse(at("package.json")).version}\n\n${at("LICENSE").trim()}\n`;
}).join("\n\n");
const { outputFiles: [file] } = await build({
  entryPoints: [fileURLToPath(new URL("src/editor.js", import.meta.url))],
  bundle: true, format: "esm", target: "es2022", minify: true, legalComments: "none", write: false, charset: "utf8",
  banner: { js: `// Made from internal/web/editor; npm run build there writes it anew. The licences of what it holds are in editor.txt.` },
});
for (const [name, data] of [["editor.js", Buffer.from(file.contents)], ["editor.txt", Buffer.from(licences)]]) {
  const path = fileURLToPath(new URL(`../static/${name}`, import.meta.url));
  if (!process.argv.includes("--check")) writeFileSync(path, data);
  else if (!readFileSync(path).equals(data)) {
    console.error(`static/${name} is not what internal/web/editor makes: run npm run build there and commit`);
    process.exitCode = 1;
  }
}
