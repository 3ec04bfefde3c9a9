/** The drawer at the right: about the chat, or under the hood. */
import { fill, h, refill } from "./dom.js";
import { createHood } from "./hood.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { infoPanel, infoShape } from "./info.js";
import { read, visit } from "./route.js";
import { createWeather } from "./weather.js";

/** @returns {{node: HTMLElement, render: () => void}} */
export function createPanel() {
  const [hood, weather] = [createHood(), createWeather()];
  const title = h("div", { class: "panel-title" });
  const body = h("div", { class: "panel-body" });
  const close = h("button", { type: "button", class: "icon-button", "aria-label": t("close"), dataset: { testid: "panel-close" }, onclick: () => visit({ panel: null }, true) }, icon("close"));
  const node = h("aside", { class: "panel", hidden: true, "aria-label": t("tools"), dataset: { testid: "panel" } }, h("header", { class: "bar" }, title, close), body);
  let shown = null;

  const tab = (name, key, mark) => h("button", { type: "button", role: "tab", class: "tab", "aria-selected": String(read().panel === name), dataset: { testid: `tab-${name}` }, onclick: () => visit({ panel: name }, true) }, icon(mark, 17), t(key));

  function render() {
    const wanted = read().panel;
    node.hidden = !wanted;
    if (wanted !== "hood") hood.stop();
    if (wanted !== "faults") weather.stop();
    if (wanted === "info") refill(body, [infoShape(), wanted], infoPanel);
    else refill(body, wanted, () => []);
    if (wanted === shown) return;
    shown = wanted;
    if (wanted === "info") fill(title, h("h2", null, t("info")));
    else if (wanted) fill(title, h("div", { class: "tabs", role: "tablist" }, tab("hood", "hood", "pulse"), tab("faults", "faults", "storm")));
    if (wanted === "hood") {
      fill(body, hood.node);
      hood.start();
    } else if (wanted === "faults") {
      fill(body, weather.node);
      weather.start();
    }
    body.scrollTop = 0;
  }

  return { node, render };
}
