/** The chat page: puts the panes together and follows the address. */
import { answerCame, attempt } from "./actions.js";
import { createComposer } from "./composer.js";
import { newPerson } from "./create.js";
import { fill, h } from "./dom.js";
import { createHeader } from "./header.js";
import { lang, t } from "./i18n.js";
import { toast } from "./layers.js";
import { connect, onEvent } from "./live.js";
import { chatTitle } from "./people.js";
import { createPanel } from "./panel.js";
import { go, onRoute, read } from "./route.js";
import { createSidebar } from "./sidebar.js";
import { changed, forget, loadState, loadThread, on, store, threadOf } from "./store.js";
import { setTheme, theme } from "./theme.js";
import { createThread } from "./thread.js";
import { faultName } from "./weather.js";

const LAST_VIEWER = "sandbox.viewer";
const RETRY_MS = 1500;
const app = document.getElementById("app");

document.documentElement.lang = lang();
setTheme(theme());

const composer = createComposer();
const thread = createThread({ reply: composer.reply, edit: composer.edit });
const header = createHeader(thread.jump);
const sidebar = createSidebar();
const panel = createPanel();
const offline = h("div", { class: "offline", hidden: true, role: "status" }, t("offline"));
const nothing = h("section", { class: "nothing" });
const chat = h("main", { class: "chat", "aria-label": t("chats") }, header.node, thread.node, composer.node);
fill(app, sidebar.node, chat, nothing, panel.node, offline);

let wasOffline = false;

function lastViewer() {
  try {
    return Number(localStorage.getItem(LAST_VIEWER)) || null;
  } catch {
    return null;
  }
}

async function follow() {
  const wanted = read();
  if (wanted.viewer === null) return choose();
  if (wanted.viewer !== store.viewer) {
    store.viewer = wanted.viewer;
    forget();
    connect();
    try {
      await loadState();
    } catch {
      return setTimeout(follow, RETRY_MS);
    }
    if (!store.users.has(wanted.viewer)) return go({ viewer: null }, true);
    remember(wanted.viewer);
  }
  const known = store.chats.has(wanted.chat);
  if (!known && wanted.chat === null && isWide() && store.chats.has(store.viewer)) return go({ ...wanted, chat: store.viewer }, true);
  if (!known && wanted.chat !== null) return elsewhere(wanted);
  const moved = store.chatId !== wanted.chat || !threadOf(wanted.chat).loaded;
  store.chatId = wanted.chat;
  store.topic = store.chats.get(wanted.chat)?.is_forum ? wanted.thread : null;
  render();
  if (moved && wanted.chat !== null) {
    await attempt(() => loadThread(wanted.chat));
    if (isWide()) composer.focus();
  }
  return undefined;
}

/** A chat that the viewer isn't in: it may have moved (migration), or they left. */
function elsewhere(wanted) {
  const next = threadOf(wanted.chat).list.findLast((message) => message.migrate_to_chat_id)?.migrate_to_chat_id;
  const chatId = store.chats.has(next) ? next : isWide() && store.chats.has(store.viewer) ? store.viewer : null;
  return go({ viewer: store.viewer, chat: chatId, panel: chatId === next ? wanted.panel : null }, true);
}

function remember(viewer) {
  try {
    localStorage.setItem(LAST_VIEWER, String(viewer));
  } catch {
    /* the first person is chosen next time */
  }
}

/** Nobody is named in the address: the last person, else the first; if there is none, one is made. */
async function choose() {
  store.viewer = null;
  connect();
  try {
    await loadState();
  } catch {
    return setTimeout(choose, RETRY_MS);
  }
  const viewer = store.users.has(lastViewer()) ? lastViewer() : [...store.users.keys()][0] ?? null;
  if (viewer !== null) return go({ viewer, chat: isWide() ? viewer : null }, true);
  store.chatId = null;
  go({ viewer: null }, true);
  return render();
}

const isWide = () => matchMedia("(min-width: 761px)").matches;

function render() {
  const open = store.chats.get(store.chatId);
  app.dataset.view = read().panel && open ? "panel" : open ? "chat" : store.ready && !store.users.size ? "nobody" : "list";
  app.setAttribute("aria-busy", String(!store.ready));
  chat.hidden = !open;
  nothing.hidden = Boolean(open);
  if (!open) paintNothing();
  document.title = open ? `${chatTitle(open)} · ${t("title")}` : t("title");
  sidebar.render();
  header.render();
  thread.render();
  composer.render();
  panel.render();
}

function paintNothing() {
  const nobody = store.ready && store.users.size === 0;
  fill(nothing, h("div", { class: "garden", "aria-hidden": "true" }, h("i"), h("i"), h("i")), h("h2", null, nobody ? t("title") : t("pickChat")), h("p", null, nobody ? t("welcome") : t("pickHint")),
    nobody && h("button", { type: "button", class: "button primary", dataset: { testid: "create-first" }, onclick: newPerson }, t("newPerson")));
}

on("state", () => {
  if (store.ready && (store.viewer === null ? store.users.size > 0 : !store.users.has(store.viewer))) choose();
  else if (store.chatId !== null && store.ready && !store.chats.has(store.chatId)) follow();
  else render();
});
on("thread", () => {
  thread.render();
  header.render();
});
on("clock", () => header.render());
on("live", () => {
  offline.hidden = store.connected;
  if (store.connected && wasOffline) toast(t("online"), { kind: "good", mark: "check" });
  wasOffline = !store.connected;
});
onEvent((event) => {
  if (event.type === "callback_answer" && event.user_id === store.viewer) answerCame(event);
  if (event.type === "fault") toast(t("faultPlayed", { kind: faultName(event.kind), method: event.method }), { kind: "sim", mark: "storm", testid: "fault-toast" });
});
onRoute(follow);
setInterval(() => header.render(), 20_000);

const frame = document.querySelector(".thread-frame");
for (const kind of ["dragover", "drop", "dragleave"]) {
  frame.addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    frame.classList.toggle("dropping", kind === "dragover");
    if (kind === "drop") composer.addFiles([...event.dataTransfer.files]);
  });
}
frame.dataset.drop = t("dropHere");
follow();
