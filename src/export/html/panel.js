// The search field and a list of boxes for each facet.
class Panel {
  constructor(data, filters, changed) {
    Object.assign(this, { data, filters, changed, rows: [] });
  }

  build() {
    this.search = make("input", { type: "search", id: "search", placeholder: "words, names, tags", autocomplete: "off", spellcheck: false });
    this.search.addEventListener("input", debounced(() => { this.filters.text = this.search.value.trim(); this.changed(); }));
    this.ends = ["From", "Until"].map((words, last) => this.end(words, last === 1));
    find("filters").append(make("label", { htmlFor: "search", textContent: "Search" }), this.search,
      make("div", { className: "ends" }, ...this.ends.map(({ label }) => label)), ...this.data.facets.flatMap((facet, at) => this.facet(facet, at)));
    find("filters").hidden = false;
  }

  // A field for one end of the range.
  end(words, last) {
    const field = make("input", { type: "text", className: "day", autocomplete: "off", spellcheck: false, placeholder: "2024-05-30" });
    field.addEventListener("change", () => {
      const isBad = field.value.trim() !== "" && Number.isNaN(dayOf(field.value, last));
      field.toggleAttribute("aria-invalid", isBad);
      if (isBad) return;
      this.filters.setRange(...this.ends.map(({ field }) => field.value));
      this.changed();
    });
    return { field, label: make("label", { className: "field" }, words, field) };
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
    const details = make("details", { className: "facet", open: innerWidth > 800 && facet < 2 }, ...parts, list);
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
    [this.filters.from, this.filters.to].forEach((day, at) => {
      this.ends[at].field.value = day === null ? "" : isoDay(day);
      this.ends[at].field.removeAttribute("aria-invalid");
    });
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
