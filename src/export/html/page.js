// The page: what a reader does, and what follows from it. One function brings everything up to date.
function start() {
  const data = JSON.parse(find("data").textContent);
  data.facets.forEach((facet, at) => { facet.of = data.events.map(({ values }) => values[at]); });
  const items = [...find("list").children];
  const texts = [];
  const textOf = (number) => (texts[number] ??= items[number].textContent.toLowerCase());
  const byId = new Map(data.events.map(({ id }, number) => [id, number]));
  const filters = new Filters(data, textOf);
  const policies = data.policies && new Policies(data, () => { timeline?.draw(); rememberSoon(); });
  const timeline = find("picture") && new Timeline(find("picture"), data, policies);
  const panel = new Panel(data, filters, changed);
  const lanes = [...["policy", "country", "actor", "kind", "tag"].filter((name) => data.facets.find((facet) => facet.name === name).values.length), "none"];
  const state = { by: data.lanes, event: -1 };
  const rememberSoon = debounced(remember);
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
    const only = policies && chosenPolicies();
    timeline?.show(shown, state.by, only);
    policies?.only(only);
    remember();
  }

  // The policies that the filters name by themselves or by their topic; `null` for all.
  function chosenPolicies() {
    const chosen = (name) => filters.chosen[data.facets.findIndex((facet) => facet.name === name)];
    const [ids, topics] = ["policy", "topic"].map((name) => new Set([...chosen(name)].map((value) => data.facets.find((facet) => facet.name === name).values[value][0])));
    if (!ids.size && !topics.size) return null;
    const isChosen = ({ id, topic }) => (!ids.size || ids.has(id)) && (!topics.size || topics.has(topic));
    return new Set(data.policies.policies.filter(isChosen).map(({ id }) => id));
  }

  function group(name) {
    state.by = name;
    find("by").value = name;
    changed();
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
    if (state.by !== data.lanes) pairs.push(["by", [state.by]]);
    if (policies && policies.day !== policies.first) pairs.push(["on", [isoDay(policies.day)]]);
    if (policies && policies.compared !== null) pairs.push(["with", [isoDay(policies.compared)]]);
    if (timeline && !timeline.isWhole()) pairs.push(["time", [`${isoDay(timeline.view.from)}..${isoDay(timeline.view.to - 1)}`]]);
    if (state.event >= 0) pairs.push(["event", [data.events[state.event].id]]);
    const address = writeAddress(pairs);
    if (address === location.hash.slice(1)) return;
    const url = address ? `#${address}` : location.pathname + location.search;
    try { history[jump ? "pushState" : "replaceState"](null, "", url); } catch { /* some viewers of files forbid it */ }
  }

  function recall() {
    const plain = byId.get(decoded(location.hash.slice(1)));
    const pairs = readAddress(location.hash);
    const value = (name) => pairs.find(([key]) => key === name)?.[1][0];
    filters.read(pairs);
    state.by = lanes.includes(value("by")) ? value("by") : data.lanes;
    const [from, to] = (value("time") ?? "").split("..").map((day) => dayOf(day));
    if (timeline) {
      if (to >= from) timeline.look(from, to + DAY);
      else timeline.look(timeline.whole.from, timeline.whole.to);
      find("by").value = state.by;
    }
    if (policies) {
      const [on, other] = ["on", "with"].map((name) => dayOf(value(name) ?? "", true));
      policies.look(Number.isNaN(on) ? policies.first : on, Number.isNaN(other) ? null : other);
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
  addEventListener("popstate", recall);
  addEventListener("hashchange", recall);
  addEventListener("beforeprint", () => document.querySelectorAll("details.about, details.movers").forEach((details) => { details.open = true; }));
  if (timeline) {
    timeline.changed = rememberSoon;
    const narrow = () => { filters.setRange(isoDay(timeline.view.from), isoDay(timeline.view.to - 1)); changed(); };
    handle(timeline, tip, lanes, { regroup: group, narrow, chooseDay: (day) => policies?.look(day) });
  }
  panel.build();
  listenToKeys({ timeline, policies, step: (by) => step(timeline, by), search: () => find("search").focus(),
    nextLanes: () => group(lanes[(lanes.indexOf(state.by) + 1) % lanes.length]) });
  recall();
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
