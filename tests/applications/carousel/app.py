"""Documents that lead to one another for ever: with no time between, with a second between, and by redirects of the web server."""

from werkzeug.wrappers import Request, Response

PAGES = {
    "/": '<Gather action="/ride" numDigits="1"><Say>Press a key to ride.</Say></Gather><Pause/><Redirect>  /  </Redirect>',
    "/round": "<Redirect>/round</Redirect>",
    "/slow": "<Say>Again.</Say><Pause length='5'/><Redirect>/slow</Redirect>",
}
RIDES = {"1": "/round", "2": "/slow", "3": "/web/1"}


@Request.application
def application(request):
    if request.path == "/ride":
        return twiml(f"<Redirect>{RIDES[request.form['Digits']]}</Redirect>")
    if request.path.startswith("/web/"):
        return Response(status=301, headers={"Location": f"/web/{int(request.path[5:]) + 1}"})
    return twiml(PAGES[request.path])


def twiml(verbs):
    return Response(f"<Response>{verbs}</Response>", content_type="text/xml")
