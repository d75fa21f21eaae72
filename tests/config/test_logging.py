from config.logging import hide_links


def test_a_personal_link_does_not_reach_the_log() -> None:
    event = {"request": "GET /declarations/open/abc:def/?x=1", "event": "Not Found: /declarations/open/abc/", "n": 3}

    assert hide_links(None, "info", event) == {
        "request": "GET /declarations/open/…/?x=1",
        "event": "Not Found: /declarations/open/…/",
        "n": 3,
    }
