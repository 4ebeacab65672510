using CsCheck;
using LoadBalancer.Core.Failover;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Failover;

public sealed class RetryBudgetTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(19, 3)]
    [InlineData(20, 4)]
    [InlineData(24, 4)]
    [InlineData(25, 5)]
    [InlineData(1_000, 200)]
    public void TryBeginRetry_RequestsInFlight_AdmitsAFifthOfThemOrThree(int requests, int expected)
    {
        var budget = With(requests);

        var begun = Enumerable.Range(0, requests + 10).Count(_ => budget.TryBeginRetry());

        Assert.Equal(expected, begun);
        Assert.Equal(expected, budget.Retries);
    }

    [Fact]
    public void TryBeginRetry_OneHasEnded_AdmitsOneMore()
    {
        var budget = With(requests: 1);
        while (budget.TryBeginRetry())
        {
            // Use up the budget.
        }

        budget.EndRetry();

        Assert.True(budget.TryBeginRetry());
        Assert.False(budget.TryBeginRetry());
    }

    [Fact]
    public void TryBeginRetry_NoBudget_AdmitsNone()
    {
        var budget = new RetryBudget(percent: 0, least: 0);
        budget.BeginRequest();

        Assert.False(budget.TryBeginRetry());
    }

    [Fact]
    public void TryBeginRetry_AnySequence_NeverAdmitsBeyondTheLimit() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 5], Gen.Int[0, 3].Array[0, 200]).Sample((percent, least, steps) =>
        {
            var budget = new RetryBudget(percent, least);
            var (requests, retries) = (0, 0);
            foreach (var step in steps)
            {
                switch (step)
                {
                    case 0:
                        budget.BeginRequest();
                        requests++;
                        break;
                    case 1 when requests > 0:
                        budget.EndRequest();
                        requests--;
                        break;
                    case 2 when retries > 0:
                        budget.EndRetry();
                        retries--;
                        break;
                    case 3:
                        var room = retries < Math.Max(least, requests * percent / 100);
                        Assert.Equal(room, budget.TryBeginRetry());
                        retries += room ? 1 : 0;
                        break;
                }
            }

            Assert.Equal((requests, retries), (budget.Requests, budget.Retries));
        });

    [Fact]
    public async Task TryBeginRetry_ManyThreads_AdmitsExactlyTheLimit()
    {
        var budget = With(requests: 1_000);

        var begun = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 1_000).Count(_ => budget.TryBeginRetry()))));

        Assert.Equal(200, begun.Sum());
    }

    [Fact]
    public void Request_WithARetry_AllocatesNothing()
    {
        var budget = With(requests: 0);

        Assert.Equal(0, Allocations.Of(() =>
        {
            budget.BeginRequest();
            budget.TryBeginRetry();
            budget.EndRetry();
            budget.EndRequest();
        }));
    }

    private static RetryBudget With(int requests)
    {
        var budget = new RetryBudget(percent: 20, least: 3);
        for (var i = 0; i < requests; i++)
        {
            budget.BeginRequest();
        }

        return budget;
    }
}
