/** The bot's commands: the list over the composer, by the / button or while one types. */
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { store } from "./store.js";

/** The commands that the viewer is offered in a chat. */
export const commandsOf = (chatId) => store.bot?.commands?.[String(chatId)] ?? [];

/** @param {{input: HTMLTextAreaElement, run: (command: string) => void}} composer */
export function createCommands({ input, run }) {
  const node = h("div", { class: "commands", id: "commands", role: "listbox", hidden: true, "aria-label": t("commands"), dataset: { testid: "command-menu" } });
  let shown = [];
  let active = -1;
  let pinned = false;

  function paint() {
    node.hidden = shown.length === 0;
    fill(node, shown.map((one, index) => h("button", {
      type: "button", role: "option", id: `command-${index}`, class: "command-item", "aria-selected": String(index === active), tabindex: "-1",
      dataset: { testid: "command-item", command: one.command }, onmousedown: (event) => event.preventDefault(),
      onclick: () => choose(one),
    }, h("strong", null, `/${one.command}`), h("span", null, one.description))));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", `command-${active}`);
      node.children[active]?.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function choose(one) {
    hide();
    run(`/${one.command}`);
  }

  function hide() {
    pinned = false;
    shown = [];
    active = -1;
    paint();
  }

  return {
    node, hide,
    /** Show all commands, or hide them. */
    flip() {
      if (!node.hidden) return hide();
      pinned = true;
      shown = commandsOf(store.chatId);
      active = -1;
      paint();
      return undefined;
    },
    /** Follow what was typed. */
    follow() {
      const typed = /^\/([a-z0-9_]*)$/i.exec(input.value)?.[1];
      if (typed === undefined) return pinned && !input.value ? undefined : hide();
      pinned = false;
      shown = commandsOf(store.chatId).filter((one) => one.command.startsWith(typed.toLowerCase()));
      if (shown.length === 1 && shown[0].command === typed.toLowerCase()) shown = [];
      active = typed && shown.length ? 0 : -1;
      return paint();
    },
    /** Take a key of the composer. @returns {boolean} whether it was used up */
    key(event) {
      if (node.hidden) return false;
      if (event.key === "Escape") hide();
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const step = event.key === "ArrowDown" ? 1 : -1;
        active = active < 0 ? (step > 0 ? 0 : shown.length - 1) : (active + step + shown.length) % shown.length;
        paint();
      } else if (event.key === "Tab" && shown[Math.max(active, 0)]) {
        input.value = `/${shown[Math.max(active, 0)].command} `;
        hide();
      } else if (event.key === "Enter" && active >= 0 && !event.shiftKey) choose(shown[active]);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}
