namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>One lane for each forwarding path, shared by the tests of a class.</summary>
public sealed class LanePerPath : IAsyncLifetime
{
    private readonly Dictionary<ForwardingPath, MessageLane> _lanes = [];

    internal MessageLane this[ForwardingPath path] => _lanes[path];

    public async ValueTask InitializeAsync()
    {
        foreach (var path in Enum.GetValues<ForwardingPath>())
        {
            _lanes[path] = await MessageLane.StartAsync(path);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes.Values)
        {
            await lane.DisposeAsync();
        }
    }
}
