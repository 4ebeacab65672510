using LoadBalancer.Gateway.WarmUp;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Gateway.WarmUp;

/// <summary>Tests warm-up rounds through their own gateway, with a compiler that is as busy as the test specifies.</summary>
public sealed class WarmUpRoundsTests : IAsyncDisposable
{
    /// <summary>40 clients with 14 requests each.</summary>
    private const int RequestsOfARound = 560;

    /// <summary>
    /// How often a round during whose rest nothing is compiled reads the count: before the round, before and after the rest, and after the
    /// round.
    /// </summary>
    private const int Asked = 4;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    private readonly FakeTimeProvider _time = new();
    private readonly ComposedGateway _gateway;

    public WarmUpRoundsTests() => _gateway = new(_time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData(2, 0, 0)]
    [InlineData(2, 20, 20)]
    [InlineData(3, 21, 0, 0)]
    [InlineData(4, 0, 21, 0, 0)]
    public async Task Run_CompiledMethodsInEachRound_EndsAfterTwoQuietRoundsInARow(int rounds, params int[] compiled)
    {
        var calls = 0;
        var warming = NewRounds(() =>
        {
            var (round, call) = Math.DivRem(calls++, Asked);
            return compiled.Take(round + (call > 0 ? 1 : 0)).Sum();
        });

        await EndAsync(warming.RunAsync(Token));

        Assert.Equal(rounds * RequestsOfARound, warming.Requests);
    }

    [Fact]
    public async Task Run_CompilerIsBusy_RestsUntilItPauses()
    {
        var isBusy = true;
        var count = 0L;
        var warming = NewRounds(() => Volatile.Read(ref isBusy) ? Interlocked.Increment(ref count) : Volatile.Read(ref count));
        var running = warming.RunAsync(Token);

        await Eventually.TrueAsync("it has rested often", () => Advance() && Volatile.Read(ref count) > 30, Patience);
        Assert.Equal(RequestsOfARound, warming.Requests);

        Volatile.Write(ref isBusy, false);
        await EndAsync(running);
        Assert.Equal(3 * RequestsOfARound, warming.Requests);
    }

    [Fact]
    public async Task Run_TimeIsUpWhileTheCompilerIsBusy_EndsAsCancelled()
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var count = 0L;
        var warming = NewRounds(() => Interlocked.Increment(ref count));
        var running = warming.RunAsync(timeout.Token);
        await Eventually.TrueAsync("a round is over", () => warming.Requests > 0, Patience);

        await timeout.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience, Token));
        Assert.Equal(RequestsOfARound, warming.Requests);
    }

    private WarmUpRounds NewRounds(Func<long> compiled) =>
        new(RepeatedServices.Of(_gateway.Services, _gateway.Configuration), new(compiled), _time);

    private bool Advance()
    {
        _time.Advance(Rest);
        return true;
    }

    private async Task EndAsync(Task running)
    {
        await Eventually.TrueAsync("it has ended", () => Advance() && running.IsCompleted, Patience);
        await running;
    }
}
