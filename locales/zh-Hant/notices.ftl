notices-verbatim = { $text }
notices-stop = 🔕 不再推播
