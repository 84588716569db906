// Builds the front-end assets into var/assets: `npm run build`. The only place that knows what is taken from which package.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import * as sass from "sass";

const out = "var/assets";
const nhsuk = "node_modules/nhsuk-frontend/dist/nhsuk";
const wavesurfer = "node_modules/wavesurfer.js/dist";

function write(name, text) {
  mkdirSync(dirname(join(out, name)), { recursive: true });
  writeFileSync(join(out, name), text);
}

const modules = pathToFileURL("node_modules/");
const { css } = sass.compile("static/scss/app.scss", { style: "compressed", loadPaths: [modules.pathname], quietDeps: true });
if (css.includes("@font-face")) throw new Error("The stylesheet asks for a web font. Frutiger is licensed and is never shipped or linked.");
write("css/app.css", css);

// Static files get hashed names, and a map that is not there would stop that: the comment naming it goes.
const script = readFileSync(join(nhsuk, "nhsuk-frontend.min.js"), "utf8");
write("js/nhsuk-frontend.min.js", script.replace(/\/\/# sourceMappingURL=.*\s*$/, "\n"));

for (const [name, source] of [["wavesurfer", "wavesurfer.esm.js"], ["regions", "plugins/regions.esm.js"]]) {
  write(`js/${name}.esm.js`, readFileSync(join(wavesurfer, source), "utf8"));
}
for (const icon of ["arrow-down", "arrow-up", "arrow-up-down", "cross"]) {
  cpSync(join(nhsuk, `assets/images/nhsuk-icon-${icon}.svg`), join(out, `images/nhsuk-icon-${icon}.svg`), { recursive: true });
}
