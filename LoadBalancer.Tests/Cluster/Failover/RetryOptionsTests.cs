using LoadBalancer.Cluster.Failover;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Cluster.Failover;

public sealed class RetryOptionsTests
{
    [Fact]
    public void Rules_Defaults_FindNothing() => Assert.Empty(Find(new()));

    [Fact]
    public void Rules_EverythingBad_FindAllOfItByKeyValueAndWhatIsAllowed()
    {
        var failures = Find(new()
        {
            MaxAttempts = 0,
            AttemptTimeout = TimeSpan.Zero,
            OverallTimeout = TimeSpan.FromDays(2),
            Statuses = [503, 499, 600],
            BodyBuffer = -1,
            BudgetPercent = 101,
            BudgetFloor = -3,
        });

        Assert.Equal(
            [
                "Gateway:Retries:MaxAttempts: 0 is not allowed: it must be 1 to 10.",
                "Gateway:Retries:AttemptTimeout: 00:00:00 is not allowed: it must be 00:00:00.0100000 to 01:00:00 "
                    + "(days.hours:minutes:seconds).",
                "Gateway:Retries:OverallTimeout: 2.00:00:00 is not allowed: it must be 00:00:00.0100000 to 1.00:00:00 "
                    + "(days.hours:minutes:seconds).",
                "Gateway:Retries:Statuses:1: 499 is not allowed: it must be 500 to 599.",
                "Gateway:Retries:Statuses:2: 600 is not allowed: it must be 500 to 599.",
                "Gateway:Retries:BodyBuffer: -1 is not allowed: it must be 0 to 16777216.",
                "Gateway:Retries:BudgetPercent: 101 is not allowed: it must be 0 to 100.",
                "Gateway:Retries:BudgetFloor: -3 is not allowed: it must be 0 to 10000.",
            ],
            failures);
    }

    [Fact]
    public void Rules_TotalTimeoutShorterThanOneAttempt_ReportBoth()
    {
        var failure = Assert.Single(Find(new() { AttemptTimeout = TimeSpan.FromSeconds(101) }));

        Assert.Equal(
            "Gateway:Retries:OverallTimeout: 00:01:40 is not allowed: it must be at least Gateway:Retries:AttemptTimeout "
                + "(00:01:41).",
            failure);
    }

    [Fact]
    public void Rules_AtTheEndsOfTheRanges_FindNothing()
    {
        Assert.Empty(Find(new()
        {
            MaxAttempts = 1,
            AttemptTimeout = TimeSpan.FromMilliseconds(10),
            OverallTimeout = TimeSpan.FromMilliseconds(10),
            Statuses = [500],
            BodyBuffer = 0,
            BudgetPercent = 0,
            BudgetFloor = 0,
        }));
        Assert.Empty(Find(new()
        {
            MaxAttempts = 10,
            AttemptTimeout = TimeSpan.FromHours(1),
            OverallTimeout = TimeSpan.FromDays(1),
            Statuses = [599],
            BodyBuffer = 16 * 1_024 * 1_024,
            BudgetPercent = 100,
            BudgetFloor = 10_000,
        }));
    }

    private static string[] Find(RetryOptions options) => OptionRules.Find(new RetryOptions.Rules(), RetryOptions.Section, options);
}
