"""How logs are written: one JSON object a line."""

import json
import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import Processor


def configure_logs(level: int = logging.INFO, to: TextIO = sys.stdout) -> None:
    """Write one JSON object a line, ours and the libraries' alike."""
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    write = structlog.processors.JSONRenderer(_json)
    structlog.configure(
        processors=[*shared, write],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(to),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(to)
    strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=[strip, write], foreign_pre_chain=shared))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("httpx2").setLevel(logging.WARNING)  # it would log the address of every request


def _json(event: object, **_: object) -> str:
    return _encode(event)


# made once: json.dumps would make an encoder for every line
_encode = json.JSONEncoder(ensure_ascii=False, default=repr).encode
