import numpy as np
import pytest
from track_factory import weekly_events

from dragoman.errors import ConfigError
from dragoman.track import Parameters, event_table, fit_parameters, mean_tone_error, tone_error_of_share
from dragoman.track.kalman import Panel, _negative_log_likelihood, fit_panel, run_filter, shipped_parameters

PARAMETERS = Parameters(freq="week", q=0.2, s2=9.0, tau2=0.5, mean=0.0, p0=8.0, z80=1.28)


def panel(tone, count):
    return Panel(first=0, tone=np.array(tone, dtype=float)[:, None], count=np.array(count, dtype=float)[:, None])


def simulated(parameters, *, n_dyads=150, n_weeks=80, seed=3):
    generator = np.random.default_rng(seed)
    level = parameters.mean + parameters.p0**0.5 * generator.standard_normal(n_dyads)
    count = generator.poisson(4.0, size=(n_weeks, n_dyads)).astype(float)
    tone = np.zeros_like(count)
    for week in range(n_weeks):
        noise = np.sqrt(parameters.s2 / np.maximum(count[week], 1) + parameters.tau2)
        tone[week] = np.where(count[week] > 0, level + noise * generator.standard_normal(n_dyads), 0.0)
        level = level + parameters.q**0.5 * generator.standard_normal(n_dyads)
    return Panel(first=0, tone=tone, count=count)


def test_one_step_by_hand():
    found = run_filter(panel([4.0], [3]), PARAMETERS)
    noise = 9.0 / 3 + 0.5
    gain = 8.0 / (8.0 + noise)
    assert found.level[0, 0] == pytest.approx(gain * 4.0)
    assert found.level_var[0, 0] == pytest.approx(8.0 * (1 - gain))


def test_filter_equals_the_regression_on_all_data():
    """The last filtered level is the conditional mean of a joint Gaussian, worked out without recursion."""
    tone, count = np.array([4.0, 0.0, -1.0, 2.0]), np.array([3.0, 0.0, 1.0, 6.0])
    found = run_filter(panel(tone, count), PARAMETERS)
    steps = np.minimum.outer(np.arange(4), np.arange(4))
    joint = PARAMETERS.p0 + PARAMETERS.q * steps
    seen = count > 0
    noisy = joint[np.ix_(seen, seen)] + np.diag(9.0 / count[seen] + 0.5)
    weights = np.linalg.solve(noisy, joint[seen, 3])
    assert found.level[3, 0] == pytest.approx(weights @ tone[seen])
    assert found.level_var[3, 0] == pytest.approx(joint[3, 3] - weights @ joint[seen, 3])


def test_more_events_narrow_the_band_and_silence_widens_it():
    few = run_filter(panel([1.0, 0.0], [1, 0]), PARAMETERS).level_var[:, 0]
    many = run_filter(panel([1.0, 0.0], [20, 0]), PARAMETERS).level_var[:, 0]
    assert many[0] < few[0]
    assert few[1] == pytest.approx(few[0] + PARAMETERS.q)


def test_coder_error_widens_the_band():
    plain = run_filter(panel([1.0], [4]), PARAMETERS)
    coded = run_filter(panel([1.0], [4]), PARAMETERS, coder_error=6.0)
    assert coded.level_var[0, 0] > plain.level_var[0, 0]
    assert coded.noise_var[0, 0] == pytest.approx((9.0 + 6.0) / 4 + 0.5)


def test_gradient_is_that_of_the_likelihood():
    data = simulated(PARAMETERS, n_dyads=8, n_weeks=12)
    point = np.array([-1.0, 2.0, -0.5, 1.5, 0.4])
    _, gradient = _negative_log_likelihood(point, data)
    for place in range(5):
        step = np.eye(5)[place] * 1e-5
        up, down = (_negative_log_likelihood(point + side * step, data)[0] for side in (1, -1))
        assert gradient[place] == pytest.approx((up - down) / 2e-5, rel=1e-4, abs=1e-4)


def test_fit_finds_the_parameters_that_made_the_data():
    fitted = fit_panel(simulated(PARAMETERS), "week")
    assert fitted.q == pytest.approx(PARAMETERS.q, rel=0.2)
    assert fitted.s2 == pytest.approx(PARAMETERS.s2, rel=0.15)
    assert fitted.tau2 == pytest.approx(PARAMETERS.tau2, abs=0.3)
    assert fitted.p0 == pytest.approx(PARAMETERS.p0, rel=0.35)
    assert fitted.z80 == pytest.approx(1.28, abs=0.05)


def test_small_ledger_takes_the_shipped_parameters_and_says_so():
    fitted = fit_parameters(event_table(weekly_events([1.0] * 20)))
    assert fitted == shipped_parameters("week")
    assert "shipped" in fitted.origin


def test_fit_does_not_depend_on_the_order_of_events():
    events = [
        event
        for dyad in range(20)
        for event in weekly_events([dyad - 10.0] * 20, seed=dyad, recipient=f"R{dyad:02d}", first=1000 * dyad)
    ]
    assert fit_parameters(event_table(events)) == fit_parameters(event_table(events[::-1]))


def test_coder_error_from_gold_and_from_a_share():
    assert mean_tone_error(np.array([1.0, -3.0]), np.array([1.0, 1.0])) == 8.0
    assert tone_error_of_share(0.1, 20.0) == pytest.approx(4.0)
    with pytest.raises(ConfigError, match=r"share 1\.5"):
        tone_error_of_share(1.5, 20.0)
    with pytest.raises(ConfigError, match="0 coded"):
        mean_tone_error(np.array([]), np.array([]))
