namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>A fixed number of lanes, shared by the tests of a class.</summary>
public sealed class MessageFixture : IAsyncLifetime
{
    private const int Lanes = 4;

    private MessageLane[] _lanes = [];

    internal IReadOnlyList<MessageLane> All => _lanes;

    public async ValueTask InitializeAsync() =>
        _lanes = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => MessageLane.StartAsync()));

    /// <summary>Runs an action for each item, on all lanes at once.</summary>
    internal Task ForEachAsync<T>(IEnumerable<T> items, Func<MessageLane, T, Task> act)
    {
        var numbered = items.Index().ToArray();
        return Task.WhenAll(_lanes.Select(async (lane, number) =>
        {
            foreach (var (_, item) in numbered.Where(entry => entry.Index % _lanes.Length == number))
            {
                await act(lane, item);
            }
        }));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
        {
            await lane.DisposeAsync();
        }
    }
}
