asks-phone =
    ☕ A small question: would you share your phone number?
    In the shops it then stands for you, and older orders under it join you here. You get { NUMBER($points) ->
        [one] { NUMBER($points) } point
       *[other] { NUMBER($points) } points
    } for it.
asks-birthday =
    🎂 We’d like to pour you a cup in your birthday month.
    Just tell us the day; the year is up to you. You get { NUMBER($points) ->
        [one] { NUMBER($points) } point
       *[other] { NUMBER($points) } points
    } for it.
asks-preferences =
    🥛 What do you like to drink? A few taps will do.
    Picks will suit you better, and the barista knows ahead. You get { NUMBER($points) ->
        [one] { NUMBER($points) } point
       *[other] { NUMBER($points) } points
    } for it.
asks-yes = Yes, now
asks-no = No, thanks
asks-declined = All right, we won’t ask again. /profile is there when you want it.
