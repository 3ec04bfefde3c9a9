/** Under the hood: what the bot asked of the Bot API, newest first. */
import { copy } from "./actions.js";
import { api } from "./api.js";
import { onEvent } from "./live.js";
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { toggle } from "./layers.js";

const EVERY_MS = 1200;
const KEPT = 300;
const BATCH = 1000;

/** @returns {{node: HTMLElement, start: () => void, stop: () => void}} */
export function createHood() {
  const list = h("div", { class: "hood-list", role: "list", dataset: { testid: "hood-list" } });
  const count = h("small", { class: "quiet tabular" });
  let requests = [];
  let timer = 0;
  let calm = true;
  let faulty = false;
  const node = h("div", { class: "hood" }, h("div", { class: "card" },
    toggle(t("hideUpdates"), { checked: calm, onchange: (value) => ((calm = value), paint()) }),
    toggle(t("onlyFaulty"), { checked: faulty, onchange: (value) => ((faulty = value), paint()) })), h("div", { class: "hood-count" }, count), list);

  const bad = (one) => one.status >= 400 || one.schema_faults?.length > 0;

  async function look() {
    let news = false;
    try {
      let fresh;
      do {
        ({ requests: fresh } = await api.requests(requests.at(-1)?.id, BATCH));
        requests = [...requests, ...fresh].slice(-KEPT);
        news ||= fresh.length > 0;
      } while (fresh.length === BATCH);
      if (news) paint();
    } catch {
      /* the stream says that the server is gone; the next look will do */
    }
    clearTimeout(timer);
    timer = setTimeout(look, EVERY_MS);
  }

  onEvent((event) => event.type === "reset" && (requests = []));

  let known = new Map();
  function paint() {
    const shown = requests.filter((one) => (!calm || one.method.toLowerCase() !== "getupdates" || bad(one)) && (!faulty || bad(one))).reverse();
    count.textContent = t("requestsN", { n: shown.length });
    const next = new Map(shown.map((one) => [one.id, known.get(one.id) ?? requestRow(one, bad(one))]));
    known = next;
    if (shown.length) list.replaceChildren(...next.values());
    else fill(list, h("p", { class: "quiet pad" }, t("noRequests")));
  }

  return {
    node,
    start() {
      if (!timer) look();
      paint();
    },
    stop() {
      clearTimeout(timer);
      timer = 0;
    },
  };
}

const time = (iso) => new Date(iso).toLocaleTimeString("en-GB");

function requestRow(one, bad) {
  const details = h("details", { class: bad ? "request bad" : "request", role: "listitem", dataset: { testid: "hood-row", method: one.method, status: one.status } },
    h("summary", null, h("i", { class: `dot s${Math.floor(one.status / 100)}` }), h("strong", null, one.method), one.schema_faults?.length > 0 && h("span", { class: "badge warn" }, one.schema_faults.length),
      h("span", { class: "tabular quiet request-note" }, [one.ms !== undefined && `${Math.round(one.ms)} ms`, one.status].filter(Boolean).join(" · ")), h("time", { class: "tabular quiet" }, time(one.at))));
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) return;
    const json = JSON.stringify(one.params ?? {}, null, 2);
    details.append(h("div", { class: "request-body" },
      one.error && h("p", { class: "request-error" }, one.error), one.schema_faults?.length > 0 && h("div", { class: "request-error" }, h("strong", null, t("schemaFaults")), h("ul", null, one.schema_faults.map((fault) => h("li", null, fault)))),
      h("pre", { class: "raw" }, json), h("button", { type: "button", class: "icon-button small copy-raw", "aria-label": t("copy"), onclick: () => copy(json) }, icon("copy", 15))));
  });
  return details;
}
