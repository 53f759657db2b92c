// What the policies were on a day, what changed between two, and the table that tells it. The states
// and the ways between them come with the page; here they are only looked up.
class Policies {
  constructor({ policies: told, events }, changed) {
    Object.assign(this, told, { events, changed, first: told.day, compared: null });
    this.byId = new Map(told.policies.map((policy) => [policy.id, policy]));
    const days = told.policies.flatMap(({ states }) => states.map(({ from }) => from)).filter((day) => day !== null);
    this.changes = [...new Set(days)].sort((a, b) => a - b);
    this.rows = [...document.querySelectorAll("#statuses tr[data-policy]")];
    this.controls = new DayControls(this);
  }

  // The state of a policy at the end of a day.
  on({ states }, day) {
    return states.findLast(({ from }) => from === null || from <= day);
  }

  // Its states within a view, as far as the record goes, each with what it was.
  stretches({ states, answers }, view) {
    const [first, last] = [Math.max(view.from, this.from), Math.min(view.to, this.to + DAY)];
    const changes = states.filter(({ answer }, at) => answer !== states[at - 1]?.answer);
    return changes.map(({ from, answer }, at) => ({ from: Math.max(from ?? -Infinity, first), to: Math.min(changes[at + 1]?.from ?? Infinity, last), answer: answers[answer] }))
      .filter(({ from, to }) => from < to);
  }

  // The changes that may lie after one day and not after another, for certain with `surely`.
  between({ turns }, one, other, surely = false) {
    const [early, late] = [Math.min(one, other) + DAY - 1, Math.max(one, other) + DAY - 1];
    return turns.filter(({ earliest, latest }) => (surely
      ? (earliest ?? -Infinity) > early && (latest ?? Infinity) <= late
      : (latest ?? Infinity) > early && (earliest ?? -Infinity) <= late));
  }

  // Moves to a day of the record, and compares with another one or with none.
  look(day, compared = this.compared) {
    this.day = Math.min(Math.max(day, this.from), this.to);
    this.compared = compared;
    this.draw();
    this.changed();
  }

  // Goes to the next day on which something changed, or back.
  step(by) {
    const next = by > 0 ? this.changes.find((day) => day > this.day) : this.changes.findLast((day) => day < this.day);
    if (next !== undefined) this.look(next);
  }

  toggleComparison() {
    this.look(this.day, this.compared === null ? this.day : null);
  }

  // Shows only the policies that pass, or all.
  only(ids) {
    this.ids = ids;
    this.draw();
  }

  draw() {
    const { compared, day } = this;
    const of = (row) => this.policies[row.dataset.policy];
    const told = this.rows.map((row) => this.row(row, of(row))).filter((_, at) => !this.ids || this.ids.has(of(this.rows[at]).id));
    for (const body of document.querySelectorAll("#statuses tbody")) body.hidden = [...body.querySelectorAll("tr[data-policy]")].every(({ hidden }) => hidden);
    const column = (name, words) => { const head = document.querySelector(`#statuses th.${name}`); head.hidden = !words; head.textContent = words; };
    column("was", compared !== null && dayWords(compared));
    column("status", compared === null ? "Status" : dayWords(day));
    column("since", compared === null ? "Since" : "Changes between");
    column("next", compared === null && "Next change");
    find("day-words").textContent = compared === null ? `What each policy was on ${dayWords(day)}` : `What changed between ${dayWords(compared)} and ${dayWords(day)}`;
    find("day-count").textContent = compared === null ? "" : `${told.filter(Boolean).length} of ${told.length} policies changed.`;
    this.controls.update();
  }

  // Tells a policy in its row; whether it is another one than on the day that is compared with.
  row(row, policy) {
    const { compared, day } = this;
    const cell = (name, ...children) => { const cell = row.querySelector(`td.${name}`); cell.replaceChildren(...children); return cell; };
    const state = this.on(policy, day);
    const before = compared === null ? state : this.on(policy, compared);
    const way = policy.ways[before.answer][state.answer];
    const back = compared !== null && !way && this.between(policy, compared, day, true).some(({ status }) => !policy.answers[state.answer].possible.includes(status));
    cell("was", ...(compared === null ? [] : this.answer(policy, before))).hidden = compared === null;
    const notes = compared === null || way === "neither" ? [] : [make("span", { className: "quiet", textContent: back ? " changed and came back" : ` ${way}` })];
    cell("status", ...this.answer(policy, state), ...notes);
    cell("since", ...(compared === null ? state.by : this.between(policy, compared, day)).map((by) => this.by(by)));
    cell("next", ...(state.next ? [this.by(state.next)] : [])).hidden = compared !== null;
    row.hidden = (this.ids && !this.ids.has(policy.id)) || (compared !== null && !way && !back);
    return way !== "";
  }

  answer({ answers }, { answer, certain }) {
    const { words, shades } = answers[answer];
    const high = 12 / shades.length;
    const swatch = shape("svg", { class: "key swatch", viewBox: "0 0 22 12", "aria-hidden": "true" },
      ...shades.map((shade, at) => shape("rect", { class: `fill ${shade}`, width: 22, y: high * at, height: high })).filter((_, at) => shades[at]));
    return [swatch, words, ...(certain ? [] : [" ", make("span", { className: "doubt", textContent: "not certain" })])];
  }

  by({ words, event }) {
    const { id, title } = this.events[event] ?? this.elsewhere[event - this.events.length];
    return make("p", {}, `${words}: `, id ? make("a", { href: `#${id}`, textContent: title }) : `${title} (not on this page)`);
  }
}

// The slider, the typed days, and the steps from change to change.
class DayControls {
  constructor(policies) {
    this.policies = policies;
    const { from, to } = policies;
    const typed = (label, act) => {
      const field = make("input", { type: "text", className: "day", autocomplete: "off", spellcheck: false, placeholder: "2024-05-30" });
      field.addEventListener("change", () => {
        if (!field.value.trim()) { this.update(); return; }
        const day = dayOf(field.value, true);
        field.toggleAttribute("aria-invalid", Number.isNaN(day));
        if (Number.isNaN(day)) find("day-count").textContent = `“${field.value}” is no day; write one such as 2024-05-30.`;
        else act(Math.min(Math.max(day, from), to));
      });
      return [field, make("label", { className: "field" }, label, field)];
    };
    const [day, dayField] = typed("Day", (day) => policies.look(day));
    const [other, otherField] = typed("Compare with", (day) => policies.look(policies.day, day));
    const slider = make("input", { type: "range", min: 0, max: Math.round((to - from) / DAY), step: 1 });
    slider.setAttribute("aria-label", "Day");
    slider.addEventListener("input", () => policies.look(from + slider.valueAsNumber * DAY));
    other.addEventListener("input", () => { if (!other.value.trim()) policies.look(policies.day, null); });
    Object.assign(this, { day, other, slider, clear: button("×", "Compare with no other day", () => policies.look(policies.day, null)) });
    find("day-tools").append(dayField, button("‹", "The change before", () => policies.step(-1)), slider,
      button("›", "The next change", () => policies.step(1)), otherField, this.clear);
    find("day-tools").hidden = false;
  }

  update() {
    const { day, compared, from } = this.policies;
    this.day.value = isoDay(day);
    this.other.value = compared === null ? "" : isoDay(compared);
    for (const field of [this.day, this.other]) field.removeAttribute("aria-invalid");
    this.clear.hidden = compared === null;
    this.slider.value = Math.round((day - from) / DAY);
    this.slider.setAttribute("aria-valuetext", dayWords(day));
  }
}
