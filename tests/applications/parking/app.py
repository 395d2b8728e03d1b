"""Pay for a parking place. Written as a web site is: every form is answered with a redirect to the next page, and pages are text/html."""

from flask import Flask, redirect, request, url_for

PRICE = 2
MOST_HOURS = 8
TURNS = 10


def create_app():
    app = Flask(__name__)

    @app.post("/")
    def home():
        return page('<Gather action="/place" numDigits="2" timeout="3"><Say>Which place?</Say></Gather><Say>Nothing entered.</Say>')

    @app.post("/place")
    def place():
        return redirect(url_for("hours", place=request.form["Digits"]))

    @app.get("/places/<place>/")
    def hours(place):
        lost = "" if request.values else "<Say>Nothing came along.</Say>"
        return page(f'{lost}<Gather action="pay" numDigits="1"><Say>Place {place}. How many hours?</Say></Gather>')

    @app.post("/places/<place>/pay")
    def pay(place):
        wanted = int(request.form["Digits"])
        return redirect(url_for("receipt", place=place, hours=wanted) if wanted <= MOST_HOURS else "too-long", 303)

    @app.get("/places/<place>/receipt")
    def receipt(place):
        return page(f"<Say>{int(request.args['hours']) * PRICE} dollars.</Say><Redirect>../../turns/{TURNS}</Redirect>")

    @app.get("/places/<place>/too-long")
    def too_long(place):
        return redirect(request.url)

    @app.route("/turns/<int:left>", methods=["GET", "POST"])
    def turns(left):
        return redirect(url_for("turns", left=left - 1), 307) if left else page("<Say>Drive safely.</Say>")

    return app


def page(verbs):
    return f"<Response>{verbs}</Response>"
