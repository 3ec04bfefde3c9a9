/** Above the conversation: title, who types, what is pinned, topics. */
import { newTopic } from "./create.js";
import { fill, h, refill } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { MOVES, move } from "./clock.js";
import { menu } from "./layers.js";
import { chatAvatar, chatTitle, clockFace, nameOf, simTyping } from "./people.js";
import { read, visit } from "./route.js";
import { findMessage, simNow, store, userOf } from "./store.js";
import { summary } from "./summary.js";
import { doing } from "./thread.js";

/** @param {(messageId: number) => void} jump @returns {{node: HTMLElement, render: () => void}} */
export function createHeader(jump) {
  const back = h("button", { type: "button", class: "icon-button back", "aria-label": t("back"), dataset: { testid: "back" }, onclick: () => visit({ chat: null, thread: null, panel: null, start: null }) }, icon("back"));
  const title = h("button", { type: "button", class: "chat-title", title: t("info"), dataset: { testid: "chat-title" }, onclick: () => panel("info") });
  const tool = (name, label, testid, on) => h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, dataset: { testid }, onclick: on }, icon(name));
  const time = h("button", { type: "button", class: "time-chip tabular", title: t("now"), onclick: () => menu(time, MOVES.map(([key, duration]) => ({ label: t(key), icon: "clock", on: () => move(duration) }))) });
  const info = tool("people", t("info"), "info-button", () => panel("info"));
  const hood = tool("pulse", t("tools"), "hood-button", () => panel("hood"));
  const pinned = h("button", { type: "button", class: "pinned", hidden: true, dataset: { testid: "pinned" } });
  const topics = h("div", { class: "topics", hidden: true, role: "group", dataset: { testid: "topics" } });
  const node = h("header", { class: "chat-head" }, h("div", { class: "bar" }, back, title, time, info, hood), pinned, topics);
  let turn = 0;

  function subtitle(chat) {
    const typing = simTyping(chat.id);
    if (typing) {
      const words = typing.action === "typing" && chat.type !== "private" ? t("typingWho", { who: nameOf(userOf(typing.from_id)) }) : doing(typing.action);
      return h("small", { class: "typing-line" }, `${words}…`);
    }
    return h("small", null, chat.type === "private" ? `@${store.bot.username}` : t("members", { n: chat.member_ids?.length ?? 0 }));
  }

  function paintPinned(chat) {
    const known = (chat.pinned ?? []).map((id) => findMessage(chat.id, id)).filter((one) => one && !one.sandbox.deleted);
    pinned.hidden = !known.length;
    if (!known.length) return;
    const one = known.at(-1 - (turn % known.length));
    fill(pinned, icon("pin", 16), h("span", { class: "banner-text" }, h("strong", null, known.length > 1 ? t("pinnedN", { n: known.length }) : t("pinned")), h("span", null, summary(one))));
    pinned.onclick = () => {
      jump(one.message_id);
      turn += 1;
      paintPinned(chat);
    };
  }

  function paintTopics(chat) {
    topics.hidden = !chat.is_forum;
    if (!chat.is_forum) return;
    const all = [{ message_thread_id: null, name: t("allTopics") }, { message_thread_id: 1, name: t("general") }, ...(chat.topics ?? []).filter((one) => one.message_thread_id !== 1)];
    refill(topics, [all, store.topic, chat.id], () => [...all.map((topic) => h("button", {
      type: "button", class: "topic", "aria-pressed": String(store.topic === topic.message_thread_id), dataset: { testid: "topic", key: topic.message_thread_id ?? "all", threadId: topic.message_thread_id ?? "" },
      onclick: () => visit({ thread: topic.message_thread_id }),
    }, topic.icon_color !== undefined && h("i", { class: "topic-dot", style: { "--dot": `#${topic.icon_color.toString(16).padStart(6, "0")}` } }), topic.name, topic.closed && icon("lock", 13))),
    h("button", { type: "button", class: "topic add", "aria-label": t("newTopic"), title: t("newTopic"), onclick: () => newTopic(chat.id) }, icon("plus", 15))]);
  }

  return {
    node,
    render() {
      const chat = store.chats.get(store.chatId);
      if (!chat) return;
      const open = read().panel;
      fill(title, chatAvatar(chat, 38), h("span", { class: "title-text" }, h("strong", null, chatTitle(chat), chat.type === "private" && h("span", { class: "badge" }, t("bot"))), subtitle(chat)));
      const face = clockFace(simNow());
      fill(time, h("small", null, face.day), h("strong", null, face.time));
      info.setAttribute("aria-pressed", String(open === "info"));
      hood.setAttribute("aria-pressed", String(open === "hood" || open === "faults"));
      paintPinned(chat);
      paintTopics(chat);
    },
  };
}

function panel(name) {
  const open = read().panel;
  const same = open === name || (name === "hood" && open === "faults");
  visit({ panel: same ? null : name }, true);
}
