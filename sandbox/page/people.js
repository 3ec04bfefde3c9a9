/** Names, faces, dates and amounts, worded the same everywhere. */
import { h } from "./dom.js";
import { lang, t } from "./i18n.js";
import { simNow, store, userOf } from "./store.js";

/** @param {Object|null} user a Bot API User or Chat */
export function nameOf(user) {
  if (!user) return "?";
  return user.title ?? ([user.first_name, user.last_name].filter(Boolean).join(" ") || user.username || String(user.id));
}

/** The title of a chat for the present viewer: a private chat carries the bot's name. */
export function chatTitle(chat) {
  return chat.type === "private" ? nameOf(store.bot) : nameOf(chat);
}

/** Who a message is from, as shown: an anonymous sender is its chat. */
export function senderOf(message) {
  return message.sender_chat ?? message.from ?? message.chat;
}

const HUES = [158, 28, 205, 340, 95, 262, 12, 185, 48, 300];

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function initial(name) {
  const first = [...letters.segment(name.trim())][0]?.segment ?? "?";
  return first.toUpperCase();
}

/** A face of initials: people are round, groups are square stones, the bot wears a leaf. */
export function avatar(who, size = 40, kind = null) {
  const shape = kind ?? (who.is_bot ? "bot" : who.title !== undefined && who.type !== "private" ? "group" : "person");
  const hue = HUES[(Math.imul(Math.abs(Number(who.id) || 0) | 0, 2654435761) >>> 20) % HUES.length];
  return h("span", { class: `avatar avatar-${shape}`, style: { "--size": `${size}px`, "--hue": hue }, "aria-hidden": "true" }, initial(nameOf(who)));
}

/** The face of a chat for the present viewer. */
export function chatAvatar(chat, size = 44) {
  return chat.type === "private" ? avatar({ ...store.bot, is_bot: true }, size) : avatar(chat, size, "group");
}

const formats = new Map();

function format(options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(lang() === "en" ? "en-GB" : "zh-CN", options));
  return formats.get(key);
}

const spaced = (date) => date.replace(/(周|星期)/, " $1");

/** "14:05" of a Unix time in seconds. */
export const clockTime = (seconds) => format({ hour: "2-digit", minute: "2-digit", hour12: false }).format(seconds * 1000);

/** "2026年11月22日 星期日 14:05" of a time in ms. */
export const fullTime = (ms) =>
  spaced(format({ year: "numeric", month: "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false }).format(ms));

const dayNumber = (ms) => {
  const date = new Date(ms);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
};

/** Do two Unix times fall on the same local day? */
export const sameDay = (a, b) => dayNumber(a * 1000) === dayNumber(b * 1000);

/** "今天", "昨天" or the date, as seen from the sandbox's now. */
export function dayLabel(seconds) {
  const apart = dayNumber(simNow()) - dayNumber(seconds * 1000);
  if (apart === 0) return t("today");
  if (apart === 1) return t("yesterday");
  const sameYear = new Date(simNow()).getFullYear() === new Date(seconds * 1000).getFullYear();
  return spaced(format({ year: sameYear ? undefined : "numeric", month: "long", day: "numeric", weekday: "short" }).format(seconds * 1000));
}

/** A short time for the chat list: the hour today, the weekday this week, else the date. */
export function shortTime(seconds) {
  const apart = dayNumber(simNow()) - dayNumber(seconds * 1000);
  if (apart === 0) return clockTime(seconds);
  if (apart > 0 && apart < 7) return format({ weekday: "short" }).format(seconds * 1000);
  return format({ month: "numeric", day: "numeric" }).format(seconds * 1000);
}

/** The parts of the clock's face. */
export function clockFace(ms) {
  return {
    date: spaced(format({ month: "long", day: "numeric", weekday: "short" }).format(ms)),
    day: format({ month: "long", day: "numeric" }).format(ms),
    time: format({ hour: "2-digit", minute: "2-digit", hour12: false }).format(ms),
    year: String(new Date(ms).getFullYear()),
  };
}

/** "3 天 2 小时" of a span in ms. */
export function span(ms) {
  const minutes = Math.round(ms / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = [days && t("days", { n: days }), hours && t("hours", { n: hours }), !days && rest && t("minutes", { n: rest })];
  return parts.filter(Boolean).join(" ");
}

/** "⭐ 100" for Stars, "US$12.00" for money (amounts are in the smallest unit). */
export function money(amount, currency) {
  if (currency === "XTR") return `⭐ ${amount}`;
  try {
    return new Intl.NumberFormat(lang(), { style: "currency", currency }).format(amount / 100);
  } catch {
    return `${amount / 100} ${currency}`;
  }
}

/** "1.2 MB" */
export function bytes(n) {
  if (!n) return "";
  const units = ["B", "KB", "MB", "GB"];
  const step = Math.min(Math.floor(Math.log(n) / Math.log(1024)), 3);
  return `${(n / 1024 ** step).toFixed(step ? 1 : 0)} ${units[step]}`;
}

/** A member's tag in a group, or "". */
export function tagOf(message) {
  return message.sender_tag ?? store.chats.get(message.chat.id)?.tags?.[message.from?.id] ?? "";
}

/** May this user do what admins do in `chat`? */
export const isAdmin = (chat, id) => chat.creator_id === id || (chat.admins ?? []).includes(id);

/** A name that can be put in a sentence. */
export const shortName = (id) => nameOf(userOf(id));

/** Is somebody other than the viewer typing in this chat just now? @returns {Object|null} the action */
export function simTyping(chatId) {
  for (const one of store.threads.get(chatId)?.typing.values() ?? []) {
    if (one.from_id !== store.viewer && one.until && Date.parse(one.until) > simNow()) return one;
  }
  return null;
}
