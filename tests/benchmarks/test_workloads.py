"""The benchmarks at a hundredth: what they compare must be equal, and nobody may starve."""

from benchmarks import columns, history, importing, measure, rates, refresh, writing
from hazards.storage.store import Store


def test_our_rates_and_those_of_polars_are_the_same_figures():
    for streets in (14, 400):
        _, differ = rates.compare(10_000, streets, repeats=1)
        assert differ == 0


def test_our_month_ends_and_those_of_the_event_log_are_the_same_figures():
    _, differ = history.compare(10_000, 14, repeats=1)
    assert differ == 0


def test_a_snapshot_refreshed_after_each_write_equals_one_loaded_anew():
    _, same = refresh.compare(2_000, repeats=3)
    assert same


def test_a_thousand_rows_are_all_accepted_in_little_memory():
    result, runs = importing.compare(1_000, repeats=1)
    assert all(told <= most for _, told, most in result.limits)
    assert runs[0]["accepted"] == 1_000


def test_32_writers_are_served_evenly(tmp_path):
    path = tmp_path / "hazards.db"
    refresh.fill(Store(f"sqlite:///{path}"), columns.columns(100, 3))
    told = writing.by_us(path, 32, seconds=1.5)
    assert told["least"] * 3 >= told["most"] > 0


def test_a_result_passes_only_with_its_ratio_and_all_its_limits():
    fast = measure.Result("work", "peer", ours_s=1, peer_s=2, must=2, aim=4)
    assert fast.passed
    assert not measure.Result("work", "peer", ours_s=1, peer_s=1.9, must=2, aim=4).passed
    assert not measure.Result("work", "peer", 1, 2, 2, 4, limits=(("GB", 1.6, 1.5),)).passed
