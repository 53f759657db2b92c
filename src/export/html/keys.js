// Keys that act wherever the reader is on the page, but in a field; one table for them and their help.
function keyTable({ timeline, policies, step, search, nextLanes }) {
  const whole = () => timeline.look(timeline.whole.from, timeline.whole.to);
  const table = [];
  if (timeline) {
    table.push([["j"], "next event", () => step(1)], [["k"], "previous event", () => step(-1)],
      [["h", "ArrowLeft"], "earlier", () => timeline.pan(-0.1)], [["l", "ArrowRight"], "later", () => timeline.pan(0.1)],
      [["+", "="], "zoom in", () => timeline.zoom(1 / 1.6)], [["-"], "zoom out", () => timeline.zoom(1.6)],
      [["0"], "all of time", whole], [["L"], "other lanes", nextLanes]);
  }
  if (policies) {
    table.push([["["], "policies: the change before", () => policies.step(-1)], [["]"], "policies: the next change", () => policies.step(1)],
      [["c"], "policies: compare with this day, or with none", () => policies.toggleComparison()],
      [["t"], "policies: type a day", () => policies.controls.day.focus()]);
  }
  return [...table, [["/"], "search", search], [["?"], "these keys", () => { const help = find("keys"); help.open = !help.open; help.querySelector("summary").focus(); }]];
}

// Listens to the keys and lists them; a reader who dictates can switch them off.
function listenToKeys(page) {
  const table = keyTable(page);
  const on = make("input", { type: "checkbox", checked: true });
  const rows = table.flatMap(([keys, words]) => [make("dt", {}, make("kbd", { textContent: keys.map((key) => key.replace("Arrow", "")).join(" ") })), make("dd", { textContent: words })]);
  find("help").append(make("details", { id: "keys", className: "keys" }, make("summary", { textContent: "Keys" }),
    make("label", {}, on, " single keys act anywhere on the page"), make("dl", {}, ...rows)));
  find("help").hidden = false;
  document.addEventListener("keydown", (key) => {
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(key.target.tagName) && key.target.type !== "checkbox";
    if (isTyping && key.key === "Escape") key.target.blur();
    if (!on.checked || isTyping || key.ctrlKey || key.metaKey || key.altKey) return;
    const row = table.find(([keys]) => keys.includes(key.key));
    if (!row) return;
    key.preventDefault();
    row[2]();
  });
}
