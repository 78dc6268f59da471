// .vitepress/config.ts
import { defineConfig } from "file:///work/wt/words7/node_modules/.pnpm/vitepress@1.6.4_@algolia+client-search@5.64.0_@types+node@24.19.2_axios@1.21.1_change-c_c1830a9ee4b320cbb9f6b58ba52e84fd/node_modules/vitepress/dist/node/index.js";

// .vitepress/checks/anchors.ts
import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
var LINK = /href="(\/[\w/-]*)?#([\w-]+)"/g;
var ID = /\bid="([\w-]+)"/g;
async function findDeadAnchors(outDir) {
  const pages = /* @__PURE__ */ new Map();
  for await (const file of glob("**/*.html", { cwd: outDir })) {
    pages.set(toUrl(file), readFileSync(join(outDir, file), "utf8"));
  }
  return [...pages].flatMap(
    ([url, html]) => [...html.matchAll(LINK)].map(([, target = url, anchor]) => ({ target, anchor })).filter(({ target, anchor }) => !idsIn(pages.get(target) ?? "").has(anchor)).map(({ target, anchor }) => `${url} links to ${target}#${anchor}, which does not exist`)
  );
}
function toUrl(file) {
  return "/" + file.replaceAll("\\", "/").replace(/(?:index)?\.html$/, "");
}
function idsIn(html) {
  return new Set([...html.matchAll(ID)].map(([, id]) => id));
}

// .vitepress/checks/claims.ts
import { existsSync, readFileSync as readFileSync2 } from "node:fs";
import { join as join3 } from "node:path";

// .vitepress/checks/repository.ts
import { join as join2 } from "node:path";
var __vite_injected_original_dirname = "/work/wt/words7/docs/.vitepress/checks";
var REPOSITORY = join2(__vite_injected_original_dirname, "../../..");

// .vitepress/checks/claims.ts
var PAGES = ["security.md", "internals/sign-in-defects.md"];
var COMPLETE = /* @__PURE__ */ new Map([["security.md", "packages/oauth/tests/security.spec.ts"]]);
var ITEM = /^- (.+)$/;
var FILE = /`(packages\/[\w./-]+\.ts)`/g;
var TITLE = /\b(?:test\(|title:)\s*(['"])(.+?)\1\s*[,)]/g;
var NO_CLAIM = /^(?:#|They can(?:'t)?:$|\*\*What to do:\*\* )/;
function findClaimProblems(page, prose) {
  if (!PAGES.includes(page)) return [];
  const path = COMPLETE.get(page);
  return [
    ...findUnproven(prose, readSpecs),
    ...path ? [...findUnnamed(prose, readSpecs(path)), ...findOtherClaims(prose)] : []
  ];
}
var readSpecs = (path) => {
  const file = join3(REPOSITORY, path);
  return existsSync(file) ? readFileSync2(file, "utf8") : "";
};
var titlesOf = (specs) => [...specs.matchAll(TITLE)].map(([, , title]) => title);
function findUnproven(prose, read) {
  const problems = [];
  let titles = [];
  for (const paragraph of prose.split(/\n{2,}/)) {
    const items = paragraph.split("\n").flatMap((line) => ITEM.exec(line)?.[1] ?? []);
    const paths = [...paragraph.matchAll(FILE)].map(([, path]) => path);
    if (paths.length) titles = paths.flatMap((path) => titlesOf(read(path)));
    const unproven = items.filter((item) => !titles.includes(item));
    problems.push(...unproven.map((item) => `no spec has the title "${item}"`));
  }
  return problems;
}
function findUnnamed(prose, specs) {
  const items = prose.split("\n").flatMap((line) => ITEM.exec(line)?.[1] ?? []);
  return titlesOf(specs).filter((title) => !items.includes(title)).map((title) => `the page does not have the title of the spec "${title}"`);
}
function findOtherClaims(prose) {
  const sections = prose.split(/^(?=## )/m).slice(1);
  return sections.flatMap((section) => section.split(/\n{2,}/)).map((paragraph) => paragraph.trim()).filter(
    (paragraph) => paragraph && !NO_CLAIM.test(paragraph) && !ITEM.test(paragraph.split("\n")[0])
  ).map((paragraph) => `no list item, and so without a spec: "${paragraph.split("\n")[0]}"`);
}

// .vitepress/checks/counts.ts
var NUMBER = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d[\\d,]*";
var THING = "files|folders|packages|suites|specs|tests|sets|errors|tables|routes|emojis|flags";
var COUNT = new RegExp(`(?<!AdonisJS )\\b(?:${NUMBER})(?: [a-z]+)? (?:${THING})\\b`, "gi");
function findCounts(prose) {
  return [...prose.matchAll(COUNT)].map(([count]) => `"${count}" will be wrong when one is added`);
}

// .vitepress/checks/errors.ts
import { join as join4 } from "node:path";
var EXPORTED_NAME = /\berrors\.([A-Z]\w+)/g;
var INLINE_CODE = /`(E_[A-Z_]+)`/g;
var FIRST_CELL = /^\| `(E_[A-Z_]+)` +\|/gm;
var PAGES2 = /* @__PURE__ */ new Map([
  ["sign-in.md", await loadErrors("oauth")],
  ["index-records.md", await loadErrors("tap")],
  ["devnet.md", await loadErrors("devnet")]
]);
async function loadErrors(name) {
  const errors = await import(join4(REPOSITORY, "packages", name, "build/src/errors.js"));
  return readErrors(errors);
}
function readErrors(errors) {
  const codes = /* @__PURE__ */ new Map();
  for (const error of Object.values(errors)) {
    if (typeof error !== "function" || !Object.hasOwn(error, "code")) continue;
    const { code, help } = error;
    if (code) codes.set(code, { help });
  }
  return { codes, names: new Set(Object.keys(errors)) };
}
function findUnknownErrors(markdown, packages = [...PAGES2.values()]) {
  return [...markdown.matchAll(EXPORTED_NAME)].filter(([, name]) => !packages.some((errors) => errors.names.has(name))).map(([code]) => `no package exports ${code}`);
}
function findErrorProblems(page, prose, errors = PAGES2.get(page)) {
  if (!errors) return [];
  const documented = new Set([...prose.matchAll(INLINE_CODE)].map(([, code]) => code));
  const missing = [...errors.codes.keys()].filter((code) => !documented.has(code));
  const unknown = [...documented].filter((code) => !errors.codes.has(code));
  const listed = [...prose.matchAll(FIRST_CELL)].map(([, code]) => code);
  const repeated = listed.filter((code, index) => listed.indexOf(code) < index);
  const helpless = [...errors.codes].filter(([, { help }]) => !help).map(([code]) => code);
  return [
    ...missing.map((code) => `the error ${code} is not documented`),
    ...unknown.map((code) => `the package does not export the error ${code}`),
    ...repeated.map((code) => `the error ${code} is listed twice`),
    ...helpless.map((code) => `the error ${code} has no help`)
  ];
}

// .vitepress/checks/paths.ts
import { existsSync as existsSync2 } from "node:fs";
import { join as join5 } from "node:path";
var INLINE_CODE2 = /`([^`\n]+)`/g;
var PATH = /^(?:packages|examples|tests|scripts|docs|\.github|\.ci)\/[\w./-]*$/;
function findMissingPaths(prose) {
  return [...prose.matchAll(INLINE_CODE2)].map(([, code]) => code).filter((code) => PATH.test(code) && !existsSync2(join5(REPOSITORY, code))).map((path) => `${path} does not exist`);
}

// .vitepress/checks/main.ts
var CODE_BLOCK = /^([ \t]*)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1\2[ \t]*$/gm;
function findProblems(page, markdown) {
  const prose = markdown.replace(CODE_BLOCK, "");
  return [
    ...findMissingPaths(prose),
    ...findCounts(prose),
    ...findUnknownErrors(markdown),
    ...findErrorProblems(page, prose),
    ...findClaimProblems(page, prose)
  ];
}
function checks(md) {
  md.core.ruler.push("checks", ({ src, env }) => {
    const problems = findProblems(env.relativePath, src);
    if (problems.length) throw new Error([`${env.relativePath}:`, ...problems].join("\n- "));
  });
}

// .vitepress/imports.ts
import { cruise } from "file:///work/wt/words7/node_modules/.pnpm/dependency-cruiser@18.7.2/node_modules/dependency-cruiser/src/main/index.mjs";
var FENCE = /^imports (\S+)$/;
var SOURCES = ["packages/oauth/src", "packages/tap/src", "packages/devnet/src"];
var drawings = new Map(
  await Promise.all(SOURCES.map(async (src) => [src, await draw(src)]))
);
function imports(md) {
  md.core.ruler.push("imports", ({ tokens }) => {
    for (const token of tokens) {
      const [, folder] = FENCE.exec(token.info) ?? [];
      if (!folder) continue;
      const drawing = drawings.get(folder);
      if (!drawing) throw new Error(`Add ${folder} to docs/.vitepress/imports.ts`);
      token.info = "txt";
      token.content = drawing;
    }
  });
}
async function draw(folder) {
  const entries = await readImports(folder);
  const names = sortByDependency(entries);
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `${name.padEnd(width)}  ${entries.get(name).join(", ")}`.trimEnd()).join("\n");
}
async function readImports(folder) {
  const { output } = await cruise([folder], {
    baseDir: REPOSITORY,
    tsPreCompilationDeps: true,
    includeOnly: `^${folder}/`,
    collapse: `^${folder}/[^/]+`
  });
  const toName = (path) => {
    const name = path.slice(folder.length + 1);
    return name.includes(".") ? name : `${name}/`;
  };
  return new Map(
    output.modules.map(({ source, dependencies }) => {
      const name = toName(source);
      const targets = new Set(dependencies.map(({ resolved }) => toName(resolved)));
      return [name, [...targets].filter((target) => target !== name).sort()];
    })
  );
}
function sortByDependency(entries) {
  const sorted = /* @__PURE__ */ new Set();
  const visit = (name, path) => {
    if (path.includes(name)) throw new Error(`Import circle: ${[...path, name].join(" \u2192 ")}`);
    for (const dependency of entries.get(name) ?? []) visit(dependency, [...path, name]);
    sorted.add(name);
  };
  for (const name of [...entries.keys()].sort()) visit(name, []);
  return [...sorted].reverse();
}

// .vitepress/snippets.ts
import { readFileSync as readFileSync3 } from "node:fs";
var MARKER = /^\s*(?:\/\/|\/\*|#|<!--|\{\{--)\s*#?(end)?region\b\s*([\w-]*)/;
var STUB_HEADER = /^(?:\{\{#var .*\}\}\n)*\{\{\{[\s\S]*?\}\}\}\n/;
function snippets(md) {
  md.core.ruler.push("snippets", ({ tokens, env }) => {
    for (const token of tokens) {
      if (!token.src) continue;
      const [file, region] = token.src;
      env.includes?.push(file);
      token.content = readSnippet(file, region);
      delete token.src;
    }
  });
}
function readSnippet(file, region) {
  const lines = readFileSync3(file, "utf8").replace(STUB_HEADER, "").split("\n");
  const included = region ? readRegion(region, lines, file) : lines;
  return dedent(included.filter((line) => !MARKER.test(line))).trim() + "\n";
}
function readRegion(region, lines, file) {
  const isMarker = (line, end2) => {
    const [, isEnd, name] = MARKER.exec(line) ?? [];
    return name === region && isEnd === end2;
  };
  const start = lines.findIndex((line) => isMarker(line, void 0));
  const end = lines.findIndex((line) => isMarker(line, "end"));
  if (start < 0 || end < start) {
    throw new Error(`${file} has no "#region ${region}" \u2026 "#endregion ${region}"`);
  }
  return lines.slice(start + 1, end);
}
function dedent(lines) {
  const depths = lines.filter((line) => line.trim()).map((line) => line.search(/\S/));
  const depth = Math.min(...depths);
  return lines.map((line) => line.slice(depth)).join("\n");
}

// .vitepress/config.ts
var config_default = defineConfig({
  lang: "en",
  title: "AdonisJS AT Protocol",
  description: "Sign in with AT Protocol accounts, index records, and run a local network",
  srcExclude: ["README.md"],
  cleanUrls: true,
  head: [["link", { rel: "icon", type: "image/svg+xml", href: "/logo.svg" }]],
  async buildEnd({ outDir }) {
    const problems = await findDeadAnchors(outDir);
    if (problems.length) throw new Error(problems.join("\n"));
  },
  markdown: {
    theme: { light: "github-light", dark: "github-dark" },
    config: (md) => void md.use(snippets).use(imports).use(checks)
  },
  themeConfig: {
    logo: "/logo.svg",
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      {
        text: "Guide",
        link: "/demo",
        activeMatch: "^/(demo|sign-in|own-users|api-frontends|accounts|jobs|security|testing|production|index-records|devnet|moving)"
      },
      { text: "Internals", link: "/internals/architecture", activeMatch: "^/internals/" }
    ],
    sidebar: [
      {
        text: "Introduction",
        items: [
          { text: "Overview", link: "/" },
          { text: "The demo", link: "/demo" }
        ]
      },
      {
        text: "Guide",
        items: [
          { text: "Sign in", link: "/sign-in" },
          { text: "Beside your own users", link: "/own-users" },
          { text: "API and frontend", link: "/api-frontends" },
          { text: "Accounts in your app", link: "/accounts" },
          { text: "Jobs", link: "/jobs" },
          { text: "Security", link: "/security" },
          { text: "Testing", link: "/testing" },
          { text: "Production", link: "/production" },
          { text: "Index records", link: "/index-records" },
          { text: "Local network", link: "/devnet" },
          { text: "Migration guide", link: "/moving" }
        ]
      },
      {
        text: "Internals",
        items: [
          { text: "Architecture", link: "/internals/architecture" },
          { text: "Sign-in pages of the kits", link: "/internals/sign-in-pages" },
          { text: "Defects of sign-in", link: "/internals/sign-in-defects" },
          { text: "Figures of sign-in", link: "/internals/sign-in-figures" },
          { text: "Figures of Statusphere", link: "/internals/statusphere-figures" },
          { text: "Figures of ingestion", link: "/internals/ingestion-figures" }
        ]
      }
    ],
    docFooter: { prev: "Previous", next: "Next" },
    footer: { message: "MIT license" }
  }
});
export {
  config_default as default
};
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsiLnZpdGVwcmVzcy9jb25maWcudHMiLCAiLnZpdGVwcmVzcy9jaGVja3MvYW5jaG9ycy50cyIsICIudml0ZXByZXNzL2NoZWNrcy9jbGFpbXMudHMiLCAiLnZpdGVwcmVzcy9jaGVja3MvcmVwb3NpdG9yeS50cyIsICIudml0ZXByZXNzL2NoZWNrcy9jb3VudHMudHMiLCAiLnZpdGVwcmVzcy9jaGVja3MvZXJyb3JzLnRzIiwgIi52aXRlcHJlc3MvY2hlY2tzL3BhdGhzLnRzIiwgIi52aXRlcHJlc3MvY2hlY2tzL21haW4udHMiLCAiLnZpdGVwcmVzcy9pbXBvcnRzLnRzIiwgIi52aXRlcHJlc3Mvc25pcHBldHMudHMiXSwKICAic291cmNlc0NvbnRlbnQiOiBbImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay93dC93b3JkczcvZG9jcy8udml0ZXByZXNzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay93dC93b3JkczcvZG9jcy8udml0ZXByZXNzL2NvbmZpZy50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vd29yay93dC93b3JkczcvZG9jcy8udml0ZXByZXNzL2NvbmZpZy50c1wiO2ltcG9ydCB7IGRlZmluZUNvbmZpZyB9IGZyb20gJ3ZpdGVwcmVzcydcbmltcG9ydCB7IGZpbmREZWFkQW5jaG9ycyB9IGZyb20gJy4vY2hlY2tzL2FuY2hvcnMudHMnXG5pbXBvcnQgeyBjaGVja3MgfSBmcm9tICcuL2NoZWNrcy9tYWluLnRzJ1xuaW1wb3J0IHsgaW1wb3J0cyB9IGZyb20gJy4vaW1wb3J0cy50cydcbmltcG9ydCB7IHNuaXBwZXRzIH0gZnJvbSAnLi9zbmlwcGV0cy50cydcblxuZXhwb3J0IGRlZmF1bHQgZGVmaW5lQ29uZmlnKHtcbiAgbGFuZzogJ2VuJyxcbiAgdGl0bGU6ICdBZG9uaXNKUyBBVCBQcm90b2NvbCcsXG4gIGRlc2NyaXB0aW9uOiAnU2lnbiBpbiB3aXRoIEFUIFByb3RvY29sIGFjY291bnRzLCBpbmRleCByZWNvcmRzLCBhbmQgcnVuIGEgbG9jYWwgbmV0d29yaycsXG4gIHNyY0V4Y2x1ZGU6IFsnUkVBRE1FLm1kJ10sXG4gIGNsZWFuVXJsczogdHJ1ZSxcbiAgaGVhZDogW1snbGluaycsIHsgcmVsOiAnaWNvbicsIHR5cGU6ICdpbWFnZS9zdmcreG1sJywgaHJlZjogJy9sb2dvLnN2ZycgfV1dLFxuXG4gIGFzeW5jIGJ1aWxkRW5kKHsgb3V0RGlyIH0pIHtcbiAgICBjb25zdCBwcm9ibGVtcyA9IGF3YWl0IGZpbmREZWFkQW5jaG9ycyhvdXREaXIpXG4gICAgaWYgKHByb2JsZW1zLmxlbmd0aCkgdGhyb3cgbmV3IEVycm9yKHByb2JsZW1zLmpvaW4oJ1xcbicpKVxuICB9LFxuXG4gIG1hcmtkb3duOiB7XG4gICAgdGhlbWU6IHsgbGlnaHQ6ICdnaXRodWItbGlnaHQnLCBkYXJrOiAnZ2l0aHViLWRhcmsnIH0sXG4gICAgY29uZmlnOiAobWQpID0+IHZvaWQgbWQudXNlKHNuaXBwZXRzKS51c2UoaW1wb3J0cykudXNlKGNoZWNrcyksXG4gIH0sXG5cbiAgdGhlbWVDb25maWc6IHtcbiAgICBsb2dvOiAnL2xvZ28uc3ZnJyxcbiAgICBzZWFyY2g6IHsgcHJvdmlkZXI6ICdsb2NhbCcgfSxcbiAgICBvdXRsaW5lOiBbMiwgM10sXG4gICAgbmF2OiBbXG4gICAgICB7XG4gICAgICAgIHRleHQ6ICdHdWlkZScsXG4gICAgICAgIGxpbms6ICcvZGVtbycsXG4gICAgICAgIGFjdGl2ZU1hdGNoOlxuICAgICAgICAgICdeLyhkZW1vfHNpZ24taW58b3duLXVzZXJzfGFwaS1mcm9udGVuZHN8YWNjb3VudHN8am9ic3xzZWN1cml0eXx0ZXN0aW5nfHByb2R1Y3Rpb258aW5kZXgtcmVjb3Jkc3xkZXZuZXR8bW92aW5nKScsXG4gICAgICB9LFxuICAgICAgeyB0ZXh0OiAnSW50ZXJuYWxzJywgbGluazogJy9pbnRlcm5hbHMvYXJjaGl0ZWN0dXJlJywgYWN0aXZlTWF0Y2g6ICdeL2ludGVybmFscy8nIH0sXG4gICAgXSxcbiAgICBzaWRlYmFyOiBbXG4gICAgICB7XG4gICAgICAgIHRleHQ6ICdJbnRyb2R1Y3Rpb24nLFxuICAgICAgICBpdGVtczogW1xuICAgICAgICAgIHsgdGV4dDogJ092ZXJ2aWV3JywgbGluazogJy8nIH0sXG4gICAgICAgICAgeyB0ZXh0OiAnVGhlIGRlbW8nLCBsaW5rOiAnL2RlbW8nIH0sXG4gICAgICAgIF0sXG4gICAgICB9LFxuICAgICAge1xuICAgICAgICB0ZXh0OiAnR3VpZGUnLFxuICAgICAgICBpdGVtczogW1xuICAgICAgICAgIHsgdGV4dDogJ1NpZ24gaW4nLCBsaW5rOiAnL3NpZ24taW4nIH0sXG4gICAgICAgICAgeyB0ZXh0OiAnQmVzaWRlIHlvdXIgb3duIHVzZXJzJywgbGluazogJy9vd24tdXNlcnMnIH0sXG4gICAgICAgICAgeyB0ZXh0OiAnQVBJIGFuZCBmcm9udGVuZCcsIGxpbms6ICcvYXBpLWZyb250ZW5kcycgfSxcbiAgICAgICAgICB7IHRleHQ6ICdBY2NvdW50cyBpbiB5b3VyIGFwcCcsIGxpbms6ICcvYWNjb3VudHMnIH0sXG4gICAgICAgICAgeyB0ZXh0OiAnSm9icycsIGxpbms6ICcvam9icycgfSxcbiAgICAgICAgICB7IHRleHQ6ICdTZWN1cml0eScsIGxpbms6ICcvc2VjdXJpdHknIH0sXG4gICAgICAgICAgeyB0ZXh0OiAnVGVzdGluZycsIGxpbms6ICcvdGVzdGluZycgfSxcbiAgICAgICAgICB7IHRleHQ6ICdQcm9kdWN0aW9uJywgbGluazogJy9wcm9kdWN0aW9uJyB9LFxuICAgICAgICAgIHsgdGV4dDogJ0luZGV4IHJlY29yZHMnLCBsaW5rOiAnL2luZGV4LXJlY29yZHMnIH0sXG4gICAgICAgICAgeyB0ZXh0OiAnTG9jYWwgbmV0d29yaycsIGxpbms6ICcvZGV2bmV0JyB9LFxuICAgICAgICAgIHsgdGV4dDogJ01pZ3JhdGlvbiBndWlkZScsIGxpbms6ICcvbW92aW5nJyB9LFxuICAgICAgICBdLFxuICAgICAgfSxcbiAgICAgIHtcbiAgICAgICAgdGV4dDogJ0ludGVybmFscycsXG4gICAgICAgIGl0ZW1zOiBbXG4gICAgICAgICAgeyB0ZXh0OiAnQXJjaGl0ZWN0dXJlJywgbGluazogJy9pbnRlcm5hbHMvYXJjaGl0ZWN0dXJlJyB9LFxuICAgICAgICAgIHsgdGV4dDogJ1NpZ24taW4gcGFnZXMgb2YgdGhlIGtpdHMnLCBsaW5rOiAnL2ludGVybmFscy9zaWduLWluLXBhZ2VzJyB9LFxuICAgICAgICAgIHsgdGV4dDogJ0RlZmVjdHMgb2Ygc2lnbi1pbicsIGxpbms6ICcvaW50ZXJuYWxzL3NpZ24taW4tZGVmZWN0cycgfSxcbiAgICAgICAgICB7IHRleHQ6ICdGaWd1cmVzIG9mIHNpZ24taW4nLCBsaW5rOiAnL2ludGVybmFscy9zaWduLWluLWZpZ3VyZXMnIH0sXG4gICAgICAgICAgeyB0ZXh0OiAnRmlndXJlcyBvZiBTdGF0dXNwaGVyZScsIGxpbms6ICcvaW50ZXJuYWxzL3N0YXR1c3BoZXJlLWZpZ3VyZXMnIH0sXG4gICAgICAgICAgeyB0ZXh0OiAnRmlndXJlcyBvZiBpbmdlc3Rpb24nLCBsaW5rOiAnL2ludGVybmFscy9pbmdlc3Rpb24tZmlndXJlcycgfSxcbiAgICAgICAgXSxcbiAgICAgIH0sXG4gICAgXSxcbiAgICBkb2NGb290ZXI6IHsgcHJldjogJ1ByZXZpb3VzJywgbmV4dDogJ05leHQnIH0sXG4gICAgZm9vdGVyOiB7IG1lc3NhZ2U6ICdNSVQgbGljZW5zZScgfSxcbiAgfSxcbn0pXG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL3d0L3dvcmRzNy9kb2NzLy52aXRlcHJlc3MvY2hlY2tzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay93dC93b3JkczcvZG9jcy8udml0ZXByZXNzL2NoZWNrcy9hbmNob3JzLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL3d0L3dvcmRzNy9kb2NzLy52aXRlcHJlc3MvY2hlY2tzL2FuY2hvcnMudHNcIjtpbXBvcnQgeyByZWFkRmlsZVN5bmMgfSBmcm9tICdub2RlOmZzJ1xuaW1wb3J0IHsgZ2xvYiB9IGZyb20gJ25vZGU6ZnMvcHJvbWlzZXMnXG5pbXBvcnQgeyBqb2luIH0gZnJvbSAnbm9kZTpwYXRoJ1xuXG5jb25zdCBMSU5LID0gL2hyZWY9XCIoXFwvW1xcdy8tXSopPyMoW1xcdy1dKylcIi9nXG5jb25zdCBJRCA9IC9cXGJpZD1cIihbXFx3LV0rKVwiL2dcblxuLyoqIEZpbmRzIGxpbmtzIHRvIGhlYWRpbmdzIHRoYXQgZG8gbm90IGV4aXN0LiBWaXRlUHJlc3MgaXRzZWxmIGNoZWNrcyBsaW5rcyB0byBwYWdlcyBvbmx5LiAqL1xuZXhwb3J0IGFzeW5jIGZ1bmN0aW9uIGZpbmREZWFkQW5jaG9ycyhvdXREaXI6IHN0cmluZyk6IFByb21pc2U8c3RyaW5nW10+IHtcbiAgY29uc3QgcGFnZXMgPSBuZXcgTWFwPHN0cmluZywgc3RyaW5nPigpXG4gIGZvciBhd2FpdCAoY29uc3QgZmlsZSBvZiBnbG9iKCcqKi8qLmh0bWwnLCB7IGN3ZDogb3V0RGlyIH0pKSB7XG4gICAgcGFnZXMuc2V0KHRvVXJsKGZpbGUpLCByZWFkRmlsZVN5bmMoam9pbihvdXREaXIsIGZpbGUpLCAndXRmOCcpKVxuICB9XG5cbiAgcmV0dXJuIFsuLi5wYWdlc10uZmxhdE1hcCgoW3VybCwgaHRtbF0pID0+XG4gICAgWy4uLmh0bWwubWF0Y2hBbGwoTElOSyldXG4gICAgICAubWFwKChbLCB0YXJnZXQgPSB1cmwsIGFuY2hvcl0pID0+ICh7IHRhcmdldCwgYW5jaG9yIH0pKVxuICAgICAgLmZpbHRlcigoeyB0YXJnZXQsIGFuY2hvciB9KSA9PiAhaWRzSW4ocGFnZXMuZ2V0KHRhcmdldCkgPz8gJycpLmhhcyhhbmNob3IpKVxuICAgICAgLm1hcCgoeyB0YXJnZXQsIGFuY2hvciB9KSA9PiBgJHt1cmx9IGxpbmtzIHRvICR7dGFyZ2V0fSMke2FuY2hvcn0sIHdoaWNoIGRvZXMgbm90IGV4aXN0YClcbiAgKVxufVxuXG5mdW5jdGlvbiB0b1VybChmaWxlOiBzdHJpbmcpOiBzdHJpbmcge1xuICByZXR1cm4gJy8nICsgZmlsZS5yZXBsYWNlQWxsKCdcXFxcJywgJy8nKS5yZXBsYWNlKC8oPzppbmRleCk/XFwuaHRtbCQvLCAnJylcbn1cblxuZnVuY3Rpb24gaWRzSW4oaHRtbDogc3RyaW5nKTogU2V0PHN0cmluZz4ge1xuICByZXR1cm4gbmV3IFNldChbLi4uaHRtbC5tYXRjaEFsbChJRCldLm1hcCgoWywgaWRdKSA9PiBpZCkpXG59XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL3d0L3dvcmRzNy9kb2NzLy52aXRlcHJlc3MvY2hlY2tzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay93dC93b3JkczcvZG9jcy8udml0ZXByZXNzL2NoZWNrcy9jbGFpbXMudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvd3Qvd29yZHM3L2RvY3MvLnZpdGVwcmVzcy9jaGVja3MvY2xhaW1zLnRzXCI7aW1wb3J0IHsgZXhpc3RzU3luYywgcmVhZEZpbGVTeW5jIH0gZnJvbSAnbm9kZTpmcydcbmltcG9ydCB7IGpvaW4gfSBmcm9tICdub2RlOnBhdGgnXG5pbXBvcnQgeyBSRVBPU0lUT1JZIH0gZnJvbSAnLi9yZXBvc2l0b3J5LnRzJ1xuXG4vKiogV2hvc2UgbGlzdCBpdGVtcyBhcmUgdGl0bGVzIG9mIHNwZWNzLiAqL1xuY29uc3QgUEFHRVMgPSBbJ3NlY3VyaXR5Lm1kJywgJ2ludGVybmFscy9zaWduLWluLWRlZmVjdHMubWQnXVxuXG4vKiogUGFnZXMgdGhhdCBjbGFpbSBub3RoaW5nIGVsc2UsIGFuZCBoYXZlIGV2ZXJ5IHRpdGxlIG9mIGEgZmlsZS4gKi9cbmNvbnN0IENPTVBMRVRFID0gbmV3IE1hcChbWydzZWN1cml0eS5tZCcsICdwYWNrYWdlcy9vYXV0aC90ZXN0cy9zZWN1cml0eS5zcGVjLnRzJ11dKVxuXG5jb25zdCBJVEVNID0gL14tICguKykkL1xuY29uc3QgRklMRSA9IC9gKHBhY2thZ2VzXFwvW1xcdy4vLV0rXFwudHMpYC9nXG5jb25zdCBUSVRMRSA9IC9cXGIoPzp0ZXN0XFwofHRpdGxlOilcXHMqKFsnXCJdKSguKz8pXFwxXFxzKlssKV0vZ1xuXG4vKiogV2hhdCBhIHNlY3Rpb24gbWF5IGhhdmUgYmVzaWRlIGl0cyBsaXN0IGl0ZW1zOiB3aG8gY2FuIGRvIHRoZW0sIGFuZCB3aGF0IHRvIGRvIGFib3V0IGl0LiAqL1xuY29uc3QgTk9fQ0xBSU0gPSAvXig/OiN8VGhleSBjYW4oPzondCk/OiR8XFwqXFwqV2hhdCB0byBkbzpcXCpcXCogKS9cblxuLyoqIEZpbmRzIGxpc3QgaXRlbXMgdGhhdCBubyBzcGVjIHNob3dzLCB0aXRsZXMgdGhhdCBubyBsaXN0IGl0ZW0gbmFtZXMsIGFuZCBvdGhlciBjbGFpbXMuICovXG5leHBvcnQgZnVuY3Rpb24gZmluZENsYWltUHJvYmxlbXMocGFnZTogc3RyaW5nLCBwcm9zZTogc3RyaW5nKTogc3RyaW5nW10ge1xuICBpZiAoIVBBR0VTLmluY2x1ZGVzKHBhZ2UpKSByZXR1cm4gW11cbiAgY29uc3QgcGF0aCA9IENPTVBMRVRFLmdldChwYWdlKVxuICByZXR1cm4gW1xuICAgIC4uLmZpbmRVbnByb3Zlbihwcm9zZSwgcmVhZFNwZWNzKSxcbiAgICAuLi4ocGF0aCA/IFsuLi5maW5kVW5uYW1lZChwcm9zZSwgcmVhZFNwZWNzKHBhdGgpKSwgLi4uZmluZE90aGVyQ2xhaW1zKHByb3NlKV0gOiBbXSksXG4gIF1cbn1cblxuY29uc3QgcmVhZFNwZWNzID0gKHBhdGg6IHN0cmluZykgPT4ge1xuICBjb25zdCBmaWxlID0gam9pbihSRVBPU0lUT1JZLCBwYXRoKVxuICByZXR1cm4gZXhpc3RzU3luYyhmaWxlKSA/IHJlYWRGaWxlU3luYyhmaWxlLCAndXRmOCcpIDogJydcbn1cblxuY29uc3QgdGl0bGVzT2YgPSAoc3BlY3M6IHN0cmluZykgPT4gWy4uLnNwZWNzLm1hdGNoQWxsKFRJVExFKV0ubWFwKChbLCAsIHRpdGxlXSkgPT4gdGl0bGUpXG5cbi8qKiBUaGUgZmlsZXMgb2YgYSBsaXN0IGFyZSB0aG9zZSBpbiB0aGUgcGFyYWdyYXBoIHRoYXQgbmFtZWQgYW55IGxhc3QuICovXG5leHBvcnQgZnVuY3Rpb24gZmluZFVucHJvdmVuKHByb3NlOiBzdHJpbmcsIHJlYWQ6IChwYXRoOiBzdHJpbmcpID0+IHN0cmluZyk6IHN0cmluZ1tdIHtcbiAgY29uc3QgcHJvYmxlbXM6IHN0cmluZ1tdID0gW11cbiAgbGV0IHRpdGxlczogc3RyaW5nW10gPSBbXVxuICBmb3IgKGNvbnN0IHBhcmFncmFwaCBvZiBwcm9zZS5zcGxpdCgvXFxuezIsfS8pKSB7XG4gICAgY29uc3QgaXRlbXMgPSBwYXJhZ3JhcGguc3BsaXQoJ1xcbicpLmZsYXRNYXAoKGxpbmUpID0+IElURU0uZXhlYyhsaW5lKT8uWzFdID8/IFtdKVxuICAgIGNvbnN0IHBhdGhzID0gWy4uLnBhcmFncmFwaC5tYXRjaEFsbChGSUxFKV0ubWFwKChbLCBwYXRoXSkgPT4gcGF0aClcbiAgICBpZiAocGF0aHMubGVuZ3RoKSB0aXRsZXMgPSBwYXRocy5mbGF0TWFwKChwYXRoKSA9PiB0aXRsZXNPZihyZWFkKHBhdGgpKSlcbiAgICBjb25zdCB1bnByb3ZlbiA9IGl0ZW1zLmZpbHRlcigoaXRlbSkgPT4gIXRpdGxlcy5pbmNsdWRlcyhpdGVtKSlcbiAgICBwcm9ibGVtcy5wdXNoKC4uLnVucHJvdmVuLm1hcCgoaXRlbSkgPT4gYG5vIHNwZWMgaGFzIHRoZSB0aXRsZSBcIiR7aXRlbX1cImApKVxuICB9XG4gIHJldHVybiBwcm9ibGVtc1xufVxuXG5leHBvcnQgZnVuY3Rpb24gZmluZFVubmFtZWQocHJvc2U6IHN0cmluZywgc3BlY3M6IHN0cmluZyk6IHN0cmluZ1tdIHtcbiAgY29uc3QgaXRlbXMgPSBwcm9zZS5zcGxpdCgnXFxuJykuZmxhdE1hcCgobGluZSkgPT4gSVRFTS5leGVjKGxpbmUpPy5bMV0gPz8gW10pXG4gIHJldHVybiB0aXRsZXNPZihzcGVjcylcbiAgICAuZmlsdGVyKCh0aXRsZSkgPT4gIWl0ZW1zLmluY2x1ZGVzKHRpdGxlKSlcbiAgICAubWFwKCh0aXRsZSkgPT4gYHRoZSBwYWdlIGRvZXMgbm90IGhhdmUgdGhlIHRpdGxlIG9mIHRoZSBzcGVjIFwiJHt0aXRsZX1cImApXG59XG5cbi8qKiBBIHNlbnRlbmNlIGJldHdlZW4gdGhlIGxpc3RzIHdvdWxkIGJlIGEgY2xhaW0gd2l0aG91dCBhIHNwZWMuICovXG5leHBvcnQgZnVuY3Rpb24gZmluZE90aGVyQ2xhaW1zKHByb3NlOiBzdHJpbmcpOiBzdHJpbmdbXSB7XG4gIGNvbnN0IHNlY3Rpb25zID0gcHJvc2Uuc3BsaXQoL14oPz0jIyApL20pLnNsaWNlKDEpXG4gIHJldHVybiBzZWN0aW9uc1xuICAgIC5mbGF0TWFwKChzZWN0aW9uKSA9PiBzZWN0aW9uLnNwbGl0KC9cXG57Mix9LykpXG4gICAgLm1hcCgocGFyYWdyYXBoKSA9PiBwYXJhZ3JhcGgudHJpbSgpKVxuICAgIC5maWx0ZXIoXG4gICAgICAocGFyYWdyYXBoKSA9PiBwYXJhZ3JhcGggJiYgIU5PX0NMQUlNLnRlc3QocGFyYWdyYXBoKSAmJiAhSVRFTS50ZXN0KHBhcmFncmFwaC5zcGxpdCgnXFxuJylbMF0pXG4gICAgKVxuICAgIC5tYXAoKHBhcmFncmFwaCkgPT4gYG5vIGxpc3QgaXRlbSwgYW5kIHNvIHdpdGhvdXQgYSBzcGVjOiBcIiR7cGFyYWdyYXBoLnNwbGl0KCdcXG4nKVswXX1cImApXG59XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL3d0L3dvcmRzNy9kb2NzLy52aXRlcHJlc3MvY2hlY2tzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay93dC93b3JkczcvZG9jcy8udml0ZXByZXNzL2NoZWNrcy9yZXBvc2l0b3J5LnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL3d0L3dvcmRzNy9kb2NzLy52aXRlcHJlc3MvY2hlY2tzL3JlcG9zaXRvcnkudHNcIjtpbXBvcnQgeyBqb2luIH0gZnJvbSAnbm9kZTpwYXRoJ1xuXG5leHBvcnQgY29uc3QgUkVQT1NJVE9SWSA9IGpvaW4oaW1wb3J0Lm1ldGEuZGlybmFtZSwgJy4uLy4uLy4uJylcbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvd3Qvd29yZHM3L2RvY3MvLnZpdGVwcmVzcy9jaGVja3NcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL3d0L3dvcmRzNy9kb2NzLy52aXRlcHJlc3MvY2hlY2tzL2NvdW50cy50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vd29yay93dC93b3JkczcvZG9jcy8udml0ZXByZXNzL2NoZWNrcy9jb3VudHMudHNcIjtjb25zdCBOVU1CRVIgPSAndHdvfHRocmVlfGZvdXJ8Zml2ZXxzaXh8c2V2ZW58ZWlnaHR8bmluZXx0ZW58ZWxldmVufHR3ZWx2ZXxcXFxcZFtcXFxcZCxdKidcbmNvbnN0IFRISU5HID0gJ2ZpbGVzfGZvbGRlcnN8cGFja2FnZXN8c3VpdGVzfHNwZWNzfHRlc3RzfHNldHN8ZXJyb3JzfHRhYmxlc3xyb3V0ZXN8ZW1vamlzfGZsYWdzJ1xuY29uc3QgQ09VTlQgPSBuZXcgUmVnRXhwKGAoPzwhQWRvbmlzSlMgKVxcXFxiKD86JHtOVU1CRVJ9KSg/OiBbYS16XSspPyAoPzoke1RISU5HfSlcXFxcYmAsICdnaScpXG5cbi8qKlxuICogRmluZHMgY291bnRzIG9mIHRoaW5ncyBpbiB0aGUgcmVwb3NpdG9yeSwgc3VjaCBhcyBcInNldmVuIGZpbGVzXCIuIE5vdGhpbmcgdXBkYXRlcyB0aGVtIHdoZW4gdGhlXG4gKiByZXBvc2l0b3J5IGNoYW5nZXMsIHNvIHRoZSBkb2NzIG5hbWUgdGhlIHRoaW5ncyBpbnN0ZWFkLlxuICovXG5leHBvcnQgZnVuY3Rpb24gZmluZENvdW50cyhwcm9zZTogc3RyaW5nKTogc3RyaW5nW10ge1xuICByZXR1cm4gWy4uLnByb3NlLm1hdGNoQWxsKENPVU5UKV0ubWFwKChbY291bnRdKSA9PiBgXCIke2NvdW50fVwiIHdpbGwgYmUgd3Jvbmcgd2hlbiBvbmUgaXMgYWRkZWRgKVxufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay93dC93b3JkczcvZG9jcy8udml0ZXByZXNzL2NoZWNrc1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3dvcmsvd3Qvd29yZHM3L2RvY3MvLnZpdGVwcmVzcy9jaGVja3MvZXJyb3JzLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL3d0L3dvcmRzNy9kb2NzLy52aXRlcHJlc3MvY2hlY2tzL2Vycm9ycy50c1wiO2ltcG9ydCB7IGpvaW4gfSBmcm9tICdub2RlOnBhdGgnXG5pbXBvcnQgeyBSRVBPU0lUT1JZIH0gZnJvbSAnLi9yZXBvc2l0b3J5LnRzJ1xuXG5pbnRlcmZhY2UgUGFja2FnZUVycm9ycyB7XG4gIC8qKiBUaGUgcHVibGljIGVycm9yIGNsYXNzZXMgdGhhdCBoYXZlIGEgY29kZS4gKi9cbiAgY29kZXM6IE1hcDxzdHJpbmcsIHsgaGVscD86IHN0cmluZyB9PlxuICAvKiogVGhlIG5hbWVzIG9mIGFsbCBleHBvcnRzLCB0aGUgYmFzZSBjbGFzc2VzIGluY2x1ZGVkLiAqL1xuICBuYW1lczogU2V0PHN0cmluZz5cbn1cblxuY29uc3QgRVhQT1JURURfTkFNRSA9IC9cXGJlcnJvcnNcXC4oW0EtWl1cXHcrKS9nXG5jb25zdCBJTkxJTkVfQ09ERSA9IC9gKEVfW0EtWl9dKylgL2dcbmNvbnN0IEZJUlNUX0NFTEwgPSAvXlxcfCBgKEVfW0EtWl9dKylgICtcXHwvZ21cblxuLyoqIFdoaWNoIHBhZ2UgZG9jdW1lbnRzIHRoZSBlcnJvcnMgb2Ygd2hpY2ggcGFja2FnZS4gKi9cbmNvbnN0IFBBR0VTID0gbmV3IE1hcChbXG4gIFsnc2lnbi1pbi5tZCcsIGF3YWl0IGxvYWRFcnJvcnMoJ29hdXRoJyldLFxuICBbJ2luZGV4LXJlY29yZHMubWQnLCBhd2FpdCBsb2FkRXJyb3JzKCd0YXAnKV0sXG4gIFsnZGV2bmV0Lm1kJywgYXdhaXQgbG9hZEVycm9ycygnZGV2bmV0JyldLFxuXSlcblxuYXN5bmMgZnVuY3Rpb24gbG9hZEVycm9ycyhuYW1lOiBzdHJpbmcpOiBQcm9taXNlPFBhY2thZ2VFcnJvcnM+IHtcbiAgY29uc3QgZXJyb3JzID0gYXdhaXQgaW1wb3J0KGpvaW4oUkVQT1NJVE9SWSwgJ3BhY2thZ2VzJywgbmFtZSwgJ2J1aWxkL3NyYy9lcnJvcnMuanMnKSlcbiAgcmV0dXJuIHJlYWRFcnJvcnMoZXJyb3JzKVxufVxuXG5leHBvcnQgZnVuY3Rpb24gcmVhZEVycm9ycyhlcnJvcnM6IFJlY29yZDxzdHJpbmcsIHVua25vd24+KTogUGFja2FnZUVycm9ycyB7XG4gIGNvbnN0IGNvZGVzID0gbmV3IE1hcDxzdHJpbmcsIHsgaGVscD86IHN0cmluZyB9PigpXG4gIGZvciAoY29uc3QgZXJyb3Igb2YgT2JqZWN0LnZhbHVlcyhlcnJvcnMpKSB7XG4gICAgaWYgKHR5cGVvZiBlcnJvciAhPT0gJ2Z1bmN0aW9uJyB8fCAhT2JqZWN0Lmhhc093bihlcnJvciwgJ2NvZGUnKSkgY29udGludWVcbiAgICBjb25zdCB7IGNvZGUsIGhlbHAgfSA9IGVycm9yIGFzIHsgY29kZT86IHN0cmluZzsgaGVscD86IHN0cmluZyB9XG4gICAgaWYgKGNvZGUpIGNvZGVzLnNldChjb2RlLCB7IGhlbHAgfSlcbiAgfVxuICByZXR1cm4geyBjb2RlcywgbmFtZXM6IG5ldyBTZXQoT2JqZWN0LmtleXMoZXJyb3JzKSkgfVxufVxuXG4vKiogRmluZHMgbmFtZXMgc3VjaCBhcyBgZXJyb3JzLlNpZ25JbkVycm9yYCB0aGF0IG5vIHBhY2thZ2UgZXhwb3J0cywgaW4gY29kZSBibG9ja3MgYXMgd2VsbC4gKi9cbmV4cG9ydCBmdW5jdGlvbiBmaW5kVW5rbm93bkVycm9ycyhtYXJrZG93bjogc3RyaW5nLCBwYWNrYWdlcyA9IFsuLi5QQUdFUy52YWx1ZXMoKV0pOiBzdHJpbmdbXSB7XG4gIHJldHVybiBbLi4ubWFya2Rvd24ubWF0Y2hBbGwoRVhQT1JURURfTkFNRSldXG4gICAgLmZpbHRlcigoWywgbmFtZV0pID0+ICFwYWNrYWdlcy5zb21lKChlcnJvcnMpID0+IGVycm9ycy5uYW1lcy5oYXMobmFtZSkpKVxuICAgIC5tYXAoKFtjb2RlXSkgPT4gYG5vIHBhY2thZ2UgZXhwb3J0cyAke2NvZGV9YClcbn1cblxuLyoqIENvbXBhcmVzIHRoZSBlcnJvciBjb2RlcyBvbiBhIHBhY2thZ2UncyBwYWdlIHdpdGggdGhlIGVycm9ycyB0aGF0IHRoZSBwYWNrYWdlIGV4cG9ydHMuICovXG5leHBvcnQgZnVuY3Rpb24gZmluZEVycm9yUHJvYmxlbXMocGFnZTogc3RyaW5nLCBwcm9zZTogc3RyaW5nLCBlcnJvcnMgPSBQQUdFUy5nZXQocGFnZSkpOiBzdHJpbmdbXSB7XG4gIGlmICghZXJyb3JzKSByZXR1cm4gW11cbiAgY29uc3QgZG9jdW1lbnRlZCA9IG5ldyBTZXQoWy4uLnByb3NlLm1hdGNoQWxsKElOTElORV9DT0RFKV0ubWFwKChbLCBjb2RlXSkgPT4gY29kZSkpXG4gIGNvbnN0IG1pc3NpbmcgPSBbLi4uZXJyb3JzLmNvZGVzLmtleXMoKV0uZmlsdGVyKChjb2RlKSA9PiAhZG9jdW1lbnRlZC5oYXMoY29kZSkpXG4gIGNvbnN0IHVua25vd24gPSBbLi4uZG9jdW1lbnRlZF0uZmlsdGVyKChjb2RlKSA9PiAhZXJyb3JzLmNvZGVzLmhhcyhjb2RlKSlcbiAgY29uc3QgbGlzdGVkID0gWy4uLnByb3NlLm1hdGNoQWxsKEZJUlNUX0NFTEwpXS5tYXAoKFssIGNvZGVdKSA9PiBjb2RlKVxuICBjb25zdCByZXBlYXRlZCA9IGxpc3RlZC5maWx0ZXIoKGNvZGUsIGluZGV4KSA9PiBsaXN0ZWQuaW5kZXhPZihjb2RlKSA8IGluZGV4KVxuICBjb25zdCBoZWxwbGVzcyA9IFsuLi5lcnJvcnMuY29kZXNdLmZpbHRlcigoWywgeyBoZWxwIH1dKSA9PiAhaGVscCkubWFwKChbY29kZV0pID0+IGNvZGUpXG4gIHJldHVybiBbXG4gICAgLi4ubWlzc2luZy5tYXAoKGNvZGUpID0+IGB0aGUgZXJyb3IgJHtjb2RlfSBpcyBub3QgZG9jdW1lbnRlZGApLFxuICAgIC4uLnVua25vd24ubWFwKChjb2RlKSA9PiBgdGhlIHBhY2thZ2UgZG9lcyBub3QgZXhwb3J0IHRoZSBlcnJvciAke2NvZGV9YCksXG4gICAgLi4ucmVwZWF0ZWQubWFwKChjb2RlKSA9PiBgdGhlIGVycm9yICR7Y29kZX0gaXMgbGlzdGVkIHR3aWNlYCksXG4gICAgLi4uaGVscGxlc3MubWFwKChjb2RlKSA9PiBgdGhlIGVycm9yICR7Y29kZX0gaGFzIG5vIGhlbHBgKSxcbiAgXVxufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay93dC93b3JkczcvZG9jcy8udml0ZXByZXNzL2NoZWNrc1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3dvcmsvd3Qvd29yZHM3L2RvY3MvLnZpdGVwcmVzcy9jaGVja3MvcGF0aHMudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvd3Qvd29yZHM3L2RvY3MvLnZpdGVwcmVzcy9jaGVja3MvcGF0aHMudHNcIjtpbXBvcnQgeyBleGlzdHNTeW5jIH0gZnJvbSAnbm9kZTpmcydcbmltcG9ydCB7IGpvaW4gfSBmcm9tICdub2RlOnBhdGgnXG5pbXBvcnQgeyBSRVBPU0lUT1JZIH0gZnJvbSAnLi9yZXBvc2l0b3J5LnRzJ1xuXG5jb25zdCBJTkxJTkVfQ09ERSA9IC9gKFteYFxcbl0rKWAvZ1xuY29uc3QgUEFUSCA9IC9eKD86cGFja2FnZXN8ZXhhbXBsZXN8dGVzdHN8c2NyaXB0c3xkb2NzfFxcLmdpdGh1YnxcXC5jaSlcXC9bXFx3Li8tXSokL1xuXG4vKiogRmluZHMgdGhlIHBhdGhzIGluIGlubGluZSBjb2RlIHRoYXQgZG8gbm90IGV4aXN0IGluIHRoZSByZXBvc2l0b3J5LiAqL1xuZXhwb3J0IGZ1bmN0aW9uIGZpbmRNaXNzaW5nUGF0aHMocHJvc2U6IHN0cmluZyk6IHN0cmluZ1tdIHtcbiAgcmV0dXJuIFsuLi5wcm9zZS5tYXRjaEFsbChJTkxJTkVfQ09ERSldXG4gICAgLm1hcCgoWywgY29kZV0pID0+IGNvZGUpXG4gICAgLmZpbHRlcigoY29kZSkgPT4gUEFUSC50ZXN0KGNvZGUpICYmICFleGlzdHNTeW5jKGpvaW4oUkVQT1NJVE9SWSwgY29kZSkpKVxuICAgIC5tYXAoKHBhdGgpID0+IGAke3BhdGh9IGRvZXMgbm90IGV4aXN0YClcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvd3Qvd29yZHM3L2RvY3MvLnZpdGVwcmVzcy9jaGVja3NcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL3d0L3dvcmRzNy9kb2NzLy52aXRlcHJlc3MvY2hlY2tzL21haW4udHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvd3Qvd29yZHM3L2RvY3MvLnZpdGVwcmVzcy9jaGVja3MvbWFpbi50c1wiO2ltcG9ydCB0eXBlIHsgTWFya2Rvd25SZW5kZXJlciB9IGZyb20gJ3ZpdGVwcmVzcydcbmltcG9ydCB7IGZpbmRDbGFpbVByb2JsZW1zIH0gZnJvbSAnLi9jbGFpbXMudHMnXG5pbXBvcnQgeyBmaW5kQ291bnRzIH0gZnJvbSAnLi9jb3VudHMudHMnXG5pbXBvcnQgeyBmaW5kRXJyb3JQcm9ibGVtcywgZmluZFVua25vd25FcnJvcnMgfSBmcm9tICcuL2Vycm9ycy50cydcbmltcG9ydCB7IGZpbmRNaXNzaW5nUGF0aHMgfSBmcm9tICcuL3BhdGhzLnRzJ1xuXG5jb25zdCBDT0RFX0JMT0NLID0gL14oWyBcXHRdKikoYHszLH18fnszLH0pW15cXG5dKlxcbltcXHNcXFNdKj9eXFwxXFwyWyBcXHRdKiQvZ21cblxuLyoqIEZpbmRzIHN0YXRlbWVudHMgdGhhdCB0aGUgcmVwb3NpdG9yeSBjb250cmFkaWN0cy4gKi9cbmV4cG9ydCBmdW5jdGlvbiBmaW5kUHJvYmxlbXMocGFnZTogc3RyaW5nLCBtYXJrZG93bjogc3RyaW5nKTogc3RyaW5nW10ge1xuICBjb25zdCBwcm9zZSA9IG1hcmtkb3duLnJlcGxhY2UoQ09ERV9CTE9DSywgJycpXG4gIHJldHVybiBbXG4gICAgLi4uZmluZE1pc3NpbmdQYXRocyhwcm9zZSksXG4gICAgLi4uZmluZENvdW50cyhwcm9zZSksXG4gICAgLi4uZmluZFVua25vd25FcnJvcnMobWFya2Rvd24pLFxuICAgIC4uLmZpbmRFcnJvclByb2JsZW1zKHBhZ2UsIHByb3NlKSxcbiAgICAuLi5maW5kQ2xhaW1Qcm9ibGVtcyhwYWdlLCBwcm9zZSksXG4gIF1cbn1cblxuLyoqIEZhaWxzIHRoZSBidWlsZCBvZiB0aGUgZG9jcyB3aGVuIGEgcGFnZSBoYXMgcHJvYmxlbXMuICovXG5leHBvcnQgZnVuY3Rpb24gY2hlY2tzKG1kOiBNYXJrZG93blJlbmRlcmVyKSB7XG4gIG1kLmNvcmUucnVsZXIucHVzaCgnY2hlY2tzJywgKHsgc3JjLCBlbnYgfSkgPT4ge1xuICAgIGNvbnN0IHByb2JsZW1zID0gZmluZFByb2JsZW1zKGVudi5yZWxhdGl2ZVBhdGgsIHNyYylcbiAgICBpZiAocHJvYmxlbXMubGVuZ3RoKSB0aHJvdyBuZXcgRXJyb3IoW2Ake2Vudi5yZWxhdGl2ZVBhdGh9OmAsIC4uLnByb2JsZW1zXS5qb2luKCdcXG4tICcpKVxuICB9KVxufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay93dC93b3JkczcvZG9jcy8udml0ZXByZXNzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay93dC93b3JkczcvZG9jcy8udml0ZXByZXNzL2ltcG9ydHMudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvd3Qvd29yZHM3L2RvY3MvLnZpdGVwcmVzcy9pbXBvcnRzLnRzXCI7aW1wb3J0IHsgY3J1aXNlLCB0eXBlIElDcnVpc2VSZXN1bHQgfSBmcm9tICdkZXBlbmRlbmN5LWNydWlzZXInXG5pbXBvcnQgdHlwZSB7IE1hcmtkb3duUmVuZGVyZXIgfSBmcm9tICd2aXRlcHJlc3MnXG5pbXBvcnQgeyBSRVBPU0lUT1JZIH0gZnJvbSAnLi9jaGVja3MvcmVwb3NpdG9yeS50cydcblxudHlwZSBJbXBvcnRzID0gTWFwPHN0cmluZywgc3RyaW5nW10+XG5cbmNvbnN0IEZFTkNFID0gL15pbXBvcnRzIChcXFMrKSQvXG5jb25zdCBTT1VSQ0VTID0gWydwYWNrYWdlcy9vYXV0aC9zcmMnLCAncGFja2FnZXMvdGFwL3NyYycsICdwYWNrYWdlcy9kZXZuZXQvc3JjJ11cblxuY29uc3QgZHJhd2luZ3MgPSBuZXcgTWFwKFxuICBhd2FpdCBQcm9taXNlLmFsbChTT1VSQ0VTLm1hcChhc3luYyAoc3JjKSA9PiBbc3JjLCBhd2FpdCBkcmF3KHNyYyldIGFzIGNvbnN0KSlcbilcblxuLyoqXG4gKiBGaWxscyBjb2RlIGJsb2NrcyBzdWNoIGFzIFwiYGBgaW1wb3J0cyBwYWNrYWdlcy90YXAvc3JjXCIgd2l0aCB0aGUgZmlsZXMgYW5kIGZvbGRlcnMgb2YgYSBmb2xkZXIsXG4gKiBhbmQgd2hhdCBlYWNoIG9mIHRoZW0gaW1wb3J0cyBmcm9tIHRoZSBvdGhlcnMuXG4gKi9cbmV4cG9ydCBmdW5jdGlvbiBpbXBvcnRzKG1kOiBNYXJrZG93blJlbmRlcmVyKSB7XG4gIG1kLmNvcmUucnVsZXIucHVzaCgnaW1wb3J0cycsICh7IHRva2VucyB9KSA9PiB7XG4gICAgZm9yIChjb25zdCB0b2tlbiBvZiB0b2tlbnMpIHtcbiAgICAgIGNvbnN0IFssIGZvbGRlcl0gPSBGRU5DRS5leGVjKHRva2VuLmluZm8pID8/IFtdXG4gICAgICBpZiAoIWZvbGRlcikgY29udGludWVcbiAgICAgIGNvbnN0IGRyYXdpbmcgPSBkcmF3aW5ncy5nZXQoZm9sZGVyKVxuICAgICAgaWYgKCFkcmF3aW5nKSB0aHJvdyBuZXcgRXJyb3IoYEFkZCAke2ZvbGRlcn0gdG8gZG9jcy8udml0ZXByZXNzL2ltcG9ydHMudHNgKVxuICAgICAgdG9rZW4uaW5mbyA9ICd0eHQnXG4gICAgICB0b2tlbi5jb250ZW50ID0gZHJhd2luZ1xuICAgIH1cbiAgfSlcbn1cblxuYXN5bmMgZnVuY3Rpb24gZHJhdyhmb2xkZXI6IHN0cmluZyk6IFByb21pc2U8c3RyaW5nPiB7XG4gIGNvbnN0IGVudHJpZXMgPSBhd2FpdCByZWFkSW1wb3J0cyhmb2xkZXIpXG4gIGNvbnN0IG5hbWVzID0gc29ydEJ5RGVwZW5kZW5jeShlbnRyaWVzKVxuICBjb25zdCB3aWR0aCA9IE1hdGgubWF4KC4uLm5hbWVzLm1hcCgobmFtZSkgPT4gbmFtZS5sZW5ndGgpKVxuICByZXR1cm4gbmFtZXNcbiAgICAubWFwKChuYW1lKSA9PiBgJHtuYW1lLnBhZEVuZCh3aWR0aCl9ICAke2VudHJpZXMuZ2V0KG5hbWUpIS5qb2luKCcsICcpfWAudHJpbUVuZCgpKVxuICAgIC5qb2luKCdcXG4nKVxufVxuXG5hc3luYyBmdW5jdGlvbiByZWFkSW1wb3J0cyhmb2xkZXI6IHN0cmluZyk6IFByb21pc2U8SW1wb3J0cz4ge1xuICBjb25zdCB7IG91dHB1dCB9ID0gYXdhaXQgY3J1aXNlKFtmb2xkZXJdLCB7XG4gICAgYmFzZURpcjogUkVQT1NJVE9SWSxcbiAgICB0c1ByZUNvbXBpbGF0aW9uRGVwczogdHJ1ZSxcbiAgICBpbmNsdWRlT25seTogYF4ke2ZvbGRlcn0vYCxcbiAgICBjb2xsYXBzZTogYF4ke2ZvbGRlcn0vW14vXStgLFxuICB9KVxuICBjb25zdCB0b05hbWUgPSAocGF0aDogc3RyaW5nKSA9PiB7XG4gICAgY29uc3QgbmFtZSA9IHBhdGguc2xpY2UoZm9sZGVyLmxlbmd0aCArIDEpXG4gICAgcmV0dXJuIG5hbWUuaW5jbHVkZXMoJy4nKSA/IG5hbWUgOiBgJHtuYW1lfS9gXG4gIH1cbiAgcmV0dXJuIG5ldyBNYXAoXG4gICAgKG91dHB1dCBhcyBJQ3J1aXNlUmVzdWx0KS5tb2R1bGVzLm1hcCgoeyBzb3VyY2UsIGRlcGVuZGVuY2llcyB9KSA9PiB7XG4gICAgICBjb25zdCBuYW1lID0gdG9OYW1lKHNvdXJjZSlcbiAgICAgIGNvbnN0IHRhcmdldHMgPSBuZXcgU2V0KGRlcGVuZGVuY2llcy5tYXAoKHsgcmVzb2x2ZWQgfSkgPT4gdG9OYW1lKHJlc29sdmVkKSkpXG4gICAgICByZXR1cm4gW25hbWUsIFsuLi50YXJnZXRzXS5maWx0ZXIoKHRhcmdldCkgPT4gdGFyZ2V0ICE9PSBuYW1lKS5zb3J0KCldXG4gICAgfSlcbiAgKVxufVxuXG4vKiogU29ydHMgdGhlIGVudHJpZXMgc28gdGhhdCBlYWNoIG9uZSBpbXBvcnRzIG9ubHkgZW50cmllcyBiZWxvdyBpdC4gKi9cbmZ1bmN0aW9uIHNvcnRCeURlcGVuZGVuY3koZW50cmllczogSW1wb3J0cyk6IHN0cmluZ1tdIHtcbiAgY29uc3Qgc29ydGVkID0gbmV3IFNldDxzdHJpbmc+KClcbiAgY29uc3QgdmlzaXQgPSAobmFtZTogc3RyaW5nLCBwYXRoOiBzdHJpbmdbXSkgPT4ge1xuICAgIGlmIChwYXRoLmluY2x1ZGVzKG5hbWUpKSB0aHJvdyBuZXcgRXJyb3IoYEltcG9ydCBjaXJjbGU6ICR7Wy4uLnBhdGgsIG5hbWVdLmpvaW4oJyBcdTIxOTIgJyl9YClcbiAgICBmb3IgKGNvbnN0IGRlcGVuZGVuY3kgb2YgZW50cmllcy5nZXQobmFtZSkgPz8gW10pIHZpc2l0KGRlcGVuZGVuY3ksIFsuLi5wYXRoLCBuYW1lXSlcbiAgICBzb3J0ZWQuYWRkKG5hbWUpXG4gIH1cbiAgZm9yIChjb25zdCBuYW1lIG9mIFsuLi5lbnRyaWVzLmtleXMoKV0uc29ydCgpKSB2aXNpdChuYW1lLCBbXSlcbiAgcmV0dXJuIFsuLi5zb3J0ZWRdLnJldmVyc2UoKVxufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay93dC93b3JkczcvZG9jcy8udml0ZXByZXNzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay93dC93b3JkczcvZG9jcy8udml0ZXByZXNzL3NuaXBwZXRzLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL3d0L3dvcmRzNy9kb2NzLy52aXRlcHJlc3Mvc25pcHBldHMudHNcIjtpbXBvcnQgeyByZWFkRmlsZVN5bmMgfSBmcm9tICdub2RlOmZzJ1xuaW1wb3J0IHR5cGUgeyBNYXJrZG93blJlbmRlcmVyIH0gZnJvbSAndml0ZXByZXNzJ1xuXG4vKiogVGhlIHRva2VuIG9mIGEgYDw8PCBAL1x1MjAyNmAgaW5jbHVkZS4gVml0ZVByZXNzIHNldHMgYHNyY2AuICovXG5pbnRlcmZhY2UgSW5jbHVkZSB7XG4gIHNyYz86IFtmaWxlOiBzdHJpbmcsIHJlZ2lvbjogc3RyaW5nXVxuICBjb250ZW50OiBzdHJpbmdcbn1cblxuY29uc3QgTUFSS0VSID0gL15cXHMqKD86XFwvXFwvfFxcL1xcKnwjfDwhLS18XFx7XFx7LS0pXFxzKiM/KGVuZCk/cmVnaW9uXFxiXFxzKihbXFx3LV0qKS9cbmNvbnN0IFNUVUJfSEVBREVSID0gL14oPzpcXHtcXHsjdmFyIC4qXFx9XFx9XFxuKSpcXHtcXHtcXHtbXFxzXFxTXSo/XFx9XFx9XFx9XFxuL1xuXG4vKipcbiAqIEluY2x1ZGVzIGNvZGUgd2l0aG91dCBpdHMgcmVnaW9uIG1hcmtlcnMsIGFuZCB3aXRob3V0IHRoZSBoZWFkZXIgb2YgYSBzdHViLiBGYWlscyB0aGUgYnVpbGQgaWYgYVxuICogcmVnaW9uIGRvZXMgbm90IGV4aXN0LCB3aGVyZWFzIFZpdGVQcmVzcyBpdHNlbGYgd291bGQgaW5jbHVkZSB0aGUgd2hvbGUgZmlsZS5cbiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHNuaXBwZXRzKG1kOiBNYXJrZG93blJlbmRlcmVyKSB7XG4gIG1kLmNvcmUucnVsZXIucHVzaCgnc25pcHBldHMnLCAoeyB0b2tlbnMsIGVudiB9KSA9PiB7XG4gICAgZm9yIChjb25zdCB0b2tlbiBvZiB0b2tlbnMgYXMgSW5jbHVkZVtdKSB7XG4gICAgICBpZiAoIXRva2VuLnNyYykgY29udGludWVcbiAgICAgIGNvbnN0IFtmaWxlLCByZWdpb25dID0gdG9rZW4uc3JjXG4gICAgICBlbnYuaW5jbHVkZXM/LnB1c2goZmlsZSlcbiAgICAgIHRva2VuLmNvbnRlbnQgPSByZWFkU25pcHBldChmaWxlLCByZWdpb24pXG4gICAgICAvLyBWaXRlUHJlc3MgcmVhZHMgdGhlIGZpbGUgb25seSBpZiBgc3JjYCBpcyBzZXQuXG4gICAgICBkZWxldGUgdG9rZW4uc3JjXG4gICAgfVxuICB9KVxufVxuXG5mdW5jdGlvbiByZWFkU25pcHBldChmaWxlOiBzdHJpbmcsIHJlZ2lvbjogc3RyaW5nKTogc3RyaW5nIHtcbiAgY29uc3QgbGluZXMgPSByZWFkRmlsZVN5bmMoZmlsZSwgJ3V0ZjgnKS5yZXBsYWNlKFNUVUJfSEVBREVSLCAnJykuc3BsaXQoJ1xcbicpXG4gIGNvbnN0IGluY2x1ZGVkID0gcmVnaW9uID8gcmVhZFJlZ2lvbihyZWdpb24sIGxpbmVzLCBmaWxlKSA6IGxpbmVzXG4gIHJldHVybiBkZWRlbnQoaW5jbHVkZWQuZmlsdGVyKChsaW5lKSA9PiAhTUFSS0VSLnRlc3QobGluZSkpKS50cmltKCkgKyAnXFxuJ1xufVxuXG5mdW5jdGlvbiByZWFkUmVnaW9uKHJlZ2lvbjogc3RyaW5nLCBsaW5lczogc3RyaW5nW10sIGZpbGU6IHN0cmluZyk6IHN0cmluZ1tdIHtcbiAgY29uc3QgaXNNYXJrZXIgPSAobGluZTogc3RyaW5nLCBlbmQ6ICdlbmQnIHwgdW5kZWZpbmVkKSA9PiB7XG4gICAgY29uc3QgWywgaXNFbmQsIG5hbWVdID0gTUFSS0VSLmV4ZWMobGluZSkgPz8gW11cbiAgICByZXR1cm4gbmFtZSA9PT0gcmVnaW9uICYmIGlzRW5kID09PSBlbmRcbiAgfVxuICBjb25zdCBzdGFydCA9IGxpbmVzLmZpbmRJbmRleCgobGluZSkgPT4gaXNNYXJrZXIobGluZSwgdW5kZWZpbmVkKSlcbiAgY29uc3QgZW5kID0gbGluZXMuZmluZEluZGV4KChsaW5lKSA9PiBpc01hcmtlcihsaW5lLCAnZW5kJykpXG4gIGlmIChzdGFydCA8IDAgfHwgZW5kIDwgc3RhcnQpIHtcbiAgICB0aHJvdyBuZXcgRXJyb3IoYCR7ZmlsZX0gaGFzIG5vIFwiI3JlZ2lvbiAke3JlZ2lvbn1cIiBcdTIwMjYgXCIjZW5kcmVnaW9uICR7cmVnaW9ufVwiYClcbiAgfVxuICByZXR1cm4gbGluZXMuc2xpY2Uoc3RhcnQgKyAxLCBlbmQpXG59XG5cbmZ1bmN0aW9uIGRlZGVudChsaW5lczogc3RyaW5nW10pOiBzdHJpbmcge1xuICBjb25zdCBkZXB0aHMgPSBsaW5lcy5maWx0ZXIoKGxpbmUpID0+IGxpbmUudHJpbSgpKS5tYXAoKGxpbmUpID0+IGxpbmUuc2VhcmNoKC9cXFMvKSlcbiAgY29uc3QgZGVwdGggPSBNYXRoLm1pbiguLi5kZXB0aHMpXG4gIHJldHVybiBsaW5lcy5tYXAoKGxpbmUpID0+IGxpbmUuc2xpY2UoZGVwdGgpKS5qb2luKCdcXG4nKVxufVxuIl0sCiAgIm1hcHBpbmdzIjogIjtBQUFxUSxTQUFTLG9CQUFvQjs7O0FDQU4sU0FBUyxvQkFBb0I7QUFDelQsU0FBUyxZQUFZO0FBQ3JCLFNBQVMsWUFBWTtBQUVyQixJQUFNLE9BQU87QUFDYixJQUFNLEtBQUs7QUFHWCxlQUFzQixnQkFBZ0IsUUFBbUM7QUFDdkUsUUFBTSxRQUFRLG9CQUFJLElBQW9CO0FBQ3RDLG1CQUFpQixRQUFRLEtBQUssYUFBYSxFQUFFLEtBQUssT0FBTyxDQUFDLEdBQUc7QUFDM0QsVUFBTSxJQUFJLE1BQU0sSUFBSSxHQUFHLGFBQWEsS0FBSyxRQUFRLElBQUksR0FBRyxNQUFNLENBQUM7QUFBQSxFQUNqRTtBQUVBLFNBQU8sQ0FBQyxHQUFHLEtBQUssRUFBRTtBQUFBLElBQVEsQ0FBQyxDQUFDLEtBQUssSUFBSSxNQUNuQyxDQUFDLEdBQUcsS0FBSyxTQUFTLElBQUksQ0FBQyxFQUNwQixJQUFJLENBQUMsQ0FBQyxFQUFFLFNBQVMsS0FBSyxNQUFNLE9BQU8sRUFBRSxRQUFRLE9BQU8sRUFBRSxFQUN0RCxPQUFPLENBQUMsRUFBRSxRQUFRLE9BQU8sTUFBTSxDQUFDLE1BQU0sTUFBTSxJQUFJLE1BQU0sS0FBSyxFQUFFLEVBQUUsSUFBSSxNQUFNLENBQUMsRUFDMUUsSUFBSSxDQUFDLEVBQUUsUUFBUSxPQUFPLE1BQU0sR0FBRyxHQUFHLGFBQWEsTUFBTSxJQUFJLE1BQU0sd0JBQXdCO0FBQUEsRUFDNUY7QUFDRjtBQUVBLFNBQVMsTUFBTSxNQUFzQjtBQUNuQyxTQUFPLE1BQU0sS0FBSyxXQUFXLE1BQU0sR0FBRyxFQUFFLFFBQVEscUJBQXFCLEVBQUU7QUFDekU7QUFFQSxTQUFTLE1BQU0sTUFBMkI7QUFDeEMsU0FBTyxJQUFJLElBQUksQ0FBQyxHQUFHLEtBQUssU0FBUyxFQUFFLENBQUMsRUFBRSxJQUFJLENBQUMsQ0FBQyxFQUFFLEVBQUUsTUFBTSxFQUFFLENBQUM7QUFDM0Q7OztBQzVCMFIsU0FBUyxZQUFZLGdCQUFBQSxxQkFBb0I7QUFDblUsU0FBUyxRQUFBQyxhQUFZOzs7QUNENlEsU0FBUyxRQUFBQyxhQUFZO0FBQXZULElBQU0sbUNBQW1DO0FBRWxDLElBQU0sYUFBYUMsTUFBSyxrQ0FBcUIsVUFBVTs7O0FERzlELElBQU0sUUFBUSxDQUFDLGVBQWUsOEJBQThCO0FBRzVELElBQU0sV0FBVyxvQkFBSSxJQUFJLENBQUMsQ0FBQyxlQUFlLHVDQUF1QyxDQUFDLENBQUM7QUFFbkYsSUFBTSxPQUFPO0FBQ2IsSUFBTSxPQUFPO0FBQ2IsSUFBTSxRQUFRO0FBR2QsSUFBTSxXQUFXO0FBR1YsU0FBUyxrQkFBa0IsTUFBYyxPQUF5QjtBQUN2RSxNQUFJLENBQUMsTUFBTSxTQUFTLElBQUksRUFBRyxRQUFPLENBQUM7QUFDbkMsUUFBTSxPQUFPLFNBQVMsSUFBSSxJQUFJO0FBQzlCLFNBQU87QUFBQSxJQUNMLEdBQUcsYUFBYSxPQUFPLFNBQVM7QUFBQSxJQUNoQyxHQUFJLE9BQU8sQ0FBQyxHQUFHLFlBQVksT0FBTyxVQUFVLElBQUksQ0FBQyxHQUFHLEdBQUcsZ0JBQWdCLEtBQUssQ0FBQyxJQUFJLENBQUM7QUFBQSxFQUNwRjtBQUNGO0FBRUEsSUFBTSxZQUFZLENBQUMsU0FBaUI7QUFDbEMsUUFBTSxPQUFPQyxNQUFLLFlBQVksSUFBSTtBQUNsQyxTQUFPLFdBQVcsSUFBSSxJQUFJQyxjQUFhLE1BQU0sTUFBTSxJQUFJO0FBQ3pEO0FBRUEsSUFBTSxXQUFXLENBQUMsVUFBa0IsQ0FBQyxHQUFHLE1BQU0sU0FBUyxLQUFLLENBQUMsRUFBRSxJQUFJLENBQUMsQ0FBQyxFQUFFLEVBQUUsS0FBSyxNQUFNLEtBQUs7QUFHbEYsU0FBUyxhQUFhLE9BQWUsTUFBMEM7QUFDcEYsUUFBTSxXQUFxQixDQUFDO0FBQzVCLE1BQUksU0FBbUIsQ0FBQztBQUN4QixhQUFXLGFBQWEsTUFBTSxNQUFNLFFBQVEsR0FBRztBQUM3QyxVQUFNLFFBQVEsVUFBVSxNQUFNLElBQUksRUFBRSxRQUFRLENBQUMsU0FBUyxLQUFLLEtBQUssSUFBSSxJQUFJLENBQUMsS0FBSyxDQUFDLENBQUM7QUFDaEYsVUFBTSxRQUFRLENBQUMsR0FBRyxVQUFVLFNBQVMsSUFBSSxDQUFDLEVBQUUsSUFBSSxDQUFDLENBQUMsRUFBRSxJQUFJLE1BQU0sSUFBSTtBQUNsRSxRQUFJLE1BQU0sT0FBUSxVQUFTLE1BQU0sUUFBUSxDQUFDLFNBQVMsU0FBUyxLQUFLLElBQUksQ0FBQyxDQUFDO0FBQ3ZFLFVBQU0sV0FBVyxNQUFNLE9BQU8sQ0FBQyxTQUFTLENBQUMsT0FBTyxTQUFTLElBQUksQ0FBQztBQUM5RCxhQUFTLEtBQUssR0FBRyxTQUFTLElBQUksQ0FBQyxTQUFTLDBCQUEwQixJQUFJLEdBQUcsQ0FBQztBQUFBLEVBQzVFO0FBQ0EsU0FBTztBQUNUO0FBRU8sU0FBUyxZQUFZLE9BQWUsT0FBeUI7QUFDbEUsUUFBTSxRQUFRLE1BQU0sTUFBTSxJQUFJLEVBQUUsUUFBUSxDQUFDLFNBQVMsS0FBSyxLQUFLLElBQUksSUFBSSxDQUFDLEtBQUssQ0FBQyxDQUFDO0FBQzVFLFNBQU8sU0FBUyxLQUFLLEVBQ2xCLE9BQU8sQ0FBQyxVQUFVLENBQUMsTUFBTSxTQUFTLEtBQUssQ0FBQyxFQUN4QyxJQUFJLENBQUMsVUFBVSxpREFBaUQsS0FBSyxHQUFHO0FBQzdFO0FBR08sU0FBUyxnQkFBZ0IsT0FBeUI7QUFDdkQsUUFBTSxXQUFXLE1BQU0sTUFBTSxXQUFXLEVBQUUsTUFBTSxDQUFDO0FBQ2pELFNBQU8sU0FDSixRQUFRLENBQUMsWUFBWSxRQUFRLE1BQU0sUUFBUSxDQUFDLEVBQzVDLElBQUksQ0FBQyxjQUFjLFVBQVUsS0FBSyxDQUFDLEVBQ25DO0FBQUEsSUFDQyxDQUFDLGNBQWMsYUFBYSxDQUFDLFNBQVMsS0FBSyxTQUFTLEtBQUssQ0FBQyxLQUFLLEtBQUssVUFBVSxNQUFNLElBQUksRUFBRSxDQUFDLENBQUM7QUFBQSxFQUM5RixFQUNDLElBQUksQ0FBQyxjQUFjLHlDQUF5QyxVQUFVLE1BQU0sSUFBSSxFQUFFLENBQUMsQ0FBQyxHQUFHO0FBQzVGOzs7QUVqRTBSLElBQU0sU0FBUztBQUN6UyxJQUFNLFFBQVE7QUFDZCxJQUFNLFFBQVEsSUFBSSxPQUFPLHVCQUF1QixNQUFNLG9CQUFvQixLQUFLLFFBQVEsSUFBSTtBQU1wRixTQUFTLFdBQVcsT0FBeUI7QUFDbEQsU0FBTyxDQUFDLEdBQUcsTUFBTSxTQUFTLEtBQUssQ0FBQyxFQUFFLElBQUksQ0FBQyxDQUFDLEtBQUssTUFBTSxJQUFJLEtBQUssbUNBQW1DO0FBQ2pHOzs7QUNWMFIsU0FBUyxRQUFBQyxhQUFZO0FBVS9TLElBQU0sZ0JBQWdCO0FBQ3RCLElBQU0sY0FBYztBQUNwQixJQUFNLGFBQWE7QUFHbkIsSUFBTUMsU0FBUSxvQkFBSSxJQUFJO0FBQUEsRUFDcEIsQ0FBQyxjQUFjLE1BQU0sV0FBVyxPQUFPLENBQUM7QUFBQSxFQUN4QyxDQUFDLG9CQUFvQixNQUFNLFdBQVcsS0FBSyxDQUFDO0FBQUEsRUFDNUMsQ0FBQyxhQUFhLE1BQU0sV0FBVyxRQUFRLENBQUM7QUFDMUMsQ0FBQztBQUVELGVBQWUsV0FBVyxNQUFzQztBQUM5RCxRQUFNLFNBQVMsTUFBTSxPQUFPQyxNQUFLLFlBQVksWUFBWSxNQUFNLHFCQUFxQjtBQUNwRixTQUFPLFdBQVcsTUFBTTtBQUMxQjtBQUVPLFNBQVMsV0FBVyxRQUFnRDtBQUN6RSxRQUFNLFFBQVEsb0JBQUksSUFBK0I7QUFDakQsYUFBVyxTQUFTLE9BQU8sT0FBTyxNQUFNLEdBQUc7QUFDekMsUUFBSSxPQUFPLFVBQVUsY0FBYyxDQUFDLE9BQU8sT0FBTyxPQUFPLE1BQU0sRUFBRztBQUNsRSxVQUFNLEVBQUUsTUFBTSxLQUFLLElBQUk7QUFDdkIsUUFBSSxLQUFNLE9BQU0sSUFBSSxNQUFNLEVBQUUsS0FBSyxDQUFDO0FBQUEsRUFDcEM7QUFDQSxTQUFPLEVBQUUsT0FBTyxPQUFPLElBQUksSUFBSSxPQUFPLEtBQUssTUFBTSxDQUFDLEVBQUU7QUFDdEQ7QUFHTyxTQUFTLGtCQUFrQixVQUFrQixXQUFXLENBQUMsR0FBR0QsT0FBTSxPQUFPLENBQUMsR0FBYTtBQUM1RixTQUFPLENBQUMsR0FBRyxTQUFTLFNBQVMsYUFBYSxDQUFDLEVBQ3hDLE9BQU8sQ0FBQyxDQUFDLEVBQUUsSUFBSSxNQUFNLENBQUMsU0FBUyxLQUFLLENBQUMsV0FBVyxPQUFPLE1BQU0sSUFBSSxJQUFJLENBQUMsQ0FBQyxFQUN2RSxJQUFJLENBQUMsQ0FBQyxJQUFJLE1BQU0sc0JBQXNCLElBQUksRUFBRTtBQUNqRDtBQUdPLFNBQVMsa0JBQWtCLE1BQWMsT0FBZSxTQUFTQSxPQUFNLElBQUksSUFBSSxHQUFhO0FBQ2pHLE1BQUksQ0FBQyxPQUFRLFFBQU8sQ0FBQztBQUNyQixRQUFNLGFBQWEsSUFBSSxJQUFJLENBQUMsR0FBRyxNQUFNLFNBQVMsV0FBVyxDQUFDLEVBQUUsSUFBSSxDQUFDLENBQUMsRUFBRSxJQUFJLE1BQU0sSUFBSSxDQUFDO0FBQ25GLFFBQU0sVUFBVSxDQUFDLEdBQUcsT0FBTyxNQUFNLEtBQUssQ0FBQyxFQUFFLE9BQU8sQ0FBQyxTQUFTLENBQUMsV0FBVyxJQUFJLElBQUksQ0FBQztBQUMvRSxRQUFNLFVBQVUsQ0FBQyxHQUFHLFVBQVUsRUFBRSxPQUFPLENBQUMsU0FBUyxDQUFDLE9BQU8sTUFBTSxJQUFJLElBQUksQ0FBQztBQUN4RSxRQUFNLFNBQVMsQ0FBQyxHQUFHLE1BQU0sU0FBUyxVQUFVLENBQUMsRUFBRSxJQUFJLENBQUMsQ0FBQyxFQUFFLElBQUksTUFBTSxJQUFJO0FBQ3JFLFFBQU0sV0FBVyxPQUFPLE9BQU8sQ0FBQyxNQUFNLFVBQVUsT0FBTyxRQUFRLElBQUksSUFBSSxLQUFLO0FBQzVFLFFBQU0sV0FBVyxDQUFDLEdBQUcsT0FBTyxLQUFLLEVBQUUsT0FBTyxDQUFDLENBQUMsRUFBRSxFQUFFLEtBQUssQ0FBQyxNQUFNLENBQUMsSUFBSSxFQUFFLElBQUksQ0FBQyxDQUFDLElBQUksTUFBTSxJQUFJO0FBQ3ZGLFNBQU87QUFBQSxJQUNMLEdBQUcsUUFBUSxJQUFJLENBQUMsU0FBUyxhQUFhLElBQUksb0JBQW9CO0FBQUEsSUFDOUQsR0FBRyxRQUFRLElBQUksQ0FBQyxTQUFTLHlDQUF5QyxJQUFJLEVBQUU7QUFBQSxJQUN4RSxHQUFHLFNBQVMsSUFBSSxDQUFDLFNBQVMsYUFBYSxJQUFJLGtCQUFrQjtBQUFBLElBQzdELEdBQUcsU0FBUyxJQUFJLENBQUMsU0FBUyxhQUFhLElBQUksY0FBYztBQUFBLEVBQzNEO0FBQ0Y7OztBQzFEd1IsU0FBUyxjQUFBRSxtQkFBa0I7QUFDblQsU0FBUyxRQUFBQyxhQUFZO0FBR3JCLElBQU1DLGVBQWM7QUFDcEIsSUFBTSxPQUFPO0FBR04sU0FBUyxpQkFBaUIsT0FBeUI7QUFDeEQsU0FBTyxDQUFDLEdBQUcsTUFBTSxTQUFTQSxZQUFXLENBQUMsRUFDbkMsSUFBSSxDQUFDLENBQUMsRUFBRSxJQUFJLE1BQU0sSUFBSSxFQUN0QixPQUFPLENBQUMsU0FBUyxLQUFLLEtBQUssSUFBSSxLQUFLLENBQUNDLFlBQVdDLE1BQUssWUFBWSxJQUFJLENBQUMsQ0FBQyxFQUN2RSxJQUFJLENBQUMsU0FBUyxHQUFHLElBQUksaUJBQWlCO0FBQzNDOzs7QUNQQSxJQUFNLGFBQWE7QUFHWixTQUFTLGFBQWEsTUFBYyxVQUE0QjtBQUNyRSxRQUFNLFFBQVEsU0FBUyxRQUFRLFlBQVksRUFBRTtBQUM3QyxTQUFPO0FBQUEsSUFDTCxHQUFHLGlCQUFpQixLQUFLO0FBQUEsSUFDekIsR0FBRyxXQUFXLEtBQUs7QUFBQSxJQUNuQixHQUFHLGtCQUFrQixRQUFRO0FBQUEsSUFDN0IsR0FBRyxrQkFBa0IsTUFBTSxLQUFLO0FBQUEsSUFDaEMsR0FBRyxrQkFBa0IsTUFBTSxLQUFLO0FBQUEsRUFDbEM7QUFDRjtBQUdPLFNBQVMsT0FBTyxJQUFzQjtBQUMzQyxLQUFHLEtBQUssTUFBTSxLQUFLLFVBQVUsQ0FBQyxFQUFFLEtBQUssSUFBSSxNQUFNO0FBQzdDLFVBQU0sV0FBVyxhQUFhLElBQUksY0FBYyxHQUFHO0FBQ25ELFFBQUksU0FBUyxPQUFRLE9BQU0sSUFBSSxNQUFNLENBQUMsR0FBRyxJQUFJLFlBQVksS0FBSyxHQUFHLFFBQVEsRUFBRSxLQUFLLE1BQU0sQ0FBQztBQUFBLEVBQ3pGLENBQUM7QUFDSDs7O0FDMUJ1USxTQUFTLGNBQWtDO0FBTWxULElBQU0sUUFBUTtBQUNkLElBQU0sVUFBVSxDQUFDLHNCQUFzQixvQkFBb0IscUJBQXFCO0FBRWhGLElBQU0sV0FBVyxJQUFJO0FBQUEsRUFDbkIsTUFBTSxRQUFRLElBQUksUUFBUSxJQUFJLE9BQU8sUUFBUSxDQUFDLEtBQUssTUFBTSxLQUFLLEdBQUcsQ0FBQyxDQUFVLENBQUM7QUFDL0U7QUFNTyxTQUFTLFFBQVEsSUFBc0I7QUFDNUMsS0FBRyxLQUFLLE1BQU0sS0FBSyxXQUFXLENBQUMsRUFBRSxPQUFPLE1BQU07QUFDNUMsZUFBVyxTQUFTLFFBQVE7QUFDMUIsWUFBTSxDQUFDLEVBQUUsTUFBTSxJQUFJLE1BQU0sS0FBSyxNQUFNLElBQUksS0FBSyxDQUFDO0FBQzlDLFVBQUksQ0FBQyxPQUFRO0FBQ2IsWUFBTSxVQUFVLFNBQVMsSUFBSSxNQUFNO0FBQ25DLFVBQUksQ0FBQyxRQUFTLE9BQU0sSUFBSSxNQUFNLE9BQU8sTUFBTSxnQ0FBZ0M7QUFDM0UsWUFBTSxPQUFPO0FBQ2IsWUFBTSxVQUFVO0FBQUEsSUFDbEI7QUFBQSxFQUNGLENBQUM7QUFDSDtBQUVBLGVBQWUsS0FBSyxRQUFpQztBQUNuRCxRQUFNLFVBQVUsTUFBTSxZQUFZLE1BQU07QUFDeEMsUUFBTSxRQUFRLGlCQUFpQixPQUFPO0FBQ3RDLFFBQU0sUUFBUSxLQUFLLElBQUksR0FBRyxNQUFNLElBQUksQ0FBQyxTQUFTLEtBQUssTUFBTSxDQUFDO0FBQzFELFNBQU8sTUFDSixJQUFJLENBQUMsU0FBUyxHQUFHLEtBQUssT0FBTyxLQUFLLENBQUMsS0FBSyxRQUFRLElBQUksSUFBSSxFQUFHLEtBQUssSUFBSSxDQUFDLEdBQUcsUUFBUSxDQUFDLEVBQ2pGLEtBQUssSUFBSTtBQUNkO0FBRUEsZUFBZSxZQUFZLFFBQWtDO0FBQzNELFFBQU0sRUFBRSxPQUFPLElBQUksTUFBTSxPQUFPLENBQUMsTUFBTSxHQUFHO0FBQUEsSUFDeEMsU0FBUztBQUFBLElBQ1Qsc0JBQXNCO0FBQUEsSUFDdEIsYUFBYSxJQUFJLE1BQU07QUFBQSxJQUN2QixVQUFVLElBQUksTUFBTTtBQUFBLEVBQ3RCLENBQUM7QUFDRCxRQUFNLFNBQVMsQ0FBQyxTQUFpQjtBQUMvQixVQUFNLE9BQU8sS0FBSyxNQUFNLE9BQU8sU0FBUyxDQUFDO0FBQ3pDLFdBQU8sS0FBSyxTQUFTLEdBQUcsSUFBSSxPQUFPLEdBQUcsSUFBSTtBQUFBLEVBQzVDO0FBQ0EsU0FBTyxJQUFJO0FBQUEsSUFDUixPQUF5QixRQUFRLElBQUksQ0FBQyxFQUFFLFFBQVEsYUFBYSxNQUFNO0FBQ2xFLFlBQU0sT0FBTyxPQUFPLE1BQU07QUFDMUIsWUFBTSxVQUFVLElBQUksSUFBSSxhQUFhLElBQUksQ0FBQyxFQUFFLFNBQVMsTUFBTSxPQUFPLFFBQVEsQ0FBQyxDQUFDO0FBQzVFLGFBQU8sQ0FBQyxNQUFNLENBQUMsR0FBRyxPQUFPLEVBQUUsT0FBTyxDQUFDLFdBQVcsV0FBVyxJQUFJLEVBQUUsS0FBSyxDQUFDO0FBQUEsSUFDdkUsQ0FBQztBQUFBLEVBQ0g7QUFDRjtBQUdBLFNBQVMsaUJBQWlCLFNBQTRCO0FBQ3BELFFBQU0sU0FBUyxvQkFBSSxJQUFZO0FBQy9CLFFBQU0sUUFBUSxDQUFDLE1BQWMsU0FBbUI7QUFDOUMsUUFBSSxLQUFLLFNBQVMsSUFBSSxFQUFHLE9BQU0sSUFBSSxNQUFNLGtCQUFrQixDQUFDLEdBQUcsTUFBTSxJQUFJLEVBQUUsS0FBSyxVQUFLLENBQUMsRUFBRTtBQUN4RixlQUFXLGNBQWMsUUFBUSxJQUFJLElBQUksS0FBSyxDQUFDLEVBQUcsT0FBTSxZQUFZLENBQUMsR0FBRyxNQUFNLElBQUksQ0FBQztBQUNuRixXQUFPLElBQUksSUFBSTtBQUFBLEVBQ2pCO0FBQ0EsYUFBVyxRQUFRLENBQUMsR0FBRyxRQUFRLEtBQUssQ0FBQyxFQUFFLEtBQUssRUFBRyxPQUFNLE1BQU0sQ0FBQyxDQUFDO0FBQzdELFNBQU8sQ0FBQyxHQUFHLE1BQU0sRUFBRSxRQUFRO0FBQzdCOzs7QUNyRXlRLFNBQVMsZ0JBQUFDLHFCQUFvQjtBQVN0UyxJQUFNLFNBQVM7QUFDZixJQUFNLGNBQWM7QUFNYixTQUFTLFNBQVMsSUFBc0I7QUFDN0MsS0FBRyxLQUFLLE1BQU0sS0FBSyxZQUFZLENBQUMsRUFBRSxRQUFRLElBQUksTUFBTTtBQUNsRCxlQUFXLFNBQVMsUUFBcUI7QUFDdkMsVUFBSSxDQUFDLE1BQU0sSUFBSztBQUNoQixZQUFNLENBQUMsTUFBTSxNQUFNLElBQUksTUFBTTtBQUM3QixVQUFJLFVBQVUsS0FBSyxJQUFJO0FBQ3ZCLFlBQU0sVUFBVSxZQUFZLE1BQU0sTUFBTTtBQUV4QyxhQUFPLE1BQU07QUFBQSxJQUNmO0FBQUEsRUFDRixDQUFDO0FBQ0g7QUFFQSxTQUFTLFlBQVksTUFBYyxRQUF3QjtBQUN6RCxRQUFNLFFBQVFDLGNBQWEsTUFBTSxNQUFNLEVBQUUsUUFBUSxhQUFhLEVBQUUsRUFBRSxNQUFNLElBQUk7QUFDNUUsUUFBTSxXQUFXLFNBQVMsV0FBVyxRQUFRLE9BQU8sSUFBSSxJQUFJO0FBQzVELFNBQU8sT0FBTyxTQUFTLE9BQU8sQ0FBQyxTQUFTLENBQUMsT0FBTyxLQUFLLElBQUksQ0FBQyxDQUFDLEVBQUUsS0FBSyxJQUFJO0FBQ3hFO0FBRUEsU0FBUyxXQUFXLFFBQWdCLE9BQWlCLE1BQXdCO0FBQzNFLFFBQU0sV0FBVyxDQUFDLE1BQWNDLFNBQTJCO0FBQ3pELFVBQU0sQ0FBQyxFQUFFLE9BQU8sSUFBSSxJQUFJLE9BQU8sS0FBSyxJQUFJLEtBQUssQ0FBQztBQUM5QyxXQUFPLFNBQVMsVUFBVSxVQUFVQTtBQUFBLEVBQ3RDO0FBQ0EsUUFBTSxRQUFRLE1BQU0sVUFBVSxDQUFDLFNBQVMsU0FBUyxNQUFNLE1BQVMsQ0FBQztBQUNqRSxRQUFNLE1BQU0sTUFBTSxVQUFVLENBQUMsU0FBUyxTQUFTLE1BQU0sS0FBSyxDQUFDO0FBQzNELE1BQUksUUFBUSxLQUFLLE1BQU0sT0FBTztBQUM1QixVQUFNLElBQUksTUFBTSxHQUFHLElBQUksb0JBQW9CLE1BQU0sd0JBQW1CLE1BQU0sR0FBRztBQUFBLEVBQy9FO0FBQ0EsU0FBTyxNQUFNLE1BQU0sUUFBUSxHQUFHLEdBQUc7QUFDbkM7QUFFQSxTQUFTLE9BQU8sT0FBeUI7QUFDdkMsUUFBTSxTQUFTLE1BQU0sT0FBTyxDQUFDLFNBQVMsS0FBSyxLQUFLLENBQUMsRUFBRSxJQUFJLENBQUMsU0FBUyxLQUFLLE9BQU8sSUFBSSxDQUFDO0FBQ2xGLFFBQU0sUUFBUSxLQUFLLElBQUksR0FBRyxNQUFNO0FBQ2hDLFNBQU8sTUFBTSxJQUFJLENBQUMsU0FBUyxLQUFLLE1BQU0sS0FBSyxDQUFDLEVBQUUsS0FBSyxJQUFJO0FBQ3pEOzs7QVQ5Q0EsSUFBTyxpQkFBUSxhQUFhO0FBQUEsRUFDMUIsTUFBTTtBQUFBLEVBQ04sT0FBTztBQUFBLEVBQ1AsYUFBYTtBQUFBLEVBQ2IsWUFBWSxDQUFDLFdBQVc7QUFBQSxFQUN4QixXQUFXO0FBQUEsRUFDWCxNQUFNLENBQUMsQ0FBQyxRQUFRLEVBQUUsS0FBSyxRQUFRLE1BQU0saUJBQWlCLE1BQU0sWUFBWSxDQUFDLENBQUM7QUFBQSxFQUUxRSxNQUFNLFNBQVMsRUFBRSxPQUFPLEdBQUc7QUFDekIsVUFBTSxXQUFXLE1BQU0sZ0JBQWdCLE1BQU07QUFDN0MsUUFBSSxTQUFTLE9BQVEsT0FBTSxJQUFJLE1BQU0sU0FBUyxLQUFLLElBQUksQ0FBQztBQUFBLEVBQzFEO0FBQUEsRUFFQSxVQUFVO0FBQUEsSUFDUixPQUFPLEVBQUUsT0FBTyxnQkFBZ0IsTUFBTSxjQUFjO0FBQUEsSUFDcEQsUUFBUSxDQUFDLE9BQU8sS0FBSyxHQUFHLElBQUksUUFBUSxFQUFFLElBQUksT0FBTyxFQUFFLElBQUksTUFBTTtBQUFBLEVBQy9EO0FBQUEsRUFFQSxhQUFhO0FBQUEsSUFDWCxNQUFNO0FBQUEsSUFDTixRQUFRLEVBQUUsVUFBVSxRQUFRO0FBQUEsSUFDNUIsU0FBUyxDQUFDLEdBQUcsQ0FBQztBQUFBLElBQ2QsS0FBSztBQUFBLE1BQ0g7QUFBQSxRQUNFLE1BQU07QUFBQSxRQUNOLE1BQU07QUFBQSxRQUNOLGFBQ0U7QUFBQSxNQUNKO0FBQUEsTUFDQSxFQUFFLE1BQU0sYUFBYSxNQUFNLDJCQUEyQixhQUFhLGVBQWU7QUFBQSxJQUNwRjtBQUFBLElBQ0EsU0FBUztBQUFBLE1BQ1A7QUFBQSxRQUNFLE1BQU07QUFBQSxRQUNOLE9BQU87QUFBQSxVQUNMLEVBQUUsTUFBTSxZQUFZLE1BQU0sSUFBSTtBQUFBLFVBQzlCLEVBQUUsTUFBTSxZQUFZLE1BQU0sUUFBUTtBQUFBLFFBQ3BDO0FBQUEsTUFDRjtBQUFBLE1BQ0E7QUFBQSxRQUNFLE1BQU07QUFBQSxRQUNOLE9BQU87QUFBQSxVQUNMLEVBQUUsTUFBTSxXQUFXLE1BQU0sV0FBVztBQUFBLFVBQ3BDLEVBQUUsTUFBTSx5QkFBeUIsTUFBTSxhQUFhO0FBQUEsVUFDcEQsRUFBRSxNQUFNLG9CQUFvQixNQUFNLGlCQUFpQjtBQUFBLFVBQ25ELEVBQUUsTUFBTSx3QkFBd0IsTUFBTSxZQUFZO0FBQUEsVUFDbEQsRUFBRSxNQUFNLFFBQVEsTUFBTSxRQUFRO0FBQUEsVUFDOUIsRUFBRSxNQUFNLFlBQVksTUFBTSxZQUFZO0FBQUEsVUFDdEMsRUFBRSxNQUFNLFdBQVcsTUFBTSxXQUFXO0FBQUEsVUFDcEMsRUFBRSxNQUFNLGNBQWMsTUFBTSxjQUFjO0FBQUEsVUFDMUMsRUFBRSxNQUFNLGlCQUFpQixNQUFNLGlCQUFpQjtBQUFBLFVBQ2hELEVBQUUsTUFBTSxpQkFBaUIsTUFBTSxVQUFVO0FBQUEsVUFDekMsRUFBRSxNQUFNLG1CQUFtQixNQUFNLFVBQVU7QUFBQSxRQUM3QztBQUFBLE1BQ0Y7QUFBQSxNQUNBO0FBQUEsUUFDRSxNQUFNO0FBQUEsUUFDTixPQUFPO0FBQUEsVUFDTCxFQUFFLE1BQU0sZ0JBQWdCLE1BQU0sMEJBQTBCO0FBQUEsVUFDeEQsRUFBRSxNQUFNLDZCQUE2QixNQUFNLDJCQUEyQjtBQUFBLFVBQ3RFLEVBQUUsTUFBTSxzQkFBc0IsTUFBTSw2QkFBNkI7QUFBQSxVQUNqRSxFQUFFLE1BQU0sc0JBQXNCLE1BQU0sNkJBQTZCO0FBQUEsVUFDakUsRUFBRSxNQUFNLDBCQUEwQixNQUFNLGlDQUFpQztBQUFBLFVBQ3pFLEVBQUUsTUFBTSx3QkFBd0IsTUFBTSwrQkFBK0I7QUFBQSxRQUN2RTtBQUFBLE1BQ0Y7QUFBQSxJQUNGO0FBQUEsSUFDQSxXQUFXLEVBQUUsTUFBTSxZQUFZLE1BQU0sT0FBTztBQUFBLElBQzVDLFFBQVEsRUFBRSxTQUFTLGNBQWM7QUFBQSxFQUNuQztBQUNGLENBQUM7IiwKICAibmFtZXMiOiBbInJlYWRGaWxlU3luYyIsICJqb2luIiwgImpvaW4iLCAiam9pbiIsICJqb2luIiwgInJlYWRGaWxlU3luYyIsICJqb2luIiwgIlBBR0VTIiwgImpvaW4iLCAiZXhpc3RzU3luYyIsICJqb2luIiwgIklOTElORV9DT0RFIiwgImV4aXN0c1N5bmMiLCAiam9pbiIsICJyZWFkRmlsZVN5bmMiLCAicmVhZEZpbGVTeW5jIiwgImVuZCJdCn0K
