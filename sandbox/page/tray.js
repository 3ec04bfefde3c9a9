/** Files that wait to be sent, with a small preview each. */
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { bytes } from "./people.js";

const PHOTO = /^image\/(png|jpeg|webp)$/;

/** @param {() => void} changed */
export function createTray(changed) {
  const node = h("div", { class: "tray", hidden: true, dataset: { testid: "tray" } });
  let items = [];

  function paint() {
    node.hidden = !items.length;
    fill(node, items.map((item) => h("figure", { class: "tray-item" },
      item.url ? h("img", { src: item.url, alt: item.file.name }) : h("span", { class: "file-mark" }, icon("file")),
      h("figcaption", null, item.file.name, " ", h("small", null, bytes(item.file.size))),
      h("button", { type: "button", class: "tray-remove", "aria-label": t("removeFile"), onclick: () => drop(item) }, icon("close", 14)))));
  }

  function drop(item) {
    if (item.url) URL.revokeObjectURL(item.url);
    items = items.filter((one) => one !== item);
    paint();
    changed();
  }

  return {
    node,
    files: () => items.map(({ file, asPhoto }) => ({ file, asPhoto })),
    add(files) {
      for (const file of files) {
        const asPhoto = PHOTO.test(file.type);
        items.push({ file, asPhoto, url: asPhoto ? URL.createObjectURL(file) : null });
      }
      paint();
      changed();
    },
    clear() {
      for (const { url } of items) if (url) URL.revokeObjectURL(url);
      items = [];
      paint();
    },
  };
}
