// Filters: OR within a facet, AND between facets, text and range; and what each value would leave under
// the others.
const counted = (number) => (number === 1 ? "1 event" : `${number} events`);

class Filters {
  constructor(data, texts) {
    this.data = data;
    this.texts = texts;
    this.clear();
  }

  set text(text) {
    this.typed = text;
    this.words = text.toLowerCase().split(/\s+/).filter(Boolean);
  }

  get text() {
    return this.typed;
  }

  clear() {
    this.chosen = this.data.facets.map(() => new Set());
    this.text = "";
    this.from = this.to = null;
  }

  isEmpty() {
    return !this.text && this.from === null && this.to === null && this.chosen.every((values) => values.size === 0);
  }

  // Whether an event passes all facets but `besides`.
  passes(number, besides = -1) {
    const { values, from, to, when } = this.data.events[number];
    if (this.from !== null && !(when && (to ?? Infinity) >= this.from)) return false;
    if (this.to !== null && !(when && (from ?? -Infinity) < this.to + DAY)) return false;
    const meets = (chosen, facet) => facet === besides || !chosen.size || values[facet].some((value) => chosen.has(value));
    return this.chosen.every(meets) && this.words.every((word) => this.texts(number).includes(word));
  }

  events() {
    return this.data.events.map((_, number) => number).filter((number) => this.passes(number));
  }

  // How many events have each value of a facet, under the other facets.
  counts(facet) {
    const counts = this.data.facets[facet].values.map(() => 0);
    this.data.events.forEach(({ values }, number) => {
      if (this.passes(number, facet)) for (const value of values[facet]) counts[value]++;
    });
    return counts;
  }

  // Takes both ends as texts; one that is no day is open.
  setRange(from, to = "") {
    const day = (text, last) => { const day = dayOf(text, last); return Number.isNaN(day) ? null : day; };
    [this.from, this.to] = [day(from, false), day(to, true)];
  }

  toggle(facet, value) {
    const chosen = this.chosen[facet];
    if (!chosen.delete(value)) chosen.add(value);
  }

  // What is on, each with its words and how to take it off.
  chips() {
    const chips = this.chosen.flatMap((values, facet) => [...values].map((value) => ({
      words: this.data.facets[facet].values[value][1],
      remove: () => values.delete(value),
    })));
    const words = [["from", this.from], ["until", this.to]].filter(([, day]) => day !== null).map(([word, day]) => `${word} ${dayWords(day)}`);
    if (words.length) chips.push({ words: words.join(" "), remove: () => { this.from = this.to = null; } });
    if (this.text) chips.push({ words: `“${this.text}”`, remove: () => { this.text = ""; } });
    return chips;
  }

  // The filters as pairs for the address, values by their keys.
  pairs() {
    const pairs = this.data.facets.map(({ name, values }, facet) => [name, [...this.chosen[facet]].map((value) => values[value][0])]);
    const day = (day) => (day === null ? "" : isoDay(day));
    const range = this.from === null && this.to === null ? [] : [`${day(this.from)}..${day(this.to)}`];
    return [...pairs, ["range", range], ["q", this.text ? [this.text] : []]];
  }

  // Takes what an address says; values that no event here has are left out.
  read(pairs) {
    this.clear();
    for (const [name, keys] of pairs) {
      const facet = this.data.facets.findIndex((facet) => facet.name === name);
      if (name === "q") this.text = keys.join(",");
      if (name === "range") this.setRange(...(keys[0] ?? "").split(".."));
      for (const key of facet < 0 ? [] : keys) {
        const value = this.data.facets[facet].values.findIndex(([known]) => known.toLowerCase() === key.toLowerCase());
        if (value >= 0) this.chosen[facet].add(value);
      }
    }
  }
}

// What an address has percent-encoded.
const decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

// The part of the address behind `#`: `country=US,GB&time=2024-05-01..2024-06-30`. Each value is
// encoded on its own, so that a comma within one parts nothing.
function readAddress(hash) {
  const pair = (part) => { const at = part.indexOf("="); return [part.slice(0, at), part.slice(at + 1).split(",").filter(Boolean).map(decoded)]; };
  return hash.replace(/^#/, "").split("&").filter((part) => part.includes("=")).map(pair);
}

function writeAddress(pairs) {
  const used = pairs.filter(([, values]) => values.length);
  return used.map(([name, values]) => `${name}=${values.map(encodeURIComponent).join(",")}`).join("&");
}
