/** Where one writes: text, photos, commands, replies, edits; or the one button that stands in its place. */
import { attempt, openApp, send, sendFiles } from "./actions.js";
import { api } from "./api.js";
import { commandsOf, createCommands } from "./commands.js";
import { fill, h, safeUrl } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { replyKeyboard, shareLocation } from "./keyboard.js";
import { confirmBox, menu, toast } from "./layers.js";
import { nameOf, senderOf } from "./people.js";
import { read, visit } from "./route.js";
import { loadState, store, threadOf } from "./store.js";
import { summary } from "./summary.js";
import { createTray } from "./tray.js";

const LONGEST = 4096;
const written = new Map();

/** @returns {{node: HTMLElement, render: () => void, reply: Function, edit: Function, addFiles: Function}} */
export function createComposer() {
  const input = h("textarea", {
    class: "composer-input", rows: "1", dataset: { testid: "composer" }, "aria-label": t("composeLabel"), placeholder: t("compose"),
    "aria-controls": "commands", "aria-autocomplete": "list", enterkeyhint: "send",
  });
  const button = (name, label, testid, on) => h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, dataset: { testid }, onclick: on }, icon(name));
  const picker = h("input", { type: "file", multiple: true, hidden: true, dataset: { testid: "file-input" }, onchange: () => (addFiles([...picker.files]), (picker.value = "")) });
  const attach = button("clip", t("attach"), "attach", () => attachMenu());
  const slash = button("slash", t("commands"), "command-button", () => (commands.flip(), focus()));
  const keys = button("keyboard", t("keyboard"), "keyboard-button", () => ((folded = !folded), render()));
  const app = h("button", { type: "button", class: "app-button", dataset: { testid: "menu-button" } });
  const sendButton = h("button", { type: "submit", class: "send", "aria-label": t("send"), title: t("send"), dataset: { testid: "send" } }, icon("send"));
  const banner = h("div", { class: "banner", hidden: true });
  const tray = createTray(() => render());
  const commands = createCommands({ input, run: (text) => deliver({ text }) });
  const form = h("form", { class: "composer-row" }, attach, app, slash, input, keys, sendButton, picker);
  const board = h("div", { class: "board" });
  const instead = h("div", { class: "instead" });
  const node = h("footer", { class: "composer" }, commands.node, banner, tray.node, form, board, instead);

  let place = null;
  let replying = null;
  let editing = null;
  let folded = false;
  let boardOf = "";

  // On a phone the keyboard would come up and hide half of what is to be seen.
  const focus = () => matchMedia("(hover: hover)").matches && input.focus();
  const where = () => ({ thread: store.topic && store.topic !== 1 ? store.topic : null });
  const ends = () => {
    replying = null;
    editing = null;
  };

  async function deliver(fields) {
    const reply = replying?.message_id;
    ends();
    render();
    return send(reply ? { ...fields, reply_to: reply } : fields, where());
  }

  async function submit(event) {
    event.preventDefault();
    const text = input.value.trim();
    if (text.length > LONGEST * 4) return toast(t("tooLong", { n: text.length }), { kind: "bad" });
    if (editing) return saveEdit(text);
    if (tray.files().length) {
      const [files, replyTo] = [tray.files(), replying?.message_id ?? null];
      tray.clear();
      clear();
      return sendFiles(files, text, { replyTo, ...where() });
    }
    if (!text) return undefined;
    clear(false);
    focus();
    const sent = await deliver({ text });
    if (!sent && !input.value) {
      input.value = text;
      resize();
    }
    return undefined;
  }

  function saveEdit(text) {
    const message = editing;
    clear();
    return text && attempt(() => api.edit({ chat_id: message.chat.id, message_id: message.message_id, from_id: store.viewer, text }));
  }

  function clear(endReply = true) {
    input.value = "";
    written.delete(place);
    if (endReply) ends();
    commands.hide();
    resize();
    render();
  }

  function resize() {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 180)}px`;
    sendButton.classList.toggle("ready", Boolean(input.value.trim()) || tray.files().length > 0);
  }

  function attachMenu() {
    menu(attach, [
      { label: t("photoOrFile"), icon: "image", testid: "attach-file", on: () => picker.click() },
      { label: t("shareContact"), icon: "person", testid: "attach-contact", on: () => deliver({ contact: true }) },
      { label: t("shareLocation"), icon: "place", testid: "attach-location", on: () => shareLocation(where()) },
      { label: t("sendDice"), icon: "smile", testid: "attach-dice", on: () => deliver({ dice: true }) },
    ], { testid: "attach-menu", align: "start" });
  }

  function addFiles(files) {
    tray.add(files);
    resize();
    focus();
  }

  input.addEventListener("input", () => {
    resize();
    commands.follow();
    written.set(place, input.value);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || commands.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape" && (replying || editing)) clear();
    else if (event.key === "ArrowUp" && !input.value) editLast();
  });
  input.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    addFiles([...event.clipboardData.files]);
  });
  form.addEventListener("submit", submit);
  document.addEventListener("compose", (event) => {
    input.setRangeText(event.detail, input.selectionStart, input.selectionEnd, "end");
    input.focus();
    resize();
  });

  function editLast() {
    const last = threadOf(store.chatId).list.findLast((one) => one.from?.id === store.viewer && one.text && !one.sandbox.deleted);
    if (last) edit(last);
  }

  function reply(message) {
    editing = null;
    replying = message;
    render();
    input.focus();
  }

  function edit(message) {
    replying = null;
    editing = message;
    input.value = message.text;
    resize();
    render();
    input.focus();
  }

  function paintBanner() {
    const message = editing ?? replying;
    banner.hidden = !message;
    if (!message) return;
    fill(banner, icon(editing ? "edit" : "reply", 18), h("span", { class: "banner-text" }, h("strong", null, editing ? t("editing") : t("replyTo", { name: nameOf(senderOf(message)) })), h("span", null, summary(message))),
      h("button", { type: "button", class: "icon-button small", "aria-label": t("cancelReply"), onclick: () => clear() }, icon("close", 18)));
  }

  function paintBoard(chat) {
    const markup = chat.keyboard;
    const shape = JSON.stringify(markup ?? null);
    if (shape !== boardOf) {
      boardOf = shape;
      folded = false;
      if (markup?.force_reply) {
        const asked = threadOf(chat.id).list.findLast((one) => one.sandbox.keyboard?.force_reply);
        if (asked && !editing) replying = asked;
      }
      fill(board, markup?.keyboard && replyKeyboard(markup, where(), () => {
        if (markup.one_time_keyboard) folded = true;
        render();
      }));
    }
    keys.hidden = !markup?.keyboard;
    keys.setAttribute("aria-pressed", String(!folded));
    board.hidden = folded || !markup?.keyboard;
    input.placeholder = tray.files().length ? t("caption") : markup?.input_field_placeholder ?? t("compose");
  }

  function replacement(chat) {
    const me = store.users.get(store.viewer);
    const { start } = read();
    if (chat.type === "private" && me?.blocked) return [t("botBlocked"), t("unblock"), "unblock", () => attempt(() => api.block({ user_id: me.id, blocked: false })).then(() => loadState())];
    if (chat.type === "private" && (start !== null || !(me?.started ?? true))) {
      return [start && t("startPayload", { payload: start }), t("start"), "start-button", async () => {
        await send({ text: start ? `/start ${start}` : "/start" });
        visit({ start: null }, true);
        await attempt(loadState);
      }];
    }
    const topic = chat.topics?.find((one) => one.message_thread_id === store.topic);
    return topic?.closed ? [t("topicClosed")] : null;
  }

  function render() {
    const chat = store.chats.get(store.chatId);
    if (!chat) return;
    const here = `${store.viewer}:${chat.id}`;
    if (place !== here) {
      place = here;
      ends();
      tray.clear();
      boardOf = "";
      input.value = written.get(here) ?? "";
      commands.hide();
    }
    const other = replacement(chat);
    instead.hidden = !other;
    form.hidden = Boolean(other);
    if (other) {
      const [hint, label, testid, on] = other;
      fill(instead, hint && h("span", null, hint), label && h("button", { type: "button", class: "button primary wide", dataset: { testid }, onclick: on }, label));
    }
    paintBoard(chat);
    if (other) board.hidden = true;
    paintBanner();
    slash.hidden = !commandsOf(chat.id).length;
    const menuButton = chat.type === "private" && store.bot.menu_button?.type === "web_app" ? store.bot.menu_button : null;
    app.hidden = !menuButton;
    if (menuButton) {
      fill(app, icon("window", 16), h("span", null, menuButton.text));
      app.onclick = () => safeUrl(menuButton.web_app.url) && openApp(menuButton.web_app.url, menuButton.text, { chatId: chat.id });
    }
    resize();
  }

  return { node, render, reply, edit, addFiles, focus };
}

/** Ask whether the bot shall be blocked, and do it. */
export async function blockBot() {
  if (!(await confirmBox(t("blockConfirm"), { title: t("block"), ok: t("block"), danger: true }))) return;
  await attempt(() => api.block({ user_id: store.viewer, blocked: true }));
  await attempt(loadState);
}
