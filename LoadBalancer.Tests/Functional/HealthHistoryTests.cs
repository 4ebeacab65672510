using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests that a running gateway writes the last checks of its servers, and the history of their health.</summary>
public sealed class HealthHistoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_HangsAndRecovers_HasItsChecksAndChangesWithTheirCauses()
    {
        var isWell = false;
        var hang = new TaskCompletionSource();
        await using var server = await HttpTestServer.StartAsync(
            "a", context => Volatile.Read(ref isWell) ? Task.CompletedTask : hang.Task.WaitAsync(context.RequestAborted));
        var registry = new InMemoryServerRegistry(TimeProvider.System);
        await registry.ApplyAsync(Changes.Join("a", url: server.Url), Token);
        await using var gateway = await GatewayHost.StartAsync(
            registry, new InMemoryCounterStore(), ("Gateway:Id", "gateway-1"), ("Gateway:Health:Interval", "00:00:00.100"),
            ("Gateway:Health:Timeout", "00:00:00.100"));
        var (health, checks) = (gateway.Part<IHealthLog>(), gateway.Part<ICheckStore>());

        await Eventually.TrueAsync(
            "it is unhealthy", async () => (await health.ReadAsync(new("a"), Token)).Any(change => change.Gateway is not null), Patience);
        Volatile.Write(ref isWell, true);
        await Eventually.TrueAsync(
            "it is healthy", async () => (await health.ReadAsync(new("a"), Token)).Any(change => change.To == "Healthy"), Patience);

        var own = (await health.ReadAsync(new("a"), Token)).Where(change => change.Gateway?.Value == "gateway-1").Reverse().ToArray();
        Assert.Equal(
            [("Healthy", "ProbesFail", "probe", "http_response_timeout"), ("ProbesFail", "Healthy", "probe", null)],
            own.Select(change => (change.From, change.To, change.Trigger, change.Cause)));
        Assert.Equal(("GET", $"{server.Url}/healthcheck", null), (own[0].Probe!.Method, own[0].Probe!.Url, own[0].Probe!.Status));
        Assert.Equal(200, own[1].Probe!.Status);
        var process = ServerProcess.Of((await registry.ReadAsync(Token)).Find(new("a"))!);
        await Eventually.TrueAsync(
            "the last check has passed",
            async () => (await checks.ReadAsync(TimeProvider.System.GetUtcNow(), [process], Token)).GetValueOrDefault(process)
                is { Passed: true, Probe.Status: 200, Gateway.Value: "gateway-1" },
            Patience);
    }
}
