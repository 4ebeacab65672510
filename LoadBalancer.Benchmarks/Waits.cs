using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Benchmarks;

/// <summary>Async methods like those of the relay: many wait at the same time, and each awaits a nested one.</summary>
internal sealed class Waits
{
    private const int AtOnce = 64;

    private readonly Arrival[] _arrivals = [.. Enumerable.Range(0, AtOnce).Select(_ => new Arrival())];
    private readonly ValueTask<int>[] _responses = new ValueTask<int>[AtOnce];

    /// <summary>Starts as many waits as a gateway has requests in flight, and then completes all of them.</summary>
    public long Run()
    {
        for (var i = 0; i < AtOnce; i++)
        {
#pragma warning disable CA2012 // Each task is awaited once, after it has completed.
            _responses[i] = RespondAsync(_arrivals[i]);
#pragma warning restore CA2012
        }

        var sum = 0L;
        for (var i = 0; i < AtOnce; i++)
        {
            _arrivals[i].Happen();
#pragma warning disable VSTHRD002 // The task has completed.
            sum += _responses[i].GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }

        return sum;
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private static async ValueTask<int> RespondAsync(Arrival arrival) => await ReadAsync(arrival) + 1;

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private static async ValueTask<int> ReadAsync(Arrival arrival) => await arrival.WaitAsync() + 1;

    private sealed class Arrival : IValueTaskSource<int>
    {
        private ManualResetValueTaskSourceCore<int> _core;

        public ValueTask<int> WaitAsync() => new(this, _core.Version);

        public void Happen() => _core.SetResult(0);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);

        public int GetResult(short token)
        {
            var result = _core.GetResult(token);
            _core.Reset();
            return result;
        }
    }
}
