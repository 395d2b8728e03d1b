"""How many segments a text message is sent in, each of which costs: https://www.twilio.com/docs/glossary/what-sms-character-limit"""

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = frozenset("\f^{}\\[~]|€")
"""Letters of GSM-7 that take two places."""


def segments(text: str) -> int:
    """Count: 160 places of GSM-7, or 70 of UCS-2 when any letter is no other; where there are several each holds a little less."""
    is_gsm = set(text) <= GSM_7 | DOUBLE
    alone, several = (160, 153) if is_gsm else (70, 67)
    places = [2 if (is_gsm and letter in DOUBLE) or ord(letter) > 0xFFFF else 1 for letter in text]
    if sum(places) <= alone:
        return 1
    count, used = 1, 0
    for place in places:
        count, used = (count + 1, place) if used + place > several else (count, used + place)
    return count
