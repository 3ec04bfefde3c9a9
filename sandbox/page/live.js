/** Events from the server: applied to the store as they come; the stream is opened again when it breaks. */
import { api } from "./api.js";
import { changed, findMessage, keep, loadState, loadThread, setClock, simNow, store, threadOf } from "./store.js";
import { settle } from "./dom.js";

const WAITS = [400, 1000, 2000];

let source = null;
let attempts = 0;
let timer = 0;
const watchers = new Set();

/** Be told of every event after it was applied (toasts, pending buttons). @param {(event: Object) => void} work */
export const onEvent = (work) => watchers.add(work);

/** Listen as the present viewer, from now on. */
export function connect() {
  close();
  attempts = 0;
  open();
}

function close() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

function open() {
  const mine = new EventSource(api.events(store.viewer));
  source = mine;
  mine.onopen = async () => {
    const again = attempts > 0;
    attempts = 0;
    if (!store.connected) {
      store.connected = true;
      changed("live");
    }
    if (again) await refresh();
  };
  mine.onmessage = (raw) => {
    if (source !== mine) return;
    const event = JSON.parse(raw.data);
    apply(event);
    for (const watch of watchers) watch(event);
  };
  mine.onerror = () => {
    if (source !== mine) return;
    mine.close();
    const wait = WAITS[Math.min(attempts, WAITS.length - 1)];
    attempts += 1;
    if (attempts > 1 && store.connected) {
      store.connected = false;
      changed("live");
    }
    timer = setTimeout(open, wait);
  };
}

/** After a gap all is asked for anew: the server may have been started again, with another world. */
async function refresh() {
  try {
    store.threads.clear();
    await loadState();
    if (store.chatId !== null && store.chats.has(store.chatId)) await loadThread(store.chatId);
  } catch {
    /* the stream's own errors lead to the next attempt */
  }
}

const refreshSoon = settle(() => loadState().catch(() => undefined), 120);

// To the server a look is a request for messages; without one the chat would count as unread after all.
const seeSoon = settle((chatId) => api.messages(chatId, store.viewer, 1).catch(() => undefined), 300);

const appliers = {
  message(event, thread) {
    const message = event.message;
    keep(thread, message);
    const chat = store.chats.get(event.chat_id);
    if (!chat) return refreshSoon();
    chat.last_message = message;
    const own = message.from?.id === store.viewer;
    if (event.chat_id === store.chatId && document.visibilityState === "visible") seeSoon(event.chat_id);
    else if (!own) chat.unread = (chat.unread ?? 0) + 1;
    if (message.sandbox.keyboard || own || isService(message)) refreshSoon();
    thread.typing.delete(message.from?.id);
    changed("state");
  },
  edit(event, thread) {
    keep(thread, event.message);
    const chat = store.chats.get(event.chat_id);
    if (chat?.last_message?.sandbox?.seq === event.message.sandbox.seq) chat.last_message = event.message;
    changed("state");
  },
  delete(event, thread) {
    const seqs = event.seqs ?? event.message_ids;
    for (const seq of seqs) {
      const old = thread.bySeq.get(seq);
      if (old) keep(thread, { ...old, sandbox: { ...old.sandbox, deleted: true } });
    }
    refreshSoon();
  },
  draft(event, thread) {
    if (event.draft) thread.drafts.set(event.draft_id, event.draft);
    else thread.drafts.delete(event.draft_id);
  },
  typing(event, thread) {
    if (event.until) thread.typing.set(event.from_id, event);
    else thread.typing.delete(event.from_id);
    if (event.until) setTimeout(() => changed("thread", "state"), Math.max(0, Date.parse(event.until) - simNow()) + 100);
    changed("state");
  },
  reaction(event, thread) {
    const old = findMessage(event.chat_id, event.message_id);
    if (old) keep(thread, { ...old, sandbox: { ...old.sandbox, reactions: event.reactions } });
  },
  pin(event, thread) {
    const old = findMessage(event.chat_id, event.message_id);
    if (old) keep(thread, { ...old, sandbox: { ...old.sandbox, pinned: event.pinned } });
    refreshSoon();
  },
  payment(event, thread) {
    const old = findMessage(event.chat_id, event.message_id);
    if (old && event.ok) keep(thread, { ...old, sandbox: { ...old.sandbox, paid: true } });
  },
  chat(event) {
    if (event.chat?.migrated_to || event.chat?.id !== event.chat_id) changed("route");
    refreshSoon();
  },
  clock: (event) => setClock(event.now),
  commands: refreshSoon,
  member: refreshSoon,
  user: refreshSoon,
  reset: refresh,
};

function isService(message) {
  return Boolean(message.new_chat_members || message.left_chat_member || message.migrate_to_chat_id || message.new_chat_title);
}

function apply(event) {
  const thread = event.chat_id === null || event.chat_id === undefined ? null : threadOf(event.chat_id);
  appliers[event.type]?.(event, thread);
  if (thread) changed("thread");
}
