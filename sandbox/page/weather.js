/** Faults on request: a storm of 429s, broken lines, poison; and the rate limits. */
import { attempt } from "./actions.js";
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { field, toast, toggle } from "./layers.js";

const PRESETS = [
  { key: "f429", body: { method: "sendMessage", kind: "429", times: 5, retry_after: 3 } },
  { key: "f5xx", body: { method: "*", kind: "5xx", times: 3 } },
  { key: "ftimeout", body: { method: "sendMessage", kind: "timeout", times: 1, seconds: 10 } },
  { key: "fdrop", body: { method: "sendMessage", kind: "drop-after-write", times: 1 } },
  { key: "fpoison", body: { method: "getUpdates", kind: "poison", times: 1 } },
  { key: "fduplicate", body: { method: "getUpdates", kind: "duplicate", times: 1 } },
];
const NAMES = { 429: "f429", "5xx": "f5xx", timeout: "ftimeout", "drop-after-write": "fdrop", poison: "fpoison", duplicate: "fduplicate" };
const METHODS = ["*", "sendMessage", "sendPhoto", "sendMediaGroup", "sendInvoice", "editMessageText", "answerCallbackQuery", "getUpdates", "sendMessageDraft", "answerPreCheckoutQuery"];
const EVERY_MS = 2000;

/** The name of a kind of fault. */
export const faultName = (kind) => (NAMES[kind] ? t(NAMES[kind]) : kind);

/** @returns {{node: HTMLElement, start: () => void, stop: () => void}} */
export function createWeather() {
  const active = h("div", { class: "faults-active", dataset: { testid: "faults-active" } });
  const clear = h("button", { type: "button", class: "button small", dataset: { testid: "faults-clear" }, onclick: clearAll }, t("clearFaults"));
  const limits = toggle(t("limits"), { hint: t("limitsHint"), testid: "limits", onchange: (enabled) => attempt(() => api.setLimits(enabled)) });
  let timer = 0;
  let running = false;

  const presets = h("div", { class: "presets" }, PRESETS.map(({ key, body }) => h("button", { type: "button", class: "preset", dataset: { testid: `fault-${body.kind}` }, onclick: () => inject(body) }, h("strong", null, t(key)), h("small", null, t(`${key}Hint`)))));
  const node = h("div", { class: "weather" }, h("p", { class: "quiet" }, t("faultIntro")),
    h("div", { class: "card" }, h("div", { class: "card-head" }, h("small", { class: "card-title" }, t("activeFaults")), clear), active),
    h("div", { class: "card" }, h("small", { class: "card-title" }, t("preset")), presets), customForm(inject), h("div", { class: "card" }, limits));

  async function inject(body) {
    const done = await attempt(() => api.addFault(body));
    if (done) toast(t("injected", { what: `${faultName(body.kind)} · ${body.method}` }), { kind: "sim", mark: "storm" });
    await look();
  }

  async function clearAll() {
    if (await attempt(() => api.clearFaults())) toast(t("cleared"), { kind: "good", mark: "sun" });
    await look();
  }

  async function look() {
    clearTimeout(timer);
    try {
      const faults = await api.faults();
      clear.hidden = !faults.length;
      fill(active, faults.length ? faults.map(faultRow) : h("p", { class: "quiet" }, t("noFaults")));
    } catch {
      /* shown when the server is back */
    }
    if (running) timer = setTimeout(look, EVERY_MS);
  }

  return {
    node,
    async start() {
      if (running) return;
      running = true;
      await look();
      const now = await attempt(api.limits);
      if (now) limits.querySelector("input").checked = now.enabled;
    },
    stop() {
      clearTimeout(timer);
      running = false;
    },
  };
}

function faultRow(fault) {
  const left = fault.left !== null && fault.left !== undefined ? t("leftTimes", { n: fault.left }) : fault.probability ? t("chance", { n: Math.round(fault.probability * 100) }) : "";
  return h("div", { class: "fault", dataset: { testid: "fault", kind: fault.kind } }, icon("storm", 18), h("span", { class: "person-name" }, h("strong", null, faultName(fault.kind)), h("small", null, [METHODS.find((name) => name.toLowerCase() === fault.method.toLowerCase()) ?? fault.method, left, fault.played ? t("playedTimes", { n: fault.played }) : ""].filter(Boolean).join(" · "))));
}

function customForm(inject) {
  const form = h("form", { class: "card form" }, h("small", { class: "card-title" }, t("custom")),
    h("div", { class: "form-grid" },
      field(t("kind"), h("select", { name: "kind" }, Object.entries(NAMES).map(([kind, key]) => h("option", { value: kind }, t(key))))),
      field(t("method"), h("input", { name: "method", list: "methods", value: "*", required: true, autocomplete: "off" })),
      field(t("times"), h("input", { name: "times", type: "number", min: "1", max: "1000", value: "1", required: true })),
      field(t("seconds"), h("input", { name: "seconds", type: "number", min: "1", max: "600", value: "5", required: true }))),
    h("datalist", { id: "methods" }, METHODS.map((name) => h("option", { value: name }))), h("button", { type: "submit", class: "button sim" }, t("inject")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { kind, method, times, seconds } = form.elements;
    const wait = kind.value === "429" ? { retry_after: Number(seconds.value) } : kind.value === "timeout" ? { seconds: Number(seconds.value) } : {};
    inject({ kind: kind.value, method: method.value.trim() || "*", times: Number(times.value), ...wait });
  });
  return form;
}
