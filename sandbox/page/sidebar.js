/** The left pane: who one is, the chats, the clock. */
import { attempt, openLink } from "./actions.js";
import { createClock } from "./clock.js";
import { newGroup, newPerson, peopleList } from "./create.js";
import { fill, h, refill, safeUrl } from "./dom.js";
import { lang, setLang, t } from "./i18n.js";
import { icon } from "./icons.js";
import { field, formBox, menu, pills, toast } from "./layers.js";
import { avatar, chatAvatar, chatTitle, nameOf, shortTime, simTyping } from "./people.js";
import { go, href, read } from "./route.js";
import { loadState, store, userOf } from "./store.js";
import { lastAuthor, summary } from "./summary.js";
import { setTheme, theme } from "./theme.js";

/** @returns {{node: HTMLElement, render: () => void}} */
export function createSidebar() {
  const who = h("button", { type: "button", class: "who", "aria-haspopup": "menu", title: t("switchPerson"), dataset: { testid: "person-switcher" }, onclick: () => personMenu(who) });
  const add = h("button", { type: "button", class: "icon-button", "aria-label": t("newGroup"), title: t("newGroup"), dataset: { testid: "create-group" }, onclick: newGroup }, icon("plus"));
  const filter = h("input", { type: "search", class: "search", placeholder: t("search"), "aria-label": t("search"), hidden: true, oninput: () => paintChats() });
  const list = h("nav", { class: "chat-list", "aria-label": t("chats"), dataset: { testid: "chat-list" } });
  const node = h("aside", { class: "sidebar", "aria-label": t("chats") }, h("h1", { class: "unseen" }, t("title")), h("header", { class: "bar" }, who, add), h("div", { class: "search-frame" }, filter), list, createClock());

  function paintWho() {
    if (store.viewer === null) return fill(who, h("span", { class: "who-name" }, h("small", null, t("person")), h("strong", null, "—")), icon("down", 16));
    const me = userOf(store.viewer);
    who.dataset.userId = store.viewer ?? "";
    return fill(who, avatar(me, 36), h("span", { class: "who-name" }, h("small", null, t("person")), h("strong", null, nameOf(me))), icon("down", 16));
  }

  function paintChats() {
    filter.hidden = store.chats.size < 8;
    const wanted = filter.value.trim().toLowerCase();
    const chats = [...store.chats.values()].filter((chat) => chatTitle(chat).toLowerCase().includes(wanted)).sort((a, b) => (b.last_message?.date ?? 0) - (a.last_message?.date ?? 0) || (b.last_message?.sandbox?.seq ?? 0) - (a.last_message?.sandbox?.seq ?? 0));
    const shape = chats.map((chat) => [chat.id, chatTitle(chat), chat.unread, chat.last_message?.sandbox?.seq, chat.last_message && summary(chat.last_message), chat.last_message && shortTime(chat.last_message.date), Boolean(simTyping(chat.id))]);
    refill(list, [shape, wanted, store.viewer, store.chatId, read().panel], () => (chats.length ? chats.map(chatItem) : h("p", { class: "quiet pad" }, t(wanted ? "noMatch" : "noChats"))));
  }

  return {
    node,
    render() {
      paintWho();
      paintChats();
    },
  };
}

function chatItem(chat) {
  const last = chat.last_message;
  const author = lastAuthor(chat, last);
  const typing = simTyping(chat.id);
  const line = typing ? h("span", { class: "typing-line" }, `${t("typing")}…`) : h("span", { class: "chat-line" }, author && h("b", null, `${author}: `), summary(last));
  return h("a", {
    class: "chat-item", href: href({ viewer: store.viewer, chat: chat.id, panel: wide() ? read().panel : null }), dataset: { testid: "chat-item", key: chat.id, chatId: chat.id, type: chat.type }, "aria-current": chat.id === store.chatId ? "page" : null,
  }, chatAvatar(chat), h("span", { class: "chat-text" },
    h("span", { class: "chat-top" }, h("strong", null, chatTitle(chat)), chat.is_forum && h("span", { class: "badge quiet" }, t("forum")), last && h("time", { class: "tabular" }, shortTime(last.date))),
    h("span", { class: "chat-bottom" }, line, chat.unread > 0 && h("span", { class: "unread tabular", dataset: { testid: "unread" } }, chat.unread > 99 ? "99+" : chat.unread))));
}

const wide = () => matchMedia("(min-width: 761px)").matches;

function personMenu(anchor) {
  const close = () => document.querySelectorAll(".menu").forEach((node) => node.hidePopover());
  const people = peopleList([...store.users.values()], {
    current: store.viewer,
    pick: (user) => {
      close();
      const stays = store.chats.get(store.chatId);
      go({ viewer: user.id, chat: stays && stays.type !== "private" && stays.member_ids?.includes(user.id) ? stays.id : wide() ? user.id : null });
    },
  });
  const looks = h("div", { class: "menu-settings" },
    field(t("theme"), pills("theme", [["auto", t("themeAuto")], ["light", t("themeLight")], ["dark", t("themeDark")]], theme(), setTheme)),
    field(t("language"), pills("lang", [["zh-Hans", "中文"], ["en", "English"]], lang(), setLang)));
  menu(anchor, [
    { node: people }, null,
    { label: t("newPerson"), icon: "person", testid: "create-person", on: newPerson },
    { label: t("newGroup"), icon: "people", on: newGroup },
    { label: t("openLink"), icon: "link", testid: "open-link", on: askLink },
    null, { node: looks },
  ], { testid: "person-menu", align: "start" });
}

async function askLink() {
  const form = await formBox({ title: t("linkTitle"), ok: t("open"), testid: "link-form", fields: () => [field(t("linkHint"), h("input", { name: "url", type: "text", required: true, autofocus: true, autocomplete: "off", placeholder: `https://t.me/${store.bot.username}?start=…` }))] });
  if (!form) return;
  const url = safeUrl(form.elements.url.value);
  if (url) await openLink(url);
  else toast(t("badLink"), { kind: "bad" });
  await attempt(loadState);
}
