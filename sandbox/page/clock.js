/** The sandbox's clock: what time it is there, and the buttons that move it on. */
import { attempt } from "./actions.js";
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { toast } from "./layers.js";
import { clockFace, fullTime, span } from "./people.js";
import { loadState, on, setClock, simNow, store } from "./store.js";

export const MOVES = [["plusHour", "PT1H", "clock-hour"], ["plusDay", "P1D", "clock-day"], ["plusWeek", "P1W", "clock-week"]];

const EVERY_MS = 5000;

let moving = false;

/** Move the sandbox's time on. @param {string} duration ISO 8601 */
export async function move(duration, repaint = () => undefined) {
  if (moving) return;
  moving = true;
  repaint();
  const result = await attempt(() => api.clock(duration));
  moving = false;
  repaint();
  if (!result) return;
  setClock(result.now);
  toast(t("moved", { when: fullTime(Date.parse(result.now)) }), { kind: "sim", mark: "clock", testid: "clock-toast" });
  await attempt(loadState);
}

/** The strip under the chat list. */
export function createClock() {
  const face = h("div", { class: "clock-face", dataset: { testid: "clock-now" }, "aria-label": t("now") });
  const buttons = MOVES.map(([key, duration, testid]) =>
    h("button", { type: "button", class: "clock-button", dataset: { testid }, onclick: () => move(duration, paint) }, t(key)));
  const node = h("section", { class: "clock", "aria-label": t("now") }, face, h("div", { class: "clock-moves" }, buttons));

  let shown = "";
  function paint() {
    for (const button of buttons) button.disabled = moving;
    const { date, time, year } = clockFace(simNow());
    const note = moving ? t("moving") : store.offset > 60_000 ? t("ahead", { span: span(store.offset) }) : t("inStep");
    const now = `${date}${time}${note}`;
    if (now === shown) return;
    shown = now;
    face.dataset.now = new Date(simNow()).toISOString();
    fill(face, h("span", { class: "clock-time tabular" }, time), h("span", { class: "clock-date" }, h("strong", null, date), h("small", null, `${year} · ${note}`)), moving && icon("clock"));
  }

  // The sandbox's seconds may be longer or shorter than real ones, so its time is asked for, not reckoned.
  async function look() {
    if (document.visibilityState !== "visible" || moving) return;
    try {
      setClock((await api.time()).now);
    } catch {
      /* the page says elsewhere that the server is gone */
    }
    paint();
  }

  on("clock", paint);
  setInterval(look, EVERY_MS);
  paint();
  return node;
}
