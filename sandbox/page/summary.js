/** One line about a message: for the chat list, replies and the pinned bar. */
import { t } from "./i18n.js";
import { money, nameOf, shortName } from "./people.js";
import { store } from "./store.js";

const KINDS = [
  ["photo", "photo"], ["video", "video"], ["animation", "animation"], ["voice", "voice"], ["audio", "audio"], ["video_note", "video"],
  ["location", "location"],
];

/** @param {Object} message @returns {string} */
export function summary(message) {
  if (!message) return "";
  if (message.sandbox?.deleted) return t("deleted");
  const text = message.text ?? message.sandbox?.text;
  if (text) return text.replace(/\s+/g, " ").slice(0, 200);
  const note = message.caption ? ` ${message.caption.replace(/\s+/g, " ").slice(0, 160)}` : "";
  for (const [field, key] of KINDS) if (message[field]) return `[${t(key)}]${note}`;
  if (message.document) return `[${message.document.file_name ?? t("document")}]${note}`;
  if (message.sticker) return `${message.sticker.emoji ?? ""} [${t("sticker")}]`;
  if (message.contact) return `[${t("contact")}] ${nameOf(message.contact)}`;
  if (message.dice) return message.dice.emoji;
  if (message.poll) return `[${t("poll")}] ${message.poll.question}`;
  if (message.invoice) return `[${t("invoice")}] ${message.invoice.title}`;
  return serviceText(message) ?? "";
}

const who = (message) => nameOf(message.sender_chat ?? message.from);
const names = (users) => users.map((user) => shortNameOf(user)).join("、");
const shortNameOf = (user) => nameOf(store.users.get(user.id) ?? user);

const SERVICE = {
  new_chat_members: (m, users) =>
    users.length === 1 && users[0].id === m.from?.id ? t("joined", { who: names(users) }) : t("added", { by: who(m), who: names(users) }),
  left_chat_member: (m, user) => (user.id === m.from?.id ? t("left", { who: shortNameOf(user) }) : t("removed", { by: who(m), who: shortNameOf(user) })),
  pinned_message: (m, pinned) => t("pinnedBy", { who: who(m), what: summary(pinned).slice(0, 40) }),
  new_chat_title: (m, title) => t("titled", { who: who(m), what: title }),
  new_chat_photo: (m) => t("newPhoto", { who: who(m) }),
  delete_chat_photo: (m) => t("noPhoto", { who: who(m) }),
  group_chat_created: (m) => t("groupCreated", { who: who(m), what: nameOf(m.chat) }),
  supergroup_chat_created: (m) => t("supergroupCreated", { what: nameOf(m.chat) }),
  migrate_to_chat_id: () => t("migratedTo"),
  migrate_from_chat_id: () => t("migratedFrom"),
  successful_payment: (m, pay) => t("paidService", { who: who(m), amount: money(pay.total_amount, pay.currency) }),
  refunded_payment: (_, pay) => t("refunded", { amount: money(pay.total_amount, pay.currency) }),
  forum_topic_created: (m, topic) => t("topicCreated", { who: who(m), what: topic.name }),
  forum_topic_edited: (m) => t("topicEdited", { who: who(m) }),
  forum_topic_closed: (m) => t("topicClosedBy", { who: who(m) }),
  forum_topic_reopened: (m) => t("topicReopened", { who: who(m) }),
  general_forum_topic_hidden: () => t("generalHidden"),
  general_forum_topic_unhidden: () => t("generalShown"),
  write_access_allowed: (m) => t("writeAllowed", { who: who(m) }),
  users_shared: (m) => t("shared", { who: who(m) }),
  chat_shared: (m) => t("shared", { who: who(m) }),
  web_app_data: (m, data) => t("webAppData", { who: who(m), what: data.button_text }),
};

const NAMED = new Set([
  "message_auto_delete_timer_changed", "boost_added", "chat_background_set", "gift", "unique_gift", "giveaway_created", "video_chat_started",
  "video_chat_ended", "chat_owner_left", "chat_owner_changed", "checklist_tasks_done", "connected_website",
]);

/** The wording of a service message, or null if it is an ordinary one. */
export function serviceText(message) {
  for (const [field, word] of Object.entries(SERVICE)) {
    if (message[field] !== undefined && message[field] !== null) return word(message, message[field]);
  }
  for (const field of NAMED) if (message[field]) return t("serviceOther", { what: field });
  return null;
}

/** Who wrote the last message of a chat, when that is not plain from the chat: "我" or a name; else "". */
export function lastAuthor(chat, message) {
  if (!message || serviceText(message)) return "";
  if (message.from?.id === store.viewer && !message.sender_chat) return t("you");
  return chat.type === "private" ? "" : shortName(message.from?.id ?? 0);
}
