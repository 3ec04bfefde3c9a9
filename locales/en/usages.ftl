usages-title = 🧠 Use of the language model (cost estimated from the prices that are set)
usages-period = { $days ->
    [1] Today
   *[other] Last { $days } days
}: { $calls } requests, { $taken } tokens read, { $given } written, about { $cost }.
usages-mode = · { $mode }: { $count }, { $share }%
usages-mode-agent = written by the model
usages-mode-extractive = quoted from the FAQ
usages-mode-account = looked up in the account
usages-mode-curated = approved by a person
usages-mode-courtesy = courtesies and hand-overs
usages-cap = Daily cap for everybody: { $tokens } tokens; beyond it answers come without the model.
usages-no-cap = No daily cap for everybody is set.
usages-cap-reached = 🧠 Today's cap for the model is reached ({ $tokens } tokens). Until tomorrow questions are answered from the FAQ and the account without it; members notice nothing. /usage has the details.
