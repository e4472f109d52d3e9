import pytest

from demo.site import Site
from kdcore.using.asking import Desk
from kdcore.using.backroom import Backroom


@pytest.fixture(scope="session")
def desk():
    """One process that answers, for all tests."""
    desk = Desk()
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def backroom():
    """One process for longer work, for all tests."""
    backroom = Backroom()
    yield backroom
    backroom.close()


@pytest.fixture
def site(tmp_path, desk, backroom):
    return Site(tmp_path / "runs", desk, backroom=backroom)
