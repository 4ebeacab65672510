using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>Tests how many servers a request is sent to.</summary>
public sealed class AttemptCountTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_EveryServerHangs_IsSentToNoMoreThanAllowed()
    {
        await using var one = new FaultyServer(Fault.Hang);
        await using var two = new FaultyServer(Fault.Hang);
        await using var three = new FaultyServer(Fault.Hang);
        await using var cluster = await TestCluster.StartAsync(
            ("Gateway:Retries:MaxAttempts", "2"), ("Gateway:Retries:AttemptTimeout", "00:00:01"),
            ("Gateway:Retries:OverallTimeout", "00:00:04"));
        await cluster.ApplyAsync(Changes.Join("one", url: one.Url));
        await cluster.ApplyAsync(Changes.Join("two", url: two.Url));
        await cluster.ApplyAsync(Changes.Join("three", url: three.Url));

        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        Assert.Equal(System.Net.HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal(2, one.Requests + two.Requests + three.Requests);
        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.Equal(2, stats.Of("one").Failures + stats.Of("two").Failures + stats.Of("three").Failures);
    }
}
