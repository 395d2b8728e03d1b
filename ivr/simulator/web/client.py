"""Twilio as an HTTP client: signs, keeps a call's cookies, follows redirects, retries as the URL's overrides ask."""

from base64 import b64encode
from collections.abc import Callable, Generator, Mapping
from functools import lru_cache
from urllib.parse import quote, quote_plus, unquote, urljoin, urlsplit, urlunsplit

from ivr.simulator import events
from ivr.simulator.effects import Failure, Reply
from ivr.simulator.unsure import Unsure
from ivr.simulator.web.cookies import Jar
from ivr.simulator.web.line import Incoming, LineError, Outgoing
from ivr.simulator.web.overrides import BadOverride, Overrides, split
from ivr.simulator.web.signature import sign

# https://www.twilio.com/docs/voice/twiml: at most ten redirects
MOST_REDIRECTS = 10
ACCEPT = "text/xml, application/xml, text/html"
SIGNATURE = "X-Twilio-Signature"
FORM = "application/x-www-form-urlencoded; charset=utf-8"
PLAIN = "%/:=&?~+!$,;@()*-._"
DOCUMENTED = Unsure()
# Most parameters of a call are the same in all its requests.
_quoted = lru_cache(maxsize=4096)(quote_plus)


# One attempt after the other goes out, its answer comes in, and in the end there is a reply or a failure.
Asking = Generator[Outgoing, Incoming | LineError, Reply | Failure]


class Client:
    """Make one call's requests, without sending them itself; `tell` hears of each attempt, `new_name` gives each request its own."""

    def __init__(
        self,
        token: str,
        tell: Callable[[events.Request], None],
        jar: Jar,
        new_name: Callable[[], str],
        unsure: Unsure = DOCUMENTED,
    ) -> None:
        self._token, self._tell, self._unsure = token, tell, unsure
        self._jar, self._new_name = jar, new_name

    def request(self, url: str, method: str, params: Mapping[str, str]) -> Asking:
        """Ask the application, within Twilio's time, tries and redirects."""
        try:
            bare, overrides = split(url)
            target = _encoded(bare)
        except BadOverride as error:
            return Failure(11240, str(error), url)
        except ValueError as error:
            return Failure(11100, f"{url!r} is not a web address: {error}", url)
        left = overrides.total_ms / 1000
        headers = {"I-Twilio-Idempotency-Token": self._new_name()}
        for _ in range(MOST_REDIRECTS + 1):
            answer, left = yield from self._tries(target, method, params, headers, overrides, left)
            if isinstance(answer, Failure):
                return answer
            location = _header(answer, "location")
            if not 300 <= answer.status < 400:
                return self._judged(answer, target)
            if not location:
                return Failure(11216, f"{target} answered {answer.status} without a Location", target)
            if not self._unsure.redirect_is_signed:
                headers.setdefault(SIGNATURE, self._signed(target, method, params, headers).headers[SIGNATURE])
            # The form is lost on the way, as Twilio's Gather page warns.
            try:
                target, method, params = _encoded(urljoin(target, location)), "GET", {}
            except ValueError as error:
                return Failure(11216, f"{target} redirects to {location!r}, which is not a web address: {error}", target)
        return Failure(11215, f"more than {MOST_REDIRECTS} redirects from {url}", url)

    def _judged(self, answer: Incoming, url: str) -> Reply | Failure:
        if answer.status >= 400:
            return Failure(11200, f"{url} answered {answer.status}", url)
        headers = {name.lower(): value for name, value in answer.headers}
        return Reply(answer.status, url, headers, answer.body)

    def _tries(
        self, url: str, method: str, params: Mapping[str, str], headers: dict[str, str], how: Overrides, left: float
    ) -> Generator[Outgoing, Incoming | LineError, tuple[Incoming | Failure, float]]:
        """Try once and as often again as the overrides allow; give the outcome and what is left of the time."""
        request = self._signed(url, method, params, headers)
        late = Failure(11205, f"{url} did not answer in time", url)
        outcome: Incoming | Failure = late
        for _ in range(how.retries + 1):
            if left <= 0:
                break
            connect, read = min(how.connect_ms / 1000, left), min(how.read_ms / 1000, left)
            timed = Outgoing(request.method, request.url, request.headers, request.body, connect, read, left)
            answer = yield timed
            left -= answer.seconds
            outcome, reason = self._noted(timed, params, answer)
            if reason not in how.retry_on:
                break
        return (outcome if left >= 0 else late), left

    def _noted(self, request: Outgoing, params: Mapping[str, str], answer: Incoming | LineError) -> tuple[Incoming | Failure, str]:
        outcome: Incoming | Failure
        if isinstance(answer, LineError):
            outcome = Failure(answer.code, str(answer), request.url)
            status, text, reason = 0, "", answer.stage
        else:
            outcome = answer
            is_sound = _header(answer, "content-type").startswith("audio/")
            text = "" if is_sound else answer.body.decode("utf-8", "replace")
            status, reason = answer.status, f"{answer.status // 100}xx"
            self._jar.keep(request.url, answer.headers)
        self._tell(events.Request(request.method, request.url, status, round(answer.seconds * 1000), dict(params), text))
        return outcome, reason

    def _signed(self, url: str, method: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Outgoing:
        body, form = b"", params
        url, user = _without_user(url)
        if method == "GET":
            url, form = _with_query(url, params), {}
        else:
            body = _written(params).encode()
        headers = {SIGNATURE: sign(self._token, url, form.items()), **headers, **user, **self._standing(url, body)}
        return Outgoing(method, url, headers, body)

    def _standing(self, url: str, body: bytes) -> dict[str, str]:
        cookie = self._jar.header(url)
        cookies = {"Cookie": cookie} if cookie else {}
        form = {"Content-Type": FORM} if body else {}
        return {"User-Agent": "TwilioProxy/1.1", "Accept": ACCEPT, "Cache-Control": "max-age=259200"} | cookies | form


def _header(answer: Incoming, wanted: str) -> str:
    return next((value for name, value in answer.headers if name.lower() == wanted), "")


def _without_user(url: str) -> tuple[str, dict[str, str]]:
    """Part a URL from the user and password in it, which go into a header of their own."""
    parts = urlsplit(url)
    if parts.username is None:
        return url, {}
    user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return bare, {"Authorization": f"Basic {b64encode(user.encode()).decode()}"}


def _with_query(url: str, params: Mapping[str, str]) -> str:
    if not params:
        return url
    return url + ("&" if urlsplit(url).query else "?") + _written(params)


def _written(params: Mapping[str, str]) -> str:
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in params.items())


@lru_cache(maxsize=1024)
def _encoded(url: str) -> str:
    """Percent-encode what may not travel, leaving what is encoded already: what is signed is what is sent."""
    parts = urlsplit(url.strip())
    # A port that is none raises ValueError too.
    _ = parts.port
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("it needs http or https, and a host")
    return urlunsplit((parts.scheme, parts.netloc, quote(parts.path, PLAIN), quote(parts.query, PLAIN), ""))
