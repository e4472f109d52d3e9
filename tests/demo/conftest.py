import pytest

from demo.site import Site


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "runs")
