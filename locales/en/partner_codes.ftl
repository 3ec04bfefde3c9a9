partner_codes-not-partnered = “{ $reward }” is no partner’s reward, so it takes no codes.
partner_codes-code-wrong = Code number { $line } is wrong: 1 to 128 printable characters are expected.
partner_codes-none-left = The partner’s codes are all given away; no points were taken. Please try again later.
partner_codes-alarm =
    ⚠️ Only { NUMBER($left) } partner codes are left for “{ $title }”.
    To add more: main.py codes FILE --reward { $reward }
