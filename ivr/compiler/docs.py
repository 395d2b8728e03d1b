"""What is said of a field where it is declared: the text under it, in English and then, from a line that begins so, in Chinese."""

import ast
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

CHINESE_LINE = re.compile(r"\n+(?=(?:`[^`\n]+` ?)?[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Doc:
    """The same in both languages."""

    en: str
    zh: str

    def of(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


def class_doc(cls: type) -> Doc:
    """Give the first sentence a class says of itself, and the Chinese one."""
    en, zh = parted(inspect.getdoc(cls) or "")
    return Doc(en.partition("\n")[0], zh)


def parted(text: str) -> tuple[str, str]:
    """Part a docstring into its English and its Chinese."""
    en, *zh = CHINESE_LINE.split(text, maxsplit=1)
    return en, "".join(zh)


@cache
def field_docs(cls: type) -> Mapping[str, Doc]:
    """Give what is said of each field of a dataclass, by its name, inherited ones first."""
    found: dict[str, Doc] = {}
    for each in reversed(cls.__mro__[:-1]):
        if each.__module__.startswith("ivr."):
            found |= _written_under(each)
    return found


def _written_under(cls: type) -> Mapping[str, Doc]:
    (declaration,) = ast.parse(inspect.getsource(cls)).body
    assert isinstance(declaration, ast.ClassDef)
    body = declaration.body
    return {
        field.target.id: Doc(*(" ".join(words.split()) for words in parted(inspect.cleandoc(text))))
        for field, under in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(under, ast.Expr) and isinstance(under.value, ast.Constant) and isinstance(text := under.value.value, str)
    }
