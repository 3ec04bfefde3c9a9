/** The control API (`/sim`); described in the sandbox's README. */

/** A refusal of the server, with its own words. */
export class Refused extends Error {}

async function call(method, path, body) {
  const form = body instanceof FormData;
  let answer;
  try {
    answer = await fetch(`/sim${path}`, {
      method,
      headers: body && !form ? { "content-type": "application/json" } : {},
      body: body ? (form ? body : JSON.stringify(body)) : undefined,
    });
  } catch {
    throw new Refused("offline");
  }
  const text = await answer.text();
  let data = null;
  try {
    data = text ? JSON.parse(text) : null;
  } catch {
    data = { detail: text.slice(0, 200) };
  }
  if (!answer.ok) throw new Refused(wording(data?.detail) ?? `HTTP ${answer.status}`);
  return data;
}

/** FastAPI's own validation errors are lists of `{loc, msg}`. */
function wording(detail) {
  if (Array.isArray(detail)) return detail.map((d) => `${d.loc?.slice(1).join(".")}: ${d.msg}`).join("; ");
  return detail === undefined || detail === null ? null : String(detail);
}

const query = (fields) => {
  const given = Object.entries(fields).filter(([, v]) => v !== null && v !== undefined && v !== "");
  return given.length ? `?${new URLSearchParams(given)}` : "";
};

export const api = {
  state: (viewer) => call("GET", `/state${query({ viewer })}`),
  messages: (chatId, viewer, limit) => call("GET", `/chats/${chatId}/messages${query({ viewer, limit })}`),
  send: (body) => call("POST", "/messages", body),
  edit: (body) => call("PUT", "/messages", body),
  press: (body) => call("POST", "/callbacks", body),
  pay: (body) => call("POST", "/payments", body),
  react: (body) => call("POST", "/reactions", body),
  vote: (body) => call("POST", "/votes", body),
  stopDraft: (body) => call("POST", "/drafts/stop", body),
  webapp: (body) => call("POST", "/webapp", body),
  join: (body) => call("POST", "/join", body),
  addUser: (body) => call("POST", "/users", body),
  addChat: (body) => call("POST", "/chats", body),
  member: (chatId, body) => call("POST", `/chats/${chatId}/members`, body),
  migrate: (chatId) => call("POST", `/chats/${chatId}/migrate`),
  addTopic: (chatId, body) => call("POST", `/chats/${chatId}/topics`, body),
  block: (body) => call("POST", "/block", body),
  time: () => call("GET", "/clock"),
  clock: (advance) => call("POST", "/clock", { advance }),
  faults: () => call("GET", "/faults"),
  addFault: (body) => call("POST", "/faults", body),
  clearFaults: () => call("DELETE", "/faults"),
  requests: (after, limit) => call("GET", `/requests${query({ after, limit })}`),
  limits: () => call("GET", "/limits"),
  setLimits: (enabled) => call("POST", "/limits", { enabled }),
  file: (fileId) => `/sim/files/${encodeURIComponent(fileId)}`,
  events: (viewer) => `/sim/events${query({ viewer })}`,
};
