/** What lies above the page: toasts, dialogs, menus. */
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";

const TOAST_MS = 3600;

/** Show a short note. @param {string} text @param {{kind?: "info"|"good"|"bad"|"sim", mark?: string, testid?: string}} [options] */
export function toast(text, { kind = "info", mark = null, testid = "toast" } = {}) {
  const box = document.getElementById("toasts");
  const node = h("div", { class: `toast toast-${kind}`, dataset: { testid } }, mark && icon(mark, 18), h("span", null, text));
  const bye = () => {
    node.classList.add("leaving");
    setTimeout(() => (node.remove(), box.children.length || box.hidePopover()), 220);
  };
  node.addEventListener("click", bye);
  box.append(node);
  // Shown anew, it lies above dialogs that were opened since.
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
  while (box.children.length > 4) box.firstChild.remove();
  setTimeout(bye, TOAST_MS + Math.min(text.length * 30, 3000));
}

/** Say what went wrong. @param {Error} error */
export function failed(error) {
  const why = error.message === "offline" ? t("offlineWhy") : error.message;
  toast(t("failed", { why }), { kind: "bad", mark: "close" });
}

/**
 * A modal dialog; resolves with what `done(value)` was given, or null when it was dismissed.
 * @param {{title?: string, wide?: boolean, testid?: string, body: (done: (value: any) => void) => Node|Node[]}} options
 */
export function dialog({ title = "", wide = false, testid = "dialog", body }) {
  return new Promise((resolve) => {
    const node = h("dialog", { class: wide ? "dialog wide" : "dialog", dataset: { testid }, "aria-label": title || null });
    const done = (value) => {
      node.returned = value;
      node.close();
    };
    const head = title && h("header", { class: "dialog-head" }, h("h2", null, title),
      h("button", { type: "button", class: "icon-button", "aria-label": t("close"), onclick: () => done(null) }, icon("close")));
    node.append(...[head, h("div", { class: "dialog-body" }, body(done))].filter(Boolean));
    node.addEventListener("close", () => {
      node.remove();
      resolve(node.returned ?? null);
    });
    node.addEventListener("mousedown", (event) => event.target === node && done(null));
    document.getElementById("layers").append(node);
    node.showModal();
    node.querySelector("[autofocus]")?.focus();
  });
}

/** A text to be read and closed (callback answers with `show_alert`). */
export function alertBox(text) {
  return dialog({
    testid: "alert",
    body: (done) => [
      h("p", { class: "dialog-text" }, text),
      h("div", { class: "dialog-actions" }, h("button", { type: "button", class: "button primary", autofocus: true, dataset: { testid: "alert-ok" }, onclick: () => done(true) }, t("ok"))),
    ],
  });
}

/** A question; resolves with true when it was confirmed. */
export async function confirmBox(text, { ok = t("ok"), danger = false, title = "", extra = null } = {}) {
  const answer = await dialog({
    title, testid: "confirm",
    body: (done) => [
      extra, h("p", { class: "dialog-text" }, text),
      h("div", { class: "dialog-actions" },
        h("button", { type: "button", class: "button", onclick: () => done(false) }, t("cancel")),
        h("button", { type: "button", class: danger ? "button danger" : "button primary", autofocus: true, dataset: { testid: "confirm-ok" }, onclick: () => done(true) }, ok)),
    ],
  });
  return answer === true;
}

/** A form; resolves with its values by name (FormData entries), or null. @param {(form: HTMLFormElement) => Node[]} fields */
export function formBox({ title, ok = t("ok"), testid, fields }) {
  return dialog({
    title, testid,
    body: (done) => {
      const form = h("form", { method: "dialog", class: "form" });
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        done(form);
      });
      form.append(...fields(form), h("div", { class: "dialog-actions" },
        h("button", { type: "button", class: "button", onclick: () => done(null) }, t("cancel")),
        h("button", { type: "submit", class: "button primary", dataset: { testid: "form-ok" } }, ok)));
      return form;
    },
  });
}

/** A labelled field of a form. @param {string} label @param {HTMLElement} control */
export const field = (label, control) => h("label", { class: "field" }, h("span", { class: "field-label" }, label), control);

/** A switch with a label. */
export function toggle(label, { name = null, checked = false, hint = "", testid = null, onchange = null } = {}) {
  const input = h("input", { type: "checkbox", class: "switch", name, checked, role: "switch", dataset: testid ? { testid } : {}, onchange: onchange && (() => onchange(input.checked)) });
  return h("label", { class: "toggle" }, h("span", null, label, hint && h("small", null, hint)), input);
}

/** One choice of several, as a row of pills. @param {[value: string, label: string][]} choices */
export function pills(name, choices, chosen, onchange = null) {
  return h("div", { class: "pills", role: "radiogroup" }, choices.map(([value, label]) =>
    h("label", { class: "pill" }, h("input", { type: "radio", name, value, checked: value === chosen, onchange: onchange && (() => onchange(value)) }), h("span", null, label))));
}

/**
 * A menu at an element or a point. Items: `{label, icon?, danger?, on, testid?}`, `{node}` or null (a line).
 * @param {Element|{x: number, y: number}} anchor
 */
export function menu(anchor, items, { testid = "menu", align = "end" } = {}) {
  document.querySelectorAll(".menu").forEach((old) => old.hidePopover());
  const node = h("div", { class: "menu", role: "menu", popover: "auto", dataset: { testid } });
  for (const item of items) {
    if (item === null) node.append(h("hr", null));
    else if (item.node) node.append(item.node);
    else if (item) {
      node.append(h("button", {
        type: "button", role: "menuitem", class: item.danger ? "menu-item danger" : "menu-item", dataset: { ...(item.testid && { testid: item.testid }), ...item.dataset },
        "aria-current": item.current ? "true" : null,
        onclick: () => {
          node.hidePopover();
          item.on();
        },
      }, item.face ?? (item.icon && icon(item.icon, 18)), h("span", { class: "menu-label" }, item.label, item.note && h("small", null, item.note)), item.current && icon("check", 16)));
    }
  }
  node.addEventListener("toggle", (event) => event.newState === "closed" && node.remove());
  node.addEventListener("keydown", arrows);
  document.getElementById("layers").append(node);
  node.showPopover();
  place(node, anchor, align);
  (node.querySelector("[aria-current]") ?? node.querySelector("[role=menuitem]"))?.focus({ preventScroll: true });
  return node;
}

function place(node, anchor, align) {
  const box = anchor instanceof Element ? anchor.getBoundingClientRect() : { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };
  const { offsetWidth: width, offsetHeight: height } = node;
  const left = align === "end" && anchor instanceof Element ? box.right - width : box.left;
  const below = box.bottom + 6 + height <= innerHeight;
  node.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  node.style.top = `${Math.max(8, below ? box.bottom + 6 : box.top - height - 6)}px`;
}

function arrows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
}
