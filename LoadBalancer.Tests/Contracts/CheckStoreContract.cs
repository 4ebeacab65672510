using LoadBalancer.Cluster.Checks;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every store of last checks; each implementation runs all of these tests.</summary>
public abstract class CheckStoreContract
{
    private static readonly DateTimeOffset Now = Changes.Noon;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a store for an unused cluster.</summary>
    internal abstract ICheckStore Create();

    [Fact]
    public async Task Read_OfChecks_ReturnsWhatWasWritten()
    {
        var store = Create();
        var failed = Check("a@1") with { Cause = "unexpected_status", Detail = "GET /healthcheck returned 503" };
        var refused = Check("b@1") with { Probe = new("tcp", "http://b", Status: null, TimeSpan.FromMicroseconds(7)), Cause = "dns_error" };

        await store.WriteAsync(Now, [failed, refused, Check("c@1")], Token);

        var read = await store.ReadAsync(Now, [new("a@1"), new("b@1"), new("d@1"), new("a@1")], Token);
        Assert.Equal([failed, refused], read.Values.OrderBy(check => check.Process.Value, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Read_SeveralChecksOfAProcess_ReturnsTheOneWrittenLast()
    {
        var store = Create();

        await store.WriteAsync(Now - Minute, [Check("a@1")], Token);
        await store.WriteAsync(Now, [Check("a@1") with { Gateway = new("gateway-1") }], Token);
        await store.WriteAsync(Now, [Check("a@1") with { Gateway = new("gateway-2") }], Token);
        await store.WriteAsync(Now, [], Token);

        var read = await store.ReadAsync(Now, [new("a@1")], Token);
        Assert.Equal("gateway-2", Assert.Single(read.Values).Gateway.Value);
    }

    [Fact]
    public async Task Read_AnotherProcessOfTheServer_HasNoCheck()
    {
        var store = Create();

        await store.WriteAsync(Now, [Check("a@1")], Token);

        Assert.Empty(await store.ReadAsync(Now, [new("a@2")], Token));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task Read_MinutesLater_ReturnsChecksOfTheLastMinute(int minutes, bool expected)
    {
        var store = Create();

        await store.WriteAsync(Now, [Check("a@1")], Token);

        Assert.Equal(expected, (await store.ReadAsync(Now + (minutes * Minute), [new("a@1")], Token)).Count == 1);
    }

    [Fact]
    public async Task Write_TheGreatestMembership_IsReadBack()
    {
        var store = Create();
        ServerCheck[] checks = [.. Enumerable.Range(0, 2_500).Select(i => Check($"s{i}@1"))];

        await store.WriteAsync(Now, checks, Token);

        Assert.Equal(checks.Length, (await store.ReadAsync(Now, [.. checks.Select(check => check.Process)], Token)).Count);
    }

    internal static ServerCheck Check(string process) => new(
        new ServerProcess(process), Now + TimeSpan.FromMilliseconds(125), new("gateway-1"),
        new("GET", "http://a.test:8080/healthcheck", 503, TimeSpan.FromMicroseconds(12_345)));
}
