/** What the page knows of the world; changed by answers and events, read by everything that draws. */
import { api } from "./api.js";

const FIRST_LOAD = 200;
const LOAD_FACTOR = 4;

/** @typedef {{list: Object[], bySeq: Map, drafts: Map, typing: Map, asked: number, complete: boolean, loaded: boolean}} Thread */

export const store = {
  ready: false,
  viewer: /** @type {number|null} */ (null),
  chatId: /** @type {number|null} */ (null),
  topic: /** @type {number|null} */ (null),
  offset: 0,
  bot: null,
  users: new Map(),
  chats: new Map(),
  threads: /** @type {Map<number, Thread>} */ (new Map()),
  connected: true,
};

const listeners = new Map();
let dirty = new Set();
let timer = 0;

/** Call `work` after changes of `topic` ("state", "route", "thread", "clock", "live"); many changes are one call. */
export function on(topic, work) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(work);
}

/** Say that `topic` has changed. @param {...string} topics */
export function changed(...topics) {
  for (const topic of topics) dirty.add(topic);
  timer ||= setTimeout(() => {
    const now = dirty;
    dirty = new Set();
    timer = 0;
    for (const topic of now) for (const work of listeners.get(topic) ?? []) work();
  }, 12);
}

/** The sandbox's time, in ms. */
export const simNow = () => Date.now() + store.offset;

/** @param {string} iso */
export function setClock(iso) {
  store.offset = Date.parse(iso) - Date.now();
  if (Math.abs(store.offset) < 1500) store.offset = 0;
  changed("clock");
}

/** A user by id, the bot included; never null. */
export function userOf(id) {
  if (store.bot && id === store.bot.id) return { ...store.bot, is_bot: true };
  return store.users.get(id) ?? { id, first_name: String(id ?? "?"), is_bot: false };
}

/** @returns {Thread} */
export function threadOf(chatId) {
  if (!store.threads.has(chatId)) {
    store.threads.set(chatId, { list: [], bySeq: new Map(), drafts: new Map(), typing: new Map(), asked: 0, complete: false, loaded: false });
  }
  return store.threads.get(chatId);
}

/** Ask for the state again (people, chats, commands, keyboards). */
export async function loadState() {
  const viewer = store.viewer;
  const state = await api.state(viewer);
  if (viewer !== store.viewer) return;
  store.bot = state.bot;
  store.users = new Map(state.users.map((user) => [user.id, user]));
  store.chats = new Map(state.chats.map((chat) => [chat.id, chat]));
  const open = store.chats.get(store.chatId);
  if (open && threadOf(open.id).loaded) open.unread = 0;
  setClock(state.now);
  store.ready = true;
  changed("state");
}

/** Load the last messages of a chat, or, if `more`, four times as many as before. */
export async function loadThread(chatId, more = false) {
  const thread = threadOf(chatId);
  const viewer = store.viewer;
  const limit = more ? Math.max(thread.asked, FIRST_LOAD) * LOAD_FACTOR : Math.max(thread.asked, FIRST_LOAD);
  const page = await api.messages(chatId, viewer, limit);
  if (viewer !== store.viewer) return;
  thread.asked = limit;
  thread.complete = page.messages.length < limit;
  thread.loaded = true;
  for (const message of page.messages) keep(thread, message);
  thread.drafts = new Map((page.drafts ?? []).map((draft) => [draft.draft_id, draft]));
  thread.typing = new Map((page.typing ?? []).map((one) => [one.from_id, one]));
  const chat = store.chats.get(chatId);
  if (chat) chat.unread = 0;
  changed("thread", "state");
}

/** Put a message in its place; a newer version replaces the older. */
export function keep(thread, message) {
  const seq = message.sandbox.seq;
  const old = thread.bySeq.get(seq);
  message.rev = (old?.rev ?? 0) + 1;
  if (old && !old.sandbox.deleted && message.sandbox.deleted) message.was = old;
  thread.bySeq.set(seq, message);
  const last = thread.list.at(-1);
  if (old) thread.list[thread.list.indexOf(old)] = message;
  else if (!last || last.sandbox.seq < seq) thread.list.push(message);
  else {
    const place = thread.list.findIndex((other) => other.sandbox.seq > seq);
    thread.list.splice(place, 0, message);
  }
}

/** The message with this Bot API id, or undefined. */
export function findMessage(chatId, messageId) {
  const list = threadOf(chatId).list;
  for (let i = list.length - 1; i >= 0; i--) if (list[i].message_id === messageId) return list[i];
  return undefined;
}

/** Forget everything but the viewer (another person looks, or the world is new). */
export function forget() {
  store.threads.clear();
  store.chats.clear();
  store.ready = false;
}
