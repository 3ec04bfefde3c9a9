/** The panel about a chat: members and what can be done with them; blocking the bot. */
import { attempt } from "./actions.js";
import { api } from "./api.js";
import { blockBot } from "./composer.js";
import { newTopic, peopleList } from "./create.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { confirmBox, menu } from "./layers.js";
import { avatar, chatAvatar, chatTitle, isAdmin, nameOf } from "./people.js";
import { go, visit } from "./route.js";
import { loadState, store, userOf } from "./store.js";

const TYPES = { private: "private", group: "group", supergroup: "supergroup", channel: "channel" };

/** What the panel depends on; it is drawn anew only when this has changed. */
export function infoShape() {
  const chat = store.chats.get(store.chatId);
  if (!chat) return null;
  const { last_message: _last, unread: _unread, keyboard: _keyboard, ...rest } = chat;
  return [store.viewer, rest, (chat.member_ids ?? []).map((id) => store.users.get(id) ?? id)];
}

/** @returns {Node[]} */
export function infoPanel() {
  const chat = store.chats.get(store.chatId);
  if (!chat) return [];
  return [
    h("div", { class: "info-head" }, chatAvatar(chat, 72), h("h2", null, chatTitle(chat)), h("small", null, chat.type === "private" ? `@${store.bot.username} · id ${store.bot.id}` : `${t(chat.is_forum ? "forum" : TYPES[chat.type])} · id ${chat.id}`)),
    ...(chat.type === "private" ? privateParts() : groupParts(chat)),
  ];
}

const row = (name, label, on, { danger = false, testid = null } = {}) =>
  h("button", { type: "button", class: danger ? "panel-row danger" : "panel-row", dataset: testid ? { testid } : {}, onclick: on }, icon(name, 18), label);

function privateParts() {
  const me = userOf(store.viewer);
  const facts = h("div", { class: "card" }, h("small", { class: "card-title" }, t("person")), h("div", { class: "person-row" }, avatar(me, 36), h("span", { class: "person-name" }, h("strong", null, nameOf(me)), h("small", null, [me.username && `@${me.username}`, `id ${me.id}`, me.language_code].filter(Boolean).join(" · ")))));
  const blocked = me.blocked
    ? row("check", t("unblock"), () => attempt(() => api.block({ user_id: me.id, blocked: false })).then(() => attempt(loadState)), { testid: "unblock-bot" })
    : row("block", t("block"), blockBot, { danger: true, testid: "block-bot" });
  return [facts, h("div", { class: "card" }, blocked)];
}

function groupParts(chat) {
  const members = (chat.member_ids ?? []).map(userOf);
  members.sort((a, b) => Number(isAdmin(chat, b.id)) - Number(isAdmin(chat, a.id)));
  const tools = [
    row("plus", t("addMember"), (event) => addMenu(event.currentTarget, chat), { testid: "add-member" }),
    chat.is_forum && row("slash", t("newTopic"), () => newTopic(chat.id), { testid: "new-topic" }),
    chat.type === "group" && row("out", t("migrate"), () => migrate(chat), { testid: "migrate" }),
    row("leave", t("leave"), () => leave(chat), { danger: true, testid: "leave" }),
  ];
  return [
    h("div", { class: "card" }, h("small", { class: "card-title" }, t("members", { n: members.length })), h("div", { class: "members" }, members.map((user) => memberRow(chat, user)))),
    h("div", { class: "card" }, tools.filter(Boolean)),
  ];
}

function memberRow(chat, user) {
  const tag = chat.tags?.[user.id];
  const role = chat.creator_id === user.id ? t("owner") : isAdmin(chat, user.id) ? t("admin") : "";
  return h("div", { class: "person-row member", dataset: { testid: "member", userId: user.id } }, avatar(user, 36),
    h("span", { class: "person-name" }, h("strong", null, nameOf(user), user.is_bot && h("span", { class: "badge" }, t("bot")), tag && h("span", { class: "tag" }, tag)), h("small", null, [user.username && `@${user.username}`, role].filter(Boolean).join(" · "))),
    h("button", { type: "button", class: "icon-button small", "aria-label": `${t("more")}: ${nameOf(user)}`, dataset: { testid: "member-menu" }, onclick: (event) => memberMenu(event.currentTarget, chat, user) }, icon("more", 18)));
}

async function change(chat, user, action) {
  await attempt(() => api.member(chat.id, { user_id: user.id, action, by_id: store.viewer }));
  await attempt(loadState);
}

function memberMenu(anchor, chat, user) {
  const admin = isAdmin(chat, user.id);
  const name = nameOf(user);
  menu(anchor, [
    !user.is_bot && user.id !== store.viewer && { label: t("viewAs", { name }), icon: "eye", on: () => go({ viewer: user.id, chat: chat.id }) },
    chat.creator_id !== user.id && { label: t(admin ? "demote" : "promote"), icon: "star", testid: admin ? "demote" : "promote", on: () => change(chat, user, admin ? "demote" : "promote") },
    user.id !== store.viewer && { label: t("remove"), icon: "leave", danger: true, testid: "remove-member", on: async () => (await confirmBox(t("removeConfirm", { name, chat: chatTitle(chat) }), { ok: t("remove"), danger: true })) && change(chat, user, "remove") },
    user.id === store.viewer && { label: t("leave"), icon: "leave", danger: true, on: () => leave(chat) },
  ].filter(Boolean));
}

function addMenu(anchor, chat) {
  const inside = new Set(chat.member_ids);
  const people = [userOf(store.bot.id), ...store.users.values()].filter((user) => !inside.has(user.id));
  const node = people.length
    ? peopleList(people, { testid: "add-option", pick: (user) => (document.querySelectorAll(".menu").forEach((one) => one.hidePopover()), change(chat, user, "add")) })
    : h("p", { class: "quiet pad" }, t("nobodyLeft"));
  menu(anchor, [{ node }], { testid: "add-menu", align: "start" });
}

async function leave(chat) {
  if (!(await confirmBox(t("leaveConfirm", { chat: chatTitle(chat) }), { ok: t("leave"), danger: true }))) return;
  await change(chat, { id: store.viewer }, "leave");
  visit({ chat: null, panel: null, thread: null });
}

async function migrate(chat) {
  const done = await attempt(() => api.migrate(chat.id));
  if (!done) return;
  await attempt(loadState);
  go({ viewer: store.viewer, chat: done.new_id, panel: "info" }, true);
}
