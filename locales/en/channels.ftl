channels-name-wrong = A channel can't be called { $name }; expected 1 to 32 lower-case letters, digits, dots, dashes or underscores.
channels-right-unknown = There is no right { $given }. Known are: { $known }.
channels-known = The channel { $name } exists. Use rotate for a new key, revoke to end it.
channels-unknown = There is no channel { $name }.
channels-revoked = The channel { $name } was revoked. Add it again to let it back in.
channels-id-reused = The webhook-id { $id } was used before, with another content.
