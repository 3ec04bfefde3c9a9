/** Dialogs that make people, groups and topics, and the list to pick somebody from. */
import { attempt } from "./actions.js";
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { lang, t } from "./i18n.js";
import { field, formBox, pills, toast, toggle } from "./layers.js";
import { avatar, nameOf } from "./people.js";
import { go } from "./route.js";
import { loadState, store } from "./store.js";

const LANGUAGES = ["zh-hans", "zh-hant", "en", "ja", "ru"];
const SHOWN = 60;

const text = (name, props = {}) => h("input", { name, type: "text", autocomplete: "off", maxlength: "64", ...props });

/** Make a person and become them. */
export async function newPerson() {
  const form = await formBox({
    title: t("newPerson"), ok: t("create"), testid: "person-form",
    fields: () => [
      field(t("firstName"), text("first_name", { required: true, autofocus: true })),
      field(t("lastName"), text("last_name")),
      field(t("username"), text("username", { pattern: "[A-Za-z][A-Za-z0-9_]{2,31}" })),
      field(t("langCode"), h("select", { name: "language_code" }, LANGUAGES.map((code) => h("option", { value: code, selected: code === (lang() === "en" ? "en" : "zh-hans") }, code)))),
      toggle(t("premium"), { name: "is_premium" }),
    ],
  });
  if (!form) return;
  const given = Object.fromEntries(["first_name", "last_name", "username", "language_code"].map((name) => [name, form.elements[name].value.trim()]).filter(([, value]) => value));
  const user = await attempt(() => api.addUser({ ...given, ...(form.elements.is_premium.checked && { is_premium: true }) }));
  if (!user) return;
  toast(t("created", { name: nameOf(user) }), { kind: "good", mark: "check" });
  go({ viewer: user.id, chat: user.id });
}

/** Make a group with the viewer as its owner, and open it. */
export async function newGroup() {
  const others = [...store.users.values()].filter((user) => user.id !== store.viewer);
  const chosen = new Set();
  const form = await formBox({
    title: t("newGroup"), ok: t("create"), testid: "group-form",
    fields: () => [
      field(t("groupTitle"), text("title", { required: true, autofocus: true, maxlength: "128" })),
      h("div", { class: "field" }, h("span", { class: "field-label" }, t("groupType")), pills("type", [["supergroup", t("supergroup")], ["group", t("group")], ["forum", t("forum")]], "supergroup")),
      others.length > 0 && h("div", { class: "field" }, h("span", { class: "field-label" }, t("chooseMembers")), peopleList(others, { chosen })),
      toggle(t("withBot"), { name: "add_bot", checked: true }),
      toggle(t("botAdmin"), { name: "bot_admin", checked: true }),
    ].filter(Boolean),
  });
  if (!form) return;
  const { title, type, add_bot: withBot, bot_admin: admin } = form.elements;
  const chat = await attempt(() => api.addChat({
    type: type.value, title: title.value.trim(), member_ids: [store.viewer, ...chosen], creator_id: store.viewer, add_bot: withBot.checked, bot_admin: withBot.checked && admin.checked,
  }));
  if (!chat) return;
  await attempt(loadState);
  go({ viewer: store.viewer, chat: chat.id });
}

/** Make a topic in a forum. */
export async function newTopic(chatId) {
  const form = await formBox({ title: t("newTopic"), ok: t("create"), testid: "topic-form", fields: () => [field(t("topicName"), text("name", { required: true, autofocus: true, maxlength: "128" }))] });
  if (!form) return;
  const topic = await attempt(() => api.addTopic(chatId, { name: form.elements.name.value.trim(), from_id: store.viewer }));
  if (!topic) return;
  await attempt(loadState);
  go({ viewer: store.viewer, chat: chatId, thread: topic.message_thread_id });
}

/**
 * People to choose from, with a filter when they are many. With `chosen` (a Set of ids) several can be ticked;
 * with `pick` one press decides.
 */
export function peopleList(people, { chosen = null, pick = null, current = null, testid = "person-option" }) {
  const list = h("div", { class: "people-list" });
  const paint = (filter = "") => {
    const wanted = filter.trim().toLowerCase();
    const found = people.filter((user) => `${nameOf(user)} ${user.username ?? ""} ${user.id}`.toLowerCase().includes(wanted));
    fill(list, found.slice(0, SHOWN).map(row), found.length > SHOWN && h("small", { class: "quiet more-people" }, `+${found.length - SHOWN}`));
  };
  const row = (user) => {
    const inner = [avatar(user, 32), h("span", { class: "person-name" }, h("strong", null, nameOf(user)), h("small", null, [user.username && `@${user.username}`, user.blocked && t("blockedMark")].filter(Boolean).join(" · ")))];
    if (chosen) {
      const box = h("input", { type: "checkbox", checked: chosen.has(user.id), onchange: () => (box.checked ? chosen.add(user.id) : chosen.delete(user.id)) });
      return h("label", { class: "person-row", dataset: { testid: "member-option", userId: user.id } }, inner, box);
    }
    return h("button", { type: "button", role: "menuitem", class: "person-row", dataset: { testid, userId: user.id }, "aria-current": user.id === current ? "true" : null, onclick: () => pick(user) }, inner);
  };
  const filter = people.length > 8 && h("input", { type: "search", class: "search", placeholder: t("searchPeople"), "aria-label": t("searchPeople"), oninput: () => paint(filter.value) });
  paint();
  return h("div", { class: "people" }, filter, list);
}
