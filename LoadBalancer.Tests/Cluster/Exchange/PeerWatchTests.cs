using LoadBalancer.Cluster.Exchange;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Tests.Dashboard.State;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Exchange;

public sealed class PeerWatchTests
{
    private const int Different = 3111;
    private const int Alike = 3112;
    private const int Unknown = 3113;
    private static readonly MembershipSnapshot One = Reports.Membership(1, "a");

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly RecordingLogger<PeerWatch> _log = new();
    private readonly InMemoryGatewayExchange _exchange;
    private readonly PeerWatch _watch;

    public PeerWatchTests()
    {
        _exchange = new(_time);
        _watch = new(
            _exchange, new ClusterState(GatewayParts.Defaults<PlacementOptions>()), GatewayParts.Identity("self"), _time, _log);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hear_SettingsDiffer_LogsTheSettingBothValuesAndWhoHasWhichOnce()
    {
        await ReportAsync("self", "host");
        await ReportAsync("other", "path");

        await HearAsync("other");
        await HearAsync("other");

        var entry = Assert.Single(_log.Entries);
        Assert.Equal((Different, LogLevel.Warning), (entry.Id.Id, entry.Level));
        Assert.Contains("Gateway:HashKey is 'path' on other, and 'host' on self", entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hear_DifferentGatewayIsReplaced_LogsThatAllAreAlike()
    {
        await ReportAsync("self", "host");
        await ReportAsync("other", "path");
        await HearAsync("other");

        await _exchange.LeaveAsync(new("other"), new("other.1"), Token);
        await ReportAsync("next", "host");
        _time.Advance(GatewayReport.Lifetime / 2);
        await ReportAsync("self", "host");
        await ReportAsync("next", "host");
        _time.Advance(GatewayReport.Lifetime / 2);
        await HearAsync("next");

        Assert.Equal((1, 1), (_log.CountOf(Different), _log.CountOf(Alike)));
    }

    [Fact]
    public async Task Hear_SettingsAreEqual_LogsNothing()
    {
        await ReportAsync("self", "host");
        await ReportAsync("other", "host");

        await HearAsync("other");

        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task Hear_GatewayOfAnEarlierBuild_LogsThatItCannotBeCompared()
    {
        await ReportAsync("self", "host");
        await ReportAsync("old", hashKey: null);

        await HearAsync("old");

        var entry = Assert.Single(_log.Entries);
        Assert.Equal((Unknown, LogLevel.Information), (entry.Id.Id, entry.Level));
        Assert.EndsWith(": old", entry.Message, StringComparison.Ordinal);
    }

    private Task HearAsync(params string[] others) => _watch.HearAsync([.. others.Select(name => new GatewayProcess($"{name}.1"))], Token);

    private Task ReportAsync(string name, string? hashKey) => _exchange.ExchangeAsync(
        Reports.Of(name, One, policy: hashKey is null ? null : [(PolicySettings.HashKey, hashKey)]), TimeSpan.FromSeconds(1), Token);
}
