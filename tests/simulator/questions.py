"""A small application that asks for keys or words."""

ASKED = "<Say>Key please</Say>"


def page(attributes: str, inside: str = ASKED, after: str = "<Say>After</Say>") -> dict[str, str]:
    return {"/": f'<Gather action="/next" {attributes}>{inside}</Gather>{after}', "/next": "<Say>Next</Say>"}
