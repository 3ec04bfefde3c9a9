notices-verbatim = { $text }
notices-stop = 🔕 Stop these
