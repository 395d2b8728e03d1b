"""A phone in the browser: pages with sockets and live voices, served by the carrier in real time.

A page and the server speak over one WebSocket, `/phone/socket`; `?as=+15550002222` asks for a number, else one is given. Text frames are
JSON; binary frames are voice both ways, PCM16 little-endian mono at 8 kHz, 20 ms (320 bytes) each.

The page says what its person does:
`{"do":"dial","to":N}` · `{"do":"key","key":"1"}` · `{"do":"say","text":T}` · `{"do":"hangup"}` · `{"do":"answer"}` · `{"do":"refuse"}` ·
`{"do":"mute","on":true}` · `{"do":"text","to":N,"body":T}`

The server answers with every event of the page's leg as `--json` prints it, its `at` counted from the beginning of the page's call, and
with messages that have no `leg`:
`hello` (first of all): `number` the page's own, `numbers` that applications answer as `[{"number":N,"name":T}]`, `speech` whether prompts
are spoken, `at` the seconds a call of this number has lasted that still goes on, or null. After a `hello` with an `at` all that was told of
that call comes again, sounds aside, so that a page that was loaded anew knows what one that stayed does.
`dialled`: `to`, `incoming`: `from`, a call begins. `muted`: `on`.
`sound`: `wav` an address or null, `ms` how long it lasts by the server's clock, `text` the words, if any; play now.
`stop`: cut the sound. `text`: `from`, `to`, `body` of a text that came, or that this page's went. `busy`: `why` a deed could not be done.

A page elsewhere that has loaded Twilio's voice SDK from here, `/sdk/voice.js`, has a socket for each call, `/sdk/socket?token=T`, and
`&call=CA…` to come back to it. It says `{"do":"connect","params":{N:T}}`, and of the above `key`, `mute` and `hangup`. It is told
`hello`: `call` the SID of the call that still goes on, or null; `connected`: `sid`; `answered`, `sound`, `stop` and `ended` as above; and
`refused`: `code` and `message`, when its token or its TwiML App will not do.
"""
