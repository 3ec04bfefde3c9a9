/** What a message holds beside its text: photos, files, places, polls, invoices … */
import { attempt } from "./actions.js";
import { api } from "./api.js";
import { h } from "./dom.js";
import { rich } from "./entities.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { dialog, toast } from "./layers.js";
import { avatar, bytes, money, nameOf } from "./people.js";
import { changed, findMessage, keep, store, threadOf } from "./store.js";

/** A photo; opens large. The box has its final size before the picture has come. */
export function photo(sizes, spoiler = false, alt = "") {
  const best = sizes.at(-1);
  const image = h("img", { src: api.file(best.file_id), alt: alt || t("photo"), loading: "lazy", decoding: "async" });
  const box = h("button", {
    type: "button", class: spoiler ? "photo veiled" : "photo", "aria-label": alt || t("photo"), dataset: { testid: "photo" },
    style: { "--ratio": best.width && best.height ? `${best.width} / ${best.height}` : "4 / 3" },
    onclick: () => (box.classList.contains("veiled") ? box.classList.remove("veiled") : enlarge(best, alt)),
  }, image);
  image.addEventListener("error", () => box.classList.add("broken"));
  return box;
}

function enlarge(size, alt) {
  dialog({
    wide: true, testid: "lightbox",
    body: (done) => h("button", { type: "button", class: "lightbox", "aria-label": t("close"), onclick: () => done(null) }, h("img", { src: api.file(size.file_id), alt })),
  });
}

function file(doc, name, note) {
  return h("a", { class: "file", href: api.file(doc.file_id), download: name, dataset: { testid: "document" } },
    h("span", { class: "file-mark" }, icon("file", 20)), h("span", { class: "file-text" }, h("strong", null, name), h("small", null, [bytes(doc.file_size), note].filter(Boolean).join(" · "))));
}

function video(media, looped) {
  return h("video", { class: "video", src: api.file(media.file_id), controls: !looped, autoplay: looped, loop: looped, muted: looped, playsinline: true, preload: "metadata", "aria-label": t("video") });
}

function sound(media, title) {
  return h("div", { class: "sound" }, title && h("strong", null, title), h("audio", { src: api.file(media.file_id), controls: true, preload: "none", "aria-label": title || t("voice") }));
}

function sticker(media) {
  const node = h("div", { class: "sticker" });
  const image = h("img", { src: api.file(media.file_id), alt: media.emoji ?? t("sticker") });
  image.addEventListener("error", () => node.replaceChildren(media.emoji ?? "🖼️"));
  node.append(image);
  return node;
}

function contact(card) {
  return h("div", { class: "contact", dataset: { testid: "contact" } }, avatar({ id: card.user_id ?? 7, first_name: card.first_name }, 40, "person"),
    h("span", { class: "file-text" }, h("strong", null, nameOf(card)), h("small", { class: "tabular" }, card.phone_number)));
}

function place(location, venue) {
  const [x, y] = [location.longitude, location.latitude];
  return h("div", { class: "place" }, h("div", { class: "place-map" }, icon("place", 28)),
    h("span", { class: "file-text" }, h("strong", null, venue?.title ?? t("location")), h("small", { class: "tabular" }, venue?.address ?? `${y.toFixed(4)}, ${x.toFixed(4)}`)));
}

const FACES = { "🎲": ["⚀", "⚁", "⚂", "⚃", "⚄", "⚅"] };

function dice(roll) {
  const face = FACES[roll.emoji]?.[roll.value - 1];
  return h("div", { class: "dice", title: `${roll.emoji} ${roll.value}` }, h("span", { class: face ? "die" : "die plain" }, face ?? roll.emoji), h("small", { class: "tabular" }, roll.value));
}

function invoice(message) {
  const bill = message.invoice;
  return h("div", { class: message.sandbox.paid ? "invoice paid" : "invoice", dataset: { testid: "invoice" } },
    h("span", { class: "invoice-mark" }, icon("star", 22)),
    h("div", { class: "invoice-text" }, h("strong", null, bill.title), h("p", null, bill.description),
      h("span", { class: "price tabular" }, money(bill.total_amount, bill.currency), message.sandbox.paid && h("em", null, icon("check", 14), t("paid")))));
}

function poll(message) {
  const it = message.poll;
  const chosen = new Set(own(it));
  const total = Math.max(1, it.options.reduce((sum, option) => sum + option.voter_count, 0));
  const shown = it.is_closed || chosen.size > 0;
  const picked = new Set();
  const vote = (ids) => cast(message, ids);
  const submit = it.allows_multiple_answers && !shown && h("button", { type: "button", class: "button primary small", onclick: () => (picked.size ? vote([...picked]) : toast(t("multiple"))) }, t("vote"));
  const options = it.options.map((option, index) => {
    const share = Math.round((option.voter_count / total) * 100);
    const right = it.correct_option_ids?.includes(index) ?? it.correct_option_id === index;
    const node = h("button", {
      type: "button", class: `poll-option${chosen.has(index) ? " chosen" : ""}${shown && it.type === "quiz" ? (right ? " right" : chosen.has(index) ? " wrong" : "") : ""}`,
      style: { "--share": shown ? `${share}%` : "0%" }, disabled: it.is_closed, dataset: { testid: "poll-option" }, "aria-pressed": String(chosen.has(index)),
      onclick: () => {
        if (shown && !chosen.has(index)) return it.allows_revoting === false ? undefined : vote([index]);
        if (shown) return vote([]);
        if (!it.allows_multiple_answers) return vote([index]);
        node.classList.toggle("chosen");
        return picked.has(index) ? picked.delete(index) : picked.add(index);
      },
    }, h("span", null, rich(option.text, option.text_entities)), shown && h("small", { class: "tabular" }, `${share}%`));
    return node;
  });
  const kind = it.is_closed ? "pollClosed" : it.type === "quiz" ? "quiz" : it.is_anonymous ? "anonymousPoll" : "publicPoll";
  return h("div", { class: "poll", dataset: { testid: "poll" } }, h("strong", null, rich(it.question, it.question_entities)),
    h("small", { class: "quiet" }, t(kind), it.allows_multiple_answers && ` · ${t("multiple")}`), options,
    shown && it.explanation && h("p", { class: "quiet" }, it.explanation), h("div", { class: "poll-foot" }, submit, h("small", { class: "quiet tabular" }, t("votes", { n: it.total_voter_count }))));
}

// A poll doesn't tell who chose what, so the page remembers what was voted here.
const votes = new Map();

const own = (it) => votes.get(`${it.id}:${store.viewer}`) ?? [];

async function cast(message, ids) {
  const key = `${message.poll.id}:${store.viewer}`;
  const before = votes.get(key);
  votes.set(key, ids);
  const poll = await attempt(() => api.vote({ chat_id: message.chat.id, message_id: message.message_id, from_id: store.viewer, option_ids: ids }));
  if (!poll) return votes.set(key, before);
  keep(threadOf(message.chat.id), { ...findMessage(message.chat.id, message.message_id), poll });
  return changed("thread");
}

const COMMON = new Set(["message_id", "from", "chat", "date", "reply_to_message", "message_thread_id", "is_topic_message", "reply_markup", "sender_chat", "sender_tag", "sandbox", "rev"]);

/** The nodes of one message's media, in order; [] when it is only text. */
export function mediaOf(message) {
  const m = message;
  if (m.photo) return [photo(m.photo, m.has_media_spoiler, m.caption)];
  if (m.animation) return [video(m.animation, true)];
  if (m.video) return [video(m.video)];
  if (m.video_note) return [video(m.video_note)];
  if (m.voice) return [sound(m.voice, "")];
  if (m.audio) return [sound(m.audio, [m.audio.performer, m.audio.title].filter(Boolean).join(" – ") || m.audio.file_name)];
  if (m.document) return [file(m.document, m.document.file_name ?? t("document"), "")];
  if (m.sticker) return [sticker(m.sticker)];
  if (m.contact) return [contact(m.contact)];
  if (m.venue) return [place(m.venue.location, m.venue)];
  if (m.location) return [place(m.location)];
  if (m.dice) return [dice(m.dice)];
  if (m.poll) return [poll(m)];
  if (m.invoice) return [invoice(m)];
  return m.text ? [] : [h("p", { class: "quiet" }, t("unsupported", { kind: Object.keys(m).find((name) => !COMMON.has(name)) ?? "?" }))];
}
