/** Light, dark, or as the system has it. */
const KEY = "sandbox.theme";

/** @returns {"auto"|"light"|"dark"} */
export function theme() {
  try {
    return localStorage.getItem(KEY) ?? "auto";
  } catch {
    return "auto";
  }
}

/** @param {"auto"|"light"|"dark"} name */
export function setTheme(name) {
  if (name === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  try {
    localStorage.setItem(KEY, name);
  } catch {
    /* it holds until the page is closed */
  }
}
