/** Inline keyboards under messages and reply keyboards under the composer. */
import { copy, isPending, openApp, openLink, pay, press, send } from "./actions.js";
import { h, safeUrl } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { formBox, field, toast } from "./layers.js";
import { money } from "./people.js";
import { store } from "./store.js";

const STYLES = new Set(["danger", "primary", "success"]);
const SHANGHAI = { latitude: 31.2304, longitude: 121.4737 };

const styled = (button, base) => (STYLES.has(button.style) ? `${base} style-${button.style}` : base);

/** What a press does and the small sign that tells so. */
function behaviour(message, button, key) {
  if (button.callback_data !== undefined) return { on: () => press(message, button, key) };
  if (button.url) return { sign: "out", on: () => follow(button.url, true) };
  if (button.login_url) return { sign: "out", on: () => follow(button.login_url.url, true) };
  if (button.copy_text) return { sign: "copy", on: () => copy(button.copy_text.text) };
  if (button.web_app) return { sign: "window", on: () => follow(button.web_app.url, false, button.text, message.chat.id) };
  if (button.pay) return { on: () => pay(message) };
  if (button.switch_inline_query_current_chat !== undefined) return { sign: "edit", on: () => insert(`@${store.bot.username} ${button.switch_inline_query_current_chat}`) };
  return { on: () => toast(t("cantPress")) };
}

function follow(raw, link, title, chatId) {
  const url = safeUrl(raw);
  if (!url) return toast(t("badLink"));
  return link ? openLink(url) : openApp(url, title, { chatId });
}

function insert(text) {
  document.dispatchEvent(new CustomEvent("compose", { detail: text }));
}

/** The inline keyboard of a message, or null. An unpaid invoice always has its pay button. */
export function inlineKeyboard(message) {
  let rows = message.reply_markup?.inline_keyboard ?? [];
  if (message.invoice && !rows.flat().some((button) => button.pay)) {
    rows = [[{ text: t("pay", { amount: money(message.invoice.total_amount, message.invoice.currency) }), pay: true }], ...rows];
  }
  if (!rows.length) return null;
  return h("div", { class: "inline-keyboard" }, rows.map((row, r) =>
    h("div", { class: "inline-row" }, row.map((button, c) => inlineButton(message, button, `${message.chat.id}:${message.sandbox.seq}:${r}:${c}`)))));
}

function inlineButton(message, button, key) {
  const done = button.pay && message.sandbox.paid;
  const { sign, on } = behaviour(message, button, key);
  const waiting = isPending(key);
  const look = button.pay && !button.style ? { ...button, style: "success" } : button;
  return h("button", {
    type: "button", class: `${styled(look, "inline-button")}${waiting ? " waiting" : ""}`, disabled: Boolean(done || button.disabled),
    dataset: { testid: button.pay ? "pay-button" : "inline-button", text: button.text }, "aria-busy": waiting ? "true" : null, onclick: on,
  }, h("span", null, done ? t("paid") : button.text), done ? icon("check", 14) : sign && h("i", { class: "sign" }, icon(sign, 12)));
}

/** The reply keyboard's buttons. @param {Object} markup ReplyKeyboardMarkup @param {{thread: number|null}} where */
export function replyKeyboard(markup, where, after) {
  return h("div", { class: markup.resize_keyboard ? "reply-keyboard" : "reply-keyboard tall", dataset: { testid: "reply-keyboard" } },
    markup.keyboard.map((row) => h("div", { class: "reply-row" }, row.map((raw) => {
      const button = typeof raw === "string" ? { text: raw } : raw;
      const sign = button.request_contact ? "person" : button.request_location ? "place" : button.web_app ? "window" : null;
      return h("button", { type: "button", class: styled(button, "reply-button"), dataset: { testid: "reply-button", text: button.text }, onclick: () => pressReply(button, where, after) },
        h("span", null, button.text), sign && h("i", { class: "sign" }, icon(sign, 12)));
    }))));
}

async function pressReply(button, where, after) {
  if (button.request_contact) await send({ contact: true }, where);
  else if (button.request_location) await shareLocation(where);
  else if (button.web_app) await follow(button.web_app.url, false, button.text, null);
  else if (button.request_users || button.request_chat || button.request_poll || button.request_managed_bot) return toast(t("cantPress"));
  else await send({ text: button.text }, where);
  after();
}

/** Ask for a place on the map and share it. */
export async function shareLocation(where) {
  const form = await formBox({
    title: t("shareLocation"), ok: t("send"), testid: "location-form",
    fields: () => Object.entries(SHANGHAI).map(([name, value]) => field(name, h("input", { name, type: "number", step: "any", value, required: true }))),
  });
  if (!form) return;
  await send({ location: { latitude: Number(form.latitude.value), longitude: Number(form.longitude.value) } }, where);
}
