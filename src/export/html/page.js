// The page: what a reader does, and what follows from it. One function brings everything up to date.
const find = (id) => document.getElementById(id);

function make(name, properties = {}, ...children) {
  const { data, ...rest } = properties;
  const element = Object.assign(document.createElement(name), rest);
  for (const [key, value] of Object.entries(data ?? {})) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function start() {
  const data = JSON.parse(find("data").textContent);
  data.facets.forEach((facet, at) => { facet.of = data.events.map(({ values }) => values[at]); });
  const items = [...find("list").children];
  const texts = [];
  const textOf = (number) => (texts[number] ??= items[number].textContent.toLowerCase());
  const byId = new Map(data.events.map(({ id }, number) => [id, number]));
  const filters = new Filters(data, textOf);
  const timeline = find("picture") && new Timeline(find("picture"), data);
  const panel = new Panel(data, filters, changed);
  const state = { by: 0, event: -1 };
  const tip = document.body.appendChild(make("div", { className: "tip", hidden: true }));
  document.documentElement.classList.add("scripted");

  function changed() {
    const shown = filters.events();
    const kept = new Set(shown);
    items.forEach((item, number) => {
      item.hidden = !kept.has(number);
      item.classList.remove("extra");
    });
    find("count").textContent = shown.length === items.length ? counted(items.length)
      : `${shown.length} of ${counted(items.length)}`;
    chips();
    panel.update();
    timeline?.show(shown, state.by);
    remember();
  }

  function chips() {
    const chip = ({ words, remove }) => {
      const button = make("button", { type: "button", className: "chip" }, words, make("span", { data: { "aria-hidden": "true" } }, " ×"));
      button.setAttribute("aria-label", `Remove the filter ${words}`);
      button.addEventListener("click", () => { remove(); changed(); find("events").focus({ preventScroll: true }); });
      return button;
    };
    const reset = make("button", { type: "button", className: "chip reset", textContent: "Clear all filters" });
    reset.addEventListener("click", () => { filters.clear(); changed(); find("events").focus({ preventScroll: true }); });
    find("chips").hidden = filters.isEmpty();
    find("chips").replaceChildren(...filters.chips().map(chip), ...(filters.isEmpty() ? [] : [reset]));
  }

  // Keeps the state in the address, so that it can be sent; a jump adds a step to go back by.
  function remember(jump = false) {
    const pairs = filters.pairs();
    if (state.by !== 0) pairs.push(["by", [data.facets[state.by]?.name ?? "none"]]);
    if (timeline && !timeline.isWhole()) pairs.push(["time", [`${isoDay(timeline.view.from)}..${isoDay(timeline.view.to + DAY - 1)}`]]);
    if (state.event >= 0) pairs.push(["event", [data.events[state.event].id]]);
    const address = writeAddress(pairs);
    if (address === location.hash.slice(1)) return;
    const url = address ? `#${address}` : location.pathname + location.search;
    try { history[jump ? "pushState" : "replaceState"](null, "", url); } catch { /* some viewers of files forbid it */ }
  }

  function recall() {
    const plain = byId.get(location.hash.slice(1));
    const pairs = readAddress(location.hash);
    const value = (name) => pairs.find(([key]) => key === name)?.[1][0];
    filters.read(pairs);
    const by = data.facets.findIndex(({ name }) => name === value("by"));
    state.by = value("by") === "none" ? data.facets.length : Math.max(by, 0);
    const [from, to] = (value("time") ?? "").split("..").map(secondOfDay);
    if (timeline) {
      if (to > from) timeline.look(from, to);
      else timeline.look(timeline.whole.from, timeline.whole.to);
      find("by").value = String(state.by);
    }
    state.event = plain ?? byId.get(value("event")) ?? -1;
    const event = state.event;
    changed();
    if (event >= 0) go(event, false);
  }

  // Goes to an event in the list; one that the filters hide is shown and said to be outside.
  function go(number, jump = true) {
    items[state.event]?.classList.remove("current");
    state.event = number;
    const item = items[number];
    if (item.hidden) {
      item.hidden = false;
      item.classList.add("extra");
    }
    item.classList.add("current");
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    timeline?.point(number);
    remember(jump);
  }

  document.addEventListener("click", (click) => {
    const link = click.target.closest?.("a[href^='#']");
    const mark = link?.closest("#picture");
    const id = link?.getAttribute("href").slice(1);
    if (!byId.has(id) || click.ctrlKey || click.metaKey || click.shiftKey) return;
    click.preventDefault();
    if (mark && link.dataset.members) {
      const at = link.dataset.members.split(" ").map((number) => data.events[number].at).sort((a, b) => a - b);
      const air = Math.max((at.at(-1) - at[0]) * 0.4, 3 * DAY);
      const nearer = at.at(-1) - at[0] + 2 * air < (timeline.view.to - timeline.view.from) * 0.8;
      if (nearer) return timeline.look(at[0] - air, at.at(-1) + air);
    }
    go(byId.get(id));
  });
  document.addEventListener("keydown", (key) => {
    if (key.key !== "/" || key.ctrlKey || key.metaKey || key.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(key.target.tagName)) return;
    key.preventDefault();
    find("search").focus();
  });
  addEventListener("popstate", recall);
  addEventListener("hashchange", recall);
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
  if (timeline) {
    timeline.changed = debounced(remember);
    handle(timeline, tip, data, (by) => { state.by = by; changed(); });
  }
  panel.build();
  recall();
}

function debounced(act) {
  let waiting = 0;
  return () => { clearTimeout(waiting); waiting = setTimeout(() => act(), 250); };
}

// The search field and a list of boxes for each facet.
class Panel {
  constructor(data, filters, changed) {
    Object.assign(this, { data, filters, changed, rows: [] });
  }

  build() {
    this.search = make("input", { type: "search", id: "search", placeholder: "words, names, tags", autocomplete: "off", spellcheck: false });
    this.search.addEventListener("input", debounced(() => { this.filters.text = this.search.value.trim(); this.changed(); }));
    find("filters").append(make("label", { htmlFor: "search", textContent: "Search" }), this.search,
      ...this.data.facets.flatMap((facet, at) => this.facet(facet, at)));
    find("filters").hidden = false;
  }

  facet({ name, values }, facet) {
    const rows = values.map(([, label], value) => this.row(label, facet, value));
    this.rows.push(rows);
    if (!rows.length) return [];
    const list = make("div", { className: "values" }, ...rows.map(({ row }) => row));
    const parts = [make("summary", {}, make("span", { textContent: name[0].toUpperCase() + name.slice(1) }), make("span", { className: "number", textContent: values.length }))];
    if (values.length > 15) {
      const narrow = make("input", { type: "search", className: "narrow", placeholder: `find one of ${values.length}`, autocomplete: "off" });
      narrow.setAttribute("aria-label", `Find in ${name}`);
      narrow.addEventListener("input", () => {
        const text = narrow.value.trim().toLowerCase();
        rows.forEach(({ row, label }) => { row.hidden = !label.toLowerCase().includes(text); });
      });
      parts.push(narrow);
    }
    const details = make("details", { className: "facet", open: innerWidth > 800 }, ...parts, list);
    list.setAttribute("role", "group");
    list.setAttribute("aria-label", name);
    return details;
  }

  row(label, facet, value) {
    const box = make("input", { type: "checkbox" });
    const number = make("span", { className: "number" });
    box.addEventListener("change", () => { this.filters.toggle(facet, value); this.changed(); });
    const row = make("label", {}, box, make("span", { className: "words", textContent: label }), number);
    return { row, box, number, label };
  }

  update() {
    if (!this.search) return;
    if (document.activeElement !== this.search) this.search.value = this.filters.text;
    this.rows.forEach((rows, facet) => {
      const counts = this.filters.counts(facet);
      rows.forEach(({ row, box, number }, value) => {
        box.checked = this.filters.chosen[facet].has(value);
        number.textContent = counts[value];
        row.classList.toggle("none", counts[value] === 0 && !box.checked);
      });
    });
  }
}

// Pointer, wheel, keys and buttons over the picture.
function handle(timeline, tip, data, regroup) {
  const { svg } = timeline;
  const button = (words, title, act) => {
    const button = make("button", { type: "button", textContent: words, title });
    button.setAttribute("aria-label", title);
    button.addEventListener("click", act);
    return button;
  };
  const fit = () => timeline.look(timeline.whole.from, timeline.whole.to);
  const options = [...data.facets.map(({ name }) => `by ${name}`), "in one lane"];
  const by = make("select", { id: "by" }, ...options.map((words, at) => make("option", { value: String(at), textContent: words })));
  by.setAttribute("aria-label", "Lanes");
  by.addEventListener("change", () => regroup(Number(by.value)));
  const keys = "Drag or ← → to move, Ctrl with the wheel or + − to zoom, 0 for everything, j k for the next and previous event.";
  find("tools").append(by, button("−", "Zoom out", () => timeline.zoom(1.6)), button("+", "Zoom in", () => timeline.zoom(1 / 1.6)),
    button("‹", "Earlier", () => timeline.pan(-0.25)), button("›", "Later", () => timeline.pan(0.25)),
    button("All", "Show all of time", fit), make("span", { id: "keys", className: "quiet", textContent: keys }));
  find("tools").hidden = false;
  svg.setAttribute("aria-describedby", "keys");
  const place = (event) => event.clientX - svg.getBoundingClientRect().left;
  svg.addEventListener("wheel", (wheel) => {
    if (wheel.ctrlKey || wheel.metaKey) timeline.zoom(Math.exp(Math.max(-1, Math.min(1, wheel.deltaY / 100)) * 0.35), timeline.second(Math.max(place(wheel), timeline.margin)));
    else if (Math.abs(wheel.deltaX) > Math.abs(wheel.deltaY)) timeline.pan(wheel.deltaX / timeline.time);
    else return;
    wheel.preventDefault();
  }, { passive: false });
  drag(timeline, place);
  svg.addEventListener("keydown", (key) => {
    if (key.ctrlKey || key.metaKey || key.altKey) return;
    const acts = { "+": () => timeline.zoom(1 / 1.6), "=": () => timeline.zoom(1 / 1.6), "-": () => timeline.zoom(1.6), 0: fit,
      ArrowLeft: () => timeline.pan(-0.1), ArrowRight: () => timeline.pan(0.1), Home: () => timeline.pan(-1), End: () => timeline.pan(1),
      j: () => step(timeline, 1), k: () => step(timeline, -1) };
    if (!acts[key.key]) return;
    key.preventDefault();
    acts[key.key]();
  });
  const tell = (event) => {
    const mark = event.target.closest?.("a.event");
    tip.hidden = !mark;
    if (!mark) return;
    tip.textContent = mark.getAttribute("aria-label");
    const box = (mark.querySelector(".mark, rect, .beyond") ?? mark).getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(box.left + scrollX, scrollX + document.documentElement.clientWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${box.bottom + scrollY + 6}px`;
  };
  for (const kind of ["pointerover", "focusin"]) svg.addEventListener(kind, tell);
  for (const kind of ["pointerleave", "focusout"]) svg.addEventListener(kind, () => { tip.hidden = true; });
}

// Moves time under the pointer, or the window on the overview.
function drag(timeline, place) {
  const { svg } = timeline;
  let from = null;
  svg.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    const y = down.clientY - svg.getBoundingClientRect().top;
    const onStrip = y > svg.getBoundingClientRect().height - 36;
    from = { x: place(down), view: { ...timeline.view }, onStrip, moved: false, id: down.pointerId };
    if (onStrip) move(down);
  });
  const move = (event) => {
    if (!from) return;
    const x = place(event);
    if (!from.moved && !from.onStrip && Math.abs(x - from.x) < 5) return;
    if (!from.moved) svg.setPointerCapture(from.id);
    from.moved = true;
    svg.classList.add("dragged");
    const length = from.view.to - from.view.from;
    if (from.onStrip) {
      const { whole } = timeline;
      const at = whole.from + (x - timeline.margin) / timeline.time * (whole.to - whole.from);
      timeline.look(at - length / 2, at + length / 2);
    } else {
      const by = (from.x - x) / timeline.time * length;
      timeline.look(from.view.from + by, from.view.to + by);
    }
  };
  const end = () => {
    const moved = from?.moved;
    from = null;
    svg.classList.remove("dragged");
    // The click that ends a drag is no click on what lies under it.
    if (!moved) return;
    const swallow = (click) => { click.preventDefault(); click.stopPropagation(); };
    svg.addEventListener("click", swallow, { capture: true });
    setTimeout(() => svg.removeEventListener("click", swallow, { capture: true }), 0);
  };
  svg.addEventListener("pointermove", move);
  svg.addEventListener("pointerup", end);
  svg.addEventListener("pointercancel", end);
}

// Steps through the events shown, in their order; Enter on one leads to the list.
function step(timeline, by) {
  const { numbers, data } = timeline;
  const dated = numbers.filter((number) => data.events[number].at !== null);
  if (!dated.length) return;
  const here = dated.indexOf(timeline.current);
  const first = dated.findIndex((number) => data.events[number].at >= timeline.view.from);
  const next = here < 0 ? Math.max(first, 0) : Math.min(Math.max(here + by, 0), dated.length - 1);
  timeline.point(dated[next]);
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const holds = (mark) => mark.dataset.number === String(dated[next]) || mark.dataset.members?.split(" ").includes(String(dated[next]));
    [...timeline.svg.querySelectorAll("a.event")].find(holds)?.focus({ preventScroll: true });
  }));
}

start();
