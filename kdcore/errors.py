"""Everything that can go wrong in a way a person can mend.

KdError                 every message says what happened, where, and how to fix it
├── ConfigError         a setting outside its range, or a name nobody knows
├── DataError           a file that cannot become sentences with labels
│   └── DownloadError   a file that could not be fetched
├── EncoderError        a pretrained encoder that cannot be found or loaded
└── RunError            a run folder that is missing, unfinished or broken
"""


class KdError(Exception):
    """A failure with a sentence for people: `what`, and `fix` if there is one."""

    def __init__(self, what: str, fix: str = "") -> None:
        self.what = what
        self.fix = fix
        super().__init__(f"{what} {fix}".strip())


class ConfigError(KdError):
    """A setting outside its range, or a name nobody knows."""


class DataError(KdError):
    """A file that cannot become sentences with labels."""


class DownloadError(DataError):
    """A file that could not be fetched."""


class EncoderError(KdError):
    """A pretrained encoder that cannot be found or loaded."""


class RunError(KdError):
    """A run folder that is missing, unfinished or broken."""
