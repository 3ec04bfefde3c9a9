help-member =
    I’m { $assistant }. Just type your question, for example “when do my points expire?”

    /code member code · /points · /tier · /benefits · /coupons
    /rewards redeem points · /redemptions mine · /sale flash sales
    /foryou picks for you · /orders · /why where points come from
    /card · /invite a friend
    /checkin · /streak · /rank
    /profile profile · /settings notices · /language
    /privacy · /human a person
help-clerk = Clerks: /counter redeem coupons, hand over rewards, take points
help-agent = Support: /tickets open tickets · /ticket number one of them · /desk figures
help-operator =
    Operators: /campaign new broadcast · /campaigns all of them · /proofs
    /adjust points · /issue and /revoke coupons
    /merge and /unmerge members · /claims of phone numbers
    /grantcard, /refundcard paid cards · /referrals invitations
    /tierdryrun thresholds · /claimrates of benefits
    /feedback on answers · /gaps nobody could answer · /write an answer · /articles all of them · /usage of the model
    /staff · /counter
help-join-first = That’s for members. Joining takes one tap.
help-join-here = That’s for members. Send /start: joining takes one tap.
help-unknown-command = I don’t know that command. /help shows what I can do, or just ask.
help-stale = That button is old or isn’t yours. Send /help to start afresh.
