import pytest

from demo.site import Site
from kdcore.using.asking import Desk


@pytest.fixture(scope="session")
def desk():
    """One process that answers, for all tests."""
    desk = Desk()
    yield desk
    desk.close()


@pytest.fixture
def site(tmp_path, desk):
    return Site(tmp_path / "runs", desk)
