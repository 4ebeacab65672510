using System.Collections.Concurrent;
using LoadBalancer.Proxy.Responses;

namespace LoadBalancer.Proxy.Exchange.Streams;

/// <summary>
/// Relays requests that Kestrel has parsed, with relays that are reused, and checks their timeouts. Thread-safe, without locks on the way
/// of a request.
/// </summary>
internal sealed class StreamRelays(RelayServices services, ViaHeader via, TimeProvider timeProvider) : BackgroundService
{
    private const int MostIdle = 1_024;

    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<StreamRelay, bool> _all = new();
    private readonly ConcurrentQueue<StreamRelay> _idle = new();
    private int _idleCount;

    /// <summary>Whether requests are relayed; otherwise they go through YARP.</summary>
    public bool AreOn => services.Routing.Rules.IsOn;

    /// <summary>Relays a request that was admitted.</summary>
    /// <param name="context">The request.</param>
    /// <param name="named">The headers that <c>Connection</c> names.</param>
    public Task ServeAsync(HttpContext context, IReadOnlyList<string> named)
    {
        var relay = Rent();

        // Other middleware reads the placement after this one has ended.
        context.Response.OnCompleted(static relay => ((StreamRelay)relay).ReturnAsync(), relay);
        return relay.ServeAsync(context, named);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(HeartbeatInterval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var (relay, _) in _all)
            {
                relay.OnHeartbeat();
            }
        }
    }

    private StreamRelay Rent()
    {
        if (_idle.TryDequeue(out var relay))
        {
            Interlocked.Decrement(ref _idleCount);
            return relay;
        }

        relay = new(services, via, Return);
        _all.TryAdd(relay, value: true);
        return relay;
    }

    private void Return(StreamRelay relay)
    {
        // Several threads may pass the check at once: the limit is approximate, which is sufficient.
        if (Volatile.Read(ref _idleCount) < MostIdle)
        {
            Interlocked.Increment(ref _idleCount);
            _idle.Enqueue(relay);
        }
        else
        {
            _all.TryRemove(relay, out _);
        }
    }
}
