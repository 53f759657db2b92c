#!/usr/bin/env node
// Does the HTML page hold what it promises in a real browser, and is it valid?
//
//     tests/interop/html_check.mjs target/release/dateline
//
// Needs Node, npm, Java and Chromium (CHROMIUM, else /usr/bin/chromium). What it takes from npm goes
// to a cache folder outside of the repository.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}
const browser = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(browser)) skip("there is no Chromium");
if (spawnSync("java", ["-version"]).status !== 0) skip("there is no Java");

const PACKAGES = ["playwright-core@1", "vnu-jar@26", "axe-core@4"];
const program = resolve(process.argv[2] ?? "target/debug/dateline");
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "dateline-interop", "html");
mkdirSync(cache, { recursive: true });
if (!["vnu-jar", "axe-core"].every((name) => existsSync(join(cache, "node_modules", name)))) {
  const npm = spawnSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", cache, ...PACKAGES], { stdio: ["ignore", "ignore", "inherit"] });
  if (npm.status !== 0) skip("its packages cannot be installed");
}
const need = createRequire(join(cache, "package.json"));
const { chromium } = need("playwright-core");
const work = mkdtempSync(join(tmpdir(), "dateline-html-"));

let failed = 0;
function check(what, holds, detail = "") {
  console.log(`${holds ? "ok  " : "FAIL"} ${what}${holds || detail === "" ? "" : `: ${detail}`}`);
  if (!holds) failed++;
}
const same = (what, found, wanted) => check(what, JSON.stringify(found) === JSON.stringify(wanted), `${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
const dateline = (...words) => execFileSync(program, words, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
const listed = (...words) => spawnSync(program, ["list", "--format", "jsonl", ...words], { encoding: "utf8", maxBuffer: 1 << 28 }).stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line)).filter(({ title }) => title !== undefined);
const counted = (...words) => listed(...words).length;

// The pages: the shipped timeline, one whose every text is an attack, and one of too many events.
const shipped = join(work, "shipped.html"), hostile = join(work, "hostile.html"), large = join(work, "large.html");
writeFileSync(shipped, dateline("export", "--format", "html"));
same("a second run gives the same bytes", dateline("export", "--format", "html") === readFileSync(shipped, "utf8"), true);
const attacks = ["<script>document.title='hit'</script>", "</script><img src=x onerror=\"document.title='hit'\">", "\" onmouseover=\"x", "<!-- <script>", "]]> &amp; &lt;b&gt;", "javascript:document.title='hit'", "\u202Eabc\u0007", "<style>*{display:none}</style>", "a\uFFFEb"];
writeFileSync(join(work, "hostile.yaml"), JSON.stringify({
  title: attacks[1], description: attacks.join("\n\n"), license: attacks[0],
  events: attacks.map((text, at) => ({
    id: `${text}${at}`, date: ["2024-05-22", "2024-05~", "2024", "../2023", "2023/..", "-0043-03-15", "2024-05-22T14:30:00Z", "202X", "2024-02-01/2024-03-01?"][at], title: text, kind: text, summary: text, actors: [{ actor: text, role: text }], tags: [text],
    links: [{ [text]: `${attacks[0]}0` }], disputes: [{ says: text, sources: [text] }],
    sources: [{ url: text, publisher: text, title: text }, { url: "https://example.org/a b?<c>" }], [text]: text,
  })),
}).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`));
writeFileSync(hostile, dateline("export", join(work, "hostile.yaml"), "--format", "html"));
const many = Array.from({ length: 6000 }, (_, at) => JSON.stringify({ date: `${1900 + (at % 120)}-0${1 + (at % 9)}`, title: `Event ${at}`, importance: at % 5 + 1 }));
writeFileSync(join(work, "large.jsonl"), many.join("\n"));
writeFileSync(large, dateline("export", join(work, "large.jsonl"), "--format", "html"));

const vnu = spawnSync("java", ["-jar", join(cache, "node_modules", "vnu-jar", "build", "dist", "vnu.jar"), "--errors-only", "--format", "gnu", shipped, hostile, large], { encoding: "utf8", maxBuffer: 1 << 26 });
check("vnu finds no error in the pages", vnu.status === 0, vnu.stderr.slice(0, 600));

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browsers = [];
const complaints = [];
async function open(file, { hash = "", ...options } = {}) {
  const browser = await chromium.launchPersistentContext(mkdtempSync(join(work, "profile-")), {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: flags, reducedMotion: "reduce", viewport: { width: 1280, height: 900 }, ...options });
  browsers.push(browser);
  const page = await browser.newPage();
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { complaints.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (!/^(file:\/\/|data:,$)/.test(request.url())) complaints.push(`request: ${request.url()}`); });
  await page.goto(`file://${file}${hash}`);
  await page.waitForTimeout(200);
  return page;
}
const axe = readFileSync(join(cache, "node_modules", "axe-core", "axe.min.js"), "utf8");
// What axe finds wrong; it runs where the page's own policy lets no other script.
const violations = async (page) => (await page.evaluate(`${axe}; axe.run()`)).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`);
// The table of policies: for each its status, since when, and by which events.
const table = (page) => page.locator("#statuses tr[data-policy]").evaluateAll((rows) => rows.filter((row) => row.offsetParent !== null).map((row) => ["th", "td.status", "td.since"].map((cell) => row.querySelector(cell).textContent.replace(/\s+/g, " ").trim())));
const shownItems = (page) => page.locator("#list > li").evaluateAll((items) => items.filter((item) => item.offsetParent !== null).length);
const numberOf = async (page) => Number.parseInt(await page.locator("#count").textContent(), 10);
const box = (page, label) => page.locator("#filters label", { has: page.locator(".words", { hasText: new RegExp(`^${label}$`) }) }).first();
// For each lane what its number says, and how many events stand in it as signs or within numbers.
const lanes = (page) => page.locator("#picture .lane").evaluateAll((lanes) => lanes.map((lane) => [Number(lane.querySelector(".number").textContent),
  [...lane.querySelectorAll("a.event")].reduce((sum, mark) => sum + (mark.dataset.members?.split(" ").length ?? 1), 0)]));
const everyEventDrawn = (found) => found.length > 0 && found.every(([said, drawn]) => said === drawn);

// The smallest contrast of text against what lies behind it (WCAG 2.2, 1.4.3).
const contrast = (page) => page.evaluate(() => {
  const rgb = (color) => color.match(/[\d.]+/g).map(Number);
  const light = (color) => { const [r, g, b] = rgb(color).map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = (element) => { for (let at = element; at; at = at.parentElement) { const color = getComputedStyle(at).backgroundColor; if ((rgb(color)[3] ?? 1) > 0.9) return color; } return "rgb(255,255,255)"; };
  let worst = [99, ""];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.closest("script, style, title") || !element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    const inCount = element.closest(".count")?.querySelector("rect, circle");
    const [a, b] = [light(element instanceof SVGElement ? style.fill : style.color), light(inCount ? getComputedStyle(inCount).fill : behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < worst[0]) worst = [ratio, `${element.tagName}.${element.getAttribute("class")} ${element.textContent.slice(0, 30)}`];
  }
  return worst;
});

try {
  const everything = listed();
  const total = everything.length;
  const still = await open(shipped, { javaScriptEnabled: false });
  same("without script every event is in view of the reader", await shownItems(still), total);
  const text = await still.locator("body").innerText();
  const lost = everything.filter(({ title }) => !text.includes(title.replace(/\s+/g, " ").trim()));
  same("without script every title can be read", lost.map(({ id }) => id), []);
  const unsourced = await still.locator("#list > li").evaluateAll((items) => items.map((item) => item.querySelectorAll(".source").length));
  same("every source stands with its event", unsourced, everything.map(({ sources }) => sources.length));
  check("without script no control is shown that does nothing", await still.locator("button:visible, input:visible, select:visible").count() === 0);
  const sharp = await still.locator("time").evaluateAll((times) => times.map((time) => time.closest("li").querySelector(".when code").textContent));
  check("only exact dates are given to programs", sharp.length > 0 && sharp.every((date) => /^\d{4}-\d\d-\d\d(T.*)?$/.test(date)), sharp.find((date) => !/^\d{4}-\d\d-\d\d/.test(date)));

  const noScript = await table(still);
  check("without script every policy has its state and a bar", noScript.length > 0 && await still.locator("#picture .status rect").count() >= noScript.length, noScript.length);

  const page = await open(shipped);
  same("the script tells of the first day what stands there without it", await table(page), noScript);
  const record = everything.map(({ date }) => date?.earliest).filter(Boolean).sort();
  const [first, last] = [Date.parse(record[0]), Date.parse(record.at(-1))];
  const days = Array.from({ length: 20 }, (_, at) => new Date(first + (last - first) * at / 19).toISOString().slice(0, 10));
  const policies = JSON.parse(dateline("policies", "--on", "today", "--format", "json")).policies;
  const titles = new Map(listed().map(({ id, title }) => [id, title.replace(/\s+/g, " ").trim()]));
  for (const day of days) {
    await page.evaluate((day) => { location.hash = `#on=${day}`; }, day);
    await page.waitForTimeout(60);
    const told = JSON.parse(dateline("policies", "--on", day, "--format", "json")).policies;
    const expected = told.map(({ title, words, certain, possible, readings, since }) => {
      const events = (possible.length > 1 ? readings : [since].filter(Boolean)).map(({ event }) => titles.get(event));
      return `${title.replace(/\s+/g, " ")} | ${words}${certain ? "" : " not certain"} | ${events.join(", ")}`;
    });
    const found = await page.locator("#statuses tr[data-policy]").evaluateAll((rows) => rows.map((row) => {
      const [name, status] = ["th", "td.status"].map((cell) => row.querySelector(cell).textContent.replace(/\s+/g, " ").trim());
      const owner = row.querySelector("th .owner")?.textContent ?? "";
      const events = [...row.querySelectorAll("td.since a")].map((link) => link.textContent.replace(/\s+/g, " ").trim());
      return `${name.slice(owner.length).trim()} | ${status} | ${events.join(", ")}`;
    }));
    same(`the policies on ${day} are those of \`policies --on\``, found.sort(), expected.sort());
  }
  const [one, other] = [days[8], days[14]];
  const changed = JSON.parse(dateline("policies", "--compare", one, "--on", other, "--format", "json"));
  const compared = await open(shipped, { hash: `#on=${other}&with=${one}` });
  same("a comparison shows what changed, and what changed and came back", [await compared.locator("#day-count").textContent(), (await table(compared)).length],
    [`${changed.changed.length} of ${policies.length} policies changed.`, changed.changed.length + changed["came-back"].length]);
  same("its steps are those of `policies --compare`", (await compared.locator("#statuses tr[data-policy]:visible td.since a").allTextContents()).sort(),
    [...changed.changed, ...changed["came-back"]].flatMap(({ steps }) => steps.map(({ event }) => titles.get(event))).sort());
  await compared.keyboard.press("c");
  await compared.keyboard.press("[");
  await compared.waitForTimeout(400);
  check("c ends the comparison, and [ goes to the change before", /^#on=\d/.test(await compared.evaluate(() => location.hash)) && (await table(compared)).length === policies.length);
  await compared.locator("input.day").first().fill("31 May 2024");
  await compared.keyboard.press("Enter");
  same("a day can be typed", await compared.locator("#day-words").textContent(), "What each policy was on 31 May 2024");
  await compared.locator("input.day").first().fill("2024-02-30");
  await compared.keyboard.press("Enter");
  check("a day that is none is refused with a hint", (await compared.locator("#day-count").textContent()).includes("is no day"));
  const lanesOfPolicies = await page.locator("#picture .lane").count();
  check("the picture has the bars of the policies", await page.locator("#picture .status rect").count() >= policies.length && lanesOfPolicies > policies.length);
  await page.evaluate(() => { location.hash = ""; });
  await page.waitForTimeout(100);
  await page.keyboard.press("L");
  await page.waitForTimeout(300);
  check("L changes the lanes", await page.locator("#picture .lane").count() !== lanesOfPolicies && (await page.evaluate(() => location.hash)).includes("by=country"));
  const ranged = await open(shipped, { hash: "#range=2024-05-01..2024-06-30" });
  same("a range in the address leaves what `list --from --to` does", await numberOf(ranged), counted("--from", "2024-05-01", "--to", "2024-06-30"));
  for (const [width, colorScheme] of [[390, "light"], [1280, "dark"], [1920, "light"]]) {
    const seen = await open(shipped, { viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    same(`axe finds nothing at ${width} px, ${colorScheme}`, await violations(seen), []);
    same(`axe finds nothing in a comparison at ${width} px, ${colorScheme}`, await seen.evaluate((to) => { location.hash = to; }, `#on=${other}&with=${one}`).then(() => seen.waitForTimeout(200)).then(() => violations(seen)), []);
    check(`nothing scrolls sideways at ${width} px`, await seen.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  }
  const printed = await open(shipped);
  const pages = (await printed.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;
  check("a printed page holds three events or more", pages * 3 <= total + 15, `${pages} pages for ${total} events`);

  same("with script every event is listed", await shownItems(page), total);
  check("the picture shows every event of every lane", everyEventDrawn(await lanes(page)), JSON.stringify(await lanes(page)));
  await page.locator("#filters details").evaluateAll((all) => all.forEach((one) => { one.open = true; }));
  await box(page, "United States").click();
  same("a country leaves as many events as `list --country`", [await numberOf(page), await shownItems(page)], [counted("--country", "us"), counted("--country", "us")]);
  check("the picture follows the filter", everyEventDrawn(await lanes(page)));
  await box(page, "decision").click();
  same("two facets leave what both take", await numberOf(page), counted("--country", "us", "--kind", "decision"));
  await box(page, "United Kingdom").click();
  same("two values of a facet leave what either takes", await numberOf(page), counted("--country", "us,gb", "--kind", "decision"));
  const facet = await page.locator("#filters details").first().locator("label").evaluateAll((rows) => rows.map((row) => [row.querySelector(".words").textContent, Number(row.querySelector(".number").textContent)]));
  same("each country counts what it would leave under the other facets", facet.filter(([name, count]) => count !== counted("--country", name, "--kind", "decision")), []);
  const address = await page.evaluate(() => location.hash);
  same("the address says the filters and the lanes", address, "#country=US,GB&kind=decision&by=country");
  const sent = await open(shipped, { hash: address });
  same("a sent address shows the same", await numberOf(sent), counted("--country", "us,gb", "--kind", "decision"));
  await page.locator(".chip", { hasText: "United Kingdom" }).click();
  same("a chip takes its filter off", await numberOf(page), counted("--country", "us", "--kind", "decision"));
  await page.locator(".chip.reset").click();
  same("the reset shows everything", await numberOf(page), total);

  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("/");
  await page.keyboard.type("atacms");
  await page.waitForTimeout(500);
  const found = await numberOf(page);
  check("the search finds at least what `list --search` finds", found >= counted("--search", "atacms") && found < total, found);
  await page.locator("#search").fill("");
  await page.waitForTimeout(500);

  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  const walk = await open(shipped);
  await walk.keyboard.press("Tab");
  same("the first stop of the keyboard skips to the list", await walk.evaluate(() => document.activeElement.className), "skip");
  await walk.keyboard.press("Enter");
  same("it leads there", await walk.evaluate(() => document.activeElement.id), "events");
  const ticks = () => walk.locator("#picture .axis").textContent();
  const widthOfLetters = () => walk.locator("#picture .name text").first().evaluate((text) => text.getBoundingClientRect().height);
  const [before, letters] = [await ticks(), await widthOfLetters()];
  for (let steps = 0; steps < 4; steps++) await walk.keyboard.press("+");
  await walk.waitForTimeout(400);
  check("+ zooms in, with other ticks", await ticks() !== before);
  same("letters keep their size", await widthOfLetters(), letters);
  for (let steps = 0; steps < 20; steps++) await walk.keyboard.press("+");
  await walk.waitForTimeout(400);
  check("the closest zoom still shows an event", await walk.locator("#picture a.event").count() > 0);
  await walk.keyboard.press("ArrowRight");
  await walk.keyboard.press("0");
  await walk.waitForTimeout(400);
  same("0 shows everything again", await ticks(), before);
  await walk.keyboard.press("j");
  await walk.waitForTimeout(200);
  const mark = await walk.evaluate(() => document.activeElement.getAttribute("href"));
  check("j goes to an event in the picture, and says it", mark?.startsWith("#e-") && !(await walk.locator(".tip").isHidden()));
  await walk.keyboard.press("Enter");
  await walk.waitForTimeout(300);
  same("Enter on it leads to its place in the list", await walk.evaluate(() => `#${document.activeElement.id}`), mark);
  const outlined = await walk.evaluate(() => { const box = document.querySelector("#filters input[type=checkbox]"); box.focus({ focusVisible: true }); return getComputedStyle(box).outlineStyle; });
  same("the focus can be seen", outlined, "solid");

  const link = page.locator(".details a[href^='#e-']").first();
  const target = await link.getAttribute("href");
  await link.click();
  await page.waitForTimeout(300);
  same("a link between events leads to the other event", await page.evaluate(() => `#${document.activeElement.id}`), target);
  await page.locator("#picture").scrollIntoViewIfNeeded();
  const frame = await page.locator("#picture").boundingBox();
  const unzoomed = await page.locator("#picture .axis").textContent();
  await page.mouse.move(frame.x + 700, frame.y + 200);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -300);
  await page.keyboard.up("Control");
  await page.waitForTimeout(400);
  const zoomed = await page.evaluate(() => location.hash);
  check("Ctrl and the wheel zoom, and the address keeps it", zoomed.includes("time=") && await page.locator("#picture .axis").textContent() !== unzoomed, zoomed);
  await page.mouse.down();
  await page.mouse.move(frame.x + 500, frame.y + 210, { steps: 5 });
  await page.mouse.up();
  await page.waitForTimeout(400);
  check("dragging moves time", await page.evaluate(() => location.hash) !== zoomed);

  for (const colorScheme of ["light", "dark"]) {
    const [ratio, where] = await contrast(await open(shipped, { colorScheme }));
    check(`${colorScheme}: text has a contrast of 4.5 or more`, ratio >= 4.5, `${ratio.toFixed(2)} at ${where}`);
  }
  const phone = await open(shipped, { viewport: { width: 390, height: 800 } });
  check("a phone needs no sideways scrolling", await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth));

  for (const javaScriptEnabled of [false, true]) {
    const hit = await open(hostile, { javaScriptEnabled });
    const seen = await hit.locator("#list > li").count();
    same(`attacks stay text ${javaScriptEnabled ? "with" : "without"} script`, [seen, await hit.locator("img, iframe, [onmouseover], [onerror], a[href^='javascript' i]").count(), await hit.title() === "hit"], [attacks.length, 0, false]);
  }
  const crowd = await open(large);
  check("a page of too many events says so", (await crowd.locator(".notice").textContent()).includes("5000 most important of these 6000"));
  same("and holds just these", await shownItems(crowd), 5000);
  check("and draws each of them", everyEventDrawn(await lanes(crowd)), JSON.stringify(await lanes(crowd)));
  same("no page asked for anything, wrote to the console or failed", complaints, []);
} finally {
  for (const browser of browsers) await browser.close();
  rmSync(work, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
