/** Building the page: everything that people or bots wrote enters it as text nodes, never as markup. */

const SVG = "http://www.w3.org/2000/svg";
const LINKS = new Set(["http:", "https:", "tg:", "mailto:", "tel:"]);

/**
 * Make an element. `props`: `class`, `dataset`, `style` (object), `on…` listeners, other keys are attributes
 * (`true` sets an empty one; `null`, `undefined` and `false` set none).
 * @param {string} tag @param {object|null} props @param {...(Node|string|number|null|false|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") node.className = value;
    else if (key === "dataset") Object.assign(node.dataset, value);
    else if (key === "style") for (const [name, v] of Object.entries(value)) node.style.setProperty(name, v);
    else if (key.startsWith("on")) node.addEventListener(key.slice(2).toLowerCase(), value);
    else if (key === "value" || key === "checked" || key === "disabled") node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  put(node, children);
  return node;
}

/** Append children, flattening arrays and skipping nothings. @param {Node} node @param {Array} children */
export function put(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/** Replace all children. @param {Element} node @param {...any} children */
export function fill(node, ...children) {
  node.replaceChildren();
  return put(node, children);
}

const shapes = new WeakMap();

/** Replace all children, but only when `shape` (any JSON) is another than before: what stands keeps its focus. */
export function refill(node, shape, make) {
  const key = JSON.stringify(shape);
  if (shapes.get(node) === key) return;
  shapes.set(node, key);
  const held = node.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  fill(node, make());
  if (held) [...node.querySelectorAll("[data-key]")].find((one) => one.dataset.key === held)?.focus({ preventScroll: true });
}

/** An SVG icon of one or more paths on a 24 px grid. @param {string} paths @param {number} size */
export function svg(paths, size = 20) {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("viewBox", "0 0 24 24");
  node.setAttribute("width", size);
  node.setAttribute("height", size);
  node.setAttribute("aria-hidden", "true");
  node.setAttribute("class", "icon");
  for (const d of paths.split("|")) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    node.append(path);
  }
  return node;
}

/** The address if its scheme is harmless, otherwise null. A bare host gets https. @param {string} url */
export function safeUrl(url) {
  const text = String(url ?? "").trim();
  const full = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  try {
    const parsed = new URL(full);
    return LINKS.has(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** Run `work` once, `delay` ms after the last call. @param {Function} work @param {number} delay */
export function settle(work, delay) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...args), delay);
  };
}
