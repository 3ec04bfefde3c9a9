/** The address: `#/<viewer>/<chat>?thread=<topic>&panel=<panel>&start=<payload>`, so that any view can be linked to. */

const PANELS = new Set(["info", "hood", "faults"]);
const number = (text) => (/^-?\d+$/.test(text ?? "") ? Number(text) : null);

/** @returns {{viewer: number|null, chat: number|null, thread: number|null, panel: string|null, start: string|null}} */
export function read() {
  const [path, search] = location.hash.replace(/^#\/?/, "").split("?");
  const [viewer, chat] = path.split("/").map(number);
  const params = new URLSearchParams(search ?? "");
  const panel = params.get("panel");
  return { viewer: viewer ?? null, chat: chat ?? null, thread: number(params.get("thread")), panel: PANELS.has(panel) ? panel : null, start: params.get("start") };
}

/** The hash of a view. */
export function href({ viewer, chat = null, thread = null, panel = null, start = null }) {
  const params = new URLSearchParams();
  if (thread) params.set("thread", thread);
  if (panel) params.set("panel", panel);
  if (start !== null) params.set("start", start);
  const search = params.size ? `?${params}` : "";
  return `#/${viewer ?? ""}${chat === null ? "" : `/${chat}`}${search}`;
}

/** Go to a view. @param {boolean} replace without a new step in the browser's history */
export function go(view, replace = false) {
  const hash = href(view);
  if (hash === location.hash) return;
  if (replace) {
    history.replaceState(null, "", hash);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else location.hash = hash;
}

/** Change parts of the present view. */
export const visit = (changes, replace = false) => go({ ...read(), ...changes }, replace);

/** @param {() => void} work */
export const onRoute = (work) => window.addEventListener("hashchange", work);
