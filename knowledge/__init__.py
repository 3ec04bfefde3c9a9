"""The assistant: questions in people's own words, answered from the FAQ and the asker's account, or handed over.

`assistant.Assistant` is the way in: `await assistant.answer(question, asker=Asker(…), now=…) -> Answer`,
`choose(article_id, …)` for a button, `index(folder) -> IndexReport`, `ready()`, `refresh()`, `close()`.
It is made of an `index.ArticleIndex(Store(folder | url), embedder)`, a database, a program, the texts, and a
`ModelAccess` if there is a model (`access.model_access`, `access.choose_embedder`).

On the way: `articles` (files) → `normalise` (terms) → `embedders`, `lexical` → `store` (Chroma) → `retrieval`
(ranking) → `answerability` (decision), with `intents` and `tools/<word>.py` for the account, and `agent`, `guard`,
`privacy`, `memory`, `prompts` for a model. `evaluation.evaluate_faq` measures it. Nothing here knows Telegram.
"""
