errors-busy = We’re a bit busy. Try again in a few seconds?
errors-unexpected = Something went wrong; we’ve noted it. Please try again later.
errors-not-yours = That button isn’t yours.
errors-no-person = Please send this as yourself: an anonymous sender has no membership.
errors-sent-privately = Sent to you privately 📩
errors-open-private = Your own data stays in our private chat. Open it here:
errors-open = Open private chat
