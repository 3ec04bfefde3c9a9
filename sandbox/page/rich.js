/** Rich messages (blocks of structured text) to DOM nodes. */
import { copy, openLink, press } from "./actions.js";
import { h, safeUrl } from "./dom.js";
import { photo } from "./media.js";

const INLINE = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", marked: "mark", subscript: "sub", superscript: "sup" };

function text(value, ctx) {
  if (value === null || value === undefined) return [];
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((part) => text(part, ctx));
  const inner = text(value.text, ctx);
  if (value.type in INLINE) return [h(INLINE[value.type], null, inner)];
  if (value.type === "url") return [anchor(value.url, inner)];
  if (value.type === "email_address") return [anchor(`mailto:${value.email_address}`, inner)];
  if (value.type === "phone_number") return [anchor(`tel:${value.phone_number}`, inner)];
  if (value.type === "bot_command") return [h("button", { type: "button", class: "inline-act command", onclick: () => ctx.acts.onCommand(value.bot_command) }, inner)];
  if (value.type === "spoiler") return [spoiler(inner)];
  if (value.type === "custom_emoji") return [value.alternative_text];
  if (value.type === "mathematical_expression") return [h("code", null, value.expression)];
  if (value.type === "button") return [button(value.button, ctx)];
  return [h("span", null, inner)];
}

function anchor(raw, inner) {
  const url = safeUrl(raw);
  if (!url) return h("span", null, inner);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", onclick: (event) => (event.preventDefault(), openLink(url, { asked: false })) }, inner);
}

function spoiler(inner) {
  const node = h("span", { class: "spoiler", role: "button", tabindex: "0", onclick: () => node.classList.add("open") }, h("span", { class: "spoiler-text" }, inner));
  return node;
}

function button(one, ctx) {
  const act = () => {
    if (one.callback_data !== undefined) press(ctx.message, one, `${ctx.message.chat.id}:${ctx.message.sandbox.seq}:rich:${one.callback_data}`);
    else if (one.copy_text) copy(one.copy_text.text);
    else if (one.url && safeUrl(one.url)) openLink(safeUrl(one.url));
  };
  return h("button", { type: "button", class: `inline-button${one.style ? ` style-${one.style}` : ""}`, disabled: Boolean(one.disabled), dataset: { testid: "inline-button" }, onclick: act }, text(one.text, ctx));
}

const caption = (one, ctx) => one && h("figcaption", null, text(one.text, ctx));

const BLOCKS = {
  paragraph: (b, ctx) => h("p", null, text(b.text, ctx)),
  heading: (b, ctx) => h(`h${Math.min(6, Math.max(3, (b.size ?? 1) + 2))}`, null, text(b.text, ctx)),
  pre: (b, ctx) => h("pre", null, h("code", null, text(b.text, ctx))),
  footer: (b, ctx) => h("p", { class: "quiet" }, text(b.text, ctx)),
  thinking: (b, ctx) => h("p", { class: "quiet" }, text(b.text, ctx)),
  divider: () => h("hr", null),
  anchor: () => null,
  blockquote: (b, ctx) => h("blockquote", null, blocks(b.blocks, ctx), b.credit && h("cite", null, text(b.credit, ctx))),
  expandable_blockquote: (b, ctx) => h("blockquote", null, text(b.text, ctx)),
  pullquote: (b, ctx) => h("blockquote", null, text(b.text, ctx), b.credit && h("cite", null, text(b.credit, ctx))),
  details: (b, ctx) => h("details", { open: b.is_open }, h("summary", null, text(b.summary, ctx)), blocks(b.blocks, ctx)),
  buttons: (b, ctx) => h("div", { class: "inline-row" }, b.buttons.map((one) => button(one, ctx))),
  photo: (b, ctx) => h("figure", null, photo(b.photo, b.has_spoiler), caption(b.caption, ctx)),
  collage: (b, ctx) => h("figure", null, blocks(b.blocks, ctx), caption(b.caption, ctx)),
  slideshow: (b, ctx) => h("figure", null, blocks(b.blocks, ctx), caption(b.caption, ctx)),
  mathematical_expression: (b) => h("pre", null, h("code", null, b.expression)),
  list: (b, ctx) => h("ul", { class: "rich-list" }, b.items.map((item) => h("li", null,
    h("span", { class: "rich-label", "aria-hidden": "true" }, item.has_checkbox ? (item.is_checked ? "☑" : "☐") : item.label), h("div", null, blocks(item.blocks, ctx))))),
  table: (b, ctx) => h("div", { class: "table-frame" }, h("table", { class: b.is_striped ? "striped" : "" }, b.caption && h("caption", null, text(b.caption, ctx)),
    b.cells.map((row) => h("tr", null, row.map((cell) => h(cell.is_header ? "th" : "td", { colspan: cell.colspan, rowspan: cell.rowspan, style: { "text-align": cell.align ?? "left" } }, text(cell.text, ctx))))))),
};

const blocks = (list, ctx) => (list ?? []).map((one) => BLOCKS[one.type]?.(one, ctx) ?? h("p", { class: "quiet" }, `[${one.type}]`));

/** The body of a rich message. @param {Object} message @param {{onCommand: Function}} acts */
export function richMessage(message, acts) {
  return h("div", { class: "text rich", dir: message.rich_message.is_rtl ? "rtl" : null, dataset: { testid: "message-text" } }, blocks(message.rich_message.blocks, { message, acts }));
}
