help-member =
    I’m { $assistant }. Just type your question, for example “when do my points expire?”

    /points · /tier · /coupons
    /foryou picks for you · /orders
    /checkin · /streak · /rank
    /settings notices · /language
    /privacy · /human a person
help-operator = Operators: /campaign new broadcast · /campaigns all of them
help-join-first = That’s for members. Joining takes one tap.
help-join-here = That’s for members. Send /start: joining takes one tap.
help-unknown-command = I don’t know that command. /help shows what I can do, or just ask.
help-not-text = I can’t read that yet. Could you put it in words?
help-stale = That button is old or isn’t yours. Send /help to start afresh.
