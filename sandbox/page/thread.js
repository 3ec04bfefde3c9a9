/** The conversation: rows are added, changed and removed one by one; only as many stand as one has scrolled to. */
import { attempt } from "./actions.js";
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { draftNode } from "./message.js";
import { avatar, chatAvatar, chatTitle, nameOf } from "./people.js";
import { loadThread, simNow, store, threadOf, userOf } from "./store.js";
import { inPlace, inTopic, rowsOf } from "./units.js";

const PAGE = 70;
const NEAR = 90;
const TRIM = 260;

/** @param {{reply: Function, edit: Function}} hooks */
export function createThread(hooks) {
  const rows = h("div", { class: "rows" });
  const tail = h("div", { class: "tail" });
  const inner = h("div", { class: "thread-inner" }, rows, tail);
  const scroller = h("div", { class: "thread", tabindex: "0", role: "log", "aria-label": t("chats"), dataset: { testid: "thread" } }, inner);
  const badge = h("small", null);
  const down = h("button", { type: "button", class: "to-bottom", hidden: true, "aria-label": t("toBottom"), title: t("toBottom"), dataset: { testid: "to-bottom" } }, icon("down"), badge);
  const node = h("div", { class: "thread-frame" }, scroller, down);

  let shown = PAGE;
  let stick = true;
  let drawn = new Map();
  let view = { chatId: null, topic: null, lastSeq: 0, missed: 0, total: 0 };
  let growing = false;

  const toBottom = (smooth = false) => {
    stick = true;
    view.missed = 0;
    scroller.scrollTo({ top: scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    paintDown();
  };
  const paintDown = () => {
    down.hidden = stick;
    badge.textContent = view.missed || "";
  };
  down.addEventListener("click", () => {
    shown = PAGE;
    toBottom(false);
    render();
  });
  scroller.addEventListener("scroll", () => {
    stick = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
    if (stick) view.missed = 0;
    paintDown();
    if (scroller.scrollTop < 400) grow();
  }, { passive: true });
  const watch = new ResizeObserver(() => stick && (scroller.scrollTop = scroller.scrollHeight));
  watch.observe(inner);
  watch.observe(scroller);

  async function grow() {
    const thread = threadOf(view.chatId);
    if (growing || !thread.loaded) return;
    if (shown < view.total) {
      shown += PAGE;
      render();
    } else if (!thread.complete) {
      growing = true;
      await attempt(() => loadThread(view.chatId, true));
      growing = false;
      shown += PAGE;
      render();
    }
  }

  function jump(messageId) {
    const list = threadOf(view.chatId).list;
    const index = list.findIndex((one) => one.message_id === messageId);
    if (index < 0) return;
    shown = Math.max(shown, (list.length - index) * 2);
    stick = false;
    render();
    const row = [...rows.children].find((one) => one.dataset.messageId === String(messageId));
    row?.scrollIntoView({ block: "center", behavior: "smooth" });
    row?.classList.add("flash");
    setTimeout(() => row?.classList.remove("flash"), 1600);
  }

  function render() {
    const chat = store.chats.get(store.chatId);
    if (!chat) return;
    const fresh = view.chatId !== store.chatId || view.topic !== store.topic || view.viewer !== store.viewer;
    if (fresh) {
      view = { chatId: store.chatId, topic: store.topic, viewer: store.viewer, lastSeq: Infinity, missed: 0, total: 0 };
      shown = PAGE;
      stick = true;
      drawn = new Map();
      rows.replaceChildren();
    }
    const thread = threadOf(chat.id);
    const list = chat.is_forum || store.topic !== null ? thread.list.filter((one) => inTopic(one, store.topic)) : thread.list;
    note(list);
    const seen = inPlace(list);
    if (stick && shown > TRIM) shown = PAGE;
    const all = rowsOf(seen, { group: chat.type !== "private", hooks: { ...hooks, jump } });
    view.total = all.length;
    const anchor = stick ? null : visibleRow();
    const top = anchor?.getBoundingClientRect().top;
    reconcile(all.slice(-shown), fresh);
    paintTail(thread, chat);
    if (thread.loaded && !all.length && !tail.children.length) fill(tail, welcome(chat));
    if (stick) scroller.scrollTop = scroller.scrollHeight;
    else if (anchor?.isConnected) scroller.scrollTop += anchor.getBoundingClientRect().top - top;
    paintDown();
    if (thread.loaded && (scroller.scrollHeight <= scroller.clientHeight + 200 || (!stick && scroller.scrollTop < 40))) grow();
  }

  function note(list) {
    const last = list.at(-1);
    const seq = last?.sandbox.seq ?? 0;
    if (seq > view.lastSeq) {
      if (last.from?.id === store.viewer) stick = true;
      else if (!stick) view.missed += list.filter((one) => one.sandbox.seq > view.lastSeq).length;
    }
    view.lastSeq = threadOf(view.chatId).loaded ? seq : Infinity;
  }

  function visibleRow() {
    const edge = scroller.getBoundingClientRect().top;
    // A day's line is drawn anew when earlier messages of that day come, so it can't be held on to.
    for (const row of rows.children) if (row.dataset.seq && row.getBoundingClientRect().bottom > edge + 10) return row;
    return null;
  }

  function reconcile(wanted, fresh) {
    const next = new Map();
    let cursor = rows.firstChild;
    for (const unit of wanted) {
      const old = drawn.get(unit.key);
      let element = old?.element;
      if (!old || old.rev !== unit.rev) {
        const made = unit.make();
        if (element) {
          if (cursor === element) cursor = made;
          replace(element, made);
        } else if (!fresh && unit.key > "m" && cursor === null) made.classList.add("arriving");
        element = made;
      }
      if (element === cursor) cursor = cursor.nextSibling;
      else rows.insertBefore(element, cursor);
      next.set(unit.key, { rev: unit.rev, element });
    }
    for (const [key, { element }] of drawn) if (!next.has(key)) element.remove();
    drawn = next;
  }

  function replace(old, made) {
    const focus = old.contains(document.activeElement) ? document.activeElement.dataset.text : null;
    old.replaceWith(made);
    if (focus) [...made.querySelectorAll("[data-text]")].find((one) => one.dataset.text === focus)?.focus({ preventScroll: true });
  }

  function paintTail(thread, chat) {
    const drafts = [...thread.drafts.values()].filter((draft) => Date.parse(draft.until ?? "9999") > simNow());
    const typing = [...thread.typing.values()].filter((one) => one.until && Date.parse(one.until) > simNow() && one.from_id !== store.viewer);
    fill(tail, drafts.map((draft) => draftNode(draft, () => attempt(() => api.stopDraft({ chat_id: chat.id, draft_id: draft.draft_id, from_id: store.viewer })))),
      !drafts.length && typing.map((one) => typingRow(one, chat)));
  }

  return { node, render, toBottom, jump };
}

function welcome(chat) {
  const fresh = chat.type === "private" && !(store.users.get(store.viewer)?.started ?? true);
  return h("div", { class: "welcome" }, chatAvatar(chat, 76), h("strong", null, chatTitle(chat)), h("p", { class: "quiet" }, fresh ? t("startHint") : [t("empty"), h("br", null), t("emptyHint")]));
}

const DOING = { upload_photo: "uploading", upload_document: "uploading", upload_video: "uploading", record_voice: "recording", record_video: "recording", choose_sticker: "choosing" };

/** The words of a chat action. */
export const doing = (action) => t(DOING[action] ?? "typing");

function typingRow(one, chat) {
  const who = userOf(one.from_id);
  return h("div", { class: "row typing", dataset: { testid: "typing" } }, chat.type !== "private" && h("div", { class: "row-face" }, avatar(who, 34)),
    h("div", { class: "bubble", "aria-label": `${nameOf(who)} ${doing(one.action)}` }, h("span", { class: "dots" }, h("i"), h("i"), h("i"))));
}
