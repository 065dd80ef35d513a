"""The pages' uploader holds files in memory: one account may not fill it for all."""

from hazards.web.held import UPLOADS, Held

PLACE = UPLOADS + "a-session/{}"


def test_an_account_is_stopped_at_its_share_and_goes_on_when_its_tab_is_closed():
    open_tabs = set()
    held = Held(100, kept=open_tabs.__contains__)

    def send(account, file, size):
        with held.coming(account, PLACE.format(file), size) as room:
            if room:
                open_tabs.add(PLACE.format(file))
        return room

    assert [send(1, n, 40) for n in range(4)] == [True, True, False, False]
    assert send(2, 9, 100)
    assert send(1, 1, 60)  # the same file again takes its own place
    open_tabs.clear()
    assert send(1, 5, 100)


def test_what_is_still_coming_counts_too():
    held = Held(100, kept=lambda path: True)
    with held.coming(1, PLACE.format(1), 60) as first, held.coming(1, PLACE.format(2), 60) as second:
        assert (first, second) == (True, False)
    with held.coming(1, PLACE.format(2), 60) as later:
        assert not later
