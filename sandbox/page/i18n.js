/** The page's own words. What bots and people write is never translated. */
import { en } from "./words.en.js";
import { zh } from "./words.zh.js";

const KEY = "sandbox.lang";
const LANGS = { "zh-Hans": zh, en };

let current = stored();

function stored() {
  try {
    const saved = localStorage.getItem(KEY);
    if (saved in LANGS) return saved;
  } catch {
    /* storage may be closed; the default does */
  }
  return "zh-Hans";
}

/** The language in use. */
export const lang = () => current;

/** Use `code` from now on; the page is drawn anew. */
export function setLang(code) {
  try {
    localStorage.setItem(KEY, code);
  } catch {
    current = code;
  }
  location.reload();
}

/** The text of `key` with `{name}` filled in. @param {string} key @param {Object} [values] */
export function t(key, values = {}) {
  const text = LANGS[current][key] ?? zh[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** The text around DOM nodes: `tn("joined", {who: node})` gives an array for `h`. */
export function tn(key, nodes) {
  const text = LANGS[current][key] ?? zh[key] ?? key;
  return text.split(/(\{\w+\})/).map((part) => (/^\{\w+\}$/.test(part) ? nodes[part.slice(1, -1)] ?? "" : part));
}
