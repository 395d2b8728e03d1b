"""How many segments a text is sent in: https://www.twilio.com/docs/glossary/what-sms-character-limit"""

# GSM 03.38: the basic set, and what takes two places of it.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")


def segments(body: str) -> int:
    """Count a text's segments: 160 places of GSM-7, or 70 of UCS-2 when there is any other letter; fewer where there are several."""
    if BASIC.union(EXTENDED).issuperset(body):
        alone, several, widths = 160, 153, [2 if letter in EXTENDED else 1 for letter in body]
    else:
        alone, several, widths = 70, 67, [len(letter.encode("utf-16-be")) // 2 for letter in body]
    if sum(widths) <= alone:
        return 1
    count, used = 1, 0
    for width in widths:
        # No letter is cut in two.
        if used + width > several:
            count, used = count + 1, 0
        used += width
    return count
