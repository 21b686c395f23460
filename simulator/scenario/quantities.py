"""The numbers a scenario is made of: rates, quantities, effects, sizes and cycles, each with its uncertainty.

Every one may carry `source` (where it comes from) and `grade` (measured, benchmark or guess).
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator

MAX_MONEY = 1e13
MAX_UNITS_PER_MONTH = 1e7

Name = Annotated[
    str,
    Strict(),
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$"),
]
Text = Annotated[str, Strict(), StringConstraints(max_length=1000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
Number = Annotated[float, Strict(), Field(ge=-MAX_MONEY, le=MAX_MONEY)]
Share = Annotated[float, Strict(), Field(ge=0, le=1)]
Money = Annotated[float, Strict(), Field(ge=0, le=MAX_MONEY)]
Sample = Annotated[float, Strict(), Field(ge=0, le=1e12)]
Whole = Annotated[int, Strict(), Field(ge=0)]
Grade = Literal["measured", "benchmark", "guess"]


class Document(BaseModel):
    """Base of everything in a scenario: frozen, no unknown fields, no NaN or infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True)

    def changed(self, **fields: Any) -> Self:
        """A validated copy with `fields` replaced; the original stays as it is."""
        return self.model_validate(
            {**{name: getattr(self, name) for name in self.model_fields_set}, **fields}
        )


class Evidenced(Document):
    """A number that says where it comes from."""

    source: Text | None = None
    grade: Grade | None = None


def number_as_mean(data: Any) -> Any:
    """A plain number, where a table with `mean` is allowed, as that table; ValueError for what is neither."""
    if isinstance(data, int | float) and not isinstance(data, bool):
        return {"mean": data}
    if isinstance(data, bool | str | list | tuple):
        raise ValueError("must be a number or a table such as {mean = 0.25}")
    return data


class Rate(Evidenced):
    """A share of units: ``{successes, trials}``, ``{mean, equivalent_n}`` or ``{mean}`` (exactly known).

    The first is Beta(successes + 1/2, trials - successes + 1/2), the Jeffreys posterior; the second
    Beta(mean * n, (1 - mean) * n). A plain number is read as ``{mean}``.
    """

    successes: Sample | None = None
    trials: Sample | None = None
    mean: Share | None = None
    equivalent_n: Annotated[float, Strict(), Field(gt=0, le=1e12)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, data: Any) -> Any:
        return number_as_mean(data)

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        counted = self.successes is not None or self.trials is not None
        if counted and (self.mean is not None or self.equivalent_n is not None):
            raise ValueError("give either successes and trials, or mean (with equivalent_n), not both")
        if counted:
            if self.successes is None or self.trials is None:
                raise ValueError("successes and trials belong together; give both")
            if self.successes > self.trials:
                raise ValueError("successes must not exceed trials")
        elif self.mean is None:
            raise ValueError("give successes and trials, or mean and equivalent_n, or mean alone")
        return self

    @property
    def beta(self) -> tuple[float, float] | None:
        """The two shape parameters, or None where the rate is exactly known."""
        if self.successes is not None and self.trials is not None:
            return self.successes + 0.5, self.trials - self.successes + 0.5
        if self.mean is not None and self.equivalent_n is not None and 0 < self.mean < 1:
            return self.mean * self.equivalent_n, (1 - self.mean) * self.equivalent_n
        return None

    @property
    def expected(self) -> float:
        """The mean of the rate's distribution."""
        if self.beta is None:
            assert self.mean is not None
            return self.mean
        return self.beta[0] / (self.beta[0] + self.beta[1])


class Quantity(Evidenced):
    """A number with a normal uncertainty, cut to its legal range: ``{mean, sd}`` or a plain number."""

    lower: ClassVar[float] = -MAX_MONEY
    upper: ClassVar[float] = MAX_MONEY

    mean: Number
    sd: Money = 0.0

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, data: Any) -> Any:
        return number_as_mean(data)

    @model_validator(mode="after")
    def _in_range(self) -> Self:
        if not self.lower <= self.mean <= self.upper:
            raise ValueError(f"mean must be between {self.lower:g} and {self.upper:g}")
        if self.sd > (self.upper - self.lower) * 10:
            raise ValueError(f"sd must be at most {(self.upper - self.lower) * 10:g}")
        return self


class GrowthQuantity(Quantity):
    """Relative growth per interval: 0.08 is +8 %. Legal from -95 % to +1000 %."""

    lower: ClassVar[float] = -0.95
    upper: ClassVar[float] = 10.0


class ExpansionQuantity(Quantity):
    """Monthly growth of the recurring revenue that stays, a share of it. Legal from -100 % to +100 %."""

    lower: ClassVar[float] = -1.0
    upper: ClassVar[float] = 1.0


class ShareQuantity(Quantity):
    """A share between 0 and 1."""

    lower: ClassVar[float] = 0.0
    upper: ClassVar[float] = 1.0


class Inbound(Evidenced):
    """Units that enter per month without outbound work.

    mean: units per month at the start; sd: how well that mean is known (units per month);
    dispersion: negative binomial shape k, variance = mu + mu**2 / k, of everything that enters; left out: Poisson.
    """

    mean: Annotated[float, Strict(), Field(ge=0, le=MAX_UNITS_PER_MONTH)]
    sd: Annotated[float, Strict(), Field(ge=0, le=MAX_UNITS_PER_MONTH)] = 0.0
    dispersion: Annotated[float, Strict(), Field(ge=0.01, le=1e9)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, data: Any) -> Any:
        return number_as_mean(data)


class CycleDays(Evidenced):
    """Days from the last open stage to the close of a won deal, gamma distributed.

    n: how many deals stand behind the mean; per trial it is multiplied by a lognormal of mean 1 and cv ``cv
    / sqrt(n)``.
    """

    mean: Annotated[float, Strict(), Field(ge=0, le=3650)]
    cv: Annotated[float, Strict(), Field(ge=0, le=10)] = 0.0
    n: Annotated[float, Strict(), Field(ge=1, le=1e9)] | None = None


class DealSize(Evidenced):
    """Size of one won deal, in the scenario's currency (annual for recurring business).

    family: gamma, lognormal, or empirical (resampled from `values`). n: deals behind the mean, see `CycleDays`.
    """

    family: Literal["gamma", "lognormal", "empirical"] = "gamma"
    mean: Annotated[float, Strict(), Field(gt=0, le=1e12)] | None = None
    cv: Annotated[float, Strict(), Field(ge=0, le=20)] | None = None
    values: tuple[Annotated[float, Strict(), Field(ge=0, le=1e12)], ...] | None = Field(
        default=None, max_length=100_000
    )
    n: Annotated[float, Strict(), Field(ge=1, le=1e9)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, data: Any) -> Any:
        return (
            {**number_as_mean(data), "cv": 0.0}
            if isinstance(data, int | float) and not isinstance(data, bool)
            else data
        )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.family == "empirical":
            if not self.values:
                raise ValueError('family "empirical" needs values = [...], the sizes of past deals')
            if sum(self.values) <= 0:
                raise ValueError("at least one of the values must be above 0")
            if self.mean is not None or self.cv is not None:
                raise ValueError('family "empirical" takes mean and cv from values; leave them out')
        elif self.values is not None:
            raise ValueError('values belong to family "empirical"; leave them out or change the family')
        elif self.mean is None or self.cv is None:
            raise ValueError(f'family "{self.family}" needs mean and cv')
        return self

    @property
    def mean_size(self) -> float:
        """Expected size of one deal."""
        if self.values is not None:
            return sum(self.values) / len(self.values)
        assert self.mean is not None
        return self.mean

    @property
    def spread(self) -> float:
        """Coefficient of variation of one deal's size."""
        if self.values is None:
            assert self.cv is not None
            return self.cv
        mean = self.mean_size
        variance = sum((value - mean) ** 2 for value in self.values) / len(self.values)
        return float(variance**0.5 / mean)


class Effect(Document):
    """A relative change known as low / mode / high (PERT distribution); equal values mean a known effect."""

    low: Annotated[float, Strict(), Field(ge=-1, le=1000)]
    mode: Annotated[float, Strict(), Field(ge=-1, le=1000)]
    high: Annotated[float, Strict(), Field(ge=-1, le=1000)]

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, data: Any) -> Any:
        if isinstance(data, int | float) and not isinstance(data, bool):
            return {"low": data, "mode": data, "high": data}
        return data

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.mode <= self.high:
            raise ValueError("must be ordered low <= mode <= high")
        return self
