/** What a person does on this page; each asks the server and says so when it is refused. */
import { api } from "./api.js";
import { h } from "./dom.js";
import { copyText } from "./entities.js";
import { t } from "./i18n.js";
import { alertBox, confirmBox, dialog, failed, toast } from "./layers.js";
import { money } from "./people.js";
import { go } from "./route.js";
import { changed, loadState, store } from "./store.js";
import { theme } from "./theme.js";

const ANSWER_MS = 12_000;

/** Do `work`; say why when it fails. @returns {Promise<any>} its result, or undefined */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    failed(error);
    return undefined;
  }
}

/** Send a message into the open chat as the viewer. */
export function send(fields, { thread = null, chatId = store.chatId } = {}) {
  return attempt(() => api.send({ chat_id: chatId, from_id: store.viewer, ...(thread && { thread_id: thread }), ...fields }));
}

/** Send files; each is `{file, asPhoto}`; the caption goes with the first. */
export async function sendFiles(files, caption, { replyTo = null, thread = null } = {}) {
  for (const [index, { file, asPhoto }] of files.entries()) {
    const form = new FormData();
    form.set("chat_id", store.chatId);
    form.set("from_id", store.viewer);
    if (index === 0 && caption) form.set("caption", caption);
    if (index === 0 && replyTo) form.set("reply_to", replyTo);
    if (thread) form.set("thread_id", thread);
    form.set(asPhoto ? "photo" : "document", file, file.name || "photo.png");
    if (!asPhoto) form.set("file_name", file.name);
    if ((await attempt(() => api.send(form))) === undefined) return false;
  }
  return true;
}

const pending = new Map();
const answered = new Set();

/** Is this button waiting for the bot's answer? */
export const isPending = (key) => pending.has(key);

/** Press a callback button; the answer comes as an event. */
export async function press(message, button, key) {
  if (pending.has(key)) return;
  const mark = { id: null };
  pending.set(key, mark);
  bump(message);
  const body = { chat_id: message.chat.id, message_id: message.message_id, from_id: store.viewer, data: button.callback_data };
  const ephemeral = message.sandbox.ephemeral_id;
  const done = await attempt(() => api.press(ephemeral ? { ...body, ephemeral_id: ephemeral } : body));
  if (!done || answered.has(done.callback_id)) return release(message, key);
  mark.id = done.callback_id;
  setTimeout(() => {
    if (pending.get(key) !== mark) return;
    release(message, key);
    toast(t("noAnswer"));
  }, ANSWER_MS);
}

function release(message, key) {
  pending.delete(key);
  bump(message);
}

function bump(message) {
  const now = store.threads.get(message.chat.id)?.bySeq.get(message.sandbox.seq);
  if (now) now.rev += 1;
  changed("thread");
}

/** Show a callback's answer as Telegram does: a toast, an alert, or a link. */
export function answerCame(event) {
  answered.add(event.callback_id);
  for (const [key, mark] of pending) {
    if (mark.id !== event.callback_id) continue;
    pending.delete(key);
    const message = store.threads.get(event.chat_id)?.bySeq;
    if (message) for (const one of message.values()) if (key.startsWith(`${one.chat.id}:${one.sandbox.seq}:`)) one.rev += 1;
    changed("thread");
  }
  if (event.url) openLink(event.url);
  else if (event.text && event.show_alert) alertBox(event.text);
  else if (event.text) toast(event.text, { testid: "callback-toast" });
}

/** Pay an invoice of the viewer after a question. */
export async function pay(message) {
  const { title, description, total_amount: amount, currency } = message.invoice;
  const price = money(amount, currency);
  const extra = h("div", { class: "pay-card" }, h("strong", null, title), h("p", null, description), h("span", { class: "pay-price" }, price));
  if (!(await confirmBox(t("payConfirm"), { title: t("payTitle"), ok: t("pay", { amount: price }), extra }))) return;
  await settlePayment({ chat_id: message.chat.id, message_id: message.message_id, from_id: store.viewer });
}

async function settlePayment(body) {
  const result = await attempt(() => api.pay(body));
  if (!result) return;
  if (result.ok) toast(t("payDone"), { kind: "good", mark: "check" });
  else toast(t("payFailed", { why: result.error }), { kind: "bad", mark: "close" });
}

/** Put a reaction on, or take it back. */
export function react(message, emoji) {
  const own = (message.sandbox.reactions ?? []).filter((r) => r.user_id === store.viewer).map((r) => r.emoji);
  const next = own.includes(emoji) ? [] : [emoji];
  return attempt(() => api.react({ chat_id: message.chat.id, message_id: message.message_id, from_id: store.viewer, emoji: next }));
}

/** Copy and say so. */
export async function copy(text) {
  if (await copyText(text)) toast(t("copiedText", { text: text.length > 32 ? `${text.slice(0, 32)}…` : text }), { kind: "good", mark: "check" });
}

/**
 * Follow a link: t.me links to this bot, to invites and invoices stay on the page, all else opens outside.
 * @param {string} url @param {{asked?: boolean}} [options] asked: the address was plain to see
 */
export async function openLink(url, { asked = true } = {}) {
  const parsed = new URL(url);
  const inside = telegramLink(parsed);
  if (inside) return inside();
  if (parsed.protocol === "tg:") return toast(t("badLink"));
  if (asked || (await confirmBox(url, { title: t("confirmOpen"), ok: t("open") }))) window.open(url, "_blank", "noopener,noreferrer");
}

function telegramLink(url) {
  let [name, rest] = ["", ""];
  if (url.protocol === "tg:" && url.host === "resolve") name = url.searchParams.get("domain") ?? "";
  else if (/^(t|telegram)\.me$/i.test(url.host)) [, name, rest = ""] = url.pathname.split("/");
  else return null;
  if (name.startsWith("$")) return () => settlePayment({ invoice_link: url.href, from_id: store.viewer });
  if (name.startsWith("+") || name === "joinchat") return () => joinBy(url.href);
  if (name.toLowerCase() === store.bot.username.toLowerCase()) {
    if (url.searchParams.has("startapp")) return null;
    const start = url.searchParams.get("start");
    return () => go({ viewer: store.viewer, chat: store.viewer, start });
  }
  const chat = [...store.chats.values()].find((one) => one.username?.toLowerCase() === name.toLowerCase() || (name === "c" && String(one.id) === `-100${rest}`));
  return chat ? () => go({ viewer: store.viewer, chat: chat.id }) : null;
}

async function joinBy(link) {
  const result = await attempt(() => api.join({ user_id: store.viewer, invite_link: link }));
  if (!result) return;
  toast(t(result.status === "requested" ? "requestedChat" : "joinedChat"), { kind: "good", mark: "check" });
  await loadState();
}

/** Open a Mini App in a frame, signed in as the viewer. */
export async function openApp(url, title, { chatId = null, startParam = null } = {}) {
  const signed = await attempt(() => api.webapp({ user_id: store.viewer, ...(chatId && { chat_id: chatId }), ...(startParam && { start_param: startParam }) }));
  if (!signed) return;
  const dark = theme() === "dark" || (theme() === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  const colours = dark ? { bg_color: "#1a1e1f", text_color: "#e7eae8" } : { bg_color: "#ffffff", text_color: "#22282a" };
  const hash = new URLSearchParams({ tgWebAppData: signed.init_data, tgWebAppVersion: "9.1", tgWebAppPlatform: "web", tgWebAppThemeParams: JSON.stringify(colours) });
  const src = `${url.split("#")[0]}#${hash}`;
  const foreign = new URL(url, location.href).origin !== location.origin;
  await dialog({
    title: title || t("miniApp"), testid: "mini-app",
    body: () => [
      h("iframe", { class: "app-frame", src, title: title || t("miniApp"), sandbox: `allow-scripts allow-forms allow-popups${foreign ? " allow-same-origin" : ""}` }),
      h("a", { class: "text-link", href: src, target: "_blank", rel: "noopener" }, t("openOutside")),
    ],
  });
}
