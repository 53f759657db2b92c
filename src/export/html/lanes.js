// What stands where: events into lanes, lanes into rows, labels where they have room. The rules are
// those of the browser in the terminal, on pixels instead of cells.
const ROW = 21, AXIS = 42, SIGN = 13, ROWS = 22, MOST_ROWS = 8, LANES = 14, POLICY_LANES = 42;

// The lanes by a facet, the fullest first, the least of many as one; those without a value last.
function lanesOf(numbers, facet, name) {
  if (!facet) return [{ name: "all events", events: numbers }];
  const sets = facet.values.map(([key, label]) => ({ key, name: label, events: [] }));
  const rest = { name: `no ${name}`, events: [] };
  for (const number of numbers) {
    const values = facet.of[number];
    if (values.length) for (const value of values) sets[value].events.push(number);
    else rest.events.push(number);
  }
  const lanes = sets.filter((lane) => lane.events.length);
  lanes.sort((a, b) => b.events.length - a.events.length || (a.name < b.name ? -1 : 1));
  if (rest.events.length) lanes.push(rest);
  const most = name === "policy" ? POLICY_LANES : LANES;
  if (lanes.length <= most) return lanes;
  const others = lanes.splice(most - 1);
  const events = [...new Set(others.flatMap((lane) => lane.events))].sort((a, b) => a - b);
  const plural = `${name}s`.replace(/ys$/, "ies");
  return [...lanes, { name: `${others.length} other ${plural}`, events }];
}

// One row for each lane, one more for the events below a status bar, and the spare ones where most
// events are.
function shareRows(lanes) {
  const shares = lanes.map(({ policy }) => (policy ? 2 : 1));
  for (let spare = shares.reduce((sum, share) => sum + share, 0); spare < ROWS; spare++) {
    let best = -1, most = 0;
    lanes.forEach(({ events, policy }, at) => {
      const claim = events.length / shares[at];
      const wanted = events.length + (policy ? 1 : 0);
      if (shares[at] < MOST_ROWS && wanted > shares[at] && claim > most) [best, most] = [at, claim];
    });
    if (best < 0) break;
    shares[best]++;
  }
  return shares;
}

// A row of pixels in which stretches are taken.
class Taken {
  stretches = [];
  isFree(from, to) {
    return this.stretches.every(([a, b]) => b <= from || a >= to);
  }
  // How far to the right of `from` it is free, at most up to `to`.
  freeUntil(from, to) {
    let end = to;
    for (const [a, b] of this.stretches) {
      if (a >= from) end = Math.min(end, a);
      else if (b > from) return from;
    }
    return end;
  }
  take(from, to) { this.stretches.push([from, to]); }
}

// Where the date of an event lies: the x of its sign, and its bar where it has one.
function markOf(event, view, width) {
  const x = (second) => (second - view.from) / (view.to - view.from) * width;
  const from = event.from ?? -Infinity, to = event.to ?? Infinity;
  if (from >= view.to || to < view.from) return null;
  const [left, right] = [x(from), x(to)];
  // An exact day is a point until its hours are on the axis.
  const wide = right - left > (event.fuzzy || event.lasting ? SIGN : 8 * SIGN);
  const middle = wide && !event.lasting ? (left + right) / 2 : x(event.at ?? (view.from + view.to) / 2);
  const bar = wide && { left: Math.max(left, 0), right: Math.min(right, width), openLeft: event.from === null,
    openRight: event.to === null, beyondLeft: left < 0, beyondRight: right > width };
  const edge = SIGN / 2;
  return { x: Math.min(Math.max(middle, edge), width - edge), outside: middle < 0 || middle > width, bar };
}

// The events of a lane on its rows: signs, labels, and numbers for those that have no place.
function placeLane(numbers, rows, view, width, events, widthOf) {
  const marks = [];
  for (const number of numbers) {
    const mark = markOf(events[number], view, width);
    if (mark) marks.push({ ...mark, number, weight: events[number].weight, row: -1, label: 0 });
  }
  const order = [...marks].sort((a, b) => b.weight - a.weight || a.number - b.number);
  const taken = Array.from({ length: rows }, () => new Taken());
  const xs = marks.map((mark) => mark.x).sort((a, b) => a - b);
  // Signs that find no row of their own stand on the first, so labels leave it free for them.
  const crossed = (from, to) => { const at = xs.findIndex((x) => x > from); return at >= 0 && xs[at] < to ? xs[at] - SIGN / 2 : to; };
  const isCrossed = (from, to) => xs.some((x) => x > from - SIGN / 2 && x < to);
  const isAlone = ({ x }) => xs.filter((other) => Math.abs(other - x) < SIGN).length < 2;
  const around = ({ x, bar }) => [Math.min(x - SIGN / 2, bar ? bar.left : x), Math.max(x + SIGN / 2, bar ? bar.right : x)];
  // A label stands beside its sign, or behind a bar that ends soon.
  const labelled = ({ x, bar, number }) => {
    if (bar && bar.right - x <= 90) return Math.max(bar.right, x + SIGN / 2) + 5;
    return x + SIGN / 2 + (events[number].fuzzy && !bar ? 5 : 4);
  };
  // Gives a shortened label the room to its right that nobody took.
  const lengthen = (mark) => {
    const start = labelled(mark), from = start + mark.label;
    const full = Math.min(start + widthOf(events[mark.number]) + 8, width);
    if (full <= from) return;
    let end = taken[mark.row].freeUntil(from, full);
    if (mark.row === 0) end = crossed(mark.x + 1, end);
    if (end <= from) return;
    taken[mark.row].take(from, end);
    mark.label = end - start;
  };
  for (const mark of order) {
    const [left, right] = around(mark);
    const start = labelled(mark);
    const wanted = Math.min(widthOf(events[mark.number]), 230);
    let best = null;
    for (let row = isAlone(mark) ? 0 : 1; row < rows; row++) {
      if (!taken[row].isFree(left, right)) continue;
      // At the right edge a label that has no room there stands before its sign.
      const turned = left - wanted - 12;
      if (start + wanted > width && turned > 0 && taken[row].isFree(turned, left) && !(row === 0 && isCrossed(turned, mark.x - 1))) {
        best = { row, room: wanted + 8, turned };
        break;
      }
      let end = taken[row].freeUntil(start, Math.min(start + wanted + 8, width));
      if (row === 0) end = crossed(mark.x + 1, end);
      const room = end - start;
      if (room >= Math.min(wanted, width - start - 1) && room >= 60) { best = { row, room }; break; }
      if (room >= 60 && (!best || room > best.room)) best = { row, room };
    }
    if (!best) continue;
    mark.row = best.row;
    mark.turned = best.turned !== undefined;
    mark.start = mark.turned ? left - 5 : start;
    mark.label = Math.min(best.room, wanted + 8);
    taken[best.row].take(best.turned ?? left, mark.turned ? right : Math.max(right, start + mark.label));
  }
  for (const mark of order.filter((mark) => mark.row < 0)) {
    const [left, right] = around(mark);
    mark.row = taken.findIndex((row) => row.isFree(left, right));
    if (mark.row < 0 && mark.bar) {
      mark.row = taken.findIndex((row) => row.isFree(mark.x - SIGN / 2, mark.x + SIGN / 2));
      if (mark.row >= 0) taken[mark.row].take(mark.x - SIGN / 2, mark.x + SIGN / 2);
    } else if (mark.row >= 0) taken[mark.row].take(left, right);
  }
  for (const mark of order.filter((mark) => mark.label && !mark.turned)) lengthen(mark);
  const counts = gathered(marks, order);
  return { marks: marks.filter((mark) => mark.row >= 0), counts };
}

// Numbers where signs found no place: each takes in what stands so near on the first row. One alone
// stays a sign there.
function gathered(marks, order) {
  const homeless = order.filter((mark) => mark.row < 0).sort((a, b) => a.x - b.x);
  const clusters = [];
  const reach = (cluster) => 8 + 3 * String(cluster.members.length).length;
  for (const mark of homeless) {
    const last = clusters.at(-1);
    if (last && mark.x - last.x < 2 * reach(last)) last.members.push(mark);
    else clusters.push({ x: mark.x, members: [mark] });
  }
  for (const cluster of clusters) {
    for (const mark of marks) {
      if (mark.row === 0 && !mark.label && Math.abs(mark.x - cluster.x) < reach(cluster) + SIGN / 2) {
        mark.row = -1;
        cluster.members.push(mark);
      }
    }
  }
  for (const { members } of clusters) if (members.length === 1) members[0].row = 0;
  return clusters.filter(({ members }) => members.length > 1).map(({ x, members }) => {
    const best = members.reduce((best, mark) => (mark.weight > best.weight ? mark : best));
    return { x, count: members.length, number: best.number, weight: best.weight, members: members.map((mark) => mark.number) };
  });
}
