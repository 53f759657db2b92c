// Elements: found, made, and made to act.
const find = (id) => document.getElementById(id);

function make(name, properties = {}, ...children) {
  const { data, ...rest } = properties;
  const element = Object.assign(document.createElement(name), rest);
  for (const [key, value] of Object.entries(data ?? {})) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

function shape(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// A button with words, or with a sign that its title explains.
function button(words, title, act) {
  const button = make("button", { type: "button", textContent: words, title });
  if (words.length === 1) button.setAttribute("aria-label", title);
  button.addEventListener("click", act);
  return button;
}

function debounced(act) {
  let waiting = 0;
  return () => { clearTimeout(waiting); waiting = setTimeout(() => act(), 250); };
}
