staff-role =
    { $role ->
        [owner] owner
        [manager] manager
        [operator] operator
        [approver] approver
        [agent] support
        [clerk] clerk
       *[analyst] analyst
    }
staff-list = 👥 { $count } { $count ->
        [one] colleague
       *[other] colleagues
    }
staff-line = · { $name } { $id } · { $roles } { $store }
staff-how-to = To add somebody: send me their contact, reply /staff to a message of theirs, or send “/staff <id> clerk <store>”.
staff-card =
    { $name } ({ $id })
    Roles: { $roles }
    Store: { $store }
staff-all = Everybody
staff-done = Changed
staff-no-account = That contact has no Telegram account, so it can hold no role.
staff-you-are =
    { $role ->
        [clerk] You are a clerk now. When a guest shows their member code, scan it or send /counter.
       *[other] Your rights have changed; /help shows what you can do.
    }
staff-role-unknown = There is no role “{ $role }”. Choose owner, manager, operator, approver, agent, clerk or analyst.
staff-store-wrong = A store's name has 1 to { $longest } characters.
staff-own-rights = Another manager has to change your own rights.
staff-own-account = That’s your own account: a colleague has to do this for you.
staff-not-allowed = You can't give or take this role.
staff-set-elsewhere = This owner is named in the installation's settings and can only be changed there.
