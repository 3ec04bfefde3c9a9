/** One message, album, service note or draft as an element. */
import { copy, openLink, react, send } from "./actions.js";
import { h } from "./dom.js";
import { isBigEmoji, rich } from "./entities.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./keyboard.js";
import { dialog, menu } from "./layers.js";
import { mediaOf } from "./media.js";
import { avatar, clockTime, isAdmin, nameOf, senderOf, tagOf } from "./people.js";
import { serviceText, summary } from "./summary.js";
import { findMessage, store } from "./store.js";

const LONG_PRESS_MS = 480;
const QUICK = ["👍", "❤️", "🔥", "🎉", "😁", "👏", "🤔", "😢"];

const acts = (message) => ({
  onCommand: (text) => send({ text }, { thread: message.is_topic_message ? message.message_thread_id : null, chatId: message.chat.id }),
  onLink: openLink,
  onMention: (who) => document.dispatchEvent(new CustomEvent("compose", { detail: who.username ? `@${who.username} ` : "" })),
});

/** A line in the middle: somebody joined, a message was pinned … */
export function serviceNode(message, text) {
  return h("div", { class: "service", dataset: marks(message) }, h("span", null, text));
}

/** A trace of a deleted message. */
export function tombstone(message) {
  return h("div", { class: "tombstone", dataset: { ...marks(message), testid: "deleted-message" } }, h("span", null, t("deleted")));
}

function marks(message) {
  return { testid: "message", seq: message.sandbox.seq, messageId: message.message_id, from: message.from?.id ?? "" };
}

/**
 * A bubble with one message, or several of one album.
 * @param {Object[]} messages @param {{first: boolean, last: boolean, group: boolean}} place in a run of one sender
 */
export function bubble(messages, place, hooks) {
  const message = messages[0];
  const own = message.from?.id === store.viewer && !message.sender_chat;
  const sender = senderOf(message);
  const captioned = messages.find((one) => one.caption) ?? message;
  const body = content(messages, captioned);
  const classes = ["row", own ? "own" : "", place.first ? "first" : "", place.last ? "last" : "", message.sandbox.ephemeral_for ? "ephemeral" : ""];
  return h("article", { class: classes.filter(Boolean).join(" "), dataset: { ...marks(message), own: String(own) }, "aria-label": nameOf(sender), tabindex: "-1" },
    place.group && !own && h("div", { class: "row-face" }, place.last && avatar(sender, 34)),
    h("div", { class: "stack" },
      h("div", { class: `bubble${body.bare ? " bare" : ""}${body.flush ? " flush" : ""}`, oncontextmenu: (event) => contextMenu(event, message, hooks), onpointerdown: (event) => longPress(event, message, hooks) },
        message.sandbox.ephemeral_for && h("div", { class: "note" }, icon("eye", 13), t("ephemeral")),
        place.first && place.group && !own && header(message, sender),
        topicNote(message, place),
        message.forward_origin && h("div", { class: "note" }, t("forwarded", { who: origin(message.forward_origin) })),
        message.reply_to_message && quote(message, hooks),
        body.nodes, reactions(message)),
      inlineKeyboard(messages.at(-1).reply_markup ? messages.at(-1) : message)),
    tools(message, own, hooks));
}

function content(messages, captioned) {
  const message = messages[0];
  const text = captioned.text ?? captioned.caption ?? captioned.sandbox?.text ?? "";
  const entities = captioned.entities ?? captioned.caption_entities ?? [];
  const big = captioned.text && !entities.length && isBigEmoji(text);
  const media = messages.flatMap(mediaOf);
  const visual = messages.some((one) => one.photo || one.video || one.animation);
  const shown = messages.length > 1 && visual ? [h("div", { class: "album", dataset: { count: Math.min(messages.length, 6) } }, media)] : media;
  const bare = Boolean(big || message.sticker || message.dice);
  const after = footer(captioned, bare);
  const words = text && h("div", { class: big ? "text big" : "text" }, h("span", { dataset: { testid: "message-text" } }, rich(text, entities, acts(captioned))), !bare && after);
  const nodes = captioned.show_caption_above_media ? [words, ...shown] : [...shown, words];
  if (!words || bare || captioned.show_caption_above_media) nodes.push(after);
  return { nodes, bare, flush: visual };
}

function header(message, sender) {
  const chat = store.chats.get(message.chat.id);
  const tag = tagOf(message) || message.author_signature;
  const admin = chat && !sender.is_bot && !message.sender_chat && isAdmin(chat, message.from?.id);
  return h("header", { class: "byline", style: { "--hue": (Math.abs(sender.id) * 47) % 360 } }, h("strong", null, nameOf(sender)),
    sender.is_bot && h("span", { class: "badge" }, t("bot")), tag ? h("span", { class: "tag", dataset: { testid: "member-tag" } }, tag) : admin && h("span", { class: "badge quiet" }, t(chat.creator_id === message.from?.id ? "owner" : "admin")));
}

/** In the view of all topics: which one this is from. */
function topicNote(message, place) {
  if (!place.first || store.topic !== null || !message.is_topic_message) return null;
  const topic = store.chats.get(message.chat.id)?.topics?.find((one) => one.message_thread_id === message.message_thread_id);
  return topic && h("div", { class: "note" }, `# ${topic.name}`);
}

function origin(from) {
  return from.sender_user_name ?? nameOf(from.sender_user ?? from.sender_chat ?? from.chat);
}

function quote(message, hooks) {
  const short = message.reply_to_message;
  const full = findMessage(message.chat.id, short.message_id);
  const target = full?.sandbox.deleted ? full : full ?? short;
  return h("button", { type: "button", class: "reply-quote", dataset: { testid: "reply-quote" }, onclick: () => hooks.jump(short.message_id) },
    h("strong", null, nameOf(senderOf(target))), h("span", null, message.quote?.text ?? summary(target)));
}

function footer(message, bare) {
  const edited = message.sandbox.edited || message.edit_date;
  return h("div", { class: bare ? "meta over" : "meta" },
    message.via_bot && h("span", null, t("via", { who: message.via_bot.username })),
    message.sandbox.pinned && h("span", { title: t("pinned") }, icon("pin", 12)), message.sandbox.silent && h("span", { title: t("silent") }, icon("bell", 12)),
    edited && h("span", { dataset: { testid: "edited" }, title: message.sandbox.edits > 1 ? `× ${message.sandbox.edits}` : null }, t("edited")),
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, clockTime(message.date)));
}

function reactions(message) {
  const given = message.sandbox.reactions ?? [];
  if (!given.length) return null;
  const counts = new Map();
  for (const { emoji, user_id: id } of given) counts.set(emoji, [...(counts.get(emoji) ?? []), id]);
  return h("div", { class: "reactions" }, [...counts].map(([emoji, ids]) =>
    h("button", { type: "button", class: ids.includes(store.viewer) ? "reaction mine" : "reaction", "aria-pressed": String(ids.includes(store.viewer)), dataset: { testid: "reaction", emoji },
      title: ids.map((id) => nameOf(store.users.get(id) ?? (id === store.bot?.id ? store.bot : { id }))).join("、"), onclick: () => react(message, emoji) }, emoji, ids.length > 1 && h("small", null, ids.length))));
}

function tools(message, own, hooks) {
  if (!message.message_id) return null;
  return h("div", { class: "row-tools" },
    h("button", { type: "button", class: "icon-button small", "aria-label": t("react"), title: t("react"), onclick: (event) => reactionMenu(event.currentTarget, message) }, icon("smile", 17)),
    h("button", { type: "button", class: "icon-button small", "aria-label": t("actions"), title: t("actions"), dataset: { testid: "message-menu" }, onclick: (event) => openMenu(event.currentTarget, message, hooks) }, icon("more", 17)));
}

function palette(message, close) {
  return h("div", { class: "palette" }, QUICK.map((emoji) => h("button", {
    type: "button", role: "menuitem", "aria-label": emoji, dataset: { testid: "react-option", emoji },
    onclick: () => {
      close();
      react(message, emoji);
    },
  }, emoji)));
}

const closeMenus = () => document.querySelectorAll(".menu").forEach((node) => node.hidePopover());

function reactionMenu(anchor, message) {
  menu(anchor, [{ node: palette(message, closeMenus) }], { testid: "reaction-menu" });
}

function contextMenu(event, message, hooks) {
  if (!message.message_id || String(getSelection()).length) return;
  event.preventDefault();
  openMenu({ x: event.clientX, y: event.clientY }, message, hooks);
}

/** Not every touch browser has a context menu, so a long touch is watched for. */
function longPress(event, message, hooks) {
  if (event.pointerType !== "touch" || !message.message_id || event.target.closest("button, a, .spoiler:not(.open)")) return;
  const { clientX: x, clientY: y } = event;
  const ends = new AbortController();
  const timer = setTimeout(() => (ends.abort(), openMenu({ x, y }, message, hooks)), LONG_PRESS_MS);
  const cancel = () => (clearTimeout(timer), ends.abort());
  for (const kind of ["pointerup", "pointermove", "pointercancel", "scroll"]) document.addEventListener(kind, cancel, { signal: ends.signal, capture: true });
}

function openMenu(anchor, message, hooks) {
  const text = message.text ?? message.caption;
  const mine = message.from?.id === store.viewer;
  menu(anchor, [
    { node: palette(message, closeMenus) }, null,
    { label: t("reply"), icon: "reply", testid: "menu-reply", on: () => hooks.reply(message) },
    text && { label: t("copyText"), icon: "copy", on: () => copy(text) },
    mine && message.text && { label: t("edit"), icon: "edit", testid: "menu-edit", on: () => hooks.edit(message) },
    { label: t("raw"), icon: "code", on: () => showRaw(message) },
  ].filter((item) => item === null || item), { testid: "message-actions" });
}

function showRaw(message) {
  const { rev, was, ...plain } = message;
  const json = JSON.stringify(plain, null, 2);
  dialog({ title: t("rawTitle"), wide: true, body: () => [h("pre", { class: "raw" }, json), h("div", { class: "dialog-actions" }, h("button", { type: "button", class: "button", onclick: () => copy(json) }, t("copy")))] });
}

/** A streaming draft of the bot. */
export function draftNode(draft, stop) {
  const text = draft.text ? h("div", { class: "text" }, rich(draft.text, draft.entities)) : h("div", { class: "text quiet" }, t("thinking"));
  return h("article", { class: "row first last draft", dataset: { testid: "draft", draftId: draft.draft_id }, "aria-live": "polite" }, h("div", { class: "stack" },
    h("div", { class: "bubble" }, text, h("div", { class: "meta" }, h("span", { class: "dots", "aria-label": t("draft") }, h("i"), h("i"), h("i")))),
    draft.can_stop && h("div", { class: "inline-keyboard" }, h("div", { class: "inline-row" }, h("button", { type: "button", class: "inline-button", dataset: { testid: "draft-stop" }, onclick: stop }, icon("stop", 14), h("span", null, t("stopDraft")))))));
}

/** The element of a message that is not a bubble, or null. */
export function plainNode(message) {
  if (message.sandbox.deleted) return tombstone(message);
  const text = serviceText(message);
  return text === null ? null : serviceNode(message, text);
}
