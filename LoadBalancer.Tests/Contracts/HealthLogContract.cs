using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every health history; each implementation runs all of these tests.</summary>
public abstract class HealthLogContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a history for an unused cluster.</summary>
    internal abstract IHealthLog Create();

    [Fact]
    public async Task Read_AppendedChanges_ReturnsThoseOfTheServerTheLatestFirst()
    {
        var log = Create();
        var probe = Change(1) with
        {
            Gateway = new("gateway-1"),
            From = "Healthy",
            Cause = "http_response_timeout",
            Detail = "GET /healthcheck had no response within 1 s",
            Probe = new("GET", "http://a.test:8080/healthcheck", Status: null, TimeSpan.FromMicroseconds(1_000_123)),
        };
        Assert.Empty(await log.ReadAsync(new("a"), Token));

        await log.AppendAsync([], Token);
        await log.AppendAsync([probe, Change(2, "b@1"), Change(3)], Token);

        Assert.Equal([Change(3), probe], await log.ReadAsync(new("a"), Token));
        Assert.Equal([Change(2, "b@1")], await log.ReadAsync(new("b"), Token));
    }

    [Fact]
    public async Task Read_ChangesAppendedLateOrTwice_AreInOrderAndOnce()
    {
        var log = Create();

        await log.AppendAsync([Change(3), Change(1)], Token);
        await log.AppendAsync([Change(2), Change(3)], Token);
        await log.AppendAsync([Change(3) with { Gateway = new("gateway-2") }], Token);

        Assert.Equal(
            [(3, "gateway-2"), (3, null), (2, null), (1, null)],
            (await log.ReadAsync(new("a"), Token)).Select(change => ((int)(change.At - Changes.Noon).TotalSeconds, change.Gateway?.Value)));
    }

    [Fact]
    public async Task Append_BeyondTheCapacity_DropsTheOldest()
    {
        var log = Create();

        for (var part = 0; part < 3; part++)
        {
            await log.AppendAsync([.. Enumerable.Range(part * 40, 40).Select(i => Change(i))], Token);
        }

        var changes = await log.ReadAsync(new("a"), Token);
        Assert.Equal(
            Enumerable.Range(120 - IHealthLog.Capacity, IHealthLog.Capacity).Reverse().Select(i => Changes.Noon.AddSeconds(i)),
            changes.Select(change => change.At));
    }

    [Fact]
    public async Task Append_OfManyServersAtOnce_KeepsEach()
    {
        var log = Create();

        await log.AppendAsync([.. Enumerable.Range(0, 1_000).Select(i => Change(i, $"s{i}@1"))], Token);

        Assert.Equal([Change(999, "s999@1")], await log.ReadAsync(new("s999"), Token));
        Assert.Equal([Change(0, "s0@1")], await log.ReadAsync(new("s0"), Token));
    }

    internal static HealthChange Change(int second, string process = "a@1") =>
        new(Changes.Noon.AddSeconds(second), new(process), "ProbesFail", "probe");
}
