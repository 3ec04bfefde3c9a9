/** The rows of a conversation: days, service notes, bubbles; albums are one row, runs of one sender belong together. */
import { h } from "./dom.js";
import { bubble, plainNode } from "./message.js";
import { dayLabel, sameDay, senderOf } from "./people.js";
import { serviceText } from "./summary.js";
import { findMessage } from "./store.js";

const RUN_SECONDS = 300;

const plain = (message) => message.sandbox.deleted || serviceText(message) !== null;

/** Is the message in this topic (1 is General)? */
export function inTopic(message, topic) {
  if (topic === null) return true;
  const own = message.is_topic_message ? message.message_thread_id : 1;
  return own === topic;
}

function joins(a, b) {
  return a && b && !plain(a) && !plain(b) && senderOf(a).id === senderOf(b).id && b.date - a.date < RUN_SECONDS &&
    sameDay(a.date, b.date) && a.sandbox.ephemeral_for === b.sandbox.ephemeral_for && inSameTopic(a, b);
}

const inSameTopic = (a, b) => (a.message_thread_id ?? 0) === (b.message_thread_id ?? 0);

/** The list as the viewer sees it: an ephemeral message stands in the place of the one that it replaces. */
export function inPlace(list) {
  const standIns = new Map(list.filter((one) => one.sandbox.replaces && !one.sandbox.deleted).map((one) => [one.sandbox.replaces, one]));
  if (!standIns.size) return list;
  const known = new Set(list.map((one) => one.message_id));
  return list.filter((one) => !known.has(one.sandbox.replaces) || one.sandbox.deleted).map((one) => standIns.get(one.message_id) ?? one);
}

/**
 * @param {Object[]} list messages, oldest first @param {{group: boolean, hooks: Object}} context
 * @returns {{key: string, rev: string, make: () => Node}[]}
 */
export function rowsOf(list, context) {
  const clusters = [];
  for (const message of list) {
    const last = clusters.at(-1);
    if (message.media_group_id && !plain(message) && last?.[0].media_group_id === message.media_group_id) last.push(message);
    else clusters.push([message]);
  }
  const rows = [];
  clusters.forEach((cluster, i) => {
    const [before, after] = [clusters[i - 1]?.at(-1), clusters[i + 1]?.[0]];
    const message = cluster[0];
    if (!before || !sameDay(before.date, message.date)) rows.push(dayRow(message));
    rows.push(messageRow(cluster, { first: !joins(before, message), last: !joins(cluster.at(-1), after), group: context.group }, context.hooks));
  });
  return rows;
}

function dayRow(message) {
  const label = dayLabel(message.date);
  return { key: `day${Math.floor(message.date / 86_400)}-${message.sandbox.seq}`, rev: label, make: () => h("div", { class: "day" }, h("span", null, label)) };
}

function messageRow(cluster, place, hooks) {
  const message = cluster[0];
  const target = message.reply_to_message && findMessage(message.chat.id, message.reply_to_message.message_id);
  const rev = [cluster.map((one) => one.rev).join("."), Number(place.first), Number(place.last), target?.rev ?? ""].join("|");
  return { key: `m${message.sandbox.seq}`, rev, make: () => plainNode(message) ?? bubble(cluster, place, hooks) };
}
