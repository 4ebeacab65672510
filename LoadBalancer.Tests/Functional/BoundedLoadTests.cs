using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests a hot key on servers that hold its requests until the test releases them.</summary>
public sealed class BoundedLoadTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly (string Key, string Value)[] Settings =
        [("Gateway:LoadFloor", "2"), ("Gateway:LoadFactor", "1.25"), ("Gateway:LoadInterval", "00:00:00.100")];

    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestCluster _cluster = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(Settings);
        foreach (var id in (string[])["s1", "s2", "s3"])
        {
            await _cluster.AddServerAsync(id, _ => _letGo.Task);
        }
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Request_ForAHotKey_SpillsInOrderOfPreferenceAndNoServerExceedsItsCap()
    {
        var candidates = await _cluster.CandidatesAsync("hot");
        var requests = new List<Task<HttpResponseMessage>>();
        for (var i = 1; i <= 12; i++)
        {
            requests.Add(_cluster.Gateway.GetAsync("/", "hot", Token));
            await Eventually.TrueAsync($"request {i} has arrived", () => candidates.Sum(id => _cluster.Server(id).Requests) == i, Patience);
        }

        // The cap with 11 requests in flight plus this one: ⌈1.25 × 12 ÷ 3⌉.
        int[] expected = [5, 5, 2];
        Assert.Equal(expected, candidates.Select(id => (int)_cluster.Server(id).Requests));
        var stats = await Stats.ReadAsync(_cluster.Gateway);
        Assert.Equal(expected, candidates.Select(stats.InFlightOf));
        await LetGoAsync(requests);
    }

    [Fact]
    public async Task Request_AtAnotherGateway_CountsTheRequestsInFlightOfAll()
    {
        var candidates = await _cluster.CandidatesAsync("hot");
        await using var second = await _cluster.StartGatewayAsync(Settings);
        await second.FollowAsync(_cluster.Gateway.Snapshot.Membership.Version);
        var requests = new List<Task<HttpResponseMessage>> { _cluster.Gateway.GetAsync(
            "/", "hot", Token), _cluster.Gateway.GetAsync("/", "hot", Token) };
        await Eventually.TrueAsync("the owner is at the floor", () => _cluster.Server(candidates[0]).Requests == 2, Patience);
        await Eventually.TrueAsync(
            "the other gateway knows", async () => (await Stats.ReadAsync(second)).InFlightOf(candidates[0]) == 2, Patience);

        requests.Add(second.GetAsync("/", "hot", Token));

        await Eventually.TrueAsync(
            "its request has arrived at the second choice", () => _cluster.Server(candidates[1]).Requests == 1, Patience);
        Assert.Equal(2, _cluster.Server(candidates[0]).Requests);
        await LetGoAsync(requests);
    }

    private async Task LetGoAsync(List<Task<HttpResponseMessage>> requests)
    {
        _letGo.SetResult();
        foreach (var response in await Task.WhenAll(requests))
        {
            response.EnsureSuccessStatusCode().Dispose();
        }
    }
}
