import pytest
from django.test import RequestFactory

from zgc_tasks.common.client import client_address
from zgc_tasks.common.middleware import TrustedProxyMiddleware


def address_of(*, peer: str, forwarded: str | None = None) -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer))


@pytest.fixture
def behind_a_proxy(settings):
    settings.TRUSTED_PROXY = ["10.0.0.1", "10.0.0.2"]


def test_without_a_proxy_the_peer_counts_and_a_header_is_not_believed(settings):
    settings.TRUSTED_PROXY = []
    assert address_of(peer="10.1.1.1", forwarded="1.2.3.4") == "10.1.1.1"


@pytest.mark.usefixtures("behind_a_proxy")
def test_behind_the_proxy_its_word_counts():
    assert address_of(peer="10.0.0.1", forwarded="10.7.7.7") == "10.7.7.7"


@pytest.mark.usefixtures("behind_a_proxy")
def test_what_the_client_itself_put_before_the_proxys_word_is_not_believed():
    assert address_of(peer="10.0.0.1", forwarded="1.2.3.4, 10.7.7.7") == "10.7.7.7"


@pytest.mark.usefixtures("behind_a_proxy")
def test_two_proxies_one_behind_the_other():
    assert address_of(peer="10.0.0.1", forwarded="10.7.7.7, 10.0.0.2") == "10.7.7.7"


@pytest.mark.usefixtures("behind_a_proxy")
def test_a_proxy_that_says_nothing_stands_for_itself():
    assert address_of(peer="10.0.0.1") == "10.0.0.1"


@pytest.mark.parametrize(
    "forwarded", ["unknown", "10.7.7.7:1234", "x" * 5000, "1.2.3.4, _hidden", "10.7.7.7,"]
)
@pytest.mark.usefixtures("behind_a_proxy")
def test_where_a_proxy_says_no_address_it_stands_for_itself(forwarded):
    assert address_of(peer="10.0.0.1", forwarded=forwarded) == "10.0.0.1"


@pytest.mark.usefixtures("behind_a_proxy")
def test_an_address_is_kept_as_it_is_written_in_short():
    assert address_of(peer="10.0.0.1", forwarded="2001:DB8:0::1") == "2001:db8::1"


@pytest.mark.usefixtures("behind_a_proxy")
def test_somebody_who_is_not_the_proxy_is_not_believed():
    assert address_of(peer="10.1.1.1", forwarded="1.2.3.4") == "10.1.1.1"


@pytest.mark.parametrize(("peer", "scheme"), [("10.0.0.1", "https"), ("10.1.1.1", "http")])
@pytest.mark.usefixtures("behind_a_proxy")
def test_only_the_proxy_is_believed_about_https(peer, scheme):
    request = RequestFactory().get("/", headers={"X-Forwarded-Proto": "https"}, REMOTE_ADDR=peer)
    assert TrustedProxyMiddleware(lambda request: request.scheme)(request) == scheme
