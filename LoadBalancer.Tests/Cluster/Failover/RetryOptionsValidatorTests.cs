using LoadBalancer.Cluster.Failover;

namespace LoadBalancer.Tests.Cluster.Failover;

public sealed class RetryOptionsValidatorTests
{
    [Fact]
    public void Check_Defaults_FindsNothing() => Assert.Empty(Check(new()));

    [Fact]
    public void Check_EverythingBad_TellsAllOfItByKeyValueAndWhatIsAllowed()
    {
        var failures = Check(new()
        {
            MaxTries = 0,
            PerTryTimeout = TimeSpan.Zero,
            OverallTimeout = TimeSpan.FromDays(2),
            Statuses = [503, 499, 600],
            BodyBuffer = -1,
            BudgetPercent = 101,
            BudgetFloor = -3,
        });

        Assert.Equal(
            [
                "Gateway:Retries:MaxTries: 0 is not allowed: it must be 1 to 10.",
                "Gateway:Retries:PerTryTimeout: 00:00:00 is not allowed: it must be 00:00:00.0100000 to 01:00:00 "
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
    public void Check_AllTriesShorterThanOne_NamesBoth()
    {
        var failure = Assert.Single(Check(new() { PerTryTimeout = TimeSpan.FromSeconds(101) }));

        Assert.Equal(
            "Gateway:Retries:OverallTimeout: 00:01:40 is not allowed: it must be at least Gateway:Retries:PerTryTimeout (00:01:41).",
            failure);
    }

    [Fact]
    public void Check_AtTheEndsOfTheRanges_FindsNothing()
    {
        Assert.Empty(Check(new()
        {
            MaxTries = 1,
            PerTryTimeout = TimeSpan.FromMilliseconds(10),
            OverallTimeout = TimeSpan.FromMilliseconds(10),
            Statuses = [500],
            BodyBuffer = 0,
            BudgetPercent = 0,
            BudgetFloor = 0,
        }));
        Assert.Empty(Check(new()
        {
            MaxTries = 10,
            PerTryTimeout = TimeSpan.FromHours(1),
            OverallTimeout = TimeSpan.FromDays(1),
            Statuses = [599],
            BodyBuffer = 16 * 1_024 * 1_024,
            BudgetPercent = 100,
            BudgetFloor = 10_000,
        }));
    }

    private static string[] Check(RetryOptions options) => [.. RetryOptionsValidator.Check(options).OfType<string>()];
}
