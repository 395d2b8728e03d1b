from tests.settled import DEFAULT, flip, ways


def test_only_a_point_that_is_asked_about_goes_the_other_way() -> None:
    for seed in range(20):
        usual, flipped, *mixes = ways({"lists_lag"}, "a-talk", seed)
        assert (usual, flipped) == (DEFAULT, flip("lists_lag"))
        assert all(mix.startswith("seed:") for mix in mixes)


def test_the_same_seed_settles_a_story_the_same_way() -> None:
    asked = {"lists_lag", "cookies_per_call"}
    assert [*ways(asked, "a-talk", 1)] == [*ways(asked, "a-talk", 1)]
    assert len({tuple(ways(asked, "a-talk", seed)) for seed in range(9)}) > 1
