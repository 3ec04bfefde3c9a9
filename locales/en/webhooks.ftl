webhooks-address-wrong = This address can't be used: { $url }; expected { $expected }.
webhooks-kind-unknown = There is no kind of event { $kind }. Known are: { $known }.
webhooks-known = This address is registered already: { $url }
webhooks-unknown = There is no webhook endpoint { $id }.
webhooks-off = A webhook endpoint was turned off: { $url }
    Reason: { $reason }. { $queued } waiting.
    When it is mended, run main.py webhook resume { $id }: what never arrived is sent then.
