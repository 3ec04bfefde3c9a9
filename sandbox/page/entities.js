/** Text with Bot API entities (UTF-16 offsets, as in JavaScript strings) to DOM nodes. */
import { h, safeUrl } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";

const LINK_KINDS = new Set(["url", "text_link", "email", "phone_number"]);
const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const COLLAPSED_LINES = 3;

/**
 * @param {string} text @param {Object[]} [entities]
 * @param {{onCommand?: (text: string) => void, onLink?: (url: string) => void, onMention?: (who: Object) => void}} [acts]
 * @returns {Node[]}
 */
export function rich(text, entities = [], acts = {}) {
  const sorted = entities
    .filter((e) => e.length > 0 && e.offset >= 0 && e.offset < text.length)
    .map((e) => ({ ...e, end: Math.min(e.offset + e.length, text.length) }))
    .sort((a, b) => a.offset - b.offset || b.end - a.end);
  return range(text, 0, text.length, sorted, acts);
}

function range(text, start, end, entities, acts) {
  const nodes = [];
  let at = start;
  const queue = [...entities];
  while (queue.length) {
    const entity = queue.shift();
    if (entity.offset > at) nodes.push(document.createTextNode(text.slice(at, entity.offset)));
    const inside = [];
    while (queue.length && queue[0].offset < entity.end) {
      const inner = queue.shift();
      inside.push({ ...inner, end: Math.min(inner.end, entity.end) });
      if (inner.end > entity.end) splice(queue, { ...inner, offset: entity.end });
    }
    const children = range(text, entity.offset, entity.end, inside, acts);
    nodes.push(wrap(entity, text.slice(entity.offset, entity.end), children, acts));
    at = entity.end;
    if (entity.type === "blockquote" || entity.type === "expandable_blockquote" || entity.type === "pre") {
      if (text[at] === "\n") at += 1;
    }
  }
  if (at < end) nodes.push(document.createTextNode(text.slice(at, end)));
  return nodes;
}

function splice(queue, entity) {
  const place = queue.findIndex((other) => other.offset > entity.offset);
  if (place === -1) queue.push(entity);
  else queue.splice(place, 0, entity);
}

function wrap(entity, raw, children, acts) {
  const kind = entity.type;
  if (kind in PLAIN) return h(PLAIN[kind], null, children);
  if (LINK_KINDS.has(kind)) return link(entity, raw, children, acts);
  if (kind === "spoiler") return spoiler(children);
  if (kind === "pre") return pre(entity, raw);
  if (kind === "blockquote") return h("blockquote", null, children);
  if (kind === "expandable_blockquote") return expandable(raw, children);
  if (kind === "bot_command") return action("command", children, () => acts.onCommand?.(raw));
  if (kind === "mention") return action("mention", children, () => acts.onMention?.({ username: raw.slice(1) }));
  if (kind === "text_mention") return action("mention", children, () => acts.onMention?.(entity.user));
  if (kind === "hashtag" || kind === "cashtag") return h("span", { class: "hashtag" }, children);
  return h("span", null, children);
}

function action(name, children, work) {
  return h("button", { type: "button", class: `inline-act ${name}`, onclick: work }, children);
}

function link(entity, raw, children, acts) {
  const target = entity.type === "text_link" ? entity.url : entity.type === "email" ? `mailto:${raw}` : entity.type === "phone_number" ? `tel:${raw}` : raw;
  const url = safeUrl(target);
  if (!url) return h("span", { class: "bad-link", title: t("badLink") }, children);
  const follow = (event) => {
    if (!acts.onLink) return;
    event.preventDefault();
    acts.onLink(url, { asked: entity.type !== "text_link" });
  };
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: entity.type === "text_link" ? url : null, onclick: follow }, children);
}

function spoiler(children) {
  const node = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("showSpoiler"), "aria-expanded": "false" }, h("span", { class: "spoiler-text" }, children));
  const reveal = (event) => {
    if (node.classList.contains("open")) return;
    event.preventDefault();
    event.stopPropagation();
    node.classList.add("open");
    node.removeAttribute("aria-label");
    node.setAttribute("aria-expanded", "true");
  };
  node.addEventListener("click", reveal, true);
  node.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && reveal(event));
  return node;
}

function pre(entity, raw) {
  const copy = h("button", { type: "button", class: "pre-copy", "aria-label": t("copy"), onclick: () => copyText(raw) }, icon("copy", 15));
  return h("div", { class: "pre" }, h("div", { class: "pre-head" }, entity.language ?? "", copy), h("pre", null, h("code", null, raw)));
}

function expandable(raw, children) {
  const long = raw.split("\n").length > COLLAPSED_LINES || raw.length > 160;
  const quote = h("blockquote", { class: long ? "folded" : "" }, h("div", { class: "fold" }, children));
  if (!long) return quote;
  const toggle = h("button", { type: "button", class: "fold-toggle", "aria-expanded": "false" }, t("showMore"));
  toggle.addEventListener("click", () => {
    const folded = quote.classList.toggle("folded");
    toggle.textContent = t(folded ? "showMore" : "showLess");
    toggle.setAttribute("aria-expanded", String(!folded));
  });
  quote.append(toggle);
  return quote;
}

/** Put `text` on the clipboard; false if the browser refuses. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

const SINGLE = /^(\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Emoji_Modifier}|\u200D|\p{RI})+$/u;

/** Is the text up to three emoji and nothing else (shown large)? */
export function isBigEmoji(text) {
  const bare = text.replace(/\s/g, "");
  return bare.length > 0 && bare.length <= 24 && SINGLE.test(bare) && [...new Intl.Segmenter().segment(bare)].length <= 3;
}
