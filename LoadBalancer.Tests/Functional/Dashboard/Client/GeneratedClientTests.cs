using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.Client;
using LoadBalancer.Tests.Contracts;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Dashboard.Client;

/// <summary>
/// Calls every operation of the API with a client that NSwag generated from docs/openapi.json, which reads every response as the document
/// describes it.
/// </summary>
public sealed class GeneratedClientTests : IAsyncLifetime
{
    /// <summary>
    /// The client reads a response as a whole, but these lines end only after minutes: <see cref="RequestApiTests"/> reads them.
    /// </summary>
    private const string Stream = "GET /api/requests";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private DashboardHost _host = null!;
    private CalledOperations _calls = null!;
    private HttpClient _http = null!;
    private ControlApiClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await DashboardHost.StartWithKeyAsync();
        _calls = new(
            Operations(await File.ReadAllTextAsync(Repository.PathOf("docs", "openapi.json"), Token)),
            new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
        _http = new(_calls) { BaseAddress = _host.Client.BaseAddress };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", DashboardHost.Key);
        _client = new(_http);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Client_EveryOperation_Works()
    {
        await ChangeServersAsync();
        await ChangePlacementAsync();
        await ObserveServersAsync();
        await ObserveGatewaysAsync();
        await SetReplicasAsync();
        await ReadChangesAsync();

        Assert.Equal(
            Operations(await File.ReadAllTextAsync(Repository.PathOf("docs", "openapi.json"), Token)).Order(StringComparer.Ordinal),
            _calls.Called.Append(Stream).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Client_ChangeOfAnOldVersion_IsRejectedWithTheTypeOfTheProblem()
    {
        var seen = await _client.ListServersAsync(cancellationToken: Token);
        await _client.DrainServerAsync("a", cancellationToken: Token);

        var stale = await Assert.ThrowsAsync<ApiException<ProblemDetails>>(
            () => _client.DrainServerAsync("b", TagOf(seen), cancellationToken: Token));
        Assert.Equal((412, ProblemDetailsType.ConditionNotMet), (stale.StatusCode, stale.Result.Type));

        var unknown = await Assert.ThrowsAsync<ApiException<ProblemDetails>>(
            () => _client.GetServerAsync("nobody", cancellationToken: Token));
        Assert.Equal((404, ProblemDetailsType.UnknownServer), (unknown.StatusCode, unknown.Result.Type));

        var invalid = await Assert.ThrowsAsync<ApiException<ProblemDetails>>(
            () => _client.SetWeightAsync("a", new() { Weight = 0 }, cancellationToken: Token));
        Assert.Equal((400, "weight", ProblemDetailsType.InvalidValue), (invalid.StatusCode, invalid.Result.Field, invalid.Result.Type));

        _http.DefaultRequestHeaders.Authorization = null;
        var unauthorized = await Assert.ThrowsAsync<ApiException<ProblemDetails>>(() => _client.ListAlarmsAsync(Token));
        Assert.Equal((401, ProblemDetailsType.KeyRequired), (unauthorized.StatusCode, unauthorized.Result.Type));
    }

    private async Task ChangeServersAsync()
    {
        var added = await _client.PutServerAsync("d", new() { Url = "http://d.test" }, if_None_Match: "*", cancellationToken: Token);
        Assert.Equal((201, "d", 100), (added.StatusCode, added.Result.Id, added.Result.Weight));
        var replaced = await _client.PutServerAsync(
            "d", new() { Url = "http://d.test:81", Weight = 7, HealthCheck = "tcp" }, TagOf(added), cancellationToken: Token);
        Assert.Equal(
            (200, "http://d.test:81", 7, "tcp"),
            (replaced.StatusCode, replaced.Result.Url, replaced.Result.Weight, replaced.Result.HealthCheck));
        var weighted = await _client.SetWeightAsync("d", new() { Weight = 50 }, TagOf(replaced), cancellationToken: Token);
        Assert.Equal(50, weighted.Result.Weight);
        Assert.Equal(ServerResponseState.Draining, (await _client.DrainServerAsync("d", cancellationToken: Token)).Result.State);
        Assert.Equal(ServerResponseState.Active, (await _client.ActivateServerAsync("d", cancellationToken: Token)).Result.State);

        await _host.FollowAsync();
        var one = await _client.GetServerAsync("d", cancellationToken: Token);
        Assert.Equal(("d", 50), (one.Result.Id, one.Result.Weight));
        var all = await _client.ListServersAsync(cancellationToken: Token);
        Assert.Equal(["a", "b", "c", "d"], all.Result.Servers.Select(server => server.Id));
        var known = await Assert.ThrowsAsync<ApiException>(() => _client.ListServersAsync(TagOf(all), Token));
        Assert.Equal(304, known.StatusCode);

        Assert.Equal(204, (await _client.RemoveServerAsync("d", TagOf(all), cancellationToken: Token)).StatusCode);
        await _host.FollowAsync();
    }

    private async Task ChangePlacementAsync()
    {
        EditsBody edits = new()
        {
            Servers = [new() { Id = "e", Url = "http://e.test", Weight = 200 }],
            Drain = ["c"],
            Algorithm = EditsBodyAlgorithm.Maglev,
        };
        var preview = await _client.PreviewChangeAsync(edits, Token);
        Assert.Equal(
            (PreviewResponseAlgorithmBefore.Ring, PreviewResponseAlgorithmAfter.Maglev),
            (preview.Result.AlgorithmBefore, preview.Result.AlgorithmAfter));
        Assert.InRange(preview.Result.Moved, 0.3, 1);

        var applied = await _client.ApplyChangeAsync(edits, TagOf(preview), cancellationToken: Token);
        Assert.True(applied.Result.Changed);
        Assert.Equal(preview.Result.Version + 1, applied.Result.Version);
        var changed = await _client.SetAlgorithmAsync(
            new() { Algorithm = AlgorithmBodyAlgorithm.Ring }, TagOf(applied), cancellationToken: Token);
        Assert.Equal(applied.Result.Version + 1, changed.Result.Version);

        await _host.FollowAsync();
        var ring = await _client.GetPlacementAsync(cancellationToken: Token);
        Assert.Equal((RingResponseAlgorithm.Ring, changed.Result.Version), (ring.Result.Algorithm, ring.Result.Version));
        var owner = await _client.GetOwnerAsync("user 1/ü&x=%", Token);
        Assert.Equal("user 1/ü&x=%", owner.Result.Key);
        Assert.Contains(owner.Result.Owner, (string[])["a", "b", "e"]);
    }

    private async Task ObserveServersAsync()
    {
        var process = ServerProcess.Of((await _host.MembershipAsync()).Find(new("a"))!);
        await _host.Get<ICheckStore>().WriteAsync(
            TimeProvider.System.GetUtcNow(), [CheckStoreContract.Check(process.Value)], Token);
        await _host.Get<IHealthLog>().AppendAsync([HealthLogContract.Change(1, "a@1")], Token);

        Assert.Equal("gateway-1", (await _client.GetServerCheckAsync("a", Token)).Result.Check!.Gateway);
        Assert.Null((await _client.GetServerCheckAsync("b", Token)).Result.Check);
        Assert.Equal(HealthChangeResponseTo.ProbesFail, Assert.Single((await _client.GetServerHealthAsync("a", Token)).Result.Changes).To);
        Assert.Equal(["a", "b", "c", "e"], (await _client.GetStatisticsAsync(Token)).Result.Servers.Select(server => server.Id));
        Assert.Empty((await _client.ListHotKeysAsync(Token)).Result.HotKeys);
        Assert.Equal(10, (await _client.GetTimelineAsync(server: "a", minutes: 5, cancellationToken: Token)).Result.IntervalSeconds);
        Assert.Contains(
            (await _client.ListEventsAsync(5, Token)).Result.Events, happened => happened.Kind == EventResponseKind.AlgorithmChanged);
    }

    private async Task ObserveGatewaysAsync()
    {
        var cluster = _host.Get<ClusterView>().Current!.Cluster;
        var status = new GatewayStatus(
            new("g1"), TimeProvider.System.GetUtcNow(), cluster.Membership.Epoch, cluster.Membership.Version, cluster.Digest,
            PlacementAlgorithm.Ring, IsPanic: false, ImmutableDictionary<ServerId, HealthReason>.Empty,
            ImmutableDictionary<ServerId, int>.Empty)
        {
            Facts = new("1.2.3", Connections: 7, CpuCores: 0.25, MemoryBytes: 150, MemoryLimitBytes: 600) { Urls = ["http://[::]:80"] },
        };
        await _host.Get<IGatewayExchange>().ExchangeAsync(new(new("g1.1"), 1, [], [], []) { Status = status }, Interval, Token);
        await _host.WaitAsync("the gateway is shown", snapshot => snapshot.Gateways.Length == 1);

        var gateway = Assert.Single((await _client.ListGatewaysAsync(Token)).Result.Gateways);
        Assert.Equal(("g1", "1.2.3", 150), (gateway.Name, gateway.Facts!.Build, gateway.Facts.MemoryBytes));
        await _host.WaitAsync("the gateway is lost", snapshot => snapshot.LostGateways.Length == 1);
        var alarm = Assert.Single((await _client.ListAlarmsAsync(Token)).Result.Alarms);
        Assert.Equal(
            (AlarmResponseKind.Gateways, AlarmResponseSeverity.Critical, "g1 has not reported"),
            (alarm.Kind, alarm.Severity, alarm.Title));
        Assert.NotNull(alarm.Since);
        Assert.Equal(204, (await _client.ForgetGatewayAsync("g1", Token)).StatusCode);
    }

    private async Task SetReplicasAsync()
    {
        var reported = await _client.ReportOrchestratorAsync(new() { Name = "host-1/4711", Kept = 3, Most = 10 }, Token);
        Assert.Equal("host-1/4711", reported.Result.Orchestrator);
        Assert.Equal(5, (await _client.SetReplicasAsync(new() { Count = 5 }, Token)).Result.Count);
        Assert.Equal((5, 3, 10), Of((await _client.GetReplicasAsync(Token)).Result));

        static (int?, int?, int?) Of(ReplicasResponse replicas) => (replicas.Count, replicas.Kept, replicas.Most);
    }

    private async Task ReadChangesAsync()
    {
        var since = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(5)) - TimeSpan.FromHours(1);
        var first = await _client.ListChangesAsync(since, count: 2, cancellationToken: Token);
        Assert.Equal(2, first.Result.Changes.Count);
        var second = await _client.ListChangesAsync(since, count: 2, cursor: first.Result.Next, cancellationToken: Token);
        Assert.True(second.Result.Changes.First().At <= first.Result.Changes.Last().At);
        using var export = await _client.ExportChangesAsync(since, format: Format.Csv, cancellationToken: Token);
        using var reader = new StreamReader(export.Stream);
        Assert.StartsWith("at,", await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    private static string TagOf(SwaggerResponse response) => Assert.Single(response.Headers["ETag"]);

    private static string[] Operations(string document) =>
    [
        .. JsonDocument.Parse(document).RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}")),
    ];
}
