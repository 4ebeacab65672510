using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Registry.InMemory;
using LoadBalancer.Registry.Replicas;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Dashboard.Control;

public sealed class ClusterControlTests
{
    private const int Failed = 4201;

    private static readonly OrchestratorReport Report = new("machine/1", Kept: 2, Most: 5);

    private readonly RecordingLogger<ClusterControl> _logger = new();
    private readonly FlakyReplicaStore _replicas;
    private readonly ClusterControl _control;

    public ClusterControlTests()
    {
        var time = new FakeTimeProvider();
        _replicas = new(new InMemoryReplicaStore(time, new InMemoryEventLog()));
        _control = new(new InMemoryServerRegistry(time), _replicas, new InMemoryGatewayExchange(time), new ReadSignal(time), time, _logger);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SetReplicasAsync_StoreAway_IsLoggedOncePerOutage()
    {
        await ReportAsync(ControlOutcome.Applied);
        await SetAsync(ControlOutcome.Applied);
        Assert.Empty(_logger.Entries);

        _replicas.IsAway = true;
        await SetAsync(ControlOutcome.StoreAway);
        await SetAsync(ControlOutcome.StoreAway);
        await SetAsync(ControlOutcome.StoreAway);
        Assert.Equal((LogLevel.Warning, Failed), (_logger.Entries.Single().Level, _logger.Entries.Single().Id.Id));
        Assert.EndsWith(": The store does not answer.", _logger.Entries.Single().Message, StringComparison.Ordinal);

        _replicas.IsAway = false;
        await SetAsync(ControlOutcome.Unchanged);
        _replicas.IsAway = true;
        await SetAsync(ControlOutcome.StoreAway);
        Assert.Equal(2, _logger.CountOf(Failed));
    }

    [Fact]
    public async Task ReportAsync_StoreAway_IsNotLogged()
    {
        _replicas.IsAway = true;
        await ReportAsync(ControlOutcome.StoreAway);

        Assert.Empty(_logger.Entries);
    }

    private async Task SetAsync(ControlOutcome expected) =>
        Assert.Equal(expected, (await _control.SetReplicasAsync(2, "somebody", Token)).Outcome);

    private async Task ReportAsync(ControlOutcome expected) =>
        Assert.Equal(expected, (await _control.ReportAsync(Report, count: null, Token)).Outcome);
}
