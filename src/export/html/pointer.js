// Pointer, wheel and buttons over the picture; `lanes` are the ways to group, `acts` what the page does.
function handle(timeline, tip, lanes, acts) {
  const { svg } = timeline;
  const fit = () => timeline.look(timeline.whole.from, timeline.whole.to);
  const by = make("select", { id: "by" }, ...lanes.map((name) => make("option", { value: name, textContent: name === "none" ? "in one lane" : `by ${name}` })));
  by.setAttribute("aria-label", "Lanes");
  by.addEventListener("change", () => acts.regroup(by.value));
  find("tools").append(by, button("−", "Zoom out", () => timeline.zoom(1.6)), button("+", "Zoom in", () => timeline.zoom(1 / 1.6)),
    button("‹", "Earlier", () => timeline.pan(-0.25)), button("›", "Later", () => timeline.pan(0.25)),
    button("All", "Show all of time", fit), button("Only this time", "Keep only the events of the time in view", acts.narrow));
  find("tools").hidden = false;
  const place = (event) => event.clientX - svg.getBoundingClientRect().left;
  svg.addEventListener("wheel", (wheel) => {
    if (wheel.ctrlKey || wheel.metaKey) timeline.zoom(Math.exp(Math.max(-1, Math.min(1, wheel.deltaY / 100)) * 0.35), timeline.second(Math.max(place(wheel), timeline.margin)));
    else if (Math.abs(wheel.deltaX) > Math.abs(wheel.deltaY)) timeline.pan(wheel.deltaX / timeline.time);
    else return;
    wheel.preventDefault();
  }, { passive: false });
  drag(timeline, place);
  // A click beside all marks chooses the day of the policies.
  svg.addEventListener("click", (click) => {
    const x = place(click), y = click.clientY - svg.getBoundingClientRect().top;
    if (click.target.closest("a") || x < timeline.margin || y > svg.getBoundingClientRect().height - 44) return;
    acts.chooseDay(Math.floor(timeline.second(x) / DAY) * DAY);
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
