/** Under the hood: what the bot asked of the Bot API, newest first. */
import { copy } from "./actions.js";
import { api } from "./api.js";
import { onEvent } from "./live.js";
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { toggle } from "./layers.js";
import { nameOf } from "./people.js";
import { store, userOf } from "./store.js";

const EVERY_MS = 1200;
const KEPT = 300;
const BATCH = 1000;
const PENDING = 40;

/** @returns {{node: HTMLElement, start: () => void, stop: () => void}} */
export function createHood() {
  const list = h("div", { class: "hood-list", dataset: { testid: "hood-list" } });
  const count = h("small", { class: "quiet tabular" });
  let requests = [];
  let timer = 0;
  let running = false;
  let calm = true;
  let faulty = false;
  const node = h("div", { class: "hood" }, h("div", { class: "card" },
    toggle(t("hideUpdates"), { checked: calm, onchange: (value) => ((calm = value), paint()) }),
    toggle(t("onlyFaulty"), { checked: faulty, onchange: (value) => ((faulty = value), paint()) })), h("div", { class: "hood-count" }, count), list);

  const bad = (one) => one.status >= 400 || one.fault || one.schema_faults?.length > 0;

  /** Late requests that had no answer yet are asked for again. */
  function cursor() {
    const open = requests.slice(-PENDING).find((one) => one.status === null);
    return open ? open.id - 1 : requests.at(-1)?.id;
  }

  async function look() {
    let news = false;
    try {
      let fresh;
      let after = cursor();
      do {
        ({ requests: fresh } = await api.requests(after, BATCH));
        after = fresh.at(-1)?.id;
        const first = fresh[0]?.id ?? Infinity;
        const kept = requests.filter((one) => one.id < first);
        const changes = fresh.length !== requests.length - kept.length || fresh.some((one, i) => one.status !== requests[kept.length + i].status);
        requests = [...kept, ...fresh].slice(-KEPT);
        news ||= changes;
      } while (fresh.length === BATCH);
      if (news) paint();
    } catch {
      /* the stream says that the server is gone; the next look will do */
    }
    clearTimeout(timer);
    if (running) timer = setTimeout(look, EVERY_MS);
  }

  onEvent((event) => event.type === "reset" && (requests = []));

  let known = new Map();
  function paint() {
    const shown = requests.filter((one) => (!calm || one.method.toLowerCase() !== "getupdates" || bad(one)) && (!faulty || bad(one))).reverse();
    count.textContent = t("requestsN", { n: shown.length });
    const next = new Map(shown.map((one) => [`${one.id}:${one.status}`, known.get(`${one.id}:${one.status}`) ?? requestRow(one, bad(one))]));
    known = next;
    if (shown.length) list.replaceChildren(...next.values());
    else fill(list, h("p", { class: "quiet pad" }, t("noRequests")));
  }

  return {
    node,
    start() {
      if (running) return;
      running = true;
      paint();
      look();
    },
    stop() {
      clearTimeout(timer);
      running = false;
    },
  };
}

const time = (iso) => new Date(iso).toLocaleTimeString("en-GB");

/** To whom and what, in a few words. */
function gist({ chat_id: chatId, text, caption }) {
  const chat = store.chats.get(Number(chatId));
  const to = chatId === undefined ? "" : `→ ${chat ? (chat.type === "private" ? nameOf(userOf(chat.id)) : nameOf(chat)) : chatId}`;
  const words = String(text ?? caption ?? "").replace(/<[^>]*>/g, "").replace(/\s+/g, " ").slice(0, 90);
  return [to, words].filter(Boolean).join(" · ");
}

function requestRow(one, bad) {
  const about = gist(one.params ?? {});
  const took = one.ms === null || one.ms === undefined ? null : one.ms < 10 ? `${one.ms.toFixed(1)} ms` : `${Math.round(one.ms)} ms`;
  const details = h("details", { class: bad ? "request bad" : "request", dataset: { testid: "hood-row", method: one.method, status: one.status ?? "" } },
    h("summary", null, h("i", { class: `dot s${Math.floor((one.status ?? 0) / 100)}` }),
      h("span", { class: "request-text" }, h("strong", null, one.method), about && h("small", { class: "quiet" }, about)),
      one.fault && h("span", { class: "badge warn" }, one.fault), one.schema_faults?.length > 0 && h("span", { class: "badge warn", title: t("schemaFaults") }, icon("pulse", 11), one.schema_faults.length),
      h("span", { class: "tabular quiet request-note" }, h("span", null, one.status ?? "…", took && ` · ${took}`), h("time", null, time(one.at)))));
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) return;
    const json = JSON.stringify(one.params ?? {}, null, 2);
    details.append(h("div", { class: "request-body" },
      one.error && h("p", { class: "request-error" }, one.error), one.schema_faults?.length > 0 && h("div", { class: "request-error" }, h("strong", null, t("schemaFaults")), h("ul", null, one.schema_faults.map((fault) => h("li", null, fault)))),
      h("div", { class: "raw-frame" }, h("pre", { class: "raw" }, json), h("button", { type: "button", class: "icon-button small copy-raw", "aria-label": t("copy"), onclick: () => copy(json) }, icon("copy", 15)))));
  });
  return details;
}
