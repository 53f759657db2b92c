// The picture: drawn anew for every view, so that letters keep their size while time is stretched.
const round = (number) => Math.round(number * 10) / 10;
const line = (kind, path) => shape("path", { class: kind, d: path });

class Timeline {
  constructor(svg, data, policies) {
    Object.assign(this, { svg, data, policies, numbers: [], lanes: [], current: -1, frame: 0 });
    this.kinds = data.facets.findIndex(({ name }) => name === "kind");
    this.changed = () => {};
    const ends = data.events.flatMap(({ from, to }) => [from, to]).filter((end) => end !== null);
    const first = ends.reduce((a, b) => Math.min(a, b), Infinity), last = ends.reduce((a, b) => Math.max(a, b), -Infinity);
    const room = Math.max((last - first) * 0.03, 2 * DAY);
    this.whole = { from: first - room, to: last + room };
    this.view = { ...this.whole };
    this.finest = data.events.some(({ from, to }) => from !== null && from === to) ? 6 * HOUR : 4 * DAY;
    this.pen = document.createElement("canvas").getContext("2d");
    this.widths = new Map();
    svg.setAttribute("tabindex", "0");
    new ResizeObserver(() => this.draw()).observe(svg.parentElement);
  }

  // Shows these events in lanes by the facet of this name, or in one lane; of policies only some, or
  // all where `only` is none.
  show(numbers, name, only) {
    this.numbers = numbers;
    const by = this.data.facets.find((facet) => facet.name === name);
    this.lanes = lanesOf(numbers.filter((number) => this.data.events[number].when), by, name);
    if (name === "policy" && only) this.lanes = this.lanes.filter(({ key }) => only.has(key));
    for (const lane of this.lanes) lane.policy = name === "policy" ? this.policies?.byId.get(lane.key) : undefined;
    this.rows = shareRows(this.lanes);
    this.draw();
  }

  // Sets the view, kept within reach of the events and no finer than their dates are.
  look(from, to) {
    const whole = this.whole.to - this.whole.from;
    const length = Math.min(Math.max(to - from, this.finest), whole);
    const middle = Math.min(Math.max((from + to) / 2, this.whole.from + length / 2), this.whole.to - length / 2);
    this.view = { from: middle - length / 2, to: middle + length / 2 };
    this.draw();
    this.changed();
  }

  // Zooms by a factor; the second `anchor` keeps its place.
  zoom(factor, anchor = this.anchor()) {
    const { from, to } = this.view;
    this.look(anchor - (anchor - from) * factor, anchor + (to - anchor) * factor);
  }

  pan(share) {
    const by = (this.view.to - this.view.from) * share;
    this.look(this.view.from + by, this.view.to + by);
  }

  isWhole() {
    return this.view.to - this.view.from > (this.whole.to - this.whole.from) * 0.999;
  }

  // What a zoom keeps in place: the current event, else the one shown nearest to the middle, so that
  // no zoom leads to where nothing is.
  anchor() {
    const { from, to } = this.view;
    const middle = (from + to) / 2;
    const inView = (number) => { const { at } = this.data.events[number] ?? {}; return at != null && at > from && at < to; };
    if (inView(this.current)) return this.data.events[this.current].at;
    const far = (number) => Math.abs(this.data.events[number].at - middle);
    const nearest = this.numbers.filter(inView).reduce((best, number) => (best === null || far(number) < far(best) ? number : best), null);
    return nearest === null ? middle : this.data.events[nearest].at;
  }

  // Brings an event into view and marks it.
  point(number) {
    this.current = number;
    const { at } = this.data.events[number] ?? {};
    const { from, to } = this.view;
    const air = (to - from) * 0.05;
    if (at != null && (at < from + air || at > to - air)) this.look(at - (to - from) / 2, at + (to - from) / 2);
    else this.draw();
  }

  second(x) {
    return this.view.from + (x - this.margin) / (this.width - this.margin) * (this.view.to - this.view.from);
  }

  draw() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.drawNow());
  }

  drawNow() {
    const { svg } = this;
    this.width = svg.parentElement.clientWidth;
    // Where it is narrow a name stands above its lane instead of beside it.
    this.stacked = this.width < 640;
    this.margin = this.stacked ? 0 : this.lanes.some(({ policy }) => policy) ? 250 : 176;
    const focused = svg.contains(document.activeElement) && document.activeElement.dataset.number;
    this.time = this.width - this.margin;
    this.pen.font = getComputedStyle(svg).getPropertyValue("--label-font");
    const heads = this.lanes.map((lane, at) => this.head(lane, this.rows[at]));
    const bottom = heads.reduce((sum, { height }) => sum + height, AXIS);
    svg.setAttribute("height", bottom + 44);
    svg.setAttribute("width", this.width);
    svg.setAttribute("viewBox", `0 0 ${this.width} ${bottom + 44}`);
    const parts = [this.axis(bottom), this.day(bottom), this.cursor(bottom)];
    let top = AXIS;
    this.lanes.forEach((lane, at) => {
      parts.push(this.lane(lane, heads[at], this.rows[at], top));
      top += heads[at].height;
    });
    parts.push(line("edge", `M0 ${bottom}H${this.width}`), this.overview(bottom + 12));
    svg.replaceChildren(...parts);
    if (focused) svg.querySelector(`[data-number="${focused}"]`)?.focus({ preventScroll: true });
  }

  x(second) {
    return this.margin + (second - this.view.from) / (this.view.to - this.view.from) * this.time;
  }

  axis(bottom) {
    const { from, to } = this.view;
    const [minor, major] = units((to - from) / this.time);
    const row = (unit, name, y, top) => {
      const group = shape("g", { class: name });
      const at = starts(unit, from, to);
      at.forEach((second, index) => {
        const x = this.x(second), inside = x >= this.margin;
        const end = Math.min(index + 1 < at.length ? this.x(at[index + 1]) : this.width, this.width);
        const left = Math.max(x, this.margin) + (name === "major" && inside ? 6 : 0);
        if (inside) group.append(line("", `M${round(x)} ${top}V${bottom}`));
        const names = unit.names(second);
        const fits = (label) => this.pen.measureText(label).width < end - left - 4;
        const label = name === "major" ? names.find(fits) : names.at(-1);
        if (!label || (name === "minor" && (!inside || !fits(label)))) return;
        group.append(shape("text", { x: round(name === "minor" ? left + 1 : left), y }, label));
      });
      return group;
    };
    return shape("g", { class: "axis" }, row(minor, "minor", 34, 38), row(major, "major", 16, 4));
  }

  cursor(bottom) {
    const at = this.data.events[this.current]?.at;
    const shown = at != null && at >= this.view.from && at <= this.view.to;
    return shape("g", {}, ...(shown ? [line("cursor", `M${round(this.x(at))} ${AXIS - 2}V${bottom}`)] : []));
  }

  // The day that the policies are told of.
  day(bottom) {
    const { day } = this.policies ?? {};
    const shown = day !== undefined && day >= this.view.from && day < this.view.to;
    return shape("g", {}, ...(shown ? [line("day", `M${round(this.x(day + DAY / 2))} ${AXIS - 6}V${bottom}`)] : []));
  }

  // The name of a lane in lines, whose policy it is before it, and the height of the lane with both.
  head({ name, policy, events }, rows) {
    const room = this.stacked ? this.width - 40 : this.margin - 40;
    const owner = policy?.owner ? this.wrapped(policy.owner, room) : [];
    const lines = [...owner, ...this.wrapped(name, room)];
    const above = this.stacked ? lines.length * 15 + 3 : 0;
    return { lines, owners: owner.length, count: String(events.length), above, height: Math.max(above + rows * ROW, lines.length * 15 + 6) };
  }

  lane(lane, head, rows, top) {
    const place = (at) => ({ x: 0, y: top + 15 * (at + 1) });
    const group = shape("g", { class: "lane" },
      line("edge", `M0 ${top}H${this.width}`),
      shape("g", { class: "name" },
        shape("title", {}, `${lane.name}, ${counted(lane.events.length)}`),
        ...head.lines.map((text, at) => shape("text", { ...place(at), class: head.owners && at >= head.owners ? "policy" : "" }, text)),
        shape("text", { class: "number", x: (this.stacked ? this.width : this.margin) - 14, y: top + 15 }, head.count)));
    const first = top + head.above;
    if (lane.policy) group.append(...this.statuses(lane.policy, first + 3));
    const bar = lane.policy ? ROW : 0;
    const { marks, counts } = placeLane(lane.events, lane.policy ? rows - 1 : rows, this.view, this.time, this.data.events, (event) => this.widthOf(event));
    for (const mark of marks) group.append(this.event(mark, first + bar + ROW * (mark.row + 0.5)));
    for (const count of counts) group.append(this.count(count, first + bar + ROW / 2));
    return group;
  }

  // The status bar of a policy: a pattern for each status, and its words where they fit.
  statuses(policy, y) {
    return this.policies.stretches(policy, this.view).map(({ from, to, answer }) => {
      const [left, right] = [this.x(from), this.x(to)].map(round);
      const high = 15 / answer.shades.length;
      const bar = (shade, at) => shape("rect", { class: `fill ${shade}`, x: left, y: y + high * at, width: round(Math.max(right - left, 0.5)), height: high });
      const group = shape("g", { class: "status" }, shape("title", {}, answer.words), ...answer.shades.map(bar).filter((_, at) => answer.shades[at]));
      const [wide, middle] = [this.pen.measureText(answer.words).width + 6, round((left + right) / 2)];
      if (wide < right - left - 4) {
        group.append(shape("rect", { class: "plate", x: round(middle - wide / 2), y: y + 2, width: round(wide), height: 11, rx: 2 }),
          shape("text", { x: middle, y: y + 11.5, "text-anchor": "middle" }, answer.words));
      }
      return group;
    });
  }

  // A text in lines of at most a width in pixels.
  wrapped(text, room) {
    const fits = (line) => this.pen.measureText(line).width * 1.07 <= room;
    const lines = [];
    for (const word of text.split(" ")) {
      const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
      if (lines.length && fits(longer)) { lines[lines.length - 1] = longer; continue; }
      let rest = word;
      while (!fits(rest) && rest.length > 1) {
        let cut = rest.length - 1;
        while (cut > 1 && !fits(rest.slice(0, cut))) cut--;
        lines.push(rest.slice(0, cut));
        rest = rest.slice(cut);
      }
      lines.push(rest);
    }
    return lines;
  }

  widthOf(event) {
    if (!this.widths.has(event)) this.widths.set(event, this.pen.measureText(event.title).width * (event.weight > 4 ? 1.07 : 1));
    return this.widths.get(event);
  }

  // `text` cut to a width in pixels, between words; empty where not even the first fits.
  fitted(text, room) {
    if (this.pen.measureText(text).width <= room) return text;
    let [low, high] = [0, text.length];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.pen.measureText(`${text.slice(0, middle)}…`).width <= room) low = middle;
      else high = middle - 1;
    }
    const cut = text.slice(0, low).replace(/[\ud800-\udbff]$/, "");
    const whole = /^\s/.test(text.slice(low)) ? cut : cut.replace(/\S*$/, "");
    return whole && `${whole.trimEnd()}…`;
  }

  link(number, words) {
    const { id, weight } = this.data.events[number];
    const current = number === this.current ? " current" : "";
    return shape("a", { href: `#${id}`, class: `event weight-${weight}${current}`, tabindex: "-1",
      "data-number": number, "aria-label": words });
  }

  event(mark, y) {
    const event = this.data.events[mark.number];
    const group = this.link(mark.number, `${event.when}: ${event.title}`);
    const x = this.margin + mark.x;
    const start = this.margin + mark.start;
    const label = mark.label && this.fitted(event.title, (mark.label - 8) / (event.weight > 4 ? 1.07 : 1));
    if (mark.bar) group.append(...this.bar(mark.bar, event, y, label && !mark.turned && [start - 4, start + mark.label - 4]));
    else if (event.fuzzy) group.append(line("whisker", `M${round(x - 9)} ${y}h18`));
    if (mark.outside) group.append(line("beyond", x < this.width / 2 ? `M${round(x + 2)} ${y - 4}l-4 4 4 4` : `M${round(x - 2)} ${y - 4}l4 4-4 4`));
    else {
      const kind = this.data.kinds[event.values[this.kinds][0] ?? this.data.kinds.length - 1];
      group.append(shape("circle", { class: "halo", cx: round(x), cy: y, r: 8.5 }),
        shape("path", { class: kind.class, d: kind.sign, transform: `translate(${round(x)} ${y})` }));
    }
    if (label) group.append(shape("text", { class: "label", x: round(start), y: y + 4, "text-anchor": mark.turned ? "end" : "start" }, label));
    return group;
  }

  // The span of a date, without the part on which its own label stands.
  bar(bar, event, y, gap) {
    const [left, right] = [this.margin + bar.left, this.margin + bar.right].map(round);
    const whole = !gap || gap[0] >= right;
    const path = whole ? `M${left} ${y}H${right}` : `M${left} ${y}H${round(gap[0])}${gap[1] < right ? `M${round(gap[1])} ${y}H${right}` : ""}`;
    const parts = [line(event.fuzzy ? "bar fuzzy" : "bar", path)];
    if (bar.openLeft) parts.push(line("arrow", `M${left} ${y}l6-4v8Z`));
    else if (bar.beyondLeft) parts.push(line("beyond", `M${left + 4} ${y - 4}l-4 4 4 4`));
    if (bar.openRight) parts.push(line("arrow", `M${right} ${y}l-6-4v8Z`));
    else if (bar.beyondRight) parts.push(line("beyond", `M${right - 4} ${y - 4}l4 4-4 4`));
    return parts;
  }

  count({ x, count, number, members }, y) {
    const { when, title } = this.data.events[number];
    const group = this.link(number, `${counted(count)}, among them ${when}: ${title}`);
    group.dataset.members = members.join(" ");
    const half = 5 + String(count).length * 2.6;
    group.append(shape("g", { class: "count" },
      shape("rect", { x: round(this.margin + x - half), y: y - 7.5, width: round(2 * half), height: 15, rx: 7.5 }),
      shape("text", { x: round(this.margin + x), y: y + 3.6 }, String(count))));
    return group;
  }

  // The density of all that is shown, over all time, with the view marked.
  overview(top) {
    const bins = Math.max(Math.floor(this.time / 5), 1);
    const counts = new Array(bins).fill(0);
    const { from, to } = this.whole;
    for (const number of this.numbers) {
      const { at } = this.data.events[number];
      if (at != null) counts[Math.min(Math.max(Math.floor((at - from) / (to - from) * bins), 0), bins - 1)]++;
    }
    const most = Math.max(...counts, 1);
    const place = (second) => this.margin + (second - from) / (to - from) * this.time;
    const group = shape("g", { class: "overview" });
    group.append(shape("rect", { class: "strip", x: this.margin, y: top, width: this.time, height: 24 }));
    counts.forEach((count, bin) => {
      const height = Math.ceil(count / most * 20);
      if (count) group.append(shape("rect", { class: "level", x: round(this.margin + bin * this.time / bins), y: top + 22 - height, width: 4, height }));
    });
    if (!this.isWhole()) {
      const [left, right] = [place(this.view.from), place(this.view.to)];
      group.append(shape("rect", { class: "window", x: round(left), y: top + 0.5, width: round(Math.max(right - left, 3)), height: 23 }));
    }
    return group;
  }
}
